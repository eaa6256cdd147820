"""The `rasoat` command as people call it: its own entry point with these words, in this process or in one of its own.

A process of its own takes two seconds to read the program. One call of each kind is made that way, the others here.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from unittest.mock import patch

from app.cli import main
from tests.system import ROOT


@dataclass(frozen=True)
class Done:
    """Exit code and what was printed."""

    returncode: int
    stdout: str
    stderr: str


def in_a_process(*words: object, environment: Mapping[str, str], password: str = "") -> Done:
    """password: typed when the command asks for it."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment},
        input=f"{password}\n",
        capture_output=True,
        text=True,
        timeout=120,
        start_new_session=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@contextmanager
def _log_kept() -> Iterator[None]:
    """A command sends the log of its process where it says."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def here(*words: object, environment: Mapping[str, str]) -> Done:
    """In this process. A command that looks into stores connects it anew: they have to be those of the test."""
    code, out, err = 0, StringIO(), StringIO()
    with (
        _log_kept(),
        patch.dict(os.environ, environment),
        patch.object(sys, "argv", ["rasoat", *map(str, words)]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Done(code, out.getvalue(), err.getvalue())
