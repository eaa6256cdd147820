"""Going on with what a crash cut off: each thing by itself, so that one that can't be gone on with keeps back no other.

What stumbled stays as it is and is tried again with the next sweep; the log names it each time.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from core.mongo import UNREACHABLE

log = logging.getLogger(__name__)

One = TypeVar("One")


def each(found: Iterable[One], settle: Callable[[One], object]) -> int:
    """Settle them one by one; how many went through.

    A database that is away is nobody's fault and ends it: the next sweep begins anew. Raises those of UNREACHABLE.
    """
    return sum(_went_through(one, settle) for one in list(found))


def _went_through(one: One, settle: Callable[[One], object]) -> bool:
    try:
        settle(one)
    except UNREACHABLE:
        raise
    except Exception:
        log.exception("could not be gone on with", extra={"kind": type(one).__name__, "subject": _id_of(one)})
        return False
    return True


def _id_of(one: Any) -> str:
    return str(one["_id"] if isinstance(one, Mapping) else one.id)
