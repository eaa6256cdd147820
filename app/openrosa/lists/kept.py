"""Lists made lately, so that the file a phone fetches is the one that its manifest named."""

import csv
import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

_KEPT_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class PersonalList:
    content: bytes
    md5: str


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> PersonalList:
    """The list as phones read it: CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    content = text.getvalue().encode()
    return PersonalList(content, hashlib.md5(content, usedforsecurity=False).hexdigest())


class Kept:
    """Lists by owner and hash, the latest of them, up to a number of bytes."""

    def __init__(self, most: int = _KEPT_BYTES) -> None:
        self._lists: OrderedDict[tuple[str, str], PersonalList] = OrderedDict()
        self._most = most
        self._bytes = 0
        self._lock = threading.Lock()

    def put(self, owner: str, made: PersonalList) -> None:
        with self._lock:
            if (owner, made.md5) not in self._lists:
                self._bytes += len(made.content)
            self._lists[owner, made.md5] = made
            while self._bytes > self._most and len(self._lists) > 1:
                _, oldest = self._lists.popitem(last=False)
                self._bytes -= len(oldest.content)

    def get(self, owner: str, md5: str) -> PersonalList | None:
        with self._lock:
            return self._lists.get((owner, md5))
