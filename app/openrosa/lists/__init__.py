"""The lists that a phone carries: villages of its owner's area, their households with the state of their cases, and for
Phiếu C and C1 the people that the last forms told of.

Nothing of another area is on a phone. A list is made when a manifest asks for it and something of its villages changed
since; it is kept under its hash, so that the file a phone then fetches is the one that the manifest named.
"""

from dataclasses import dataclass

from flask import g

from app.openrosa.lists import beneficiaries, households, members, points, returned, villages
from app.openrosa.lists.kept import Kept, PersonalList, Place
from app.wiring import deps
from core.actor import Actor, paths_down_to
from core.clock import local_day
from form_engine.publishing.errors import FormFileNotFound
from registry import repository as registry
from registry.models import Area
from review.actions.forms import ASSESS

_kept = Kept()


def as_named(filename: str, actor: Actor, md5: str, *, role: str, ruleset: str = "") -> PersonalList:
    """The list that a manifest named to this person, or the present one when that is forgotten."""
    found = _kept.get(_place(filename, actor, ruleset if filename == points.FILE_NAME else role), md5)
    return found or make(filename, actor, role=role, ruleset=ruleset)


def make(filename: str, actor: Actor, *, role: str, ruleset: str = "") -> PersonalList:
    """The present list of this person for the forms of a role; points by the round of his commune.

    Everybody with the same area and role carries the same list; it is made when something of its villages changed.
    Raises FormFileNotFound for a name of no such list.
    """
    carried = _carried(actor)
    if filename == points.FILE_NAME and ruleset:
        today = local_day(deps().clock())
        place = _place(filename, actor, ruleset)
        return _kept.current(place, carried.state, lambda: points.make(actor, ruleset, today))
    return _kept.current(
        _place(filename, actor, role), carried.state, lambda: _made(filename, carried.villages, actor, role)
    )


@dataclass(frozen=True, slots=True)
class _Carried:
    """The villages of an area, and what marks their present state and that of the areas above them."""

    villages: list[Area]
    state: tuple[tuple[str, str], ...]


def _carried(actor: Actor) -> _Carried:
    """Read once a request, before the households: what changes meanwhile makes a list old."""
    known: _Carried | None = g.get("carried")
    if known is None:
        within = registry.villages_within(actor.area_path, on=local_day(deps().clock()))
        paths = [*paths_down_to(actor.area_path), *(village.id for village in within)]
        marks = registry.marks_of(paths)
        known = g.carried = _Carried(within, tuple((path, marks.get(path, "")) for path in paths))
    return known


def _place(filename: str, actor: Actor, use: str) -> Place:
    return actor.area_path, filename, use


def _made(filename: str, within: list[Area], actor: Actor, role: str) -> PersonalList:
    match filename:
        case villages.FILE_NAME:
            return villages.make(within)
        case households.FILE_NAME:
            return households.make(within, actor, role)
        case members.FILE_NAME if role == ASSESS:
            return returned.make_members(within, actor, role)
        case members.FILE_NAME:
            return members.make(within, actor, role)
        case returned.FILE_NAME:
            return returned.make(within, actor, role)
        case beneficiaries.FILE_NAME:
            return beneficiaries.make(within, actor)
    raise FormFileNotFound(filename=filename)
