"""Mergers and divisions of areas: looked at with all that moves (`dry_run`), then carried out."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.area_change import carrying
from app.area_change.asking import Asked, checked
from app.area_change.errors import ChangeNotSound
from app.area_change.preview import Preview, preview_of
from app.i18n import sentence_of
from app.wiring import current_actor, deps, requires
from registry.rules.area_changes import Target

bp = Blueprint("api_area_changes", __name__, url_prefix="/areas/changes", description="Areas")


class AreaTargetSchema(Schema):
    """path of an area that is there; or of one to be made, with its name, type and region."""

    path = fields.Str(required=True)
    name = fields.Str(load_default="")
    area_kind = fields.Str(load_default=None, allow_none=True, validate=validate.OneOf(["rural", "urban"]))
    score_area = fields.Str(load_default=None, allow_none=True)


class AreaChangeInSchema(Schema):
    """assigned: which household (of a village) or village (of a commune) goes to which target, by path."""

    kind = fields.Str(required=True, validate=validate.OneOf(["merge", "split"]))
    sources = fields.List(fields.Str(), required=True)
    targets = fields.List(fields.Nested(AreaTargetSchema), required=True, validate=validate.Length(min=1))
    on = fields.Date(required=True, metadata={"description": "First day of the new borders."})
    document = fields.Str(required=True)
    assigned = fields.Dict(keys=fields.Str(), values=fields.Str(), load_default=dict)
    dry_run = fields.Bool(load_default=False)


class VillageMoveSchema(Schema):
    old = fields.Str()
    new = fields.Str()
    households = fields.Int()
    people = fields.Int()


class AccountMoveSchema(Schema):
    username = fields.Str()
    old = fields.Str()
    new = fields.Str()


class RoundStandsOpenSchema(Schema):
    round_id = fields.Str()
    undecided = fields.Int()


class AreaChangeSchema(Schema):
    """open_rounds: what forbids it now; same_codes: household codes that meet in one village."""

    done = fields.Bool()
    villages = fields.List(fields.Nested(VillageMoveSchema))
    accounts = fields.List(fields.Nested(AccountMoveSchema))
    open_rounds = fields.List(fields.Nested(RoundStandsOpenSchema))
    same_codes = fields.List(fields.Str())


@bp.route("")
class AreaChanges(MethodView):
    decorators = [requires("area.change")]  # noqa: RUF012

    @bp.arguments(AreaChangeInSchema)
    @bp.response(200, AreaChangeSchema)
    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """Merge or divide communes or villages. 422 while a round there is open, 400 names what is wrong by field."""
        actor, clock = current_actor(), deps().clock
        targets = [Target(**one) for one in body["targets"]]
        asked = Asked(body["kind"], body["sources"], targets, body["on"], body["document"], body["assigned"])
        change, faults = checked(asked, by=actor, clock=clock)
        if change is None:
            told = [
                {"field": one.column, "code": one.code, "message": sentence_of(one.code, dict(one.facts))}
                for one in faults
            ]
            raise ChangeNotSound(faults=told)
        looked = preview_of(change, clock=clock)
        if not body["dry_run"]:
            carrying.carry_out(change, by=actor, clock=clock)
        return _told(looked, done=not body["dry_run"])


def _told(looked: Preview, *, done: bool) -> dict[str, Any]:
    return {
        "done": done,
        "villages": looked.villages,
        "accounts": [{"username": o.username, "old": o.area_path, "new": new} for o, new in looked.accounts],
        "open_rounds": [{"round_id": one.opened.id, "undecided": one.undecided} for one in looked.open_rounds],
        "same_codes": looked.same_codes,
    }
