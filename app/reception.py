"""How many submissions may be on their way in at once: slow phones must not keep pages and form lists waiting."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import DomainError


class Crowded(DomainError):
    """503: as many submissions as this process takes at once are coming in. The phone tries again by itself."""

    code = "server.unavailable"


class Reception:
    """Three quarters of the process's threads, the rest is for those who only ask."""

    def __init__(self, threads: int) -> None:
        self._places = threading.BoundedSemaphore(max(1, threads * 3 // 4))

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raises Crowded instead of waiting."""
        if not self._places.acquire(blocking=False):
            raise Crowded()
        try:
            yield
        finally:
            self._places.release()
