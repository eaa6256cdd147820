"""The system as production runs it (stores, web, worker as separate processes), and what each costs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app import stores
from app.cli.demo import environment_of
from app.processes.stores import free_port
from config.settings import Settings
from core.blobs import S3Blobs
from tests.system import ROOT, System, embedded_stores, wait_until

_TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def all_stores(folder: Path) -> Iterator[tuple[Settings, S3Blobs]]:
    with embedded_stores(folder) as settings:
        blobs = stores.connect(settings)
        stores.prepare(blobs)
        port = free_port()
        yield replace(settings, port=port, base_url=f"http://127.0.0.1:{port}"), blobs


@contextmanager
def process(settings: Settings, command: str) -> Iterator[subprocess.Popen[bytes]]:
    """`serve` or `worker`, as many processes as the settings say; the server is waited for."""
    env = {**os.environ, **environment_of(settings)}
    started = subprocess.Popen(
        [sys.executable, "-m", "app", command], cwd=ROOT, env=env, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        if command == "serve":
            system = System(settings.data_dir, settings.port, {})
            wait_until(system.is_ready, 60, "the web server is ready")
        yield started
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(60)


def cpu_seconds(root: int) -> dict[str, float]:
    """CPU used so far by every process below one, by the name of its program."""
    used: dict[str, float] = {}
    for pid in _below(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        words = b" ".join(command)
        name = next((one for one in ("secantusd", "weed", "serve", "worker") if one.encode() in words), "other")
        used[name] = used.get(name, 0.0) + (int(fields[11]) + int(fields[12])) / _TICK
    return used


def _below(pid: int) -> list[int]:
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [each for child in children for each in (child, *_below(child))]


def memory_of(root: int, name: str) -> int:
    """Bytes that processes below one hold in memory (resident), by a word of their command line."""
    held = 0
    for pid in _below(root):
        try:
            if name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                held += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return held
