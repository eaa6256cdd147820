"""HTTP Digest (RFC 2617, qop=auth, MD5) as ODK Collect speaks it, without state shared between processes.

A nonce is a moment, some random bytes and a signature: any web process can check it. Replays are looked for within one
process; one that slips through another does no harm, since a submission sent twice is one submission.
"""

import base64
import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote
from urllib.request import parse_http_list, parse_keqv_list

from app.auth.passwords import REALM

NONCE_LIVES = timedelta(hours=12)
_KEPT_NONCES = 10_000
_WINDOW = 4096


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """The fields of an `Authorization: Digest` header."""

    username: str
    nonce: str
    uri: str
    response: str
    qop: str
    nc: str
    cnonce: str

    @classmethod
    def parse(cls, header: str) -> "DigestAnswer | None":
        """None when it is not a Digest header of our realm."""
        scheme, _, rest = header.partition(" ")
        if scheme.lower() != "digest":
            return None
        fields = {name.lower(): value for name, value in parse_keqv_list(_pairs(rest)).items()}
        if fields.get("realm") != REALM or fields.get("algorithm", "MD5").upper() != "MD5":
            return None
        wanted = {
            name: fields.get(name, "") for name in ("username", "nonce", "uri", "response", "qop", "nc", "cnonce")
        }
        return cls(**wanted) if all(wanted[name] for name in ("username", "nonce", "uri", "response")) else None

    def is_for(self, method: str, target: str, ha1: str) -> bool:
        """Whether the response was made with this HA1 for this method and request target (path and query)."""
        if unquote(self.uri) != unquote(target):
            return False
        ha2 = _md5(f"{method}:{self.uri}")
        middle = [self.nonce, self.nc, self.cnonce, self.qop] if self.qop else [self.nonce]
        return hmac.compare_digest(_md5(":".join([ha1, *middle, ha2])).encode(), self.response.lower().encode())


def _pairs(text: str) -> list[str]:
    return [pair for pair in parse_http_list(text) if pair.partition("=")[2]]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


class Nonces:
    """Makes and checks nonces."""

    def __init__(self, secret_key: str) -> None:
        self._key = hmac.digest(secret_key.encode(), b"digest nonce", "sha256")
        self._seen: OrderedDict[str, set[int]] = OrderedDict()
        self._lock = threading.Lock()

    def make(self, now: datetime) -> str:
        unique = int(now.timestamp()).to_bytes(6, "big") + secrets.token_bytes(8)
        return base64.urlsafe_b64encode(unique + hmac.digest(self._key, unique, "sha256")[:16]).decode()

    def is_ours(self, nonce: str) -> bool:
        try:
            raw = base64.urlsafe_b64decode(nonce)
        except ValueError:
            return False
        return hmac.compare_digest(raw[14:], hmac.digest(self._key, raw[:14], "sha256")[:16])

    def is_fresh(self, nonce: str, now: datetime) -> bool:
        """For a nonce that is ours."""
        made = int.from_bytes(base64.urlsafe_b64decode(nonce)[:6], "big")
        return made + NONCE_LIVES.total_seconds() > now.timestamp()

    def is_first_use(self, nonce: str, nc: str) -> bool:
        """False for a count that was used with this nonce. Counts may come out of order: phones use several lines."""
        try:
            count = int(nc, 16) if nc else None
        except ValueError:
            return False
        if count is None:
            return True
        with self._lock:
            seen = self._seen.setdefault(nonce, set())
            self._seen.move_to_end(nonce)
            if count in seen or (seen and count < max(seen) - _WINDOW):
                return False
            seen.add(count)
            if len(seen) > 2 * _WINDOW:
                self._seen[nonce] = {one for one in seen if one >= max(seen) - _WINDOW}
            while len(self._seen) > _KEPT_NONCES:
                self._seen.popitem(last=False)
            return True


def challenge(nonces: Nonces, now: datetime, *, stale: bool) -> str:
    tail = ", stale=true" if stale else ""
    return f'Digest realm="{REALM}", qop="auth", nonce="{nonces.make(now)}", algorithm=MD5, domain="/"{tail}'
