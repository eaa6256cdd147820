"""Rule sets: what they hold, and what they say about totals and answers. The same as `rasoat rules` prints."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.api.responses import refusal_to_program
from app.errors import refusal_of
from app.wiring import requires, today
from core.errors import InvalidInput
from form_engine.scoring_sheet import ScoringSheet
from registry.rules.standing import Standing
from review.actions import questions
from review.actions.rulesets import IN_FORCE, ruleset_in_force, rulesets_in_force
from review.rules.records import plain

bp = Blueprint("api_rulesets", __name__, url_prefix="/rulesets", description="Rule sets: lines, points, classes")

_STANDINGS = ", ".join(Standing)


class WordsSchema(Schema):
    vi = fields.Str()
    en = fields.Str()


class PeriodSchema(Schema):
    id = fields.Str()
    hash = fields.Str(metadata={"description": "SHA-256 of the content, whatever the layout of the file."})
    model = fields.Str(metadata={"description": "two_line or one_line"})
    title = fields.Nested(WordsSchema)
    valid_from = fields.Date(metadata={"description": "First day of a standing recognised under it."})
    valid_to = fields.Date()
    autumn_reviews_of = fields.List(fields.Int())
    legal_basis = fields.List(fields.Nested(WordsSchema))


class RulesetRowSchema(PeriodSchema):
    items = fields.Function(lambda sheet: len(sheet.items), metadata={"type": "integer"})
    indicators = fields.Function(lambda sheet: len(sheet.indicators), metadata={"type": "integer"})


class RulesetSchema(PeriodSchema):
    """Parts are told as the rule set has them; the file's comments explain each."""

    year_only_counts_as = fields.List(fields.Int())
    sheets = fields.Dict()
    lines = fields.Dict()
    b2 = fields.Dict()
    classes = fields.List(fields.Dict())
    classes_source = fields.Str()
    member_conditions = fields.Dict()
    member_condition_labels = fields.Dict()
    items = fields.List(fields.Dict())
    indicators = fields.List(fields.Dict())
    screening = fields.Dict(allow_none=True)
    change_classes = fields.List(fields.Dict())


class HistorySchema(Schema):
    prev = fields.Str(
        load_default=Standing.NON_POOR, metadata={"description": f"Standing when the round opened: {_STANDINGS}."}
    )
    history = fields.List(
        fields.Str(),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "Recognised standings of the years before that."},
    )


class TotalsSchema(HistorySchema):
    area = fields.Str(load_default="", metadata={"description": "rural or urban; not needed with region."})
    region = fields.Str(load_default="", metadata={"description": "Score sheet: NT1..NT6 or TT; not needed with area."})
    b1 = fields.Int(required=True, strict=True)
    b2 = fields.Int(required=True, strict=True)


class AnswersSchema(HistorySchema):
    region = fields.Str(required=True, metadata={"description": "Score sheet: NT1..NT6 or TT."})
    answers = fields.Raw(
        required=True,
        metadata={
            "type": "object",
            "description": "Of a Phiếu B, nested as the form or flat; members as a list under `members`.",
        },
    )


class ClassifiedSchema(Schema):
    ruleset_id = fields.Str()
    ruleset_hash = fields.Str()
    ruleset_source = fields.Str(
        metadata={"description": "in_force: what was adopted counts. program: the command had no system to ask."}
    )
    area_kind = fields.Str()
    b1 = fields.Int(allow_none=True)
    b2 = fields.Int(allow_none=True)
    standing = fields.Str(attribute="class", data_key="class", allow_none=True)
    subclass = fields.Str(allow_none=True)
    rule_order = fields.Int(allow_none=True, metadata={"description": "Number of the deciding rule."})
    reason = fields.Nested(WordsSchema, allow_none=True)
    change = fields.Str(allow_none=True)


class SawSchema(Schema):
    member = fields.Int(allow_none=True, metadata={"description": "Place in the roster, from 1; null: the household."})
    field = fields.Str()
    value = fields.Str(allow_none=True)


class TraceLineSchema(Schema):
    item = fields.Str()
    question = fields.Nested(WordsSchema)
    answer = fields.List(fields.Str())
    answer_text = fields.Nested(WordsSchema)
    points = fields.Int(allow_none=True)
    source = fields.Str()
    article = fields.Nested(
        WordsSchema, allow_none=True, metadata={"description": "Text, annex and number where the item stands."}
    )
    detail = fields.Nested(WordsSchema, allow_none=True)
    saw = fields.List(fields.Nested(SawSchema))


class ScoredSchema(ClassifiedSchema):
    input_hash = fields.Str()
    sheet = fields.Str()
    missing = fields.List(fields.Str(), metadata={"description": "Items without a usable answer; then no class."})
    trace = fields.List(fields.Nested(TraceLineSchema))


@bp.errorhandler(InvalidInput)
def _unprocessable(refusal: InvalidInput) -> Response:
    """What was sent could be read, and no household can have it: 422 with the reason."""
    return refusal_to_program(replace(refusal_of(refusal), status=422))


@bp.route("")
class Rulesets(MethodView):
    decorators = [requires("ruleset.read")]  # noqa: RUF012

    @bp.response(200, RulesetRowSchema(many=True))
    def get(self) -> list[ScoringSheet]:
        """List the rule sets, the oldest period first."""
        return rulesets_in_force(today())


@bp.route("/<ruleset_id>")
class OneRuleset(MethodView):
    decorators = [requires("ruleset.read")]  # noqa: RUF012

    @bp.response(200, RulesetSchema)
    def get(self, ruleset_id: str) -> dict[str, Any]:
        """One rule set whole.

        Score sheets, lines, classes in their order, items with points per score sheet, indicators with their
        conditions, and the provenance of each figure.
        """
        sheet = ruleset_in_force(ruleset_id, today())
        days = {"valid_from": sheet.valid_from, "valid_to": sheet.valid_to}
        return {**plain(sheet), **days}


@bp.route("/<ruleset_id>/classify")
class Classify(MethodView):
    decorators = [requires("ruleset.read")]  # noqa: RUF012

    @bp.arguments(TotalsSchema)
    @bp.response(200, ClassifiedSchema)
    def post(self, given: dict[str, Any], ruleset_id: str) -> dict[str, Any]:
        """Class, change and reason of two totals. Nothing is stored.

        422 with the reason for totals that no household can have (B2 = 29, a negative total), for an unknown region or
        standing, and for a score sheet that does not fit the kind of area.
        """
        told = questions.classify_totals(
            ruleset_id,
            b1=given["b1"],
            b2=given["b2"],
            area_kind=given["area"],
            score_area=given["region"],
            before=given["prev"],
            history=given["history"],
            find=partial(ruleset_in_force, on=today()),
        )
        return told | {"ruleset_source": IN_FORCE}


@bp.route("/<ruleset_id>/score")
class Score(MethodView):
    decorators = [requires("ruleset.read")]  # noqa: RUF012

    @bp.arguments(AnswersSchema)
    @bp.response(200, ScoredSchema)
    def post(self, given: dict[str, Any], ruleset_id: str) -> dict[str, Any]:
        """Totals, class and a line for every question of a Phiếu B's answers. Nothing is stored.

        While answers are missing the totals and the class are null and `missing` names the items.
        """
        told = questions.score_answers(
            ruleset_id,
            given["answers"],
            score_area=given["region"],
            before=given["prev"],
            history=given["history"],
            find=partial(ruleset_in_force, on=today()),
        )
        return told | {"ruleset_source": IN_FORCE}
