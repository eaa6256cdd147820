"""People and the keys of their phones: every query and change."""

from collections.abc import Iterable
from datetime import datetime

from mongoengine.errors import NotUniqueError

from app.auth.errors import UnknownRole, UsernameTaken
from app.auth.models import FailedSignIns, Person, PhoneKey, Session
from app.auth.passwords import ha1, hash_password
from app.auth.permissions import PERMISSIONS, Role
from core.actor import Actor
from core.ids import digest, new_id, new_token

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
    revoke_phone_keys(person, at=at)


def enable(person: Person) -> None:
    person.is_disabled = False
    person.save()


def revoke_phone_keys(person: Person, *, at: datetime) -> None:
    PhoneKey.objects(person_id=person.id, revoked_at=None).update(set__revoked_at=at)


def _phone_secret(username: str, roles: Iterable[str], password: str) -> str | None:
    """HA1 is worth the password: it is kept only for those whose phones need it."""
    sends = any(_SENDS in PERMISSIONS[Role(role)] for role in roles)
    return ha1(username, password) if sends else None


def issue_phone_key(person: Person, *, at: datetime) -> str:
    """A new key, returned once; only its hash is kept."""
    key = new_token()
    PhoneKey(id=digest(key), person_id=person.id, created_at=at).save(force_insert=True)
    return key


def find_by_phone_key(key: str) -> Person | None:
    """None for an unknown or a revoked key."""
    found: PhoneKey | None = PhoneKey.objects(id=digest(key)).first()
    if found is None or found.revoked_at is not None:
        return None
    return find_person(found.person_id)
