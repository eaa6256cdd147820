"""Sequence numbers that grow with time and need no counter that all writers lock."""

import secrets
from datetime import UTC, datetime

_RANDOM_BITS = 20


def sequence_at(moment: datetime) -> int:
    """A number for something that happens at `moment`: milliseconds since 1970, then 20 random bits.

    Two processes that draw in the same millisecond get different numbers (one in a million does not, and then
    the order of the two is by id). Fits a signed 64-bit integer until the year 2248.
    """
    return first_of(moment) + secrets.randbits(_RANDOM_BITS)


def first_of(moment: datetime) -> int:
    """The smallest number that `sequence_at(moment)` can give."""
    return int(moment.timestamp() * 1000) << _RANDOM_BITS


def moment_of(sequence: int) -> datetime:
    return datetime.fromtimestamp((sequence >> _RANDOM_BITS) / 1000, UTC)
