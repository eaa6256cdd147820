"""Keys of phones: made, in force, ended. A key opens while it stands in its owner's document, not a moment longer."""

from collections.abc import Iterable
from datetime import datetime

from pymongo import UpdateOne

from app.auth.models import Person, PhoneKey
from core.actor import Actor
from core.ids import digest, new_token
from core.mongo import collection, shared_lookup

_OF_ACTOR = {"roles": 1, "area_path": 1, "name": 1, "is_disabled": 1, "also": 1}


def issue(person: Person, *, at: datetime) -> str:
    """One more key, returned once; only its hash is kept."""
    key = new_token()
    PhoneKey(id=digest(key), person_id=person.id, created_at=at).save(force_insert=True)
    Person.objects(id=person.id).update_one(add_to_set__phone_keys=digest(key))
    return key


def renew(person: Person, *, at: datetime) -> str:
    """A new key in place of all the others, in one update: the old card ends as the new one begins."""
    key = new_token()
    PhoneKey(id=digest(key), person_id=person.id, created_at=at).save(force_insert=True)
    Person.objects(id=person.id).update_one(set__phone_keys=[digest(key)])
    PhoneKey.objects(person_id=person.id, id__ne=digest(key), revoked_at=None).update(set__revoked_at=at)
    return key


def renew_many(persons: Iterable[Person], *, at: datetime) -> dict[str, str]:
    """As `renew`, for a whole sheet of cards in three writes; keys by person."""
    keys = {one.id: new_token() for one in persons}
    if not keys:
        return {}
    collection("phone_keys").insert_many(
        [{"_id": digest(key), "person_id": person, "created_at": at} for person, key in keys.items()]
    )
    collection("people").bulk_write(
        [UpdateOne({"_id": person}, {"$set": {"phone_keys": [digest(key)]}}) for person, key in keys.items()]
    )
    ended = PhoneKey.objects(person_id__in=list(keys), id__nin=[digest(key) for key in keys.values()], revoked_at=None)
    ended.update(set__revoked_at=at)
    return keys


def revoke(person: Person, *, at: datetime) -> None:
    """End every key of a person, and his password on phones: their next request is refused, whichever process gets it.

    A new card opens to a phone again, a new password to one that signs in by name.
    """
    Person.objects(id=person.id).update_one(set__phone_keys=[], set__is_phone_shut=True)
    PhoneKey.objects(person_id=person.id, revoked_at=None).update(set__revoked_at=at)


def find_owner(key: str) -> tuple[Actor, bool] | None:
    """Who holds a key, and whether he is disabled. None for an unknown or a revoked key.

    One look by an index, past the ODM, shared by those who ask at the same moment: phones ask with every submission.
    """
    found = shared_lookup("people", "phone_keys", _OF_ACTOR).find(digest(key))
    if found is None:
        return None
    also = tuple(found.get("also", ()))
    actor = Actor(found["_id"], frozenset(found["roles"]), found.get("area_path", ""), found["name"], also)
    return actor, bool(found.get("is_disabled"))


def issued_to(person_ids: Iterable[str]) -> dict[str, datetime]:
    """When the latest key of each of these people was made, by person; revoked ones, too."""
    found = PhoneKey.objects(person_id__in=list(person_ids)).only("person_id", "created_at")
    latest: dict[str, datetime] = {}
    for one in found:
        latest[one.person_id] = max(one.created_at, latest.get(one.person_id, one.created_at))
    return latest
