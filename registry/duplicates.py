"""Every query and write of duplicate candidates: two entries that may be one person, or one household, and why.

They are looked for by keys when an entry is written, over the whole register: an officer sees *that* there is another
one and which place to call, not the other file (assistance, section 2.4).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from pymongo import ReturnDocument, UpdateOne
from pymongo.collection import Collection

from core import mongo
from core.actor import Actor, paths_down_to
from core.mongo import Document, ensure_index, newest
from core.portions import portions
from core.sequence import sequence_at
from registry import persons
from registry.errors import DuplicateChanged, DuplicateNotFound
from registry.person_documents import person_of
from registry.place_fields import place_fields
from registry.rules.closeness import Position, cell_of, cells_around, is_one_spot
from registry.rules.person import Person
from registry.rules.same_person import Reason, alike, likeness, numbers_of

PERSON, HOUSEHOLD = "person", "household"
OPEN, SAME, DIFFERENT, LAPSED = "open", "same", "different", "lapsed"
"""States. Lapsed: what made them alike was corrected before anybody decided."""
_MOST_ALIKE = 60
"""So many with one key are held against each other: a name and year that more bear says nothing."""
_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Pair:
    """ids in their order; places: village of each."""

    kind: str
    ids: tuple[str, str]
    places: tuple[str, str]
    reasons: tuple[Reason, ...]

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.ids[0]}-{self.ids[1]}"


def collection() -> Collection[Document]:
    return mongo.collection("duplicates")


def ensure_indexes() -> None:
    ensure_index(collection(), "within", "state", "seq")
    ensure_index(collection(), "entries")
    ensure_index(collection(), "is_settled")
    ensure_index(mongo.collection("households"), "cell")


# --- looking for them -------------------------------------------------------------------------------------------


def look_for(person_ids: Iterable[str], *, at: datetime) -> None:
    """Hold these people against all who have a number or a likeness of theirs. Doing it again changes nothing."""
    for wanted in portions(dict.fromkeys(person_ids), _AT_ONCE):
        some = persons.persons_by_id(wanted)
        living = [one for one in some.values() if not one.merged_into]
        _keep(PERSON, list(some), _alike(living), at)


def _alike(people: Sequence[Person]) -> list[Pair]:
    keys = {key for one in people for key in _keys(one)}
    sharing: dict[str, dict[str, Person]] = defaultdict(dict)
    by_field = {"numbers": [key for key in keys if "|" not in key], "likeness": [key for key in keys if "|" in key]}
    for field, wanted in by_field.items():
        for document in persons.collection().find({field: {"$in": wanted}}) if wanted else ():
            other = person_of(document)
            if not other.merged_into:
                for key in _keys(other):
                    sharing[key][other.id] = other
    ours = {one.id for one in people}
    pairs = {}
    for bearers in sharing.values():
        if len(bearers) <= _MOST_ALIKE:
            for one, other in combinations(sorted(bearers.values(), key=lambda person: person.id), 2):
                if ours & {one.id, other.id} and (reasons := alike(one, other, near=_near(one, other))):
                    pairs[one.id, other.id] = Pair(
                        PERSON, (one.id, other.id), (one.village_path, other.village_path), reasons
                    )
    return list(pairs.values())


def _keys(person: Person) -> list[str]:
    return [*numbers_of(person), *([key] if (key := likeness(person)) else [])]


def _near(one: Person, other: Person) -> bool:
    return bool(place_fields(one.village_path)["commune_path"] == place_fields(other.village_path)["commune_path"])


def keep_positions(positions: Mapping[str, Position], *, at: datetime) -> None:
    """Where forms say that households stand; those that stand at one spot become candidates.

    positions: by household id.
    """
    place = mongo.collection("households")
    fields = {"head_name": 1, "village_path": 1, "position": 1, "cell": 1}
    known = {one["_id"]: one for one in place.find({"_id": {"$in": list(positions)}}, fields)}
    new = {key: told for key, told in positions.items() if key in known and known[key].get("position") != _plain(told)}
    if not new:
        return
    place.bulk_write(
        [
            UpdateOne({"_id": key}, {"$set": {"position": _plain(told), "cell": cell_of(told)}})
            for key, told in new.items()
        ],
        ordered=False,
    )
    cells = {cell for told in new.values() for cell in cells_around(told)}
    around = list(place.find({"cell": {"$in": list(cells)}}, fields))
    pairs = []
    for one, other in combinations(sorted(around, key=lambda each: str(each["_id"])), 2):
        if new.keys() & {one["_id"], other["_id"]} and _stand_together(one, other):
            places = (one["village_path"], other["village_path"])
            pairs.append(Pair(HOUSEHOLD, (one["_id"], other["_id"]), places, (Reason.PLACE,)))
    _keep(HOUSEHOLD, list(new), pairs, at)


def _stand_together(one: Document, other: Document) -> bool:
    here, there = (Position(**each["position"]) for each in (one, other))
    return is_one_spot(here, there, (one["head_name"], other["head_name"]))


def _plain(position: Position) -> Document:
    return {"latitude": position.latitude, "longitude": position.longitude, "accuracy": position.accuracy}


def _keep(kind: str, entries: Sequence[str], pairs: Sequence[Pair], at: datetime) -> None:
    """Write the pairs of some entries: a new one is open, one that is known keeps its answer unless a new reason came,
    and an open one of which nothing is left lapses."""
    known = {one["_id"]: one for one in collection().find({"entries": {"$in": list(entries)}, "kind": kind})}
    writes = [write for pair in pairs if (write := _write(pair, known.get(pair.id), at)) is not None]
    gone = known.keys() - {pair.id for pair in pairs}
    writes += [
        UpdateOne({"_id": key, "state": OPEN}, {"$set": {"state": LAPSED}, "$inc": {"revision": 1}})
        for key in sorted(gone)
        if known[key]["state"] == OPEN
    ]
    if writes:
        collection().bulk_write(writes, ordered=False)


def _write(pair: Pair, known: Document | None, at: datetime) -> UpdateOne | None:
    told: dict[str, Any] = {
        "reasons": [str(one) for one in pair.reasons],
        "places": list(pair.places),
        "within": sorted({path for place in pair.places for path in paths_down_to(place)}),
    }
    if known is None:
        first = {"kind": pair.kind, "entries": list(pair.ids), "state": OPEN, "seq": sequence_at(at), "found_at": at}
        more = {"history": [], "revision": 0, "is_settled": True, "kept": "", "lives_in": ""}
        return UpdateOne({"_id": pair.id}, {"$setOnInsert": {**first, **more, **told}}, upsert=True)
    again = known["state"] == LAPSED or (known["state"] == DIFFERENT and set(told["reasons"]) - set(known["reasons"]))
    if not again and all(known[name] == value for name, value in told.items()):
        return None
    changes = {**told, **({"state": OPEN} if again else {})}
    return UpdateOne({"_id": pair.id, "revision": known["revision"]}, {"$set": changes, "$inc": {"revision": 1}})


def follow_places(ids: Iterable[str]) -> None:
    """People, or households with their people, live elsewhere now: who answers for the new place is asked, and who
    answered for the old one no more. Doing it again changes nothing."""
    households = [one for one in ids if one]
    people = {one.id for members in persons.ever_of(households).values() for one in members}
    found = of_entries({*households, *people})
    entries = {one for each in found for one in each["entries"]}
    places = {key: one.village_path for key, one in persons.persons_by_id(entries).items()}
    fields = {"village_path": 1}
    for one in mongo.collection("households").find({"_id": {"$in": list(entries)}}, fields):
        places[one["_id"]] = one["village_path"]
    writes = []
    for each in found:
        now = [places.get(one, old) for one, old in zip(each["entries"], each["places"], strict=True)]
        if now != each["places"]:
            within = sorted({path for place in now for path in paths_down_to(place)})
            told = {"places": now, "within": within}
            writes.append(UpdateOne({"_id": each["_id"]}, {"$set": told, "$inc": {"revision": 1}}))
    if writes:
        collection().bulk_write(writes, ordered=False)


# --- for people -------------------------------------------------------------------------------------------------


def get(duplicate_id: str, *, seen_by: Actor) -> Document:
    """Raises DuplicateNotFound, also when neither entry lies in the actor's area."""
    found = find(duplicate_id)
    if found is None or not any(seen_by.covers(place) for place in found["places"]):
        raise DuplicateNotFound(duplicate_id=duplicate_id)
    return found


