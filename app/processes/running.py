"""How a command finds the stores of a system that runs on a data folder: the supervisor tells it there."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

_FILE = "running.json"


def tell(data_dir: Path, env: Mapping[str, str]) -> None:
    """Write the environment that the children got, with this process's number; readable by the folder's owner only."""
    scratch = data_dir / f"{_FILE}.new"
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"pid": os.getpid(), "environment": dict(env)}, file)
    scratch.replace(data_dir / _FILE)


def forget(data_dir: Path) -> None:
    (data_dir / _FILE).unlink(missing_ok=True)


def environment(data_dir: Path) -> dict[str, str]:
    """What the running system told; nothing when none runs on this folder, or it is somebody else's."""
    try:
        told = json.loads((data_dir / _FILE).read_text())
        os.kill(told["pid"], 0)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(name): str(value) for name, value in told["environment"].items()}
