"""A process whose starter died before the kernel was asked to watch over it does not stay."""

import signal
import subprocess
import sys

import pytest

PROGRAM = "from app.processes.child import end_with_parent; import os; end_with_parent({parent}); print('alive')"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux is asked")
@pytest.mark.parametrize(("parent", "ended"), [("os.getppid()", (0, b"alive\n")), ("1 << 30", (-signal.SIGKILL, b""))])
def test_who_is_another_ones_child_by_now_ends(parent, ended):
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(parent=parent)], capture_output=True, check=False)

    assert (done.returncode, done.stdout) == ended
