"""Tìm: households and people by any part of a name, without marks; by number for those with the duty.

The form posts: names and numbers stand in no address and no log. Long lists are cut with a word that says so.
"""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.auth.permissions import may
from app.console import places
from app.console.blueprint import bp
from app.persons import is_number, with_number
from app.wiring import current_actor, requires, today
from core.actor import Actor
from registry import repository as registry
from registry import search as searching
from registry.models import Area
from registry.rules.person import Person
from registry.search import FoundPerson

_LONGEST = 100
IDENTIFY = "person.identify"


@bp.get("/tim")
@requires("household.read")
def search() -> ResponseReturnValue:
    return _page({})


@bp.post("/tim")
@requires("household.read")
def search_for() -> ResponseReturnValue:
    """What was found in the area of who asks, or in a place of it."""
    actor = current_actor()
    typed, place = request.form.get("tim", "").strip()[:_LONGEST], request.form.get("noi", "")
    if is_number(typed):
        return _page(_of_number(typed, actor), typed=typed, place=place)
    people, all_people = searching.persons(typed, seen_by=actor, within=place)
    households, all_households = searching.households(typed, seen_by=actor, within=place)
    found = {"people": people, "households": households, "is_all": all_people and all_households}
    return _page(found, typed=typed, place=place)


def _of_number(typed: str, actor: Actor) -> dict[str, Any]:
    if not may(actor, IDENTIFY):
        return {"no_duty": True}
    people, beyond = with_number(typed, actor)
    return {"people": [_row(one) for one in people], "households": [], "is_all": True, "beyond": beyond}


def _row(person: Person) -> FoundPerson:
    return FoundPerson(
        id=person.id,
        name=person.name,
        sex=person.sex,
        birth=person.birth,
        village_path=person.village_path,
        household_id=person.home.household_id if person.home else "",
        has_died=person.died_on is not None,
    )


def _page(found: dict[str, Any], *, typed: str = "", place: str = "") -> str:
    actor = current_actor()
    people, households = found.get("people", []), found.get("households", [])
    return render_template(
        "console/search.html",
        **{"no_duty": False, "is_all": True, "beyond": [], **found, "people": people, "households": households},
        typed=typed,
        place=place,
        places=_places_of(actor),
        named=places.names_with_commune(one.village_path for one in [*people, *households]),
        homes=registry.households_by_id(one.household_id for one in people if one.household_id),
        may_identify=may(actor, IDENTIFY),
        most=searching.MOST_FOUND,
        area=places.breadcrumb(actor.area_path),
    )


def _places_of(actor: Actor) -> list[Area]:
    """The villages of a commune; the communes of what is larger; none for the whole country."""
    if villages := places.villages_of(actor):
        return villages
    return registry.areas_within(actor.area_path, on=today(), kinds=["commune"]) if actor.area_path else []
