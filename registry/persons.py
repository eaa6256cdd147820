"""Every query and write of persons (registry/rules/person.py). `seen_by` on each that serves a person.

One document holds a person with his papers and memberships, so that what happens to him is one guarded write.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from pymongo import InsertOne, ReplaceOne, UpdateMany
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from core import mongo
from core.actor import Actor
from core.ids import new_id
from core.mongo import Document, ensure_index
from registry.errors import PersonNotFound, StalePerson
from registry.person_documents import document_of, person_of
from registry.place_fields import place_fields
from registry.rules.person import Person, by_household_order, left
from registry.rules.person import died as with_death

_TRIES = 20
_DUPLICATE = 11_000


def collection() -> Collection[Document]:
    return mongo.collection("persons")


def ensure_indexes() -> None:
    for field in ("households", "numbers", "likeness"):
        ensure_index(collection(), field)
    ensure_index(collection(), "commune_path", "terms", "rank")
    ensure_index(collection(), "province_path", "terms", "rank")


def get_person(person_id: str, *, seen_by: Actor) -> Person:
    """Raises PersonNotFound, also when he lives (or lived last) outside the actor's area."""
    person = find_person(person_id)
    if person is None or not seen_by.covers(person.village_path):
        raise PersonNotFound(person_id=person_id)
    return person


def find_person(person_id: str) -> Person | None:
    """For the system."""
    found = collection().find_one({"_id": person_id})
    return person_of(found) if found else None


def persons_by_id(ids: Iterable[str]) -> dict[str, Person]:
    """For the system."""
    return {one["_id"]: person_of(one) for one in collection().find({"_id": {"$in": list(set(ids))}})}


def ever_of(household_ids: Iterable[str]) -> dict[str, list[Person]]:
    """All who are or were of these households, by household; those decided to be another's entry, too. For the system,
    and for who was let see the household."""
    wanted = set(household_ids)
    found: dict[str, list[Person]] = defaultdict(list)
    for document in collection().find({"households": {"$in": list(wanted)}}):
        for household_id in wanted.intersection(document["households"]):
            found[household_id].append(person_of(document))
    return found


def members_of(household_id: str, *, on: date | None = None) -> list[Person]:
    """Who is of a household now, or on a day; the head first. For who was let see the household."""
    return members_of_many([household_id], on=on).get(household_id, [])


def members_of_many(household_ids: Iterable[str], *, on: date | None = None) -> dict[str, list[Person]]:
    """As `members_of`, by household; a household of which nobody is known is left out."""
    found = {}
    for household_id, people in ever_of(household_ids).items():
        if members := [one for one in people if not one.merged_into and _is_of(one, household_id, on)]:
            found[household_id] = by_household_order(members)
    return found


def roll_of(household_id: str) -> tuple[list[Person], list[Person]]:
    """Who is of a household now, the head first, and who was of it before. For who was let see the household."""
    everybody = [one for one in ever_of([household_id]).get(household_id, []) if not one.merged_into]
    members = by_household_order(one for one in everybody if _is_of(one, household_id, None))
    return members, [one for one in everybody if not _is_of(one, household_id, None)]


def _is_of(person: Person, household_id: str, on: date | None) -> bool:
    lines = [one for one in person.memberships if one.household_id == household_id]
    return any(one.is_open if on is None else one.holds_on(on) for one in lines)


def with_number(number: str) -> list[Person]:
    """All who have or had this number, anywhere. For the system."""
    return [person_of(one) for one in collection().find({"numbers": number}).limit(50)] if number else []


def add_persons(people: Iterable[Person]) -> None:
    """Write new people; one who is there already stays as he is."""
    new = [InsertOne(document_of(one)) for one in people]
    if not new:
        return
    try:
        collection().bulk_write(new, ordered=False)
    except BulkWriteError as error:
        if any(one.get("code") != _DUPLICATE for one in error.details.get("writeErrors", [])):
            raise


def keep_changed(people: Iterable[Person]) -> list[str]:
    """Write people who changed, each if he is still as he was read; returns the ids of those that were not."""
    wanted, mark = list(people), new_id()
    if not wanted:
        return []
    writes = [
        ReplaceOne(
            {"_id": one.id, "revision": one.revision},
            {**document_of(one), "revision": one.revision + 1, "written": mark},
        )
        for one in wanted
    ]
    if collection().bulk_write(writes, ordered=False).matched_count == len(writes):
        return []
    written = collection().find({"_id": {"$in": [one.id for one in wanted]}, "written": mark}, {"_id": 1})
    done = {one["_id"] for one in written}
    return [one.id for one in wanted if one.id not in done]


def change_person(person_id: str, change: Callable[[Person], Person]) -> Person:
    """Write what a pure function makes of him, whoever comes between. Raises PersonNotFound, StalePerson."""
    for _ in range(_TRIES):
        person = find_person(person_id)
        if person is None:
            raise PersonNotFound(person_id=person_id)
        changed = change(person)
        if changed == person or not keep_changed([changed]):
            return changed
    raise StalePerson(person_id=person_id)


def record_death(person_id: str, *, on: date, source: str) -> Person:
    """The day is kept and ends his membership. Recording it twice leaves one."""
    return change_person(person_id, lambda one: with_death(one, on=on, source=source))


def end_membership(person_id: str, household_id: str, *, on: date, ended: str, source: str) -> Person:
    """His last day in the household; nothing when he is not of it now."""
    return change_person(person_id, lambda one: left(one, on=on, ended=ended, source=source, household_id=household_id))


def follow_place(village_by_household: Mapping[str, str]) -> None:
    """Write where people live after their households' village (or its path) changed; who left before stays where he
    lived. village_by_household: the village's path by household id. Running it twice changes nothing."""
    updates = [
        UpdateMany(
            {"households": household_id, "memberships": {"$elemMatch": {"household_id": household_id, "until": None}}},
            {"$set": place_fields(village_path), "$inc": {"revision": 1}},
        )
        for household_id, village_path in village_by_household.items()
    ]
    if updates:
        collection().bulk_write(updates, ordered=False)


def names_of_persons(ids: Iterable[str]) -> dict[str, str]:
    """For who was let see what names them."""
    found: Iterable[Mapping[str, Any]] = collection().find({"_id": {"$in": list(set(ids))}}, {"name": 1})
    return {one["_id"]: one["name"] for one in found}
