"""The import contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_packages_import_as_the_layout_says() -> None:
    """In a process of its own: the linter silences every log of its process."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 0, done.stdout
