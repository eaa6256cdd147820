"""Areas: the dated tree, an area's households in the borders of a day, reading a list of areas from a workbook."""

from datetime import date
from typing import Any

from flask import request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from app.area_import import importing
from app.area_import.workbook import COLUMNS, read_rows
from app.console.areas import area_of, numbers_by_area
from app.i18n import sentence_of
from app.wiring import current_actor, deps, requires, today
from registry import areas
from registry.errors import AreaTooLarge
from registry.models import Area
from registry.rules.areas import is_commune_or_less

bp = Blueprint("api_areas", __name__, url_prefix="/areas", description="Areas")


class AreaQuerySchema(Schema):
    """within: whose areas right below are listed, the caller's own when left out; search: code or a part of a name."""

    within = fields.Str()
    on = fields.Date()
    search = fields.Str(load_default="", validate=validate.Length(max=100))


class StretchSchema(Schema):
    since = fields.Date()
    name = fields.Str()
    area_kind = fields.Str(allow_none=True)
    score_area = fields.Str(allow_none=True)
    document = fields.Str()


class AreaSchema(Schema):
    """name, area_kind, score_area: as on the day that was asked for."""

    path = fields.Str()
    code = fields.Str()
    kind = fields.Str()
    name = fields.Str()
    area_kind = fields.Str(allow_none=True)
    score_area = fields.Str(allow_none=True)
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    successors = fields.List(fields.Str())
    stretches = fields.List(fields.Nested(StretchSchema))


class AreasSchema(Schema):
    on = fields.Date()
    items = fields.List(fields.Nested(AreaSchema))


class NumbersQuerySchema(Schema):
    """path: of the area; on: the day whose households are counted; borders: the day that draws the borders."""

    path = fields.Str(required=True)
    on = fields.Date()
    borders = fields.Date()


class NumbersRowSchema(Schema):
    path = fields.Str()
    name = fields.Str()
    households = fields.Int()
    people = fields.Int()
    years = fields.Dict(keys=fields.Str(), values=fields.Dict(keys=fields.Str(), values=fields.Int()))


class NumbersSchema(Schema):
    on = fields.Date()
    borders = fields.Date()
    items = fields.List(fields.Nested(NumbersRowSchema))


class ImportQuerySchema(Schema):
    dry_run = fields.Bool(load_default=False)


class CellFaultSchema(Schema):
    row = fields.Int()
    column = fields.Str()
    code = fields.Str()
    message = fields.Str()


class ImportSchema(Schema):
    rows = fields.Int()
    new = fields.Int()
    written = fields.Bool()
    faults = fields.List(fields.Nested(CellFaultSchema))


@bp.route("")
class Areas(MethodView):
    decorators = [requires("area.read")]  # noqa: RUF012

    @bp.arguments(AreaQuerySchema, location="query")
    @bp.response(200, AreasSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """What lay right below an area on a day, or the areas of any time that a search finds in the caller's."""
        actor, day = current_actor(), query.get("on") or today()
        if query["search"]:
            found = areas.search(query["search"], seen_by=actor)
        else:
            path = query.get("within", actor.area_path)
            found = areas.children_on(area_of(path, seen_by=actor).id if path else "", day)
        return {"on": day, "items": [_told(one, day) for one in found]}


@bp.route("/numbers")
class AreaNumbers(MethodView):
    decorators = [requires("area.read")]  # noqa: RUF012

    @bp.arguments(NumbersQuerySchema, location="query")
    @bp.response(200, NumbersSchema)
    def get(self, query: dict[str, Any]) -> dict[str, Any]:
        """Households, people and classes by year of a commune or village, in the borders of a day (if none, of today).

        A row for each area that these borders make of it.
        """
        area = area_of(query["path"], seen_by=current_actor())
        if not is_commune_or_less(area.id):
            raise AreaTooLarge(path=area.id)
        day, borders = query.get("on") or today(), query.get("borders") or today()
        rows = numbers_by_area(area, borders, at=day)
        items = [
            {"path": one.id, "name": one.name, "households": told.households, "people": told.people}
            | {"years": {str(year): dict(classes) for year, classes in told.years.items()}}
            for one, told in rows
        ]
        return {"on": day, "borders": borders, "items": items}


@bp.route("/import")
class AreaImport(MethodView):
    decorators = [requires("area.import")]  # noqa: RUF012

    @bp.arguments(ImportQuerySchema, location="query")
    @bp.response(200, ImportSchema)
    def post(self, query: dict[str, Any]) -> dict[str, Any]:
        """Write the areas of a workbook (multipart `file`, or as body): all rows, or none when one is wrong.

        dry_run looks and writes nothing. Faults name row and column.
        """
        file = request.files.get("file")
        actor, clock = current_actor(), deps().clock
        made = importing.plan(read_rows(file.read() if file else request.get_data()), by=actor, clock=clock)
        written = made.is_sound and not query["dry_run"]
        if written:
            importing.carry_out(made, by=actor, clock=clock)
        faults = [
            {"row": one.row, "column": COLUMNS[one.column], "code": one.code}
            | {"message": sentence_of(one.code, dict(one.facts))}
            for one in made.faults
        ]
        return {"rows": len(made.areas), "new": made.new, "written": written, "faults": faults}


def _told(area: Area, day: date) -> dict[str, Any]:
    facts = areas.facts_on(area, day)
    return {
        "path": area.id,
        "code": area.code,
        "kind": area.kind,
        "name": facts.name,
        "area_kind": facts.area_kind,
        "score_area": facts.score_area,
        "valid_from": area.valid_from,
        "valid_to": area.valid_to,
        "successors": list(area.successors),
        "stretches": list(area.stretches),
    }
