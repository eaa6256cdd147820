"""Corrected point tables of rule sets: bring one, see what it would change, adopt it with a reason."""

from typing import Any

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.ruleset_fit import faults_of_forms_out
from app.wiring import current_actor, deps, requires
from form_engine.base_mark import with_mark
from form_engine.points_sheet import as_csv
from review import corrections as kept
from review import repository as review
from review.actions import corrections
from review.actions.rulesets import content_last_adopted, last_adopted
from review.corrections import Correction
from review.ruleset_errors import CorrectionFileMissing

bp = Blueprint("api_corrections", __name__, url_prefix="", description="Corrected point tables of rule sets")

_MOST_BYTES = 5_000_000


class ProposeQuerySchema(Schema):
    source = fields.Str(
        load_default="", metadata={"description": "Where the new points stand, unless the rows of the table tell it."}
    )
    note = fields.Str(load_default="")


class ActSchema(Schema):
    act = fields.Str(metadata={"description": "adopted or withdrawn"})
    by = fields.Str()
    at = fields.AwareDateTime()
    reason = fields.Str()
    effective_on = fields.Date(allow_none=True)


class CorrectionSchema(Schema):
    id = fields.Str()
    ruleset_id = fields.Str()
    base_hash = fields.Str(metadata={"description": "Of the version that was in force when it was brought."})
    hash = fields.Str()
    origin = fields.Str(metadata={"description": "table or file"})
    state = fields.Str(metadata={"description": "proposed, adopted or withdrawn"})
    effective_on = fields.Date(allow_none=True, metadata={"description": "First day of rounds that go by it."})
    note = fields.Str()
    source = fields.Str(metadata={"description": "Where the new figures stand, as typed."})
    by = fields.Str()
    at = fields.AwareDateTime()
    decided_by = fields.Str(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    reason = fields.Str(allow_none=True)
    acts = fields.List(
        fields.Nested(ActSchema), metadata={"description": "Every decision, the first one first; `reason` is the last."}
    )


class MoveSchema(Schema):
    before = fields.Str(metadata={"description": "Class in force; empty without one."})
    after = fields.Str(metadata={"description": "Class by the corrected table."})
    households = fields.Int()


class ComparisonSchema(Schema):
    """Counts alone; no decision."""

    round_id = fields.Str()
    households = fields.Int()
    changed = fields.Int()
    moves = fields.List(fields.Nested(MoveSchema))
    by_village = fields.Dict(keys=fields.Str(), values=fields.Int())


class ComparedSchema(CorrectionSchema):
    comparison = fields.Nested(ComparisonSchema, allow_none=True)


class CompareQuerySchema(Schema):
    round_id = fields.Str(
        load_default="", metadata={"description": "Compare over the scored households of this round."}
    )


class ReasonSchema(Schema):
    reason = fields.Str(required=True)


class AdoptSchema(ReasonSchema):
    effective_on = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"description": "First day of rounds that go by it: today, unless a later one is told."},
    )


@bp.get("/rulesets/<ruleset_id>/points.csv")
@requires("ruleset.read")
def points(ruleset_id: str) -> Response:
    """What a correction starts from: the points adopted last, a row for each answer, a column for each score sheet.

    They may take effect on a day to come; what is in force today stands in `/rulesets/{ruleset_id}`.
    """
    return Response(as_csv(last_adopted(ruleset_id)), content_type="text/csv; charset=utf-8")


@bp.get("/rulesets/<ruleset_id>/ruleset.toml")
@requires("ruleset.read")
def file(ruleset_id: str) -> Response:
    """The same as the rule set's file, with the mark that tells its version when it comes back corrected."""
    content = with_mark(content_last_adopted(ruleset_id), last_adopted(ruleset_id))
    return Response(content, content_type="application/toml")