def find(duplicate_id: str) -> Document | None:
    """For the system."""
    return collection().find_one({"_id": duplicate_id})


def page(*, seen_by: Actor, state: str, now: datetime, before: int | None, limit: int) -> list[Document]:
    """Candidates of a state of which at least one entry lies in the actor's area, the newest first."""
    where = {"within": seen_by.area_path, "state": state}
    return newest(collection(), where, now=now, before=before, limit=limit)


def of_entries(ids: Iterable[str]) -> list[Document]:
    """All candidates of some people or households. For who was let see them."""
    return list(collection().find({"entries": {"$in": list(ids)}}))


def unsettled() -> list[Document]:
    """Answers whose effect upon the entries may not be written yet. For the system."""
    return list(collection().find({"is_settled": False}))


def change(found: Document, changes: Mapping[str, Any], entry: Mapping[str, Any] | None = None) -> Document:
    """Write an answer in one update if it is still as it was read. Raises DuplicateChanged."""
    update: dict[str, Any] = {"$set": dict(changes), "$inc": {"revision": 1}}
    if entry is not None:
        update["$push"] = {"history": dict(entry)}
    where = {"_id": found["_id"], "revision": found["revision"]}
    after = collection().find_one_and_update(where, update, return_document=ReturnDocument.AFTER)
    if after is None:
        raise DuplicateChanged(duplicate_id=found["_id"])
    return after
