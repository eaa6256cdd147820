"""Giả lập: what would be if lines, points or score sheets were others. Counts of an area, not a decision, no names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.console import places
from app.console.blueprint import bp, language
from app.console.ruleset_view import told
from app.console.what_if_form import (
    HalfARow,
    NotANumber,
    NoYear,
    field_of,
    line_field,
    point_rows,
    read_what_if,
    read_year,
)
from app.console.words import AREA_KINDS, LINES, word
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core.actor import Actor
from core.errors import InvalidInput
from form_engine.scoring_sheet import ScoringSheet
from registry import repository as registry
from review import repository as review
from review.actions.scopes import Scope, rounds_of
from review.actions.simulation import Simulation, sheet_of, simulate
from review.rules.comparison_record import CLASSES, comparison_record

_MOST_VILLAGES = 500
_MOST_PLACES = 400


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line of the rule set: what stands in its field, and what is in force."""

    name: str
    label: str
    value: str
    in_force: int


@bp.get("/gia-lap")
@requires("ruleset.simulate")
def simulation() -> ResponseReturnValue:
    """The question and its answer are one address. 422 with the words at the field for what can't be asked."""
    actor, given = current_actor(), request.args
    area = given.get("khu-vuc", actor.area_path)
    errors: dict[str, str] = {}
    try:
        year = read_year(given.get("nam", ""))
    except NoYear as error:
        year, errors["nam"] = None, _("“%(value)s” is no year. Write four digits.", value=error.args[0])
    scope = rounds_of(area, seen_by=actor, year=year)
    page: dict[str, Any] = {"errors": errors, "found": None, "given": given, "rows": point_rows(given), "area": area}
    page |= {"places": _places(actor), "crumbs_of_area": places.breadcrumb(area), "years": _years(actor)}
    if not scope.rounds:
        return render_template("console/simulation.html", sheet=None, **page), _status(errors)
    sheet = sheet_of(scope)
    try:
        asked = read_what_if(given, sheet)
        page |= {} if errors else _told(simulate(scope, asked, clock=deps().clock))
    except (NotANumber, HalfARow, InvalidInput) as error:
        errors |= _wrong(error, given)
    return render_template("console/simulation.html", sheet=sheet, **page, **_questions(sheet, scope)), _status(errors)


def _status(errors: Mapping[str, str]) -> int:
    return 422 if errors else 200


def _wrong(error: NotANumber | HalfARow | InvalidInput, given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the field in which it stands."""
    if isinstance(error, NotANumber):
        name, value = error.args
        return {name: _("“%(value)s” is not a whole number.", value=value)}
    if isinstance(error, HalfARow):
        (name,) = error.args
        told = _("Write the points of the answer that you chose, or choose none.")
        return {name: told if name.startswith("diem") else _("Choose the answer that these points are for.")}
    return {field_of(error, given): sentence(error)}


def _years(actor: Actor) -> list[int]:
    """Of the rounds of his area, the latest first."""
    rounds = review.rounds_within(actor.area_path) or review.rounds_covering(actor.area_path)
    return sorted({opened.year for opened in rounds}, reverse=True)


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Areas to choose from, by path: his own, then its villages, or the communes that hold rounds."""
    own = places.breadcrumb(actor.area_path)
    found = [(actor.area_path, own[-1].name if own else str(_("The whole country")))]
    if places.is_local(actor.area_path):
        return found + [(one.id, one.name) for one in places.villages_of(actor) if one.id != actor.area_path]
    communes = sorted({opened.commune_path for opened in review.rounds_within(actor.area_path)})[:_MOST_PLACES]
    names = places.names_of_places(communes)
    return found + [(path, names.get(path, path)) for path in communes]


def _questions(sheet: ScoringSheet, scope: Scope) -> dict[str, Any]:
    """What may be asked for under this rule set."""
    return {
        "title": told(sheet.title, language()),
        "lines": [
            LineInput(
                line_field(kind, name),
                f"{word(AREA_KINDS, kind)}: {word(LINES, name).lower()}",
                request.args.get(line_field(kind, name), "").strip() or str(line.points),
                line.points,
            )
            for kind, several in sheet.lines.items()
            for name, line in several.items()
        ],
        "least": request.args.get("b2", "").strip() or str(sheet.b2.deprived_min),
        "sheets": [(area.code, told(area.label, language())) for area in sheet.sheets.values()],
        "items": [
            (
                f"{item.number}. {told(item.question, language())}",
                [(f"{item.code}.{answer.code}", told(answer.label, language())) for answer in item.answers],
            )
            for item in sheet.items
        ],
        "own_sheets": sorted({opened.score_area for opened in scope.rounds}),
    }


def _told(found: Simulation) -> dict[str, Any]:
    record = comparison_record(found.found)
    villages = record["villages"]
    names = {area.id: area.name for area in registry.areas_by_path(one["village"] for one in villages[:_MOST_VILLAGES])}
    return {
        "found": record,
        "simulation": found,
        "classes": [standing or "none" for standing in CLASSES],
        "matrix": {(one["before"] or "none", one["after"] or "none"): one["households"] for one in record["classes"]},
        "villages": [(names.get(one["village"], one["village"]), one) for one in villages[:_MOST_VILLAGES]],
        "more_villages": max(0, len(villages) - _MOST_VILLAGES),
    }
