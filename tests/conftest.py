"""What tests share: the stores and the web application once a process, emptied for each test; the running system."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from app import stores as process_stores
from app import wiring
from app.auth import passwords
from app.training import commune
from app.training.commune import TrainingPerson
from app.training.forms import publish_folder
from app.web import create_app
from config.settings import Settings
from core import mongo
from core.blobs import S3Blobs
from form_engine.publishing import actions as publishing
from form_engine.publishing.repository import Definitions
from review.models import Round
from tests.system import System, a_system, embedded_stores

hypothesis_settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis_settings.load_profile("repeatable")


LONG_FIRST = ("journeys", "javarosa", "browser", "many", "integration", "whole", "unit")
"""Folders by how long a file of theirs takes. A file stays in one process: one that begins last is worked on alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    root, turns = Path(__file__).parent, {folder: turn for turn, folder in enumerate(LONG_FIRST)}
    items.sort(key=lambda one: turns.get(one.path.relative_to(root).parts[0], 0))


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Embedded database and object store on free ports, with bucket and all indexes."""
    with embedded_stores(tmp_path_factory.mktemp("stores"), quick=True) as settings:
        process_stores.prepare(process_stores.connect(settings))
        yield settings


_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_CHEAP_NOBODY = _CHEAP.hash("nobody")


_compile_once = lru_cache(maxsize=64)(publishing.compile_form)


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, step: timedelta) -> None:
        self.now += step


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))


@pytest.fixture
def settings(stores: Settings) -> Settings:
    return stores


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2id at its lowest cost: tests add people by the hundred. test_passwords.py holds the cost of the product."""
    monkeypatch.setattr(passwords, "_hasher", _CHEAP)
    monkeypatch.setattr(passwords, "_nobody", _CHEAP_NOBODY)


@pytest.fixture
def compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that another test of this process published is not compiled again: equal bytes, equal form."""
    monkeypatch.setattr(publishing, "compile_form", _compile_once)


@pytest.fixture
def blobs(settings: Settings, quick_passwords: None, compiled_once: None) -> S3Blobs:
    """This process connected anew to the object store and to its database, which holds indexes and nothing else."""
    connected = process_stores.connect(settings)
    database = mongo.database()
    for name in database.list_collection_names():
        database[name].delete_many({})
    return connected


@pytest.fixture
def definitions(blobs: S3Blobs) -> Definitions:
    return Definitions(blobs)


class Commune:
    """The training commune in this test's database: forms published, round open, people by user name."""

    def __init__(self, opened: Round, people: list[TrainingPerson]) -> None:
        self.round = opened
        self.people = {one.username: one for one in people}


@pytest.fixture
def training_commune(blobs: S3Blobs, settings: Settings, clock: FixedClock) -> Commune:
    publish_folder(settings.xlsforms_dir, blobs=blobs, clock=clock)
    opened = commune.settle(clock)
    return Commune(opened, commune.add_people(clock))


@pytest.fixture(scope="session")
def made_app(stores: Settings) -> Flask:
    """The application of this process, with all its routes; as in a web process it serves one request after another."""
    made = create_app(stores)
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def app(made_app: Flask, settings: Settings, blobs: S3Blobs, clock: FixedClock) -> Flask:
    """The application with this test's stores and clock, and no memory of any request before."""
    wiring.install(made_app, wiring.Deps.of(settings, blobs, clock))
    return made_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system as `make run` starts it, shared by the tests that only use it."""
    system = a_system(tmp_path_factory.mktemp("running") / "var")
    system.start()
    yield system
    system.stop()


@pytest.fixture
def own_system(tmp_path: Path) -> Iterator[Callable[..., System]]:
    """Systems of this test alone, for those that break them."""
    made: list[System] = []

    def make(**env: str) -> System:
        made.append(a_system(tmp_path / f"var{len(made)}", **env))
        return made[-1]

    yield make
    for system in made:
        if system.process is not None and system.process.poll() is None:
            system.stop()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser. Without one the test is skipped with a word; in CI that is a failure."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine, and CI needs one: .ci/run installs it")
        pytest.skip("no Chromium on this machine: the browser tests are left out")
    return found
