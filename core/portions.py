"""Many things in portions that one question to the database, or one piece of memory, can take."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

One = TypeVar("One")


def portions(things: Iterable[One], size: int = 1_000) -> Iterator[list[One]]:
    """Lists of at most so many, in their order; none when there is nothing."""
    left = iter(things)
    while portion := list(islice(left, size)):
        yield portion
