"""Every query and write of entities: the rows of lists that phones carry and change (registry/rules/entities.py).

One document an entity holds its versions, so that a change is one guarded write: two workers make two versions, never
one twice. An entity belongs to a place, and is seen from there up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pymongo import InsertOne, UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, DuplicateKeyError

from core import mongo
from core.actor import Actor, paths_down_to
from core.mongo import Document, ensure_index
from registry.errors import EntityNotFound, EntityStale
from registry.repository import mark_changed
from registry.rules.entities import Changed, Conflict, Entity, EntityVersion, Held, Kind, Refused

MOST_VERSIONS = 200
_MOST_CHARACTERS = 4_000_000
"""Kept of an entity's versions, the latest; older ones can be made again from the forms that are kept."""
FORCED_AFTER = timedelta(days=5)
"""So long a change waits for its forerunner (rule N8)."""
_TRIES = 20
_DUPLICATE = 11_000

Outcome = Changed | Held | Refused


def collection() -> Collection[Document]:
    return mongo.collection("entities")


def waiting() -> Collection[Document]:
    """Forms whose change waits for a forerunner, by entity."""
    return mongo.collection("entities_awaited")


def ensure_indexes() -> None:
    ensure_index(collection(), "seen_in", "entity_id")
    ensure_index(collection(), "conflict_in", "list")
    ensure_index(waiting(), "since")


def key_of(list_name: str, entity_id: str) -> str:
    return f"{list_name}/{entity_id}"


def find(list_name: str, entity_id: str) -> Document | None:
    return collection().find_one({"_id": key_of(list_name, entity_id)})


def get(list_name: str, entity_id: str, *, seen_by: Actor) -> Document:
    """Raises EntityNotFound, also when it lies outside the actor's area."""
    found = find(list_name, entity_id)
    if found is None or not seen_by.covers(found["place"]):
        raise EntityNotFound(list=list_name, entity_id=entity_id)
    return found


def by_id(list_name: str, ids: Iterable[str]) -> dict[str, Document]:
    """Entities of a list with their latest version alone. For the system."""
    keys = [key_of(list_name, one) for one in ids]
    return {one["entity_id"]: one for one in collection().find({"_id": {"$in": keys}}, {"versions": 0})}


def in_list(list_name: str, *, seen_by: Actor) -> Iterable[Document]:
    """What a person carries of a list: all of his area that are not deleted, with their latest version alone."""
    where = {"seen_in": _seen_in(list_name, seen_by.area_path), "entity_id": {"$gte": ""}, "is_deleted": False}
    return collection().find(where, {"versions": 0, "seen_in": 0}).sort("entity_id", 1)


def page(list_name: str, *, seen_by: Actor, after: str, limit: int) -> list[Document]:
    """Entities of a list in an area by id, those taken off it, too; at most `limit` of those behind `after`."""
    where = {"seen_in": _seen_in(list_name, seen_by.area_path), "entity_id": {"$gt": after}}
    return list(collection().find(where, {"versions": 0, "seen_in": 0}).sort("entity_id", 1).limit(limit))


def in_conflict(list_name: str, *, seen_by: Actor, most: int = 200) -> list[Document]:
    """Entities of an area whose conflict nobody resolved yet."""
    where = {"conflict_in": seen_by.area_path, "list": list_name}
    return list(collection().find(where, {"versions": 0}).limit(most))


def _seen_in(list_name: str, path: str) -> str:
    return f"{list_name}@{path}"


def household_of(list_name: str, entity_id: str) -> str:
    """The household that an entity stands for; empty when for none."""
    found = collection().find_one({"_id": key_of(list_name, entity_id)}, {"household_id": 1})
    return str((found or {}).get("household_id") or "")


# --- writing ----------------------------------------------------------------------------------------------------


def change(
    list_name: str,
    entity_id: str,
    decide: Callable[[Entity | None], Outcome],
    *,
    place: str,
    household_id: str = "",
) -> Outcome:
    """Let `decide` say what becomes of an entity, and keep that, unless somebody else changed it meanwhile: then anew.

    place, household_id: of an entity that is new. Raises EntityStale when others keep changing it.
    """
    for _ in range(_TRIES):
        stored = find(list_name, entity_id)
        outcome = decide(_entity(stored) if stored else None)
        if not isinstance(outcome, Changed):
            return outcome
        if not outcome.is_new or _keep(
            list_name, entity_id, stored, outcome.entity, stored["place"] if stored else place, household_id
        ):
            mark(list_name, [stored["place"] if stored else place])  # again, too: an earlier run may have been cut off
            return outcome
    raise EntityStale(list=list_name, entity_id=entity_id)


def _keep(
    list_name: str, entity_id: str, stored: Document | None, entity: Entity, place: str, household_id: str
) -> bool:
    """False when somebody else changed it, or made it, meanwhile."""
    if stored is not None:
        update = _update(stored, entity, place)
        return collection().update_one(_unchanged(stored), update).matched_count == 1
    try:
        collection().insert_one(_new(list_name, entity_id, entity, place, household_id))
    except DuplicateKeyError:
        return False
    return True


def _new(list_name: str, entity_id: str, entity: Entity, place: str, household_id: str) -> Document:
    return {
        "_id": key_of(list_name, entity_id),
        "list": list_name,
        "entity_id": entity_id,
        "household_id": household_id,
        "made_at": entity.latest.at,
        "revision": 0,
        **_document(entity),
        **_where(list_name, place, entity),
    }


def _unchanged(stored: Document) -> Document:
    return {"_id": stored["_id"], "revision": stored["revision"]}


