"""A process that dies at a write of its own choosing, and what must be so when others go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from pymongo.collection import Collection

from app.jobs.housekeeping import go_on_with_acts
from core.clock import Clock
from core.errors import DomainError
from tests.integration import snapshots

WRITES = (
    *("insert_one", "insert_many", "update_one", "update_many", "replace_one", "bulk_write", "delete_one"),
    *("delete_many", "find_one_and_update", "find_one_and_replace", "find_one_and_delete"),
)


class PowerCut(BaseException):
    """Nothing of the program runs any more."""


class Writes:
    """Counts what is written, and lets no more than so many through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, self.most = 0, -1
        for name in WRITES:
            monkeypatch.setattr(Collection, name, self._counted(getattr(Collection, name)))

    def _counted(self, write: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            if self.count == self.most:
                raise PowerCut
            self.count += 1
            return write(*given, **named)

        return counted

    @contextmanager
    def cut_after(self, most: int) -> Iterator[None]:
        self.count, self.most = 0, most
        try:
            with suppress(PowerCut):
                yield
        finally:
            self.most = -1

    def of(self, act: Callable[[], object]) -> int:
        self.count = 0
        act()
        return self.count


def once_wherever_it_is_cut(name: str, act: Callable[[], object], writes: Writes, clock: Clock) -> None:
    """Do the act whole; then cut it at each of its writes, do it again, let the worker look, and compare."""
    before = snapshots.take()
    count = writes.of(act)
    go_on_with_acts(clock)
    whole = snapshots.take()
    for most in range(count):
        snapshots.go_back_to(before)
        with writes.cut_after(most):
            act()
        with suppress(DomainError):
            act()
        go_on_with_acts(clock)
        assert snapshots.differences(whole, snapshots.take()) == {}, f"{name}, cut off after {most} writes"
    assert count, f"{name} wrote nothing"
    snapshots.go_back_to(whole)
