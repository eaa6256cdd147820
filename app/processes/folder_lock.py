"""One running system per data folder."""

import fcntl
import os
from pathlib import Path
from typing import IO

from core.errors import CannotStart


class FolderInUse(CannotStart):
    """Another process runs on this folder. `pid` is its number, as far as it is known."""

    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(f"{folder} is in use by process {pid or '?'}")
        self.folder, self.pid = folder, pid


def take(folder: Path) -> IO[str]:
    """Hold the folder until the returned file is closed or the process ends. Raises FolderInUse."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    lock = (folder / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        pid = lock.read().strip()
        lock.close()
        raise FolderInUse(folder, pid) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
