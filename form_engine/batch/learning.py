"""Answers to small numbers: what an answer means is asked of the single scorer, once for each that is new.

Real answers repeat: a million households give a few thousand different values to a question. So the rules stay where
they are, and a household costs a look-up for each of its answers.
"""

from collections.abc import Callable, Iterable, Sequence
from types import NoneType
from typing import Any

_MOST = 200_000
"""Different values remembered of one question; then it begins anew, so that memory stays bounded."""
_TEXTS = frozenset({str, NoneType})


class _Known(dict[Any, int]):
    """What each key means, found out when it is first asked for."""

    def __init__(self, meaning: Callable[[Any], int]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, key: Any) -> int:
        if len(self) >= _MOST:
            self.clear()
        found = self[key] = self._meaning(key)
        return found


class Learned:
    """What each value of a question means. 1, 1.0 and True are one key to a dict, so each kind has its own."""

    def __init__(self, meaning: Callable[[Any], int]) -> None:
        self._meaning = meaning
        self._texts = _Known(meaning)
        self._alone: dict[type, _Known] = {kind: _Known(meaning) for kind in (int, float, bool)}
        self._of_kind = _Known(lambda key: meaning(key[1]))

    def of(self, values: Sequence[Any]) -> list[int]:
        """The meaning of each."""
        kinds = set(map(type, values)) - _TEXTS
        if not kinds:
            return list(map(self._texts.__getitem__, values))
        if len(kinds) == 1 and (known := self._alone.get(next(iter(kinds)))) is not None:
            return list(map(known.__getitem__, values))
        told = [tuple(value) if type(value) is list else value for value in values] if list in kinds else values
        try:
            return list(map(self._of_kind.__getitem__, zip(map(type, told), told, strict=True)))
        except TypeError:  # something in it is no key
            return [self._one(value) for value in told]

    def _one(self, value: Any) -> int:
        try:
            return self._of_kind[type(value), value]
        except TypeError:
            return self._meaning(value)


class LearnedShares:
    """The same for an answer that is divided by the number of members."""

    def __init__(self, meaning: Callable[[Any, int], int]) -> None:
        self._meaning = meaning
        self._known = _Known(lambda key: meaning(key[1], key[2]))

    def of(self, values: Sequence[Any], sizes: Iterable[int]) -> list[int]:
        keys = zip(map(type, values), values, sizes, strict=True)
        try:
            return list(map(self._known.__getitem__, keys))
        except TypeError:  # a list among them is no key
            return [self._one(value, size) for value, size in zip(values, sizes, strict=True)]

    def _one(self, value: Any, size: int) -> int:
        try:
            return self._known[type(value), value, size]
        except TypeError:
            return self._meaning(value, size)