def _update(stored: Document, entity: Entity, place: str) -> Document:
    return {"$set": {**_document(entity), **_where(stored["list"], place, entity)}, "$inc": {"revision": 1}}


def _where(list_name: str, place: str, entity: Entity) -> Document:
    paths = paths_down_to(place)
    return {
        "place": place,
        "seen_in": [_seen_in(list_name, path) for path in paths],
        "conflict_in": paths if entity.conflict and not entity.is_deleted else [],
    }


def keep_many(list_name: str, made: Iterable[tuple[str, str, str, Document | None, Entity]]) -> None:
    """Keep several (entity id, place, household, as it was stored, as it shall be) at once; who came first wins."""
    writes: list[InsertOne[Document] | UpdateOne] = []
    for entity_id, place, household_id, stored, entity in made:
        if stored is None:
            writes.append(InsertOne(_new(list_name, entity_id, entity, place, household_id)))
        else:
            writes.append(UpdateOne(_unchanged(stored), _update(stored, entity, place)))
    try:
        if writes:
            collection().bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        if any(one["code"] != _DUPLICATE for one in error.details["writeErrors"]):
            raise


def with_versions(list_name: str, ids: Iterable[str]) -> dict[str, Document]:
    """Entities with all that is kept of them. For the system."""
    keys = [key_of(list_name, one) for one in ids]
    return {one["entity_id"]: one for one in collection().find({"_id": {"$in": keys}})}


def replace_entity(stored: Document, entity: Entity) -> None:
    """Write what a person decided (values, or that it is off the lists), if it is still as he saw it.

    Raises EntityStale.
    """
    if not _keep(stored["list"], stored["entity_id"], stored, entity, stored["place"], ""):
        raise EntityStale(list=stored["list"], entity_id=stored["entity_id"])
    mark(stored["list"], [stored["place"]])


def follow_places(moved: Mapping[str, str]) -> None:
    """Entities of villages that became others lie there now. Doing it again finds none."""
    found = collection().find({"place": {"$in": list(moved)}}, {"versions": 0}) if moved else ()
    for stored in list(found):
        paths = paths_down_to(moved[stored["place"]])
        told = {"place": moved[stored["place"]], "seen_in": [_seen_in(stored["list"], one) for one in paths]}
        told |= {"conflict_in": paths} if stored["conflict_in"] else {}
        collection().update_one(
            {"_id": stored["_id"], "place": stored["place"]}, {"$set": told, "$inc": {"revision": 1}}
        )
        mark(stored["list"], [stored["place"], moved[stored["place"]]])


def mark(list_name: str, places: Iterable[str]) -> None:
    """Say that entities at these places changed; after they did."""
    mark_changed({_seen_in(list_name, path) for place in places for path in paths_down_to(place)})


def mark_name(list_name: str, area_path: str) -> str:
    """What marks the present state of a list for those of an area (registry.repository.marks_of)."""
    return _seen_in(list_name, area_path)


# --- changes that wait ------------------------------------------------------------------------------------------


def wait_for(list_name: str, entity_id: str, submission_key: str, *, since: datetime) -> None:
    """Note that a form came before its forerunner."""
    waiting().update_one(
        {"_id": key_of(list_name, entity_id)},
        {"$addToSet": {"forms": submission_key}, "$min": {"since": since}},
        upsert=True,
    )


def awaiting(list_name: str, entity_id: str) -> list[str]:
    """Keys of the forms that wait for a change of this entity."""
    found = waiting().find_one({"_id": key_of(list_name, entity_id)})
    return list(found["forms"]) if found else []


def no_longer_awaited(list_name: str, entity_id: str, forms: list[str]) -> None:
    """Remove a note whose forms were woken; one that changed meanwhile stays."""
    waiting().delete_one({"_id": key_of(list_name, entity_id), "forms": forms})


def awaited_since(before: datetime, *, most: int = 1_000) -> list[Document]:
    """Notes that are older than a moment."""
    return list(waiting().find({"since": {"$lte": before}}).limit(most))


# --- shapes -----------------------------------------------------------------------------------------------------


def entity_of(stored: Document) -> Entity:
    return _entity(stored)


def _entity(stored: Document) -> Entity:
    return Entity(
        versions=tuple(_version(one) for one in stored["versions"]),
        conflict=Conflict(stored["conflict"]) if stored["conflict"] else None,
        is_deleted=stored["is_deleted"],
    )


def _version(kept: Mapping[str, Any]) -> EntityVersion:
    return EntityVersion(
        **{
            **kept,
            "data": dict(kept["data"]),
            "received": dict(kept["received"]),
            "kind": Kind(kept["kind"]),
            "conflict": Conflict(kept["conflict"]) if kept["conflict"] else None,
            "conflicting": tuple(kept["conflicting"]),
        }
    )


def _document(entity: Entity) -> Document:
    latest = entity.latest
    return {
        "version": latest.number,
        "label": latest.label,
        "data": dict(latest.data),
        "updated_at": latest.at,
        "conflict": entity.conflict,
        "is_deleted": entity.is_deleted,
        "versions": [{**asdict(one), "conflicting": list(one.conflicting)} for one in _latest(entity.versions)],
    }


def _latest(versions: Sequence[EntityVersion]) -> Sequence[EntityVersion]:
    """As many as one document holds."""
    kept, size = 0, 0
    for one in reversed(versions[-MOST_VERSIONS:]):
        size += sum(len(value) for values in (one.data, one.received) for value in values.values())
        if kept and size > _MOST_CHARACTERS:
            break
        kept += 1
    return versions[-kept:]
