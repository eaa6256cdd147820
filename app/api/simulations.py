"""What if lines, points or score sheets were others, over the households of an area? As `rasoat rules simulate`."""

from dataclasses import replace
from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.responses import refusal_to_program
from app.api.rulesets import WordsSchema
from app.errors import refusal_of
from app.simulation_record import simulation_record
from app.wiring import current_actor, deps, requires
from core.errors import InvalidInput
from review.actions.scopes import one_round, rounds_of
from review.actions.simulation import simulate
from review.rules.what_if import OtherPoints, WhatIf

bp = Blueprint("api_simulations", __name__, url_prefix="/simulations", description="What if; never a decision")

_MOST_ANSWERS = 200


class OtherLineSchema(Schema):
    area_kind = fields.Str(required=True, metadata={"description": "rural or urban"})
    line = fields.Str(required=True, metadata={"description": "poor_line, near_line or line"})
    points = fields.Int(required=True, strict=True)


class OtherPointsSchema(Schema):
    item = fields.Str(required=True)
    answer = fields.Str(required=True)
    points = fields.Int(required=True, strict=True)
    region = fields.Str(load_default="", metadata={"description": "Score sheet; empty for all."})


class AskedSchema(Schema):
    round_id = fields.Str(load_default="")
    area = fields.Str(
        load_default=None, allow_none=True, metadata={"description": "Path of an area; else the caller's own."}
    )
    year = fields.Int(load_default=None, allow_none=True, metadata={"description": "Else each commune's latest round."})
    lines = fields.List(fields.Nested(OtherLineSchema), load_default=list, validate=validate.Length(max=8))
    deprived_min = fields.Int(load_default=None, allow_none=True, strict=True)
    points = fields.List(
        fields.Nested(OtherPointsSchema), load_default=list, validate=validate.Length(max=_MOST_ANSWERS)
    )
    region = fields.Str(
        load_default="",
        metadata={"description": "Score all on this sheet: NT1..NT6, or TT as if they lived in a town."},
    )


class ByClassSchema(Schema):
    poor = fields.Int()
    near_poor = fields.Int()
    non_poor = fields.Int()
    none = fields.Int(metadata={"description": "Answers are missing; no class follows."})


class PairSchema(Schema):
    before = fields.Str(allow_none=True)
    after = fields.Str(allow_none=True)
    households = fields.Int()


class ChangeCountSchema(Schema):
    change = fields.Str(allow_none=True)
    before = fields.Int()
    after = fields.Int()


class VillageCountSchema(Schema):
    village = fields.Str()
    households = fields.Int()
    changed = fields.Int()
    before = fields.Nested(ByClassSchema)
    after = fields.Nested(ByClassSchema)


class SimulatedSchema(Schema):
    is_decision = fields.Bool(metadata={"description": "Always false."})
    notice = fields.Nested(WordsSchema)
    ruleset_id = fields.Str()
    ruleset_hash = fields.Str()
    area = fields.Str()
    rounds = fields.Int()
    rounds_left_out = fields.Int(metadata={"description": "Held under another rule set."})
    households = fields.Int()
    changed = fields.Int()
    unscored = fields.Int(metadata={"description": "Answers are missing; no class follows."})
    lost = fields.Int(metadata={"description": "Of a class before, of none after; not among `changed`."})
    before = fields.Nested(ByClassSchema)
    after = fields.Nested(ByClassSchema)
    classes = fields.List(fields.Nested(PairSchema))
    changes = fields.List(fields.Nested(ChangeCountSchema))
    villages = fields.List(fields.Nested(VillageCountSchema))


@bp.errorhandler(InvalidInput)
def _unprocessable(refusal: InvalidInput) -> Response:
    """What was asked for could be read, and is no rule set: 422 with the reason."""
    return refusal_to_program(replace(refusal_of(refusal), status=422))


@bp.route("")
class Simulations(MethodView):
    decorators = [requires("ruleset.simulate")]  # noqa: RUF012

    @bp.arguments(AskedSchema)
    @bp.response(200, SimulatedSchema)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Count the households of an area by class, as they are and as they would be. Nothing is stored.

        422 with the place for lines, points or sheets that no rule set can have.
        """
        actor = current_actor()
        if given["round_id"]:
            scope = one_round(given["round_id"], seen_by=actor)
        else:
            area = actor.area_path if given["area"] is None else given["area"]
            scope = rounds_of(area, seen_by=actor, year=given["year"])
        return simulation_record(simulate(scope, _asked(given), clock=deps().clock))


def _asked(given: dict[str, Any]) -> WhatIf:
    return WhatIf(
        lines={(one["area_kind"], one["line"]): one["points"] for one in given["lines"]},
        deprived_min=given["deprived_min"],
        points=tuple(OtherPoints(one["item"], one["answer"], one["points"], one["region"]) for one in given["points"]),
        score_area=given["region"],
    )
