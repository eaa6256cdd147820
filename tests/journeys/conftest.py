"""Journeys have a system of their own: other tests use up the households that wait for a visit."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.database import Database

from tests.journeys.field import Api, Enumerator, database_of
from tests.system import System, a_system


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = a_system(tmp_path_factory.mktemp("journeys") / "var")
    system.start()
    yield system
    system.stop()


@pytest.fixture
def enumerator(running: System) -> Iterator[Enumerator]:
    with Enumerator(running, "dtv01") as found:
        yield found


@pytest.fixture
def supervisor(running: System) -> Iterator[Api]:
    with Api(running, "gsv01") as api:
        yield api


@pytest.fixture
def database(running: System) -> Iterator[Database[dict[str, Any]]]:
    with database_of(running) as found:
        yield found
