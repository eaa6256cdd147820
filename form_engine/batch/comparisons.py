"""The comparisons of one field, for a whole column: each different value is put to the single scorer once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from form_engine.batch.answers import AS_TOLD, Numbers, numbers
from form_engine.batch.learning import Learned, LearnedShares
from form_engine.batch.truths import Counts, Truths, number_of
from form_engine.scoring_conditions import passes
from form_engine.scoring_facts import plain
from form_engine.scoring_sheet import Test

_BITS, _MASK = 2, 3


class Comparisons:
    """Of one field. What all its comparisons say of a value is kept as one number, two bits for each."""

    def __init__(self, tests: Iterable[Test]) -> None:
        told = list(dict.fromkeys(tests))
        self._alone = [test for test in told if not test.per_member]
        self._shared = [test for test in told if test.per_member]
        self._learned = Learned(lambda value: _packed(self._alone, value, 0))
        self._shares = LearnedShares(lambda value, size: _packed(self._shared, value, size))

    def of(self, values: Sequence[Any], sizes: Counts, worked_out: Numbers | None = None) -> Mapping[Test, Truths]:
        """A column of truths for each comparison.

        sizes: members of the household, by row. worked_out: what counts instead of the answer where it is a number.
        """
        found: dict[Test, Truths] = {}
        if self._alone:
            packed = numbers(self._learned.of(values)) if worked_out is None else self._known(values, worked_out)
            found |= _unpacked(self._alone, packed)
        if self._shared:
            found |= _unpacked(self._shared, numbers(self._shares.of(values, sizes.tolist())))
        return found

    def _known(self, values: Sequence[Any], worked_out: Numbers) -> Numbers:
        different, place = np.unique(worked_out, return_inverse=True)
        packed = numbers(self._learned.of([int(value) for value in different]))[place]
        as_told = np.flatnonzero(worked_out == AS_TOLD).tolist()
        packed[as_told] = self._learned.of([values[row] for row in as_told])
        return packed


def _packed(tests: Sequence[Test], value: Any, size: int) -> int:
    told = plain(value)
    return sum(number_of(passes(test, told, size)) << (_BITS * place) for place, test in enumerate(tests))


def _unpacked(tests: Sequence[Test], packed: Numbers) -> dict[Test, Truths]:
    return {test: ((packed >> (_BITS * place)) & _MASK).astype(np.uint8) for place, test in enumerate(tests)}
