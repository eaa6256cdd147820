"""Starts children in order, starts them again when they die, ends them in reverse order."""

import logging
import signal
import threading
import time
from types import FrameType

from app.processes.child import Child
from core.errors import CannotStart

log = logging.getLogger(__name__)

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0
_STEADY_AFTER = 30.0
_LOOK_EVERY = 0.1


class ChildNotReady(CannotStart):
    """A child died or stayed silent while it was started."""


class Supervisor:
    """Watches over children in the main thread until a signal asks it to stop."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._pause: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._started: dict[str, float] = {}
        self._stop = threading.Event()

    def start(self, child: Child) -> None:
        """Start it and watch over it from now on; it need not be ready."""
        child.start()
        self._children.append(child)

    def wait_until_ready(self, *names: str, within: float) -> None:
        """Wait for those of these names that were started; returns early when asked to stop. Raises ChildNotReady."""
        deadline = time.monotonic() + within
        for child in self._children:
            while child.name in names and not child.is_ready():
                if self._stop.is_set():
                    return
                if not child.is_running or time.monotonic() > deadline:
                    raise ChildNotReady(f"{child.name} did not start" + (f", see {child.log}" if child.log else ""))
                self._stop.wait(0.05)

    def stop_on_signals(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stop.set()

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)

    @property
    def is_stopping(self) -> bool:
        return self._stop.is_set()

    def watch(self) -> None:
        """Return when a signal came."""
        while not self._stop.wait(_LOOK_EVERY):
            for child in self._children:
                if not child.is_running:
                    self._revive(child)

    def _revive(self, child: Child) -> None:
        """Start it again: soon the first time, then after pauses that grow while it keeps dying."""
        now = time.monotonic()
        due = self._due.get(child.name)
        if due is None:
            code = child.process.returncode if child.process else None
            log.error("process died", extra={"child": child.name, "exit_code": code})
            child.kill_group()
            steady = now - self._started.get(child.name, 0.0) > _STEADY_AFTER
            pause = _FIRST_PAUSE if steady else min(_LONGEST_PAUSE, self._pause.get(child.name, _FIRST_PAUSE) * 2)
            self._pause[child.name] = pause
            self._due[child.name] = now + pause
        elif now >= due:
            del self._due[child.name]
            child.start()
            self._started[child.name] = now
            log.info("process started again", extra={"child": child.name})

    def end(self) -> None:
        """End all, the last started first; each finishes what it has in hand."""
        for child in reversed(self._children):
            child.end()
        self._children.clear()
