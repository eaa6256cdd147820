"""Thiết bị: people who carry phones, what is known of their phones, and what an officer does about them."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.auth import people, phone_keys
from app.auth.models import Person
from app.auth.ranks import may_manage, may_place
from app.console import places
from app.console.blueprint import bp
from app.console.phone_view import phone_rows
from app.enrolment.cards import Card, make_cards
from app.enrolment.errors import NobodyChosen, NotYours
from app.i18n import sentence
from app.wiring import current_actor, deps, requires
from core import audit
from core.clock import local_day
from core.errors import DomainError
from registry import repository as registry

_BELOW = ("district", "commune", "village")


@bp.get("/dieu-tra-vien")
@requires("people.manage")
def phones() -> ResponseReturnValue:
    """One list of all who may send forms in the officer's area."""
    return _list_page()


def _list_page(*, error: str = "", chosen: frozenset[str] = frozenset()) -> str:
    actor = current_actor()
    imported = request.args.get("dot", "")
    rows = phone_rows(actor, sought=request.args.get("tim", ""), imported_by=imported)
    return render_template(
        "console/phones.html",
        rows=rows,
        sought=request.args.get("tim", ""),
        chosen=chosen or (frozenset(row.person.id for row in rows if row.may_manage) if imported else frozenset()),
        targets=registry.areas_within(actor.area_path, on=local_day(deps().clock()), kinds=_BELOW),
        area=places.breadcrumb(actor.area_path),
        errors={"": error} if error else {},
    )


@bp.post("/dieu-tra-vien/the")
@requires("people.manage")
def print_cards() -> ResponseReturnValue:
    """The sheet of cards for those who are ticked: new keys, shown this once."""
    try:
        chosen = _chosen()
    except DomainError as refusal:
        return _list_page(error=sentence(refusal)), 422
    cards = make_cards(
        chosen,
        server=_server(),
        places=places.names_of_places(one.area_path for one in chosen),
        with_passwords="mat-khau" in request.form,
        by=current_actor(),
        at=deps().clock(),
    )
    return render_template("console/cards.html", cards=cards, sheets=sheets(cards)), 200, {"Cache-Control": "no-store"}


def sheets(cards: list[Card], on_a_page: int = 8) -> list[list[Card]]:
    return [cards[start : start + on_a_page] for start in range(0, len(cards), on_a_page)]


def _server() -> str:
    settings = deps().settings
    return settings.base_url if settings.has_fixed_address else request.host_url.rstrip("/")


@bp.post("/dieu-tra-vien/chan-may")
@requires("people.manage")
def lose_phones() -> ResponseReturnValue:
    """A phone is lost: its key ends now; the person keeps his account and gets a new card when there is a phone."""
    return _to_each("phone.revoked", lambda one, at: phone_keys.revoke(one, at=at))


@bp.post("/dieu-tra-vien/khoa")
@requires("people.manage")
def lock() -> ResponseReturnValue:
    return _to_each("person.locked", lambda one, at: people.disable(one, by=current_actor(), at=at), _own_lock)


@bp.post("/dieu-tra-vien/mo-khoa")
@requires("people.manage")
def unlock() -> ResponseReturnValue:
    return _to_each("person.unlocked", lambda one, _at: people.enable(one, by=current_actor()), _own_lock)


def _own_lock(person: Person) -> None:
    """Raises LockedByHigher."""
    if person.is_disabled:
        people.require_own_lock(person, current_actor())


@bp.post("/dieu-tra-vien/chuyen")
@requires("people.manage")
def move() -> ResponseReturnValue:
    """Another area: what the phone carries follows at its next refresh."""
    actor, to = current_actor(), request.form.get("dia_ban", "")
    known = {area.id for area in registry.areas_within(actor.area_path, on=local_day(deps().clock()), kinds=_BELOW)}

    def may_go_there(one: Person) -> None:
        if to not in known or not may_place(actor, one.roles, to):
            raise NotYours(person_id=one.id)

    return _to_each("person.moved", lambda one, _at: people.move(one, to), may_go_there, to=to)


def _to_each(
    act: str,
    change: Callable[[Person, datetime], None],
    require: Callable[[Person], None] = lambda _: None,
    **facts: str,
) -> ResponseReturnValue:
    """Do it to everybody who is ticked, if the actor may for all of them; else to nobody."""
    actor, now = current_actor(), deps().clock()
    try:
        chosen = _chosen()
        for one in chosen:
            require(one)
        for one in chosen:
            change(one, now)
            audit.record(act, by=actor.id, subject=one.id, at=now, **facts)
    except DomainError as refusal:
        return _list_page(error=sentence(refusal), chosen=frozenset(request.form.getlist("nguoi"))), 422
    flash(f"{_DONE[act]()} {_people_count(len(chosen))}", "success")
    return redirect(url_for("console.phones"), 303)


def _people_count(count: int) -> str:
    return str(ngettext("%(num)s person.", "%(num)s people.", count))


_DONE: dict[str, Callable[[], str]] = {
    "phone.revoked": lambda: _("The phones are locked out from now on:"),
    "person.locked": lambda: _("The accounts are locked from now on:"),
    "person.unlocked": lambda: _("The accounts are open again; their phones need new cards:"),
    "person.moved": lambda: _("Moved; their phones carry the households of the new place at the next refresh:"),
}


def _chosen() -> list[Person]:
    """Raises NobodyChosen, NotYours when the actor may not manage one of them."""
    found = people.people_by_id(request.form.getlist("nguoi"))
    if not found:
        raise NobodyChosen()
    for one in found:
        if not may_manage(current_actor(), one):
            raise NotYours(person_id=one.id)
    return found
