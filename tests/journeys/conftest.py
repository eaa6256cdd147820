"""Journeys have a system of their own: other tests use up the households that wait for a visit."""

from collections.abc import Iterator

import pytest

from tests.system import System, a_system


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = a_system(tmp_path_factory.mktemp("journeys") / "var")
    system.start()
    yield system
    system.stop()
