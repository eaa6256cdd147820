"""Conditions over columns of truths: 0 false, 1 true, 2 unknown. The logic of `scoring_conditions.py`, in arrays."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from form_engine.scoring_conditions import Truth
from form_engine.scoring_sheet import Condition, Indicator, Test

Truths = NDArray[np.uint8]
Counts = NDArray[np.int64]

FALSE, TRUE, UNKNOWN = 0, 1, 2
_INVERTED = np.array([TRUE, FALSE, UNKNOWN], dtype=np.uint8)


def number_of(truth: Truth) -> int:
    return UNKNOWN if truth is None else int(truth)


def decided(count: Any, sure: Any, unknown: Any) -> Truths:
    """Are `count` of them true, when so many surely are and so many more may be?"""
    told = np.where(sure >= count, TRUE, np.where(sure + unknown >= count, UNKNOWN, FALSE))
    return told.astype(np.uint8)


def at_least(count: int, columns: Sequence[Truths]) -> Truths:
    """Row by row: are so many of the columns true?"""
    if len(columns) == 1 and count == 1:
        return columns[0]
    sure = np.zeros(len(columns[0]), dtype=np.int16)
    unknown = np.zeros_like(sure)
    for column in columns:
        sure += column == TRUE
        unknown += column == UNKNOWN
    return decided(count, sure, unknown)


def holds(condition: Condition, column_of: Callable[[Test], Truths]) -> Truths:
    parts = [holds(part, column_of) if isinstance(part, Condition) else column_of(part) for part in condition.parts]
    return at_least(condition.at_least, parts)


class Rosters:
    """Which rows of a column of members belong to which household: the first so many to the first, and so on."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes: Counts = np.asarray(sizes, dtype=np.int64)
        self._ends = np.cumsum(self.sizes)

    def spread(self, of_households: NDArray[Any]) -> NDArray[Any]:
        """A column of households as a column of their members."""
        return np.repeat(of_households, self.sizes)

    def count(self, members: Truths, truth: int) -> Counts:
        """How many members of each household are so."""
        running = np.concatenate(([0], np.cumsum(members == truth, dtype=np.int64)))
        return np.asarray(running[self._ends] - running[self._ends - self.sizes])


def deprived(indicator: Indicator, members: Truths, rosters: Rosters) -> Truths:
    """Of an indicator about members, whether its condition holds for each: does it count for their households?"""
    sure, unknown = rosters.count(members, TRUE), rosters.count(members, UNKNOWN)
    wanted: Any = 1
    if indicator.scope == "all_members":
        wanted = rosters.sizes
    elif indicator.scope == "member_share":
        wanted = rosters.sizes * (indicator.over_percent or 0) // 100 + 1
    found = decided(wanted, sure, unknown)
    if indicator.scope == "no_member":
        found = _INVERTED[found]
    return np.where(rosters.sizes > 0, found, UNKNOWN).astype(np.uint8)
