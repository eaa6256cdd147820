"""Lists made lately, so that the file a phone fetches is the one that its manifest named."""

import csv
import hashlib
import io
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

_KEPT_BYTES = 64_000_000
_TRUSTED_SECONDS = 600.0
"""Whoever changes a household marks its village afterwards; this is for one that was killed in between."""

Place = tuple[str, str, str]
"""Path of the area, name of the file, role of the form (for points: id of the rule set)."""


@dataclass(frozen=True, slots=True)
class PersonalList:
    content: bytes
    md5: str


@dataclass(frozen=True, slots=True)
class _Present:
    state: Hashable
    md5: str
    until: float


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> PersonalList:
    """The list as phones read it: CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return of_bytes(text.getvalue().encode())


def of_bytes(content: bytes) -> PersonalList:
    return PersonalList(content, hashlib.md5(content, usedforsecurity=False).hexdigest())


class Kept:
    """Lists by place and hash, the latest of them, up to a number of bytes; and which of them is the present one."""

    def __init__(self, most: int = _KEPT_BYTES) -> None:
        self._lists: OrderedDict[tuple[Place, str], PersonalList] = OrderedDict()
        self._present: dict[Place, _Present] = {}
        self._most = most
        self._bytes = 0
        self._lock = threading.Lock()

    def current(self, place: Place, state: Hashable, make: Callable[[], PersonalList]) -> PersonalList:
        """The list of a place while its state is the same and for at most ten minutes, else one made anew."""
        with self._lock:
            known = self._present.get(place)
        if known is not None and known.state == state and known.until > time.monotonic():
            found = self.get(place, known.md5)
            if found is not None:
                return found
        made = self.put(place, make())
        with self._lock:
            self._present[place] = _Present(state, made.md5, time.monotonic() + _TRUSTED_SECONDS)
        return made

    def put(self, place: Place, made: PersonalList) -> PersonalList:
        with self._lock:
            if (place, made.md5) not in self._lists:
                self._bytes += len(made.content)
            self._lists[place, made.md5] = made
            self._lists.move_to_end((place, made.md5))
            while self._bytes > self._most and len(self._lists) > 1:
                (of, _), oldest = self._lists.popitem(last=False)
                self._present.pop(of, None)
                self._bytes -= len(oldest.content)
        return made

    def get(self, place: Place, md5: str) -> PersonalList | None:
        with self._lock:
            return self._lists.get((place, md5))
