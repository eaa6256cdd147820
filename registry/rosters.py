"""A household's roster, as a form or a list told it, becomes its members on the register.

Each line is one of those known of the household, or somebody new. Who is told of no longer leaves with a date. The same
roster again changes nothing, and one that was told before the latest is not looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.ids import id_from
from core.mongo import collection
from registry import duplicates, persons, words_seen
from registry.errors import StalePerson
from registry.models import Household
from registry.rules.names import tidy
from registry.rules.person import Began, Ended, Person, joined, left, told_anew, with_number
from registry.rules.same_person import Told, matched, name_key

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Roster:
    """told_at: when it was told, which decides between two. on: the day that it speaks of. source: "form:<key>", ...

    is_whole: it names everybody of the household, so that who is missing is of it no longer.
    """

    household: Household
    lines: Sequence[Told]
    told_at: datetime
    on: date
    source: str
    is_whole: bool = True


def follow_rosters(rosters: Iterable[Roster]) -> list[str]:
    """Write the members of many households; the ids of all people who are new or were changed. Those who may be
    others' entries become questions (registry/duplicates.py).

    Raises StalePerson when others keep changing them.
    """
    wanted = [one for one in rosters if one.lines and _is_latest(one)]
    changed: dict[str, None] = {}
    told: set[str] = set()
    left_over = {one.household.id: one for one in wanted}
    for _ in range(_TRIES):
        known = persons.ever_of(left_over)
        made = {key: _members(roster, known.get(key, [])) for key, roster in left_over.items()}
        before = {one.id: one for people in known.values() for one in people}
        new = [one for people in made.values() for one in people if one.id not in before]
        other = [one for people in made.values() for one in people if one.id in before and one != before[one.id]]
        words_seen.learn(one.name for one in [*new, *other])
        persons.add_persons(new)
        stale = set(persons.keep_changed(other))
        changed.update(dict.fromkeys(one.id for one in [*new, *other] if one.id not in stale))
        told |= {one.id for people in made.values() for one in people}
        left_over = {key: left_over[key] for key, people in made.items() if any(one.id in stale for one in people)}
        if not left_over:
            break
    else:
        raise StalePerson(count=len(left_over))
    _note(wanted)
    if told:
        duplicates.look_for(sorted(told), at=max(one.told_at for one in wanted))
    return list(changed)


def _is_latest(roster: Roster) -> bool:
    held = roster.household.roster_at
    return held is None or held <= roster.told_at


def _note(rosters: Iterable[Roster]) -> None:
    for one in rosters:
        where = {"_id": one.household.id, "$or": [{"roster_at": None}, {"roster_at": {"$lte": one.told_at}}]}
        collection("households").update_one(where, {"$set": {"roster_at": one.told_at, "roster_source": one.source}})


def _members(roster: Roster, known: Sequence[Person]) -> list[Person]:
    """All who change: those told, and those who left."""
    living = [one for one in known if not one.merged_into]
    found = _found(roster.lines, living, [one for one in known if one.merged_into])
    is_first = not any(one.home for one in living)
    taken = {one.id for one in known}
    people = []
    for told, person in zip(roster.lines, found, strict=True):
        person = person or _new(told, roster, taken)
        taken.add(person.id)
        people.append(_as_told(person, told, roster, is_first=is_first))
    return [*people, *(_gone(roster, living, people) if roster.is_whole else ())]


def _found(lines: Sequence[Told], living: Sequence[Person], merged: Sequence[Person]) -> list[Person | None]:
    """The line of somebody who was decided to be another's entry stays that one's."""
    found = matched(lines, living)
    left_over = [place for place, one in enumerate(found) if one is None]
    again = matched([lines[place] for place in left_over], merged)
    for place, person in zip(left_over, again, strict=True):
        found[place] = person
    return found


def _as_told(person: Person, told: Told, roster: Roster, *, is_first: bool) -> Person:
    if person.merged_into:
        return person
    person = told_anew(
        person,
        at=roster.told_at,
        source=roster.source,
        name=told.name,
        sex=told.sex,
        birth=told.birth,
        ethnic_group=told.ethnic_group,
    )
    person = with_number(person, told.number, on=roster.on, source=roster.source)
    home = person.home
    if person.died_on is not None or (home is not None and home.household_id != roster.household.id):
        return person  # a form does not raise the dead, nor move somebody who lives elsewhere: that is an event
    since, began = (None, Began.LISTED) if is_first else (roster.on, Began.TOLD)
    if home is not None and home.relation != told.relation:
        since = roster.on
    return joined(person, roster.household.id, told.relation, on=since, began=began, source=roster.source)


def _gone(roster: Roster, known: Sequence[Person], told: Sequence[Person]) -> list[Person]:
    here = {one.id for one in told}
    return [
        left(one, on=roster.on, ended=Ended.NOT_TOLD, source=roster.source, household_id=roster.household.id)
        for one in known
        if one.id not in here
    ]


def _new(told: Told, roster: Roster, taken: set[str]) -> Person:
    """Under the id that the phones' list will have him by, unless that is another's."""
    own = id_from("person", roster.household.id, name_key(told.name), told.birth, str(len(taken)))
    return Person(
        id=told.id if told.id and told.id not in taken else own,
        name=tidy(told.name),
        village_path=roster.household.village_path,
        registered_at=roster.told_at,
        source=roster.source,
        sex=told.sex,
        birth=told.birth,
        ethnic_group=told.ethnic_group,
    )
