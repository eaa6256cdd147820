import logging
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from app.processes.child import Child
from app.processes.supervisor import ChildNotReady, Supervisor
from tests.system import bring_up, wait_until

WAITS = "import signal; signal.pause()"


@pytest.fixture
def supervisor():
    made = Supervisor()
    yield made
    made.end()


def a_child(name, program=WAITS, *, is_ready=lambda: True, **more):
    return Child(name=name, argv=[sys.executable, "-c", program], is_ready=is_ready, **more)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except OSError:
        return False


@pytest.fixture
def watching(supervisor):
    """The supervisor at its work, in a thread; in a process of its own it is the main one."""
    thread = threading.Thread(target=supervisor.watch)
    yield thread
    supervisor._stop.set()
    if thread.ident:
        thread.join(10)


def test_children_are_started_and_waited_for(supervisor, tmp_path):
    mark = tmp_path / "ready"
    child = a_child("slow", f"open({str(mark)!r}, 'w').close(); {WAITS}", is_ready=mark.exists)

    bring_up(supervisor, child, within=20)

    assert mark.exists()
    assert child.is_running


def test_a_child_that_dies_while_it_starts_is_named(supervisor):
    with pytest.raises(ChildNotReady, match="broken"):
        bring_up(supervisor, a_child("broken", "raise SystemExit(3)", is_ready=lambda: False), within=20)


def test_a_child_that_stays_silent_is_named(supervisor):
    with pytest.raises(ChildNotReady, match="silent"):
        bring_up(supervisor, a_child("silent", is_ready=lambda: False), within=0.3)


def test_children_may_start_while_another_is_not_ready_yet(supervisor, tmp_path):
    mark = tmp_path / "both"
    first = a_child("first", is_ready=mark.exists)
    second = a_child("second", f"open({str(mark)!r}, 'w').close(); {WAITS}")
    supervisor.start(first)
    supervisor.start(second)

    supervisor.wait_until_ready("first", within=20)

    assert second.is_running


def test_a_child_that_is_killed_is_started_again_and_it_is_told(supervisor, watching, caplog):
    child = a_child("victim")
    bring_up(supervisor, child, within=20)
    first = child.process.pid
    with caplog.at_level(logging.INFO):
        watching.start()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: child.process.pid != first and child.is_running, 10, "started again")

    wait_until(lambda: "process started again" in caplog.text, 5, "told")
    assert "process died" in caplog.text


def test_a_child_that_keeps_dying_is_started_again_and_again_and_the_others_live_on(supervisor, watching, tmp_path):
    count = tmp_path / "count"
    program = f"open({str(count)!r}, 'a').write('x')"
    steady = a_child("steady")
    bring_up(supervisor, steady, a_child("dying", program), within=20)
    pid = steady.process.pid

    watching.start()

    wait_until(lambda: count.exists() and len(count.read_text()) >= 3, 15, "three starts")
    assert steady.process.pid == pid


def test_a_child_that_is_started_again_leaves_no_grandchild_of_its_first_life(supervisor, watching, tmp_path):
    mark = tmp_path / "grandchild"
    program = (
        "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']);"
        f"open({str(mark)!r}, 'a').write(f'{{p.pid}} '); {WAITS}"
    )
    child = a_child("parent", program, is_ready=lambda: mark.exists() and mark.read_text() != "")
    bring_up(supervisor, child, within=20)
    grandchild = int(mark.read_text().split()[0])
    watching.start()

    os.kill(child.process.pid, signal.SIGKILL)

    wait_until(lambda: len(mark.read_text().split()) == 2, 15, "started again")
    wait_until(lambda: not is_alive(grandchild), 5, "the first grandchild is gone")


def test_the_end_asks_first_and_kills_who_does_not_listen(supervisor, tmp_path):
    polite, ready = tmp_path / "polite", tmp_path / "ready"
    listening = (
        f"import signal; signal.signal(15, lambda *_: (open({str(polite)!r}, 'w').close(), exit(0)));signal.pause()"
    )
    deaf = f"import signal; signal.signal(15, signal.SIG_IGN); open({str(ready)!r}, 'w').close(); signal.pause()"
    children = [a_child("deaf", deaf, is_ready=ready.exists, patience=0.3), a_child("polite", listening)]
    bring_up(supervisor, *children, within=20)
    wait_until(lambda: b"pause" in Path(f"/proc/{children[1].process.pid}/cmdline").read_bytes(), 5, "it runs")

    supervisor.end()

    assert not any(one.is_running for one in children)


def test_what_a_child_says_goes_to_its_file(supervisor, tmp_path):
    log = tmp_path / "child.log"
    bring_up(supervisor, a_child("talker", f"print('xin chào', flush=True); {WAITS}", log=log), within=20)

    wait_until(lambda: "xin chào" in log.read_text(), 10, "written")


def test_children_end_with_a_supervisor_that_is_killed(tmp_path):
    mark = tmp_path / "pid"
    program = f"""
import sys
from app.processes.child import Child
from app.processes.supervisor import Supervisor
one = Child(name="x", argv=[sys.executable, "-c", {WAITS!r}], is_ready=lambda: True)
supervisor = Supervisor()
supervisor.start(one)
open({str(mark)!r}, "w").write(str(one.process.pid) + "\\n")
supervisor.watch()
"""
    parent = a_child("parent", program, cwd=Path(__file__).parents[3])
    parent.start()
    wait_until(lambda: mark.exists() and mark.read_text().endswith("\n"), 20, "the child runs")
    grandchild = int(mark.read_text())

    os.kill(parent.process.pid, signal.SIGKILL)
    parent.process.wait(10)

    wait_until(lambda: not is_alive(grandchild), 10, "it ended")
