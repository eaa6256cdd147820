"""A block of households as columns: what each field says of every household and of every member."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from form_engine.batch.learning import Learned
from form_engine.batch.truths import Rosters
from form_engine.scoring_facts import (
    AGE,
    BORN_IN,
    BORN_ON,
    INTERVIEWED,
    MEMBERS,
    completed_years,
    day_number,
    day_of,
    first_of,
    member_rows,
    opened,
)
from form_engine.scoring_sheet import ScoringSheet

Answers = Mapping[str, Any]
Numbers = NDArray[np.int64]

AS_TOLD = -(10**9)
"""Among numbers that are worked out: nothing was, the answer given counts."""


class Block(Protocol):
    """Some households as columns: what a field says of each, None where it says nothing."""

    rosters: Rosters

    def of_households(self, field: str) -> Sequence[Any]: ...

    def of_members(self, field: str) -> Sequence[Any]: ...


class AnswersBlock:
    """Given as answers, nested as the form or flat."""

    def __init__(self, households: Iterable[Answers]) -> None:
        self._households = [opened(one) for one in households]
        rosters = [member_rows(one.get(MEMBERS)) for one in self._households]
        self._members = [opened(member) for roster in rosters for member in roster]
        self.rosters = Rosters([len(roster) for roster in rosters])

    def of_households(self, field: str) -> Sequence[Any]:
        return [one.get(field) for one in self._households]

    def of_members(self, field: str) -> Sequence[Any]:
        return [one.get(field) for one in self._members]


class Births:
    """Ages and years of birth as `scoring_facts.py` works them out, for all members of a block."""

    def __init__(self, sheet: ScoringSheet) -> None:
        self._days = Learned(lambda told: _number(day_of(told)))
        self._years = Learned(lambda told: _number(first_of(told, sheet)))

    def worked_out(self, block: Block) -> dict[str, Numbers]:
        days = self._days.of(block.of_members(BORN_ON))
        years = self._years.of(block.of_members(BORN_IN))
        born = numbers([day or year for day, year in zip(days, years, strict=True)])
        on = block.rosters.spread(numbers(self._days.of(block.of_households(INTERVIEWED))))
        age = np.where((born > 0) & (on > 0), completed_years(born, on), AS_TOLD)
        return {AGE: age, BORN_IN: np.where(born > 0, born // 10_000, AS_TOLD)}


def numbers(found: list[int]) -> Numbers:
    return np.asarray(found, dtype=np.int64)


def _number(day: Any) -> int:
    return 0 if day is None else day_number(day)
