"""Concurrent calls that share one round trip to a store."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pymongo.errors import AutoReconnect

Item = TypeVar("Item")
Result = TypeVar("Result")

_LINGER = 0.003
"""Seconds: about a durable write, so that who lingers loses less than a second trip would cost."""
_MEMORY = 0.75
"""How much of the last crowd's size is still believed after a trip with fewer."""


@dataclass(slots=True)
class _Waiting(Generic[Item, Result]):
    item: Item
    woken: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    done: bool = False
    outcome: "Result | Exception | None" = None


class Sharing(Generic[Item, Result]):
    """What threads ask for at the same moment is asked for together.

    The first thread goes at once; those that come while it waits for the store form the next batch, and one of them
    goes for all. A lone caller therefore waits for nobody, and a crowd pays one round trip a batch. Who goes while
    there was a crowd of late lingers for it, some milliseconds at most: as many as came then will come now. A batch
    begins after each of its callers has come: nobody gets an answer older than his question.
    """

    def __init__(
        self,
        together: Callable[[Sequence[Item]], Sequence["Result | Exception"]],
        *,
        largest: int = 64,
        linger: float = _LINGER,
    ) -> None:
        """together: one outcome for each item, in order; an exception among them is raised to its own caller.
        What it raises itself, every caller of the batch gets. linger: seconds."""
        self._together = together
        self._largest = largest
        self._linger = linger
        self._lock = threading.Lock()
        self._queue: list[_Waiting[Item, Result]] = []
        self._busy = False
        self._crowd = 1.0
        self._awaited = 0
        self._are_here = threading.Condition(self._lock)

    def call(self, item: Item) -> Result:
        """The outcome for this item."""
        mine: _Waiting[Item, Result] = _Waiting(item)
        with self._lock:
            self._queue.append(mine)
            if not self._busy:
                self._busy = True
                mine.leads = True
            elif 0 < self._awaited <= len(self._queue):
                self._are_here.notify()
        if not mine.leads:
            mine.woken.wait()
        if not mine.done:
            self._go_for_a_batch()
        if isinstance(mine.outcome, Exception):
            raise mine.outcome
        return mine.outcome  # type: ignore[return-value]  # set with `done`

    def _go_for_a_batch(self) -> None:
        with self._lock:
            self._wait_for_the_crowd()
            batch, self._queue = self._queue[: self._largest], self._queue[self._largest :]
        outcomes: Sequence[Result | Exception] = ()
        try:
            outcomes = self._together([one.item for one in batch])
        except Exception as error:  # noqa: BLE001  each caller raises it in its own thread
            outcomes = [error] * len(batch)
        finally:
            if len(outcomes) != len(batch):  # this thread is being ended: nobody may take that for a success
                outcomes = [AutoReconnect("the call was cut off")] * len(batch)
            for one, outcome in zip(batch, outcomes, strict=True):
                one.outcome = outcome
                one.done = True
            with self._lock:
                seen = len(batch) + len(self._queue)
                self._crowd = max(seen, _MEMORY * self._crowd + (1 - _MEMORY) * seen)
                successor = self._queue[0] if self._queue else None
                self._busy = successor is not None
            for one in batch:
                one.woken.set()
            if successor is not None:
                successor.woken.set()

    def _wait_for_the_crowd(self) -> None:
        """Under the lock, which others get meanwhile."""
        self._awaited = min(round(self._crowd), self._largest)
        if len(self._queue) < self._awaited:
            self._are_here.wait_for(lambda: len(self._queue) >= self._awaited, self._linger)
        self._awaited = 0
