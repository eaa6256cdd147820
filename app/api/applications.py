"""The register of applications: what stands on each paper, numbers by their last digits."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.rounds import ENTRY_KEY, ToListSchema, place_told
from app.applications import masked_number, number_for
from app.holidays import working_calendar
from app.wiring import current_actor, deps, requires
from review import applications, repository
from review.actions import listing
from review.application_models import Application
from review.rules.application import (
    MOST_PEOPLE,
    ApplicationKind,
    ApplicationTold,
    Channel,
    MemberTold,
    Work,
    doubts,
)

bp = Blueprint("api_applications", __name__, url_prefix="", description="The register of applications of a round")

_BIRTH = {"description": "1980, 1980-12 or 1980-12-25 (also 25/12/1980): as exactly as the paper tells it."}
_SEX = validate.OneOf(["", "male", "female"])
_AS_WRITTEN = (
    *("sex", "birth", "ethnic_group", "identity", "issued_on", "issued_by", "permanent_address", "current_address"),
    *("listed_as", "listed_from", "listed_until"),
)


class ApplicationMemberSchema(Schema):
    name = fields.Str(required=True)
    sex = fields.Str(load_default="", validate=_SEX)
    birth = fields.Str(load_default="", metadata=_BIRTH)
    relation = fields.Str(load_default="", metadata={"description": "To the head, in the words of the paper."})
    work = fields.Str(load_default="", validate=validate.OneOf(["", *Work]))
    occupation = fields.Str(load_default="", metadata={"description": "Of the forms of 2016-2020."})


class _PaperOfApplicationSchema(Schema):
    """What the paper tells beside what the register needs; all of it may be empty."""

    sex = fields.Str(load_default="", validate=_SEX)
    birth = fields.Str(load_default="", metadata=_BIRTH)
    ethnic_group = fields.Str(load_default="", metadata={"description": "By the list of 1979."})
    issued_on = fields.Date(load_default=None, allow_none=True)
    issued_by = fields.Str(load_default="", metadata={"description": "Of the forms of 2016-2020."})
    permanent_address = fields.Str(load_default="")
    current_address = fields.Str(load_default="")
    listed_as = fields.Str(load_default="", validate=validate.OneOf(["", "poor", "near_poor"]))
    listed_from = fields.Int(load_default=None, allow_none=True)
    listed_until = fields.Int(load_default=None, allow_none=True)
    members = fields.List(
        fields.Nested(ApplicationMemberSchema), load_default=list, validate=validate.Length(max=MOST_PEOPLE)
    )


class ApplicationInSchema(ToListSchema, _PaperOfApplicationSchema):
    key = ENTRY_KEY
    kind = fields.Str(required=True, validate=validate.OneOf(list(ApplicationKind)))
    channel = fields.Str(required=True, validate=validate.OneOf(list(Channel)))
    received_on = fields.Date(required=True)
    reason = fields.Str(required=True)
    applicant = fields.Str(load_default="")
    contact = fields.Str(load_default="")
    identity = fields.Str(load_default="", metadata={"description": "12 or 9 digits; told masked from then on."})


class ApplicationSchema(_PaperOfApplicationSchema):
    id = fields.Str()
    number = fields.Int()
    year = fields.Int()
    round_id = fields.Str()
    case_id = fields.Str()
    household_id = fields.Str()
    head_name = fields.Str()
    kind = fields.Str()
    channel = fields.Str()
    applicant = fields.Str()
    reason = fields.Str()
    received_on = fields.Date()
    due_on = fields.Date()
    identity = fields.Function(masked_number, metadata={"type": "string", "description": "Its last digits."})
    doubts = fields.Function(
        lambda one: [str(doubt) for doubt in doubts(one.identity, sex=one.sex, birth=one.birth)],
        metadata={"type": "array", "items": {"type": "string"}},
    )


class ApplicationNumberSchema(Schema):
    identity = fields.Str()


@bp.route("/rounds/<round_id>/applications")
class Applications(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.response(200, ApplicationSchema(many=True))
    def get(self, round_id: str) -> list[Application]:
        """The register of applications of a round, by number."""
        actor = current_actor()
        return applications.of_round(repository.get_round_of(round_id, seen_by=actor).id, seen_by=actor)


@bp.route("/rounds/<round_id>/applications")
class Apply(MethodView):
    decorators = [requires("list.make")]  # noqa: RUF012

    @bp.arguments(ApplicationInSchema)
    @bp.response(201, ApplicationSchema)
    def post(self, given: dict[str, Any], round_id: str) -> Application:
        """Enter an application; its household goes on the list."""
        actor = current_actor()
        opened = repository.get_round_of(round_id, seen_by=actor)
        needed = ("kind", "channel", "received_on", "reason", "applicant", "contact")
        told = {name: given[name] for name in (*needed, *_AS_WRITTEN)}
        members = tuple(MemberTold(**one) for one in given["members"])
        return listing.take_application(
            opened,
            ApplicationTold(**told, **place_told(given), members=members),
            key=given["key"],
            by=actor,
            calendar=working_calendar(),
            clock=deps().clock,
        )


@bp.route("/applications/<application_id>/number")
class NumberOfApplication(MethodView):
    decorators = [requires("person.identify")]  # noqa: RUF012

    @bp.response(200, ApplicationNumberSchema)
    def get(self, application_id: str) -> dict[str, str]:
        """The whole identity number of who wrote it. It is written down who asked."""
        actor = current_actor()
        found = applications.get_application(application_id, seen_by=actor)
        return {"identity": number_for(found, actor)}
