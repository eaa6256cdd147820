"""What an officer does about people who carry phones: for all who are named, or, when he may not for one, for none."""

from collections.abc import Callable, Iterable
from datetime import datetime

from app.auth import people
from app.auth.models import Person
from app.auth.ranks import may_manage, may_place
from app.enrolment.errors import NobodyChosen, NotYours
from core import audit
from core.actor import Actor
from core.clock import Clock, local_day
from registry import repository as registry

PLACES = ("district", "commune", "village")
"""Kinds of areas that people are moved to."""


def managed(ids: Iterable[str], *, by: Actor) -> list[Person]:
    """Raises NobodyChosen, NotYours when the actor may not manage one of them."""
    found = people.people_by_id(ids)
    if not found:
        raise NobodyChosen()
    for one in found:
        if not may_manage(by, one):
            raise NotYours(person_id=one.id)
    return found


def revoke(chosen: Iterable[Person], *, by: Actor, clock: Clock) -> None:
    """A phone is lost: its key, its password and its sessions end now; the person keeps his account and gets a new card
    when there is a phone."""
    _each("phone.revoked", chosen, lambda one, at: people.lose_phone(one, at=at), by=by, clock=clock)


def lock(chosen: Iterable[Person], *, by: Actor, clock: Clock) -> None:
    """Raises LockedByHigher."""
    chosen = _with_own_lock(chosen, by)
    _each("person.locked", chosen, lambda one, at: people.disable(one, by=by, at=at), by=by, clock=clock)


def unlock(chosen: Iterable[Person], *, by: Actor, clock: Clock) -> None:
    """Raises LockedByHigher."""
    chosen = _with_own_lock(chosen, by)
    _each("person.unlocked", chosen, lambda one, _at: people.enable(one, by=by), by=by, clock=clock)


def move(chosen: Iterable[Person], to: str, *, by: Actor, clock: Clock) -> None:
    """Another area: what a phone carries follows at its next refresh. Raises NotYours."""
    chosen = list(chosen)
    known = {area.id for area in registry.areas_within(by.area_path, on=local_day(clock()), kinds=PLACES)}
    for one in chosen:
        if to not in known or not may_place(by, one.roles, to):
            raise NotYours(person_id=one.id)
    _each("person.moved", chosen, lambda one, _at: people.move(one, to), by=by, clock=clock, to=to)


def _with_own_lock(chosen: Iterable[Person], by: Actor) -> list[Person]:
    found = list(chosen)
    for one in found:
        if one.is_disabled:
            people.require_own_lock(one, by)
    return found


def _each(
    act: str,
    chosen: Iterable[Person],
    change: Callable[[Person, datetime], None],
    *,
    by: Actor,
    clock: Clock,
    **facts: str,
) -> None:
    now = clock()
    for one in chosen:
        change(one, now)
        audit.record(act, by=by.id, subject=one.id, at=now, **facts)
