"""Rows of bytes -> B1 and B2 of every household, on whatever score sheets: a look-up for each line of the form."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from form_engine.batch.itemise import Rows
from form_engine.batch.layout import DEPRIVED, layout_of
from form_engine.scoring import points_together
from form_engine.scoring_errors import ScoreAreaUnknown
from form_engine.scoring_sheet import Answer, Item, ScoringSheet

Points = NDArray[np.int32]
AreaNumbers = NDArray[np.uint8]

MISSING = -1
"""A total of which an item has no usable answer."""
_BITS, _VALUES = 8, 256


@dataclass(frozen=True, slots=True)
class Totals:
    """B1 and B2 by household, MISSING where an answer is."""

    b1: Points
    b2: Points


def area_numbers(sheet: ScoringSheet, score_areas: Sequence[str]) -> AreaNumbers:
    """Score sheets (NT1..NT6, TT) by their place in the rule set. Raises ScoreAreaUnknown."""
    known = {code: number for number, code in enumerate(sheet.sheets)}
    for code in set(score_areas) - set(known):
        raise ScoreAreaUnknown(ruleset=sheet.id, sheet=code)
    return np.array([known[code] for code in score_areas], dtype=np.uint8)


class PointTable:
    """The points of a rule set, by score sheet and byte of the row. The single scorer says what each byte gives."""

    def __init__(self, sheet: ScoringSheet) -> None:
        layout = layout_of(sheet)
        self._items = [
            (place, item.reading.combine == "max", [_table(item, sheet, number) for number in range(place.width)])
            for place, item in zip(layout.items, sheet.items, strict=True)
        ]
        self._indicators = layout.indicators
        self._deprived = np.zeros(_VALUES, dtype=np.int32)
        self._deprived[DEPRIVED] = sheet.b2.step

    @property
    def highest_b1(self) -> int:
        """No household can have more."""
        return sum(int(table.max()) for _, _, tables in self._items for table in tables)

    def totals(self, rows: Rows, areas: AreaNumbers) -> Totals:
        """areas: the score sheet of each row, as `area_numbers` gives it. Quickest with rows in Fortran's order."""
        return Totals(self._b1(rows, areas), self._b2(rows))

    def _b1(self, rows: Rows, areas: AreaNumbers) -> Points:
        found, known = np.zeros(len(rows), dtype=np.int32), np.ones(len(rows), dtype=np.bool_)
        first_of_area = areas.astype(np.int32) * _VALUES
        for place, highest, tables in self._items:
            points = np.zeros(len(rows), dtype=np.int32)
            answered = np.zeros(len(rows), dtype=np.bool_)
            for number, table in enumerate(tables):
                column = rows[:, place.first + number]
                several = table.ravel()[first_of_area + column]
                points = np.maximum(points, several) if highest else points + several
                answered |= column != 0
            found += points
            known &= answered
        return np.where(known, found, MISSING).astype(np.int32)

    def _b2(self, rows: Rows) -> Points:
        found, known = np.zeros(len(rows), dtype=np.int32), np.ones(len(rows), dtype=np.bool_)
        for place in self._indicators:
            column = rows[:, place.first]
            found += self._deprived[column]
            known &= column != 0
        return np.where(known, found, MISSING).astype(np.int32)


def _table(item: Item, sheet: ScoringSheet, number: int) -> Points:
    """What the values of a byte of the item give, on each score sheet. What stands at no value gives nothing."""
    found = np.zeros((len(sheet.sheets), _VALUES), dtype=np.int32)
    for value, answers in _meanings(item, number):
        for area, code in enumerate(sheet.sheets):
            found[area, value] = points_together(item, answers, code)
    return found


def _meanings(item: Item, number: int) -> list[tuple[int, list[Answer]]]:
    if item.reading.how != "choices":
        return [(place, [answer]) for place, answer in enumerate(item.answers, start=1)]
    answers = item.answers[number * _BITS : (number + 1) * _BITS]
    chosen = {value: [one for bit, one in enumerate(answers) if value >> bit & 1] for value in range(1 << len(answers))}
    return [(value, found) for value, found in chosen.items() if found]


def missing_of(sheet: ScoringSheet, row: Sequence[int]) -> tuple[str, ...]:
    """Codes of the lines without a usable answer, in the order of the form: as `Score.missing`."""
    return tuple(code for code, place in layout_of(sheet).places.items() if not any(row[place.bytes]))