@bp.route("/rulesets/<ruleset_id>/corrections")
class Corrections(MethodView):
    decorators = [requires("ruleset.correct")]  # noqa: RUF012

    @bp.response(200, CorrectionSchema(many=True))
    def get(self, ruleset_id: str) -> list[Correction]:
        """List the corrections of a rule set, the latest first."""
        return kept.of_ruleset(last_adopted(ruleset_id).id)

    @bp.arguments(ProposeQuerySchema, location="query")
    @bp.response(201, CorrectionSchema)
    def post(self, query: dict[str, Any], ruleset_id: str) -> Correction:
        """Bring a corrected table (CSV, XLSX) or rule set (TOML): as the body, or as `file` of a multipart form.

        Nothing comes into force. 400 with the row and column of every fault of a table in `details`; 422 for a rule set
        that contradicts itself, every fault with its place in `details.faults`.
        """
        file = request.files.get("file")
        content = file.read(_MOST_BYTES + 1) if file else request.get_data()
        if not content or len(content) > _MOST_BYTES:
            raise CorrectionFileMissing(most=_MOST_BYTES // 1_000_000)
        return corrections.propose(
            ruleset_id,
            content,
            source=query["source"],
            note=query["note"],
            fit=lambda sheet: faults_of_forms_out(sheet, deps().definitions),
            by=current_actor(),
            clock=deps().clock,
        )


@bp.route("/ruleset-corrections/<correction_id>")
class OneCorrection(MethodView):
    decorators = [requires("ruleset.correct")]  # noqa: RUF012

    @bp.arguments(CompareQuerySchema, location="query")
    @bp.response(200, ComparedSchema)
    def get(self, query: dict[str, Any], correction_id: str) -> dict[str, Any]:
        """One correction; with `round_id` also how many households of that round would change class."""
        found = kept.get(correction_id)
        told: dict[str, Any] = CorrectionSchema().dump(found)
        told |= {name: getattr(found, name) for name in ("at", "decided_at", "effective_on", "acts")} | {
            "comparison": None
        }
        if query["round_id"]:
            told["comparison"] = _compared(found, query["round_id"])
        return told


def _compared(found: Correction, round_id: str) -> dict[str, Any]:
    opened = review.get_round(round_id)
    told = corrections.compare(opened, corrections.sheet_of(found), seen_by=current_actor(), clock=deps().clock)
    moves = [{"before": one, "after": other, "households": n} for (one, other), n in sorted(told.moves.items())]
    return {
        "round_id": round_id,
        "households": told.households,
        "changed": told.changed,
        "moves": moves,
        "by_village": told.by_village,
    }


@bp.post("/ruleset-corrections/<correction_id>/adopt")
@requires("ruleset.adopt")
@bp.arguments(AdoptSchema)
@bp.response(200, CorrectionSchema)
def adopt(given: dict[str, Any], correction_id: str) -> Correction:
    """Put it in force for rounds that open on a day or later.

    400 for a day that is over, or before that of a correction adopted earlier; 422 for the person who brought it.
    """
    found, day = kept.get(correction_id), given["effective_on"]
    return corrections.adopt(found, reason=given["reason"], effective_on=day, by=current_actor(), clock=deps().clock)


@bp.post("/ruleset-corrections/<correction_id>/withdraw")
@requires("ruleset.correct")
@bp.arguments(ReasonSchema)
@bp.response(200, CorrectionSchema)
def withdraw(given: dict[str, Any], correction_id: str) -> Correction:
    """Take it off the table, while nobody adopted it."""
    found = kept.get(correction_id)
    return corrections.withdraw(found, reason=given["reason"], by=current_actor(), clock=deps().clock)


@bp.post("/ruleset-corrections/<correction_id>/revoke")
@requires("ruleset.adopt")
@bp.arguments(ReasonSchema)
@bp.response(200, CorrectionSchema)
def revoke(given: dict[str, Any], correction_id: str) -> Correction:
    """Withdraw an adopted one before its day. 422 once it is in effect, or a round was recorded with it already."""
    found = kept.get(correction_id)
    return corrections.revoke(found, reason=given["reason"], by=current_actor(), clock=deps().clock)
