"""How a phone proves who it is: the key in its address, or its owner's name and password."""

import base64
from datetime import datetime

from app.auth import people, phone_keys, throttle
from app.auth.errors import NotSignedIn, PersonDisabled, PhoneKeyRefused, WrongCredentials
from app.auth.http_digest import DigestAnswer, Nonces
from app.auth.models import Person
from app.auth.passwords import Verified, is_password
from core.actor import Actor


class StaleNonce(NotSignedIn):
    """The answer was right, its nonce is too old or was used: the phone answers again without asking anybody."""

    def __init__(self) -> None:
        super().__init__(stale=True)


def owner_of_key(key: str) -> Actor:
    """Asked for with every request: a lost phone is locked out at once, in every process.

    Raises PhoneKeyRefused (403: a phone with a key is never asked for a password), PersonDisabled.
    """
    found = phone_keys.find_owner(key)
    if found is None:
        raise PhoneKeyRefused()
    actor, is_disabled = found
    if is_disabled:
        raise PersonDisabled()
    return actor


def _able(person: Person) -> Actor:
    """Raises PersonDisabled, PhoneKeyRefused when the phone was lost: 403, so that nobody is asked for a password."""
    if person.is_disabled:
        raise PersonDisabled()
    if person.is_phone_shut:
        raise PhoneKeyRefused()
    return people.actor_of(person)


def _of_phone(username: str) -> str:
    """Failures of phones are counted apart: one that repeats an old password locks nobody out of the console."""
    return f"phone {username.strip().lower()}"


class PasswordDoor:
    """Digest and Basic over the same accounts, with failures counted."""

    def __init__(self, nonces: Nonces, verified: Verified, *, allow_basic: bool) -> None:
        self._nonces = nonces
        self._verified = verified
        self._allow_basic = allow_basic

    def enter(self, header: str | None, *, method: str, target: str, address: str, now: datetime) -> Actor:
        """Who sent this `Authorization` header. target: the request target with its query.

        Raises NotSignedIn (401) and its kinds, TooManyFailures, PersonDisabled, PhoneKeyRefused.
        """
        if not header:
            raise NotSignedIn()
        answer = DigestAnswer.parse(header)
        if answer is not None:
            return self._by_digest(answer, method=method, target=target, address=address, now=now)
        if self._allow_basic and header[:6].lower() == "basic ":
            return self._by_basic(header[6:], address=address, now=now)
        raise NotSignedIn()

    def _by_digest(self, answer: DigestAnswer, *, method: str, target: str, address: str, now: datetime) -> Actor:
        account = _of_phone(answer.username)
        throttle.require_not_throttled(account, address, now=now)
        person = people.find_by_username(answer.username)
        right = person is not None and person.phone_ha1 and answer.is_for(method, target, person.phone_ha1)
        if not right or person is None:
            throttle.count_failure(account, address, now=now)
            raise WrongCredentials()
        fresh = self._nonces.is_ours(answer.nonce) and self._nonces.is_fresh(answer.nonce, now)
        if not fresh or not self._nonces.is_first_use(answer.nonce, answer.nc):
            raise StaleNonce()
        return _able(person)

    def _by_basic(self, encoded: str, *, address: str, now: datetime) -> Actor:
        try:
            username, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except ValueError:  # no base64, or no UTF-8 in it
            raise WrongCredentials() from None
        account = _of_phone(username)
        throttle.require_not_throttled(account, address, now=now)
        person = people.find_by_username(username)
        stored = person.password_hash if person else None
        if person is not None and stored and self._verified.holds(stored, password):
            return _able(person)
        if not is_password(password, stored) or person is None or stored is None:
            throttle.count_failure(account, address, now=now)
            raise WrongCredentials()
        self._verified.remember(stored, password)
        return _able(person)
