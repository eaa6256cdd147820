"""Signing in and out. Sessions live in the database: ending one is at once, whichever process is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.auth import people, throttle
from app.auth.errors import PersonDisabled, WrongCredentials
from app.auth.models import Person, Session
from app.auth.passwords import is_password
from core import audit
from core.ids import digest, new_token

LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignedIn:
    token: str
    expires_at: datetime
    person: Person


def sign_in(username: str, password: str, *, address: str, now: datetime) -> SignedIn:
    """Raises TooManyFailures, WrongCredentials, PersonDisabled (only to somebody who knows the password)."""
    account = username.strip().lower()
    throttle.require_not_throttled(account, address, now=now)
    person = people.find_by_username(account)
    if not is_password(password, person.password_hash if person else None) or person is None:
        throttle.count_failure(account, address, now=now)
        raise WrongCredentials()
    if person.is_disabled:
        raise PersonDisabled()
    throttle.forget_failures(account, address)
    audit.record("person.signed_in", by=person.id, subject=person.id, at=now)
    token = new_token()
    expires_at = now + LIFETIME
    Session(id=digest(token), person_id=person.id, created_at=now, expires_at=expires_at).save(force_insert=True)
    return SignedIn(token=token, expires_at=expires_at, person=person)


def sign_out(token: str) -> None:
    Session.objects(id=digest(token)).delete()


def find_signed_in(token: str, *, now: datetime) -> Person | None:
    """Who holds this token; None when it ended or he was disabled."""
    session = Session.objects(id=digest(token)).first()
    if session is None or session.expires_at <= now:
        return None
    person = people.find_person(session.person_id)
    return None if person is None or person.is_disabled else person
