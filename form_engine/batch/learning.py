"""Answers to small numbers: what an answer means is asked of the single scorer, once for each that is new.

Real answers repeat: a million households give a few thousand different values to a question. So the rules stay where
they are, and a household costs a look-up for each of its answers.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

_MOST = 200_000
"""Different values remembered of one question; then it begins anew, so that memory stays bounded."""


class Learned(dict[Any, int]):
    """What each value of a question means. Of texts and None it is kept here; 1, 1.0 and True are one key to a dict."""

    def __init__(self, meaning: Callable[[Any], int]) -> None:
        super().__init__()
        self._meaning = meaning
        self._others: dict[Any, int] = {}

    def __missing__(self, value: Any) -> int:
        if value is not None and type(value) is not str:
            return self._other(value)
        if len(self) >= _MOST:
            self.clear()
        found = self[value] = self._meaning(value)
        return found

    def of(self, values: Sequence[Any]) -> list[int]:
        """The meaning of each."""
        try:
            return [self[value] for value in values]
        except TypeError:  # a list among them is no key
            return [self[value] if value is None or type(value) is str else self._other(value) for value in values]

    def _other(self, value: Any) -> int:
        key = _key(value)
        if key is None:
            return self._meaning(value)
        found = self._others.get(key)
        if found is None:
            if len(self._others) >= _MOST:
                self._others.clear()
            found = self._others[key] = self._meaning(value)
        return found


def _key(value: Any) -> Any:
    """Something to look a number, a day or a list of texts up by; None for what can't be."""
    kind = type(value)
    if kind in (list, tuple):
        try:
            return (kind, "\x1f".join(value))
        except TypeError:
            return None
    try:
        hash(value)
    except TypeError:
        return None
    return (kind, value)


class LearnedShares:
    """The same for an answer that is divided by the number of members."""

    def __init__(self, meaning: Callable[[Any, int], int]) -> None:
        self._meaning = meaning
        self._by_size: dict[int, Learned] = {}

    def of(self, values: Iterable[Any], sizes: Iterable[int]) -> list[int]:
        return [self._sized(size).of((value,))[0] for value, size in zip(values, sizes, strict=True)]

    def _sized(self, size: int) -> Learned:
        found = self._by_size.get(size)
        if found is None:
            found = self._by_size[size] = Learned(lambda value: self._meaning(value, size))
        return found
