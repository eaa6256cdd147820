"""Thiết bị: people who carry phones, what is known of their phones, and what an officer does about them."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.auth.models import Person
from app.console import places
from app.console.blueprint import bp
from app.console.phone_view import phone_rows
from app.enrolment import managing
from app.enrolment.cards import Card, make_cards
from app.i18n import sentence
from app.wiring import current_actor, deps, own_origin, requires
from core.clock import local_day
from core.errors import DomainError
from registry import repository as registry


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
        targets=registry.areas_within(actor.area_path, on=local_day(deps().clock()), kinds=managing.PLACES),
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
        server=own_origin(),
        places=places.names_of_places(one.area_path for one in chosen),
        with_passwords="mat-khau" in request.form,
        by=current_actor(),
        at=deps().clock(),
    )
    return render_template("console/cards.html", cards=cards, sheets=sheets(cards)), 200, {"Cache-Control": "no-store"}


def sheets(cards: list[Card], on_a_page: int = 8) -> list[list[Card]]:
    return [cards[start : start + on_a_page] for start in range(0, len(cards), on_a_page)]


@bp.post("/dieu-tra-vien/chan-may")
@requires("people.manage")
def lose_phones() -> ResponseReturnValue:
    return _to_all(
        managing.revoke,
        _("The phones are locked out from now on; they need new cards, and who signs in by password needs a new one:"),
    )


@bp.post("/dieu-tra-vien/khoa")
@requires("people.manage")
def lock() -> ResponseReturnValue:
    return _to_all(managing.lock, _("The accounts are locked from now on:"))


@bp.post("/dieu-tra-vien/mo-khoa")
@requires("people.manage")
def unlock() -> ResponseReturnValue:
    return _to_all(managing.unlock, _("The accounts are open again; their phones need new cards:"))


@bp.post("/dieu-tra-vien/chuyen")
@requires("people.manage")
def move() -> ResponseReturnValue:
    told = _("Moved; their phones carry the households of the new place at the next refresh:")
    return _to_all(partial(managing.move, to=request.form.get("dia_ban", "")), told)


def _to_all(act: Callable[..., None], told: str) -> ResponseReturnValue:
    """Do it to everybody who is ticked, if the actor may for all of them; else to nobody."""
    try:
        chosen = _chosen()
        act(chosen, by=current_actor(), clock=deps().clock)
    except DomainError as refusal:
        return _list_page(error=sentence(refusal), chosen=frozenset(request.form.getlist("nguoi"))), 422
    flash(f"{told} {_people_count(len(chosen))}", "success")
    return redirect(url_for("console.phones"), 303)


def _people_count(count: int) -> str:
    return str(ngettext("%(num)s person.", "%(num)s people.", count))


def _chosen() -> list[Person]:
    return managing.managed(request.form.getlist("nguoi"), by=current_actor())
