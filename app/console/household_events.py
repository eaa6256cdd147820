"""Biến động của hộ: divided, joined, moved, died, put right; and households that come from another commune."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.console import places
from app.console.blueprint import bp
from app.console.person_words import RELATIONS, SEXES
from app.console.words import word
from app.i18n import sentence_of
from app.wiring import current_actor, deps, requires, today
from core.ids import new_id
from registry import area_numbers, areas, household_events, persons
from registry import repository as registry
from registry.household_event_errors import EventNotPossible
from registry.models import Household
from registry.rules.areas import parent_of
from registry.rules.household_events import UNDOABLE, Kind
from registry.rules.person import HEAD
from review.actions.household_events import record, register_arrival, take_in
from review.rules.household_events import Asked

FORMS = (
    *(Kind.SPLIT, Kind.MERGED, Kind.MOVED, Kind.MOVED_OUT),
    *(Kind.MEMBER_IN, Kind.MEMBER_OUT, Kind.DIED, Kind.CORRECTED),
)
"""What an officer enters on a household's page, in the order shown."""

_ANCHORS = {
    "on": "ngay",
    "reason": "ly-do",
    "persons": "nguoi",
    "head": "chu-ho",
    "head_name": "ten-chu-ho",
    "code": "ma",
    "address": "dia-chi",
    "village": "thon",
    "other": "ho-nhan",
    "destination": "noi-den",
    "name": "ten",
    "relation": "quan-he",
    "birth": "ngay-sinh",
    "standing": "phan-loai",
    "people": "so-nguoi",
    "year": "nam",
}


@bp.get("/ho/<household_id>/bien-dong")
@requires("household.change")
def household_event(household_id: str) -> ResponseReturnValue:
    """The form of one kind of event; without one, what may be entered and what was."""
    return _page(registry.get_household(household_id, seen_by=current_actor()), request.args)


@bp.post("/ho/<household_id>/bien-dong")
@requires("household.change")
def record_event(household_id: str) -> ResponseReturnValue:
    """Record it. Pressed twice it is one event."""
    actor, given = current_actor(), request.form
    found = registry.get_household(household_id, seen_by=actor)
    try:
        record(found, _asked(given), key=given.get("khoa") or new_id(), by=actor, clock=deps().clock)
    except EventNotPossible as refusal:
        return _page(found, given, _told(refusal)), 422
    flash(_("It was recorded. Lists on phones follow from their next refresh on."), "success")
    return redirect(url_for("console.household", household_id=household_id), 303)


@bp.get("/ho/chuyen-den")
@requires("household.change")
def arrivals() -> ResponseReturnValue:
    """Households on their way to the officer's commune, and the form for one that this system does not know."""
    return _arrivals_page(request.args)


@bp.post("/ho/chuyen-den")
@requires("household.change")
def record_arrival() -> ResponseReturnValue:
    """Take in a household that another commune let go (`su-kien`), or one that the system does not know."""
    actor, given = current_actor(), request.form
    asked = _asked(given)
    try:
        if asked.event:
            left = household_events.get(asked.event, seen_by=actor)
            event = take_in(left, asked, key=given.get("khoa") or new_id(), by=actor, clock=deps().clock)
        else:
            event = register_arrival(asked, key=given.get("khoa") or new_id(), by=actor, clock=deps().clock)
    except EventNotPossible as refusal:
        return _arrivals_page(given, _told(refusal)), 422
    flash(_("The household is on the register of your commune now."), "success")
    return redirect(url_for("console.household", household_id=event.household_id), 303)


def _asked(given: MultiDict[str, str]) -> Asked:
    kind = given.get("viec", "")
    return Asked(
        kind=Kind(kind) if kind in set(Kind) else Kind.UNDONE,
        on=_day(given.get("ngay", "")),
        reason=given.get("ly-do", ""),
        persons=tuple(given.getlist("nguoi")),
        head=given.get("chu-ho", ""),
        head_name=given.get("ten-chu-ho", ""),
        code=given.get("ma", ""),
        address=given.get("dia-chi", ""),
        village=given.get("thon", ""),
        other=given.get("ho-nhan", ""),
        to_commune=given.get("xa-den", ""),
        destination=given.get("noi-den", ""),
        certificate=given.get("giay", ""),
        standing=given.get("phan-loai", ""),
        year=_whole(given.get("nam", "")),
        name=given.get("ten", ""),
        sex=given.get("gioi-tinh", ""),
        birth=given.get("ngay-sinh", ""),
        relation=given.get("quan-he", ""),
        people=_whole(given.get("so-nguoi", "")),
        event=given.get("su-kien", ""),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() else None


def _told(refusal: EventNotPossible) -> dict[str, str]:
    wrong: Mapping[str, str] = refusal.facts["faults"]
    return {name: sentence_of(code, {}) for name, code in wrong.items()}


def _page(found: Household, given: Any, errors: Mapping[str, str] | None = None) -> str:
    kind = given.get("viec", "")
    commune = parent_of(found.village_path)
    others = area_numbers.households_on(commune, today()) if kind == Kind.MERGED else []
    names = places.names_of_places(one.village_path for one in others)
    return render_template(
        "console/household_event.html",
        household=found,
        area=places.breadcrumb(found.village_path),
        kinds=FORMS,
        kind=kind if kind in FORMS else "",
        members=persons.members_of(found.id),
        is_head=HEAD,
        villages=[one for one in areas.children_on(commune, today()) if one.id != found.village_path],
        communes=_communes(commune) if kind == Kind.MOVED_OUT else [],
        others=[
            (one.id, one.head_name, names.get(one.village_path, ""))
            for one in others
            if one.id != found.id and one.left_on is None
        ],
        relations_told=[(code, word(RELATIONS, code)) for code in RELATIONS if code != HEAD],
        sexes_told=[(code, word(SEXES, code)) for code in SEXES],
        key=given.get("khoa") or new_id(),
        given=given,
        today=today(),
        errors=errors or {},
        anchors=_ANCHORS,
        **events_of(found.id),
    )


def events_of(household_id: str) -> dict[str, Any]:
    """What happened to a household, for its pages."""
    told = household_events.of_household(household_id)
    return {"events": told, "undoable": {str(one) for one in UNDOABLE}, "event_names": _heads(told)}


def _heads(told: list[Any]) -> dict[str, str]:
    """Name of the other household and of the people of each event, by id."""
    homes = registry.households_by_id([one.other for one in told if one.other] + [one.household_id for one in told])
    people = persons.names_of_persons(person for one in told for person in one.persons)
    return {**{one.id: one.head_name for one in homes.values()}, **people}


def _communes(own: str) -> list[tuple[str, str]]:
    """Communes of the province that the household may go to."""
    province = own.partition("/")[0] + "/"
    found = registry.areas_within(province, on=today(), kinds=["commune"], most=1_500)
    return [(one.id, one.name) for one in found if one.id != own]


def _arrivals_page(given: Any, errors: Mapping[str, str] | None = None) -> str:
    actor = current_actor()
    coming = household_events.coming_to(actor.area_path) if actor.area_path else []
    return render_template(
        "console/arrivals.html",
        coming=coming,
        homes=registry.households_by_id(one.household_id for one in coming),
        names=places.names_of_places(one.village_path for one in coming),
        villages=places.villages_of(actor),
        area=places.breadcrumb(actor.area_path),
        key=given.get("khoa") or new_id(),
        given=given,
        today=today(),
        errors=errors or {},
        anchors=_ANCHORS,
    )
