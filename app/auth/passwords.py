"""Passwords: argon2id for people, HA1 for phones that can do Digest only."""

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

REALM = "Ra Soat"
"""Of Digest and Basic. Part of every stored HA1: changing it locks every phone out."""

# 19 MiB, two passes, one lane: the OWASP minimum for argon2id, about 30 ms of one core.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

NO_PASSWORD = "!"  # noqa: S105  it is none
"""Kept for those who were never given one: no password fits it."""

_nobody = _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Whether it is the password. Takes the same time when there is no such person (stored None), or no password."""
    stored = None if stored == NO_PASSWORD else stored
    try:
        return _hasher.verify(stored or _nobody, password) and stored is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def ha1(username: str, password: str) -> str:
    """RFC 2617, 3.2.2.2, algorithm MD5: the only one that ODK Collect speaks."""
    return hashlib.md5(f"{username}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()


class Verified:
    """Passwords that were right a short while ago, as keyed hashes in memory.

    A phone sends its Basic password with each of 200 requests; argon2 on each would be all the server did.
    """

    def __init__(self, *, seconds: float = 300.0, most: int = 4096) -> None:
        self._key = secrets.token_bytes(32)
        self._seconds, self._most = seconds, most
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._lock = threading.Lock()

    def holds(self, stored: str, password: str) -> bool:
        with self._lock:
            return self._until.get(self._mark(stored, password), 0.0) > time.monotonic()

    def remember(self, stored: str, password: str) -> None:
        with self._lock:
            self._until[self._mark(stored, password)] = time.monotonic() + self._seconds
            while len(self._until) > self._most:
                self._until.popitem(last=False)

    def _mark(self, stored: str, password: str) -> bytes:
        return hmac.digest(self._key, f"{stored}\x00{password}".encode(), "sha256")
