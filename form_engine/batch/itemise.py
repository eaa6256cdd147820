"""Stored answers -> rows of bytes (`layout.py`), read as `scoring.py` reads them, a block of households at a time."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from form_engine.batch.answers import Answers, AnswersBlock, Block, Numbers, numbers
from form_engine.batch.layout import DEPRIVED, NOT_DEPRIVED, Place, layout_of
from form_engine.batch.learning import Learned, LearnedShares
from form_engine.batch.reading import Reader, Reading
from form_engine.batch.truths import TRUE, UNKNOWN, decided
from form_engine.scoring import band_of, usable_answers
from form_engine.scoring_errors import NoPointTable
from form_engine.scoring_facts import exact, plain
from form_engine.scoring_sheet import Answer, Item, ScoringSheet

Rows = NDArray[np.uint8]

BLOCK = 4_000
"""Households read at a time; more are no faster and only take memory."""

_WRITTEN = np.array([NOT_DEPRIVED, DEPRIVED, 0], dtype=np.uint8)
"""By truth: false, true, unknown."""


class Itemiser:
    """Reads by one rule set; the second block is quicker than the first. Not for several threads at once.

    Raises NoPointTable when the rule set has no items yet.
    """

    def __init__(self, sheet: ScoringSheet) -> None:
        if not sheet.items:
            raise NoPointTable(ruleset=sheet.id)
        self._reader = Reader(sheet)
        self._layout = layout_of(sheet)
        self._items = [(place, _column(item)) for place, item in zip(self._layout.items, sheet.items, strict=True)]
        self._indicators = list(zip(self._layout.indicators, sheet.indicators, strict=True))

    def rows(self, households: Iterable[Answers]) -> Rows:
        """A row for each, in their order. Takes all of them into memory: give it a block at a time."""
        return self.rows_of(AnswersBlock(households))

    def rows_of(self, block: Block) -> Rows:
        reading = self._reader.read(block)
        found = np.zeros((len(reading.rosters.sizes), self._layout.width), dtype=np.uint8)
        for place, column in self._items:
            _write(found, place, column(reading))
        for place, indicator in self._indicators:
            found[:, place.first] = _WRITTEN[reading.deprived(indicator)]
        return found


def _write(rows: Rows, place: Place, codes: Numbers) -> None:
    for number in range(place.width):
        rows[:, place.first + number] = (codes >> (8 * number)) & 0xFF


def _column(item: Item) -> Callable[[Reading], Numbers]:
    """How this item's bytes are found."""
    match item.reading.how:
        case "choice" | "choices":
            chosen = Learned(lambda told: _chosen(item, told))
            return lambda reading: numbers(chosen.of(reading.told(item.code)))
        case "member_count":
            return lambda reading: _counted(item, reading)
        case "per_member":
            shares = LearnedShares(lambda told, size: _banded(item, told, size) if size else 0)
            return lambda reading: numbers(shares.of(reading.told(_field(item)), reading.rosters.sizes.tolist()))
        case _:
            banded = Learned(lambda told: _banded(item, told, 1))
            return lambda reading: numbers(banded.of(reading.told(_field(item))))


def _field(item: Item) -> str:
    return item.reading.of or ""


def _chosen(item: Item, told: Any) -> int:
    places = [_place(item, answer) for answer in usable_answers(item, plain(told))]
    if item.reading.how == "choices":
        return sum(1 << (place - 1) for place in places)
    return places[0] if places else 0


def _banded(item: Item, told: Any, divisor: int) -> int:
    number = exact(plain(told))
    return 0 if number is None else _place(item, band_of(item, number / divisor))


def _counted(item: Item, reading: Reading) -> Numbers:
    rosters = reading.rosters
    counted, unknown = rosters.sizes, np.zeros_like(rosters.sizes)
    if item.reading.of is not None:
        kind = reading.kind(item.reading.of)
        counted, unknown = rosters.count(kind, TRUE), rosters.count(kind, UNKNOWN)
    bands = numbers([_place(item, band_of(item, Fraction(count))) for count in range(int(counted.max(initial=0)) + 1)])
    found = np.where((rosters.sizes == 0) | (unknown > 0), 0, bands[counted])
    return found if item.reading.zero_if_all is None else _unless_all(item, found, reading)


def _unless_all(item: Item, found: Numbers, reading: Reading) -> Numbers:
    """Further on by the number of bands where each member is of the kind named by `zero_if_all`."""
    rosters, kind = reading.rosters, reading.kind(item.reading.zero_if_all or "")
    told = decided(rosters.sizes, rosters.count(kind, TRUE), rosters.count(kind, UNKNOWN))
    all_of_kind = np.where(told == TRUE, found + len(item.answers), found)
    return np.where((found == 0) | (told == UNKNOWN), 0, all_of_kind)


def _place(item: Item, answer: Answer | None) -> int:
    """From 1; 0 for no answer."""
    return next((place for place, one in enumerate(item.answers, start=1) if one is answer), 0)
