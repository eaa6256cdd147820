import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.processes import folder_lock
from app.processes.folder_lock import FolderInUse


def test_a_folder_is_held_by_one_and_the_second_is_told_by_whom(tmp_path):
    with folder_lock.take(tmp_path / "var"), pytest.raises(FolderInUse) as refusal:
        folder_lock.take(tmp_path / "var")

    assert refusal.value.pid == str(os.getpid())
    assert str(tmp_path / "var") in str(refusal.value)


def test_a_folder_is_free_again_when_its_holder_lets_go(tmp_path):
    folder_lock.take(tmp_path).close()

    folder_lock.take(tmp_path).close()


def test_a_folder_is_free_again_when_its_holder_is_killed(tmp_path):
    program = (
        "import sys; from pathlib import Path; from app.processes import folder_lock;"
        "lock = folder_lock.take(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(FolderInUse) as refusal:
            folder_lock.take(tmp_path)
        holder.kill()

    assert refusal.value.pid == str(holder.pid)
    folder_lock.take(tmp_path).close()


def test_the_folder_is_made_and_closed_to_others(tmp_path):
    folder_lock.take(tmp_path / "a" / "var").close()

    assert (tmp_path / "a" / "var").stat().st_mode & 0o777 == 0o700
