"""People who sign in: every query and change. The keys of their phones: `phone_keys.py`."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mongoengine.errors import NotUniqueError

from app.auth import phone_keys
from app.auth.errors import LockedByHigher, UnknownRole, UsernameTaken
from app.auth.models import FailedSignIns, Person, PhoneKey, Session
from app.auth.passwords import NO_PASSWORD, ha1, hash_password
from app.auth.permissions import PERMISSIONS, Role
from app.auth.ranks import roles_given_by
from core.actor import SYSTEM, Actor
from core.ids import new_id
from core.mongo import collection
from registry import areas
from registry.rules.names import folded

_SENDS = "submission.send"


def ensure_indexes() -> None:
    for kind in (Person, PhoneKey, Session, FailedSignIns):
        kind.ensure_indexes()
    _make_searchable()


def _make_searchable() -> None:
    """Accounts that were made before the search looked into the database."""
    for one in Person.objects(sought=None).only("id", "name", "username", "phone_number"):
        Person.objects(id=one.id).update_one(set__sought=_sought(one.name, one.username, one.phone_number))


def _sought(name: str, username: str, phone: str) -> str:
    return folded(f"{name} {username} {phone}")


def actor_of(person: Person) -> Actor:
    also = tuple(person.also)
    return Actor(id=person.id, roles=frozenset(person.roles), area_path=person.area_path, name=person.name, also=also)


def find_by_username(username: str) -> Person | None:
    found: Person | None = Person.objects(username=username.strip().lower()).first()
    return found


def find_person(person_id: str) -> Person | None:
    found: Person | None = Person.objects(id=person_id).first()
    return found


def has_training_accounts() -> bool:
    """Whether somebody of the training commune could sign in here: his password is in a file."""
    return Person.objects(is_training=True, is_disabled=False).first() is not None


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Names by id, for pages that tell who did what. Ids that are nobody's are left out."""
    return {one.id: one.name for one in Person.objects(id__in=list(set(ids))).only("name")}


def add_person(
    *,
    username: str,
    name: str,
    roles: Iterable[str],
    area_path: str,
    password: str,
    at: datetime,
    is_training: bool = False,
) -> Person:
    """Raises UnknownRole, UsernameTaken."""
    roles = list(roles)
    for role in roles:
        if role not in set(Role):
            raise UnknownRole(role=role)
    username = username.strip().lower()
    person = Person(
        id=new_id(),
        username=username,
        name=name,
        sought=_sought(name, username, ""),
        roles=roles,
        area_path=area_path,
        also=areas.taken_over_by(area_path),
        password_hash=hash_password(password),
        phone_ha1=_phone_secret(username, roles, password),
        is_training=is_training,
        created_at=at,
        password_set_at=at,
    )
    try:
        saved: Person = person.save(force_insert=True)
    except NotUniqueError as error:
        raise UsernameTaken(username=username) from error
    return saved


def imports_of(usernames: Iterable[str]) -> dict[str, str | None]:
    """Of these user names those that are taken, each with the import that made the account, if one did."""
    found = Person.objects(username__in=list(set(usernames))).only("username", "imported_by")
    return {one.username: one.imported_by for one in found}


def add_many(rows: Iterable[tuple[str, str, Role, str, str]], import_id: str, *, at: datetime) -> list[str]:
    """Write many accounts without a password in one go: user name, name, role, area, telephone. Returns their ids.

    Raises BulkWriteError when a name is taken; the caller takes back what was written.
    """
    rows = list(rows)
    also = {area: areas.taken_over_by(area) for area in {row[3] for row in rows}}
    made = [
        {
            "_id": new_id(),
            "username": username,
            "name": name,
            "roles": [str(role)],
            "area_path": area,
            "also": also[area],
            "phone_number": phone,
            "sought": _sought(name, username, phone),
            "password_hash": NO_PASSWORD,
            "phone_keys": [],
            "imported_by": import_id,
            "is_disabled": False,
            "is_training": False,
            "language": "vi",
            "created_at": at,
            "password_set_at": at,
        }
        for username, name, role, area, phone in rows
    ]
    if made:
        collection("people").insert_many(made, ordered=True)
    return [str(one["_id"]) for one in made]


def take_back(usernames: Iterable[str], import_id: str, *, at: datetime) -> None:
    """Remove the accounts that an import wrote just now and that can't stay."""
    Person.objects(username__in=list(usernames), imported_by=import_id, created_at=at).delete()


