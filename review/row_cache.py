"""The rows of rounds as columns in memory, so that the second question about an area is answered at once.

A round of which a row was written since is read again. Bounded by the number of rows; the longest unused go first.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from core.clock import Clock
from core.sequence import first_of
from form_engine.batch.itemise import Rows
from form_engine.batch.layout import layout_of, reading_hash
from form_engine.scoring_sheet import ScoringSheet
from registry.rules.standing import Standing
from review import stored_rows
from review.models import Round
from review.rules.comparison import Numbered, Numbers, Origin

_MOST = 1_500_000
"""Rows in memory, some 60 bytes each."""
_SLACK = timedelta(minutes=2)
"""Two clocks may differ, and a row may be written a while after it was numbered."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Households of one round. villages, origins: the different ones, and the number of each household's own.

    unread: rows that another program made, which are not in it.
    """

    rows: Rows
    villages: tuple[list[str], Numbers]
    origins: tuple[list[Origin], Numbers]
    unread: int

    def __len__(self) -> int:
        return len(self.rows)

    def within(self, area_path: str) -> "Columns":
        """Only households of an area."""
        names, own = self.villages
        inside = np.array([name.startswith(area_path) for name in names], dtype=np.bool_)
        if inside.all():
            return self
        chosen = inside[own]
        rows = np.asfortranarray(self.rows[chosen])
        return Columns(rows, (names, own[chosen]), (self.origins[0], self.origins[1][chosen]), self.unread)


class RowCache:
    """Of one process; for any number of threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[int, Columns]] = OrderedDict()

    def columns(
        self, rounds: list[tuple[Round, ScoringSheet]], area_path: str, *, clock: Clock
    ) -> Iterator[tuple[Round, Columns]]:
        """Each round with its households. area_path: covers the rounds, or lies in the only one."""
        now = first_of(clock() - _SLACK)
        with self._lock:
            known = {opened.id: self._kept[opened.id] for opened, _ in rounds if opened.id in self._kept}
        since = min((read_at for read_at, _ in known.values()), default=now)
        outdated = stored_rows.rounds_changed(area_path, since) if known else set()
        for opened, sheet in rounds:
            if opened.id in known and opened.id not in outdated:
                yield opened, self._used(opened.id, known[opened.id][1])
            else:
                yield opened, self._keep(opened.id, now, read_columns(opened, sheet))

    def _used(self, round_id: str, found: Columns) -> Columns:
        with self._lock:
            if round_id in self._kept:
                self._kept.move_to_end(round_id)
        return found

    def _keep(self, round_id: str, read_at: int, found: Columns) -> Columns:
        with self._lock:
            self._kept[round_id] = (read_at, found)
            self._kept.move_to_end(round_id)
            while sum(len(one) for _, one in self._kept.values()) > self._most and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return found


def read_columns(opened: Round, sheet: ScoringSheet) -> Columns:
    """From the store. sheet: the round's own."""
    reading = reading_hash(sheet)
    villages: Numbered[str] = Numbered()
    origins: Numbered[Origin] = Numbered()
    made, own_village, own_origin, unread = [], [], [], 0
    for row in stored_rows.of_round(opened.id):
        if row["reading"] != reading:
            unread += 1
            continue
        made.append(row["row"])
        own_village.append(villages[row["village_path"]])
        own_origin.append(origins[Standing(row["before"]), tuple(Standing(one) for one in row["history"])])
    table = np.frombuffer(b"".join(made), dtype=np.uint8).reshape(len(made), layout_of(sheet).width)
    return Columns(
        np.asfortranarray(table),
        (list(villages), np.array(own_village, dtype=np.int64)),
        (list(origins), np.array(own_origin, dtype=np.int64)),
        unread,
    )
