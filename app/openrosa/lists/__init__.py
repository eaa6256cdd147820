"""The lists that a phone carries: villages of its owner's area, their households with the state of their cases, and for
Phiếu C and C1 the people that the last forms told of; and entity lists, whose rows forms change.

Nothing of another area is on a phone. A list is made when a manifest asks for it and something of its villages changed
since; it is kept under its hash, so that the file a phone then fetches is the one that the manifest named.
"""

from dataclasses import dataclass

from flask import g

from app.openrosa.lists import (
    beneficiaries,
    entities,
    households,
    members,
    points,
    returned,
    review_households,
    villages,
)
from app.openrosa.lists.entities import type_of
from app.openrosa.lists.kept import Kept, PersonalList, Place
from app.wiring import deps
from core.actor import Actor, paths_down_to
from core.clock import local_day
from form_engine.publishing.errors import FormFileNotFound
from registry import entities as entity_store
from registry import repository as registry
from registry.models import Area
from registry.rules import household_list
from review import reverifications
from review.actions.forms import ASSESS

__all__ = ["PersonalList", "as_named", "entities_as_named", "make", "make_entities", "type_of"]

_ENTITIES = "entities"
_kept = Kept()


def as_named(filename: str, actor: Actor, md5: str, *, role: str, ruleset: str = "") -> PersonalList:
    """The list that a manifest named to this person, or the present one when that is forgotten."""
    use = ruleset if filename == points.FILE_NAME else _use(role, actor, ruleset)
    found = _kept.get(_place(filename, actor, use), md5)
    return found or make(filename, actor, role=role, ruleset=ruleset)


def make(filename: str, actor: Actor, *, role: str, ruleset: str = "") -> PersonalList:
    """The present list of this person for the forms of a role; points by the round of his commune.

    Everybody with the same area and role carries the same list; who was sent to a household once more carries his own.
    It is made when something of its villages changed.
    Raises FormFileNotFound for a name of no such list.
    """
    carried = _carried(actor)
    if filename == points.FILE_NAME and ruleset:
        today = local_day(deps().clock())
        place = _place(filename, actor, ruleset)
        return _kept.current(place, carried.state, lambda: points.make(actor, ruleset, today))
    return _kept.current(
        _place(filename, actor, _use(role, actor, ruleset)),
        carried.state,
        lambda: _made(filename, carried.villages, actor, role, ruleset),
    )


def make_entities(list_name: str, actor: Actor) -> PersonalList:
    """The present entities of this person in a list; made anew when one changed, for households the register, too."""
    properties = entities.properties_of(list_name)
    mark = entity_store.mark_name(list_name, actor.area_path)
    state = (properties, registry.marks_of([mark]).get(mark, ""))
    place = _place(list_name, actor, _ENTITIES)
    if list_name != household_list.NAME:
        return _kept.current(place, state, lambda: entities.make(list_name, properties, actor))
    carried = _carried(actor)

    def made() -> PersonalList:
        review_households.follow_register(carried.villages, actor, deps().clock)
        return entities.make(list_name, properties, actor)

    return _kept.current(place, (*state, carried.state), made)


def entities_as_named(list_name: str, actor: Actor, md5: str) -> PersonalList:
    return _kept.get(_place(list_name, actor, _ENTITIES), md5) or make_entities(list_name, actor)


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


def _use(role: str, actor: Actor, ruleset: str) -> str:
    """Role and rule set (which decides the round); and who asks, where he re-verifies: his list is nobody else's."""
    known: bool | None = g.get("is_sent_again")
    if known is None:
        known = g.is_sent_again = bool(reverifications.ordered_to(actor.id))
    return f"{role} {ruleset} {actor.id}" if known and role == ASSESS else f"{role} {ruleset}"


def _made(filename: str, within: list[Area], actor: Actor, role: str, ruleset: str) -> PersonalList:
    match filename:
        case villages.FILE_NAME:
            return villages.make(within, local_day(deps().clock()))
        case households.FILE_NAME:
            return households.make(within, actor, role, ruleset)
        case members.FILE_NAME if role == ASSESS:
            return returned.make_members(within, actor, role)
        case members.FILE_NAME:
            return members.make(within, actor, role, ruleset)
        case returned.FILE_NAME:
            return returned.make(within, actor, role)
        case beneficiaries.FILE_NAME:
            return beneficiaries.make(within, actor)
    raise FormFileNotFound(filename=filename)
