"""A system tells on its data folder how its stores are found, as long as it runs."""

import json
import stat

import pytest

from app.processes import running


def test_what_a_running_system_told_is_found(tmp_path):
    running.tell(tmp_path, {"RASOAT_MONGODB_URI": "mongodb://x"})

    assert running.environment(tmp_path) == {"RASOAT_MONGODB_URI": "mongodb://x"}
    assert stat.S_IMODE((tmp_path / "running.json").stat().st_mode) == 0o600


def test_nothing_is_found_where_none_runs(tmp_path):
    running.tell(tmp_path, {"RASOAT_MONGODB_URI": "mongodb://x"})
    running.forget(tmp_path)

    assert running.environment(tmp_path) == {}


@pytest.mark.parametrize("left", ["", "{}", "[]", '{"pid": "1"}', json.dumps({"pid": 2**22 + 1, "environment": {}})])
def test_what_a_dead_system_left_is_not_taken(tmp_path, left):
    (tmp_path / "running.json").write_text(left)

    assert running.environment(tmp_path) == {}
