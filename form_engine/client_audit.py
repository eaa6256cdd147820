"""`audit.csv`: how an interview went on the phone, question by question (protocol rules U1-U3).

Read by the names of the columns, leniently: a log is never a reason to refuse a form. Times are the phone's, so only
their differences are told.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LARGEST = 5_000_000
_QUESTION = frozenset({"question", "group questions"})
_POSITION = re.compile(r"\[\d+\]")


@dataclass(slots=True)
class Asked:
    """One question as the log tells it; in a repeat each line on its own. seconds: over all visits to it."""

    path: str
    seconds: float = 0.0
    visits: int = 0
    changes: list[tuple[str, str]] = field(default_factory=list)
    """Answers that were there and became others: (before, after)."""


@dataclass(frozen=True, slots=True)
class ClientAudit:
    """seconds: on questions alone. elapsed: from the first event to the last. jumps: to another place of the form."""

    asked: tuple[Asked, ...]
    seconds: float
    elapsed: float
    resumed: int
    jumps: int

    @property
    def changed(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.asked if one.changes)

    def longest(self, most: int) -> list[Asked]:
        return sorted(self.asked, key=lambda one: one.seconds, reverse=True)[:most]


def read_client_audit(content: bytes) -> ClientAudit | None:
    """None when it is no such log, or beyond all measure."""
    if len(content) > LARGEST:
        return None
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""), strict=False)
    if "event" not in (rows.fieldnames or ()):
        return None
    try:
        return _summed(rows)
    except csv.Error:  # a field without an end
        return None


def _summed(rows: Iterable[Mapping[str, str | None]]) -> ClientAudit:
    asked: dict[str, Asked] = {}
    moments: list[int] = []
    counts = {"form resume": 0, "jump": 0}
    for row in rows:
        event, start, end = row.get("event") or "", _whole(row.get("start")), _whole(row.get("end"))
        moments += [moment for moment in (start, end) if moment is not None]
        if event in counts:
            counts[event] += 1
        if event in _QUESTION and row.get("node"):
            one = asked.setdefault(str(row["node"]), Asked(str(row["node"])))
            _add(one, row, start, end)
    return ClientAudit(
        asked=tuple(asked.values()),
        seconds=sum(one.seconds for one in asked.values()),
        elapsed=(max(moments) - min(moments)) / 1000 if moments else 0.0,
        resumed=counts["form resume"],
        jumps=counts["jump"],
    )


def _add(one: Asked, row: Mapping[str, str | None], start: int | None, end: int | None) -> None:
    one.visits += 1
    if start is not None and end is not None and end > start:
        one.seconds += (end - start) / 1000
    before, after = row.get("old-value") or "", row.get("new-value") or ""
    if before and before != after:
        one.changes.append((before, after))


def plain_path(path: str) -> str:
    """Without the positions of repeats, as the form's definition has it."""
    return _POSITION.sub("", path)


def _whole(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 16 else None
