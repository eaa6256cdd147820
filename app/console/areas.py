"""Địa bàn: the tree of areas as it was on a day, what an area was since when, its numbers in old borders or today's."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.console import places
from app.console.blueprint import bp
from app.wiring import current_actor, requires, today
from core.actor import Actor
from registry import area_numbers, areas
from registry import repository as registry
from registry.area_numbers import Numbers
from registry.errors import AreaNotFound
from registry.models import Area

TODAY, OF_THE_DAY = "nay", "ngay"


@bp.get("/dia-ban", endpoint="areas")
@requires("area.read")
def tree() -> ResponseReturnValue:
    """An area of the actor's with what lies right below it; or what a search found."""
    actor, asked = current_actor(), request.args
    day = _day(asked.get("ngay", "")) or today()
    sought = asked.get("tim", "").strip()
    path = asked.get("o", actor.area_path)
    if not actor.covers(path):
        raise AreaNotFound(path=path)
    area = registry.get_area(path) if path else None
    facts: dict[str, Any] = {
        "path": path,
        "area": area,
        "told": areas.facts_on(area, day) if area else None,
        "above": [one for one in places.breadcrumb(path) if actor.covers(one.id) and one.id != path],
        "day": day,
        "today": today(),
        "sought": sought,
        "found": [(one, areas.facts_on(one, day)) for one in areas.search(sought, seen_by=actor)] if sought else [],
        "children": [(one, areas.facts_on(one, day)) for one in areas.children_on(path, day)] if not sought else [],
        "is_there": area is None or areas.existed(area, day),
        "successors": registry.areas_by_path(area.successors) if area else [],
        "predecessors": areas.predecessors_of(path) if area else [],
        "borders": OF_THE_DAY if asked.get("ranh-gioi") == OF_THE_DAY else TODAY,
    }
    return render_template("console/areas.html", **facts, **_numbers(area, day, facts["borders"]))


def _numbers(area: Area | None, day: date, borders: str) -> Mapping[str, Any]:
    """A row an area of these borders, and their sum; none for an area larger than a commune."""
    if area is None or not places.is_local(area.id):
        return {"rows": [], "total": None}
    drawn = day if borders == OF_THE_DAY else today()
    rows = numbers_by_area(area, drawn, at=day)
    return {"rows": rows, "total": area_numbers.add_up(numbers for _, numbers in rows)}


def numbers_by_area(area: Area, borders: date, *, at: date) -> list[tuple[Area, Numbers]]:
    """The areas that the borders of a day make of one, each with its households on the day `at`."""
    paths = area_numbers.areas_of_borders(area, borders)
    found = {one.id: one for one in registry.areas_by_path(paths)}
    return [(found[path], area_numbers.numbers_of(path, borders=borders, at=at)) for path in paths if path in found]


def area_of(path: str, *, seen_by: Actor) -> Area:
    """Raises AreaNotFound, also outside the actor's area."""
    if not seen_by.covers(path):
        raise AreaNotFound(path=path)
    return registry.get_area(path)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
