"""Somebody decides whether two entries are one: the same, or different; and takes it back.

The candidate is the one document that decides; the two people follow (`settle`), and whoever comes next goes on when
that was cut off (docs/adr/0013-lists-and-cases.md).
"""

from core.actor import Actor
from core.clock import Clock, local_day
from core.mongo import Document
from core.sweeping import each
from registry import duplicates, persons
from registry.duplicates import DIFFERENT, OPEN, PERSON, SAME
from registry.errors import (
    DuplicateAnswered,
    DuplicateBeyondArea,
    DuplicateReasonMissing,
    HouseholdOfNeither,
    PersonNotFound,
)
from registry.rules.merging import given_up, kept_with, own_again, without
from registry.rules.names import tidy

_LONGEST = 500


def say_different(found: Document, words: str, *, by: Actor, clock: Clock) -> Document:
    """Two people, or two households. Said again, nothing changes.

    Raises DuplicateBeyondArea, DuplicateReasonMissing, DuplicateAnswered, DuplicateChanged.
    """
    return _answer(found, DIFFERENT, words, {}, by=by, clock=clock)


def say_same(found: Document, words: str, *, kept: str, lives_in: str = "", by: Actor, clock: Clock) -> Document:
    """One person: `kept` stays, with the papers of the other. lives_in: the household that he belongs to, when the two
    belong to different ones. Of households it is an answer alone: what follows is the event of merging them.

    Raises what `say_different` raises, PersonNotFound for an id that is neither's, HouseholdOfNeither.
    """
    if kept not in found["entries"]:
        raise PersonNotFound(person_id=kept)
    if lives_in and found["state"] == OPEN and lives_in not in _homes(found):
        raise HouseholdOfNeither(household=lives_in)
    told = {"kept": kept, "lives_in": lives_in, "is_settled": found["kind"] != PERSON}
    return settle(_answer(found, SAME, words, told, by=by, clock=clock), clock=clock)


def take_back(found: Document, words: str, *, by: Actor, clock: Clock) -> Document:
    """The question is open again, and both are as they would be without the answer. Raises as `say_different`."""
    if found["state"] not in (SAME, DIFFERENT):
        return found
    _require_both(found, by)
    was_same = found["state"] == SAME and found["kind"] == PERSON
    entry = _entry("taken_back", words, by, clock)
    changed = duplicates.change(found, {"state": OPEN, "is_settled": not was_same}, entry)
    return settle(changed, clock=clock)


def settle(found: Document, *, clock: Clock) -> Document:
    """Set the two people as the answer says. Doing it again changes nothing."""
    if found["is_settled"]:
        return found
    source, kept = f"duplicate:{found['_id']}:{_times(found)}", found["kept"]
    other = next(one for one in found["entries"] if one != kept)
    if found["state"] == SAME:
        _make_one(found, kept, other, source, clock)
    else:
        persons.change_person(kept, lambda one: without(one, source=source))
        persons.change_person(other, lambda one: own_again(one, source=source))
    done = duplicates.change(found, {"is_settled": True})
    shared = {one for each in duplicates.of_entries(found["entries"]) for one in each["entries"]}
    duplicates.look_for(shared, at=clock())
    return done


def settle_all(clock: Clock) -> int:
    """Go on with every answer that was cut off; how many."""
    return each(duplicates.unsettled(), lambda one: settle(one, clock=clock))


def _make_one(found: Document, kept: str, other: str, source: str, clock: Clock) -> None:
    on = local_day(clock())
    people = persons.persons_by_id([kept, other])
    given = people[other]
    lines = [one for one in given.memberships if one.household_id == found["lives_in"]]
    relation = lines[-1].relation if lines else ""
    lives_in = found["lives_in"] if lines else ""
    persons.change_person(other, lambda one: given_up(one, people[kept], on=on, source=source))
    persons.change_person(
        kept,
        lambda one: kept_with(one, given, household_id=lives_in, relation=relation, on=on, source=source),
    )


def _homes(found: Document) -> set[str]:
    """Households that the two people belong to; none of two households."""
    people = persons.persons_by_id(found["entries"] if found["kind"] == PERSON else ())
    return {one.home.household_id for one in people.values() if one.home}


def _answer(found: Document, state: str, words: str, told: Document, *, by: Actor, clock: Clock) -> Document:
    _require_both(found, by)
    if found["state"] == state and all(found[name] == value for name, value in told.items() if name == "kept"):
        return found
    if found["state"] != OPEN:
        raise DuplicateAnswered(duplicate_id=found["_id"])
    if not tidy(words):
        raise DuplicateReasonMissing()
    return duplicates.change(found, {"state": state, **told}, _entry(state, words, by, clock))


def _require_both(found: Document, by: Actor) -> None:
    if not all(by.covers(place) for place in found["places"]):
        raise DuplicateBeyondArea()


def _entry(act: str, words: str, by: Actor, clock: Clock) -> Document:
    return {"act": act, "by": by.id, "at": clock(), "words": tidy(words)[:_LONGEST]}


def _times(found: Document) -> int:
    """How often it was said that they are the same: what an answer adds bears its own name."""
    return sum(one["act"] == SAME for one in found["history"])
