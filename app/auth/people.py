"""People who sign in: every query and change. The keys of their phones: `phone_keys.py`."""

from collections.abc import Iterable
from datetime import datetime

from mongoengine.errors import NotUniqueError

from app.auth import phone_keys
from app.auth.errors import UnknownRole, UsernameTaken
from app.auth.models import FailedSignIns, Person, PhoneKey, Session
from app.auth.passwords import NO_PASSWORD, ha1, hash_password
from app.auth.permissions import PERMISSIONS, Role
from core.actor import Actor
from core.ids import new_id
from core.mongo import collection

_SENDS = "submission.send"


def ensure_indexes() -> None:
    for kind in (Person, PhoneKey, Session, FailedSignIns):
        kind.ensure_indexes()


def actor_of(person: Person) -> Actor:
    return Actor(id=person.id, roles=frozenset(person.roles), area_path=person.area_path, name=person.name)


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
        roles=roles,
        area_path=area_path,
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
    made = [
        {
            "_id": new_id(),
            "username": username,
            "name": name,
            "roles": [str(role)],
            "area_path": area,
            "phone_number": phone,
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
    Session.objects(person_id=person.id).delete()


def disable(person: Person, *, at: datetime) -> None:
    """Lock somebody out: sessions end, phone keys are revoked."""
    person.is_disabled = True
    person.save()
    Session.objects(person_id=person.id).delete()
    phone_keys.revoke(person, at=at)


def enable(person: Person) -> None:
    person.is_disabled = False
    person.save()


def move(person: Person, area_path: str) -> None:
    """Give somebody another area: what his phone carries follows at its next refresh, what it sends at once."""
    person.area_path = area_path
    person.save()


def people_within(area_path: str, *, most: int = 2_000) -> list[Person]:
    """Those whose area lies in this one, by area and name; the first `most`."""
    within = {"area_path__gte": area_path, "area_path__lt": f"{area_path}\uffff"} if area_path else {}
    return list(Person.objects(**within).order_by("area_path", "username").limit(most))


def _phone_secret(username: str, roles: Iterable[str], password: str) -> str | None:
    """HA1 is worth the password: it is kept only for those whose phones need it."""
    sends = any(_SENDS in PERMISSIONS[Role(role)] for role in roles)
    return ha1(username, password) if sends else None
