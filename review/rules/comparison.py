"""Two classifications of the same households side by side: how many of which village and of which movement differ."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from registry.rules.standing import POOREST_FIRST, Change, Standing, change_of
from review.rules.batch_classification import NO_CLASS, Classified

Key = TypeVar("Key")
Numbers = NDArray[np.int64]
Class = Standing | None
"""None: answers are missing, no class follows."""
Origin = tuple[Standing, tuple[Standing, ...]]
"""Recognised standing when the round opened, and those of the years before."""

_CLASSES: tuple[Class, ...] = (*POOREST_FIRST, None)
_NONE = len(POOREST_FIRST)
_PAIRS = len(_CLASSES) ** 2


class Numbered(dict[Key, int]):
    """Things in the order in which they were first seen."""

    def __missing__(self, thing: Key) -> int:
        self[thing] = len(self)
        return self[thing]

    def all_of(self, things: Iterable[Key]) -> Numbers:
        return np.fromiter((self[one] for one in things), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts of households. villages: by (village, class before, class after). changes: by (before, after)."""

    villages: Counter[tuple[str, Class, Class]] = field(default_factory=Counter)
    changes: Counter[tuple[Change | None, Change | None]] = field(default_factory=Counter)

    def __add__(self, other: "Comparison") -> "Comparison":
        return Comparison(self.villages + other.villages, self.changes + other.changes)

    @property
    def pairs(self) -> Counter[tuple[Class, Class]]:
        found: Counter[tuple[Class, Class]] = Counter()
        for (_, before, after), count in self.villages.items():
            found[before, after] += count
        return found

    @property
    def households(self) -> int:
        return self.villages.total()

    @property
    def changed(self) -> int:
        """Of another class after than before; without those of whom no class can be said after."""
        return sum(count for (before, after), count in self.pairs.items() if after is not None and before != after)

    @property
    def lost(self) -> int:
        """Of a class before, of none after: not among `changed`, and no less a difference."""
        return sum(count for (before, after), count in self.pairs.items() if before is not None and after is None)

    @property
    def unscored(self) -> int:
        """Of no class after: an answer is missing."""
        return sum(count for (_, after), count in self.pairs.items() if after is None)


def compare(
    villages: tuple[Sequence[str], Numbers], origins: tuple[Sequence[Origin], Numbers], before: Numbers, after: Numbers
) -> Comparison:
    """villages, origins: the different ones, and the number of each household's own. before, after: `class_numbers`."""
    pairs = before * len(_CLASSES) + after
    return Comparison(
        Counter({(village, *pair): count for village, pair, count in _counted(*villages, pairs)}),
        _changes(_counted(*origins, pairs)),
    )


def class_numbers(told: Classified) -> Numbers:
    """The class of each household as `compare` takes it."""
    places = [POOREST_FIRST.index(Standing(rule.standing)) for rule in told.sheet.classes]
    return np.where(told.rules == NO_CLASS, _NONE, np.array(places, dtype=np.int64)[told.rules])


def class_number(standing: str | None) -> int:
    return _NONE if standing is None else POOREST_FIRST.index(Standing(standing))


def _counted(things: Sequence[Key], own: Numbers, pairs: Numbers) -> list[tuple[Key, tuple[Class, Class], int]]:
    counts = np.bincount(own * _PAIRS + pairs, minlength=len(things) * _PAIRS)
    found = []
    for place in np.flatnonzero(counts).tolist():
        thing, pair = divmod(place, _PAIRS)
        before, after = divmod(pair, len(_CLASSES))
        found.append((things[thing], (_CLASSES[before], _CLASSES[after]), int(counts[place])))
    return found


def _changes(
    counted: list[tuple[Origin, tuple[Class, Class], int]],
) -> Counter[tuple[Change | None, Change | None]]:
    found: Counter[tuple[Change | None, Change | None]] = Counter()
    for origin, (before, after), count in counted:
        found[_change(origin, before), _change(origin, after)] += count
    return found


def _change(origin: Origin, now: Class) -> Change | None:
    return None if now is None else change_of(*origin, now)
