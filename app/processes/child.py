"""A child process that ends with us, writes where we say, and is started again when it dies."""

import contextlib
import ctypes
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_NEW_OBJECTS = 500_000


def end_with_parent(parent: int | None = None) -> None:
    """Ask the kernel to kill this process when its parent dies, even by kill -9 (Linux; elsewhere nothing).

    parent: the process that started this one; if it is another's by now, that one died before the kernel was asked.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def collect_seldom() -> None:
    """For a process that reads many small documents: looking for cycles among them takes a seventh of its time."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


@dataclass(slots=True)
class Child:
    """One process to keep running.

    is_ready: asked until true after each start. log: file for its output, else ours. patience: seconds that it may
    take to end after SIGTERM before it is killed.
    """

    name: str
    argv: Sequence[str]
    is_ready: Callable[[], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    log: Path | None = None
    patience: float = 10.0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. Call from the main thread: the kernel ties the child to the thread that made it."""
        output = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(  # noqa: S603
                list(self.argv),
                env={**os.environ, **self.env},
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=partial(end_with_parent, os.getpid()),
            )
        finally:
            if output:
                output.close()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        if self.is_running and self.process:
            self.process.terminate()

    def end(self) -> None:
        """SIGTERM, then SIGKILL to whatever is left of it and of its own children."""
        if self.process is None:
            return
        self.ask_to_end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self.kill_group()

    def kill_group(self) -> None:
        """Kill the process and every process it started (a dead web server must not leave workers on its port)."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
