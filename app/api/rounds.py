"""Rounds of communes and their lists to review."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.submissions import village_path
from app.holidays import working_calendar
from app.wiring import current_actor, deps, requires
from review import repository
from review.actions import listing
from review.actions.opening import RoundAsked, begin_round
from review.models import Case, Round
from review.rules.ruleset_years import MONTHLY, PERIODIC

bp = Blueprint("api_rounds", __name__, url_prefix="/rounds", description="Rounds and lists to review")

ENTRY_KEY = fields.Str(
    required=True,
    validate=validate.Length(8, 64),
    metadata={"description": "Made by the sender for this entry: sent again, it is entered once."},
)


class RoundSchema(Schema):
    id = fields.Str()
    name = fields.Str()
    kind = fields.Str(metadata={"description": "periodic or monthly"})
    year = fields.Int()
    commune = fields.Str(attribute="commune_path")
    ruleset_id = fields.Str()
    ruleset_hash = fields.Str()
    area_kind = fields.Str()
    score_area = fields.Str()
    opens_on = fields.Date()
    closes_on = fields.Date()
    decide_by = fields.Date(allow_none=True, metadata={"description": "Until when the chairman decides."})
    window_reason = fields.Str()


class RoundAskedSchema(Schema):
    commune = fields.Str(required=True, metadata={"description": "Code or path of the commune."})
    kind = fields.Str(load_default=PERIODIC, validate=validate.OneOf([PERIODIC, MONTHLY]))
    year = fields.Int(required=True, validate=validate.Range(2016, 2100))
    ruleset_id = fields.Str(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    name = fields.Str(load_default="", validate=validate.Length(max=200))
    reason = fields.Str(load_default="", validate=validate.Length(max=1000))


class RoundOpenedSchema(RoundSchema):
    newly_listed = fields.Int(metadata={"description": "Households of the managed list that are on the list now."})


class ListedSchema(Schema):
    case_id = fields.Str(attribute="id")
    household_id = fields.Str()
    household_code = fields.Str()
    head_name = fields.Str()
    village = fields.Str(attribute="village_path")
    origin = fields.Str(metadata={"description": "managed_list, application or found"})
    standing_before = fields.Str()
    stage = fields.Str()


class ToListSchema(Schema):
    """Of which household."""

    household_id = fields.Str(load_default="", metadata={"description": "Empty for a household not registered yet."})
    village = fields.Str(load_default="", metadata={"description": "Code or path, for a household not registered."})
    head_name = fields.Str(load_default="")
    address = fields.Str(load_default="", validate=validate.Length(max=200))
    members_count = fields.Int(load_default=None, allow_none=True)


class FoundSchema(ToListSchema):
    key = ENTRY_KEY


@bp.route("")
class Rounds(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, RoundSchema(many=True))
    def get(self) -> list[Round]:
        """Rounds of the caller's area, the latest first; of a village, those of its commune."""
        area = current_actor().area_path
        return repository.rounds_within(area) or repository.rounds_covering(area)


@bp.route("")
class Open(MethodView):
    decorators = [requires("round.open")]  # noqa: RUF012

    @bp.arguments(RoundAskedSchema)
    @bp.response(201, RoundOpenedSchema)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Open a round; a yearly one with the managed list on its list to review. Again: who came since."""
        opened, new = begin_round(
            RoundAsked(**given), by=current_actor(), calendar=working_calendar(), clock=deps().clock
        )
        return {name: getattr(opened, name) for name in _TOLD} | {"newly_listed": new}


_TOLD = tuple(field.attribute or name for name, field in RoundSchema().fields.items())


@bp.route("/<round_id>/households")
class ListToReview(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, ListedSchema(many=True))
    def get(self, round_id: str) -> list[Case]:
        """The list to review: every household of the round and how it came on it."""
        return repository.cases_of_round(repository.get_round_of(round_id, seen_by=current_actor()).id)


@bp.route("/<round_id>/households")
class Found(MethodView):
    decorators = [requires("list.make")]  # noqa: RUF012

    @bp.arguments(FoundSchema)
    @bp.response(201, ListedSchema)
    def post(self, given: dict[str, Any], round_id: str) -> Case:
        """Put a household on the list that was found in hardship."""
        actor = current_actor()
        opened = repository.get_round_of(round_id, seen_by=actor)
        return listing.list_found(opened, **place_told(given), key=given["key"], by=actor, clock=deps().clock)


def place_told(given: dict[str, Any]) -> dict[str, Any]:
    """What names the household, for the actions."""
    village = given["village"]
    path = village_path(village, current_actor().area_path) if village else ""
    names = ("household_id", "head_name", "address", "members_count")
    return {"village_path": path, **{name: given[name] for name in names}}
