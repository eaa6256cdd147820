"""The real thing, started and stopped by a test: embedded stores, or all processes as `make run` starts them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import urllib3

from app.processes.child import Child
from app.processes.stores import EmbeddedDatabase, EmbeddedObjects, Secrets, free_port
from app.processes.supervisor import Supervisor
from config.settings import Environment, LogFormat, Settings

ROOT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")
ROOM = 3 * 2**30
"""Bytes for the databases of a few test processes at once; a container may have 64 MB there."""
SECRET = "a secret key for tests only, long enough"


def bring_up(supervisor: Supervisor, *children: Child, within: float) -> None:
    """Start them side by side and wait until each is ready. Raises ChildNotReady."""
    for child in children:
        supervisor.start(child)
    supervisor.wait_until_ready(*(child.name for child in children), within=within)


@contextmanager
def embedded_stores(data_dir: Path, *, quick: bool = False) -> Iterator[Settings]:
    """Database and object store of their own, ended at the end.

    quick: the database lies in memory where there is room: for tests that ask nothing about what a crash leaves.
    """
    with ExitStack() as stack:
        (data_dir / "logs").mkdir(parents=True, exist_ok=True)
        if quick and _has_room(MEMORY):
            (data_dir / "database").symlink_to(stack.enter_context(TemporaryDirectory(dir=MEMORY)))
        yield stack.enter_context(_embedded_stores(data_dir))


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM


@contextmanager
def _embedded_stores(data_dir: Path) -> Iterator[Settings]:
    keys, supervisor = Secrets.of(data_dir), Supervisor()
    database, objects = EmbeddedDatabase(data_dir, keys), EmbeddedObjects(data_dir, keys)
    try:
        bring_up(supervisor, objects.child(), database.child(), within=90)
        yield Settings(
            environment=Environment.TRAINING,
            secret_key=SECRET,
            base_url="http://localhost",
            data_dir=data_dir,
            mongodb_uri=database.uri,
            s3=objects.settings,
            log_format=LogFormat.TEXT,
        )
    finally:
        supervisor.end()


@dataclass
class System:
    """All processes under one supervisor, as a user has them. `demo` is what demo.json tells."""

    data_dir: Path
    port: int
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def demo(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.data_dir / "demo.json").read_text(encoding="utf-8"))
        return told

    @property
    def log(self) -> Path:
        return self.data_dir / "system.log"

    def person(self, username: str) -> dict[str, Any]:
        return next(one for one in self.demo["people"] if one["username"] == username)

    def start(self, *, within: float = 120) -> None:
        """Start and wait until it says that it is ready."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        began_at = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", "demo"],
                cwd=ROOT,
                env={**os.environ, **self.env},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: b"is ready at" in self._said(began_at) or self._has_ended(), within, "start")
        if self._has_ended():
            raise AssertionError(self._said(began_at).decode(errors="replace"))

    def _said(self, since: int) -> bytes:
        return self.log.read_bytes()[since:]

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self) -> int:
        """Ctrl-C; returns the exit code. Raises when it does not end."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def pids(self, name: str) -> list[int]:
        """Processes below the supervisor whose command line holds the word: serve, worker, secantusd-rs, weed."""
        return [pid for pid in self.all_pids() if name in _command_of(pid)]

    def all_pids(self) -> list[int]:
        return _below(self.process.pid) if self.process else []

    def kill(self, name: str) -> None:
        """kill -9 the process of this name, and what it started."""
        for pid in self.pids(name):
            for one in [*_below(pid), pid]:
                _kill(one)

    def is_ready(self) -> bool:
        try:
            answer = urllib3.request("GET", f"{self.base_url}/readyz", timeout=5.0, retries=False)
        except urllib3.exceptions.HTTPError:
            return False
        return answer.status == 200


def a_system(data_dir: Path, **env: str) -> System:
    port = free_port()
    return System(
        data_dir=data_dir,
        port=port,
        env={
            "RASOAT_DATA_DIR": str(data_dir),
            "RASOAT_PORT": str(port),
            "RASOAT_LOG": "json",
            "RASOAT_WEB_WORKERS": "2",
            **env,
        },
    )


def wait_until(is_true: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something that the system does by itself. Raises AssertionError when it takes too long."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.05)


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _below(pid: int) -> list[int]:
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [each for child in children for each in (child, *_below(child))]


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