def imported_by(import_id: str) -> list[Person]:
    return list(Person.objects(imported_by=import_id).order_by("username"))


def people_by_id(ids: Iterable[str]) -> list[Person]:
    """By name of user; ids that are nobody's are left out."""
    return list(Person.objects(id__in=list(set(ids))).order_by("username"))


def set_password(person: Person, password: str, *, at: datetime) -> None:
    """A new password ends every session of the person."""
    person.password_hash = hash_password(password)
    person.phone_ha1 = _phone_secret(person.username, person.roles, password)
    person.password_set_at = at
    person.save()
    Person.objects(id=person.id).update_one(set__is_phone_shut=False)
    Session.objects(person_id=person.id).delete()


def disable(person: Person, *, by: Actor, at: datetime) -> None:
    """Lock somebody out: sessions end, phone keys are revoked. A lock of a higher level stays that level's.

    Raises LockedByHigher.
    """
    if person.is_disabled:
        require_own_lock(person, by)
    person.is_disabled, person.locked_by, person.locked_from = True, by.id, by.area_path
    person.save()
    lose_phone(person, at=at)


def lose_phone(person: Person, *, at: datetime) -> None:
    """Nothing of a lost phone opens: keys, the password on phones and every session end; the account stays."""
    Session.objects(person_id=person.id).delete()
    phone_keys.revoke(person, at=at)


def enable(person: Person, *, by: Actor) -> None:
    """Let somebody in again. Raises LockedByHigher when a higher level locked the account."""
    require_own_lock(person, by)
    person.is_disabled, person.locked_by, person.locked_from = False, None, None
    person.save()


def require_own_lock(person: Person, by: Actor) -> None:
    """A lock is opened by who set it, by his level, or by one above; one of nobody's by whoever manages him.

    Raises LockedByHigher.
    """
    if person.locked_by in (None, by.id) or by == SYSTEM:
        return
    locker = find_person(person.locked_by)
    is_above = by.covers(person.locked_from or "") and person.locked_by != SYSTEM.id
    if not is_above or (locker is not None and not roles_given_by(actor_of(locker)) <= roles_given_by(by)):
        raise LockedByHigher(person_id=person.id)


def move(person: Person, area_path: str) -> None:
    """Give somebody another area: what his phone carries follows at its next refresh, what it sends at once."""
    person.area_path, person.also = area_path, areas.taken_over_by(area_path)
    person.save()


def follow(ended: Mapping[str, str]) -> None:
    """Who answered for an area that ended answers for its heir; his phone carries that from its next refresh on."""
    for old, new in ended.items():
        Person.objects(area_path=old).update(set__area_path=new)


def refresh_also(paths: Iterable[str]) -> None:
    """Those who answer for these areas may read what lay in areas whose place they took."""
    for path in sorted(paths):
        if Person.objects(area_path=path).only("id").first() is not None:
            Person.objects(area_path=path).update(set__also=areas.taken_over_by(path))


def people_within(
    area_path: str,
    *,
    roles: Iterable[str] = (),
    sought: str = "",
    imported_by: str = "",
    after: Person | None = None,
    most: int = 2_000,
) -> list[Person]:
    """Those whose area lies in this one, by area and name; the first `most` that fit.

    roles: one of these, none for any. sought: a part of name, user name or telephone, with or without marks. after: the
    last one of the page before.
    """
    where: dict[str, Any] = {}
    if area_path:
        where["area_path"] = {"$gte": area_path, "$lt": f"{area_path}\uffff"}
    if wanted := list(roles):
        where["roles"] = {"$in": wanted}
    if sought.strip():
        where["sought"] = {"$regex": re.escape(folded(sought))}
    if imported_by:
        where["imported_by"] = imported_by
    if after is not None:
        here = {"area_path": after.area_path, "username": {"$gt": after.username}}
        where = {"$and": [where, {"$or": [{"area_path": {"$gt": after.area_path}}, here]}]}
    return list(Person.objects(__raw__=where).order_by("area_path", "username").limit(most))


def _phone_secret(username: str, roles: Iterable[str], password: str) -> str | None:
    """HA1 is worth the password: it is kept only for those whose phones need it."""
    sends = any(_SENDS in PERMISSIONS[Role(role)] for role in roles)
    return ha1(username, password) if sends else None
