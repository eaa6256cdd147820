"""Summary reports as tables, the papers that were given out of a round, and how many live in its villages."""

from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.auth.permissions import permissions_of
from app.documents import kept
from app.documents.kept import FORMATS, NOT_HANDED_ON, KeptPaper
from app.reports.scope import Scope, of_round
from app.wiring import current_actor, deps, requires, today
from core import audit
from registry import repository as registry
from review import population, repository
from review.models import Round
from review.rules.report_counts import POPULATION

bp = Blueprint("api_papers", __name__, url_prefix="", description="Summary reports and kept papers of a round")

_COUNT = fields.Int(validate=validate.Range(0, population.MOST))


class ReportQuerySchema(Schema):
    official = fields.Bool(
        load_default=False, metadata={"description": "As decided; without, from the results in force."}
    )
    borders = fields.Str(
        load_default="then",
        validate=validate.OneOf(["then", "today"]),
        metadata={"description": "Villages as they were in the round, or as they are today."},
    )


class ColumnSchema(Schema):
    group = fields.Str()
    title = fields.Str()


class LineSchema(Schema):
    place = fields.List(fields.Str(), attribute="told")
    values = fields.List(fields.Raw(allow_none=True), metadata={"description": "null: not known."})
    is_total = fields.Bool()


class TableSchema(Schema):
    code = fields.Str(metadata={"description": "R1 to R13"})
    title = fields.Str()
    part = fields.Str()
    columns = fields.Function(lambda one: [{"group": group, "title": title} for group, title in one.titles])
    lines = fields.List(fields.Nested(LineSchema))
    notes = fields.List(fields.Str())


class ReportsSchema(Schema):
    place = fields.Str()
    told = fields.Str()
    is_official = fields.Bool()
    disagrees = fields.List(
        fields.Str(),
        metadata={"description": "Where reports do not agree; empty when all do, and while results are missing."},
    )
    reopened = fields.Function(
        lambda one: [case.id for case in one.reopened],
        metadata={"description": "Cases reopened after the decision: official figures tell them as decided."},
    )
    reports = fields.Function(lambda one: TableSchema(many=True).dump(one.tables()))


class PaperSchema(Schema):
    id = fields.Str()
    kind = fields.Str()
    subject = fields.Str()
    village = fields.Str(attribute="place")
    format = fields.Str(validate=validate.OneOf(list(FORMATS)))
    sha256 = fields.Str()
    size = fields.Int()
    facts_hash = fields.Str(metadata={"description": "SHA-256 of what the paper says."})
    made_at = fields.AwareDateTime()
    made_by = fields.Str()
    program = fields.Str()


class PopulationSchema(Schema):
    villages = fields.Dict(
        keys=fields.Str(),
        values=fields.Dict(keys=fields.Str(validate=validate.OneOf(POPULATION)), values=_COUNT),
        required=True,
        metadata={"description": "By path: pop.h households, pop.p people, pop.minority.h, pop.minority.p."},
    )


@bp.route("/rounds/<round_id>/summaries")
class Reports(MethodView):
    decorators = [requires("household.read")]  # noqa: RUF012

    @bp.arguments(ReportQuerySchema, location="query")
    @bp.response(200, ReportsSchema)
    def get(self, query: dict[str, Any], round_id: str) -> Scope:
        """R1 to R13 of a round by village."""
        opened = repository.get_round_of(round_id, seen_by=current_actor())
        borders = today() if query["borders"] == "today" else None
        return of_round(
            opened, official=query["official"], definitions=deps().definitions, today=today(), borders=borders
        )


@bp.route("/rounds/<round_id>/population")
class PopulationOfRound(MethodView):
    decorators = [requires("list.submit")]  # noqa: RUF012

    @bp.arguments(PopulationSchema)
    @bp.response(200, PopulationSchema)
    def put(self, given: dict[str, Any], round_id: str) -> dict[str, Any]:
        """How many live in each village: what rates are counted of. Villages left out are unknown."""
        actor = current_actor()
        opened: Round = repository.get_round_of(round_id, seen_by=actor)
        there = {one.id for one in registry.villages_within(opened.commune_path, on=opened.opens_on)}
        told = {path: figures for path, figures in given["villages"].items() if path in there}
        population.keep_population(opened.id, told, by=actor.id, clock=deps().clock)
        audit.record(population.TOLD, by=actor.id, subject=opened.id, at=deps().clock())
        return {"villages": population.population_of(opened.id)}


@bp.route("/rounds/<round_id>/papers")
class PapersOfRound(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, PaperSchema(many=True))
    def get(self, round_id: str) -> list[KeptPaper]:
        """Papers that were given out, the latest first."""
        actor = current_actor()
        opened = repository.get_round_of(round_id, seen_by=actor)
        allowed = set(permissions_of(actor)) - NOT_HANDED_ON
        return kept.papers_of_round(opened.id, seen_by=actor, permissions=allowed)


@bp.route("/papers/<paper_id>")
class OnePaper(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    def get(self, paper_id: str) -> Response:
        """The bytes as they were given out."""
        actor = current_actor()
        allowed = set(permissions_of(actor)) - NOT_HANDED_ON
        found = kept.get_paper(paper_id, seen_by=actor, permissions=allowed)
        return Response(kept.content_of(found, deps().blobs), content_type=FORMATS[found.format])
