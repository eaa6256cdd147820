"""Opaque ids, and secrets that are shown once."""

import hashlib
import secrets
import string
import uuid

# No 0/O, 1/l/I: these are read from paper and typed on phones.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_TOKEN = string.ascii_letters + string.digits


def new_id() -> str:
    """A new opaque id: 32 hex digits."""
    return uuid.uuid4().hex


def id_from(*parts: str) -> str:
    """The same id for the same parts, always: makes a step that may run twice have one effect."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\x1f".join(parts)).hex


def new_token() -> str:
    """A secret of 64 letters and digits (the length that ODK clients know), never stored in clear."""
    return "".join(secrets.choice(_TOKEN) for _ in range(64))


def new_password() -> str:
    """A password of 12 readable characters in three groups (59 bits): for paper cards and training."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))


def new_receipt(prefix: str) -> str:
    """A code that nobody guesses (59 bits) and that can be read out: `kn-abcd-efgh-2345`."""
    return f"{prefix}-{new_password()}"


def digest(secret: str) -> str:
    """SHA-256 of a high-entropy secret (token, session id), as it is stored. Not for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()
