from collections.abc import Callable
from pathlib import Path

import pytest

from app.training.forms import publish_folder
from core.actor import SYSTEM
from core.blobs import S3Blobs
from form_engine import compile_apart
from form_engine.publishing import uploads
from form_engine.publishing.actions import FormSource, publish_version
from form_engine.publishing.models import FormVersion
from review.models import Round
from submissions.intake import Receipt, read, receive
from tests.conftest import FixedClock
from tests.integration import places
from tests.integration.places import Somebody

EVERYBODY = ("enumerator", "supervisor", "commune_officer")


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is not what these tests are about; test_bad_workbooks.py holds the limits."""
    monkeypatch.setattr(compile_apart, "COMPILED_WITHIN", 60.0)
    monkeypatch.setattr(uploads, "ANSWER_WITHIN", 120.0)


@pytest.fixture
def villages(blobs: S3Blobs, clock: FixedClock) -> None:
    places.settle(clock)


@pytest.fixture
def opened(villages: None, clock: FixedClock) -> Round:
    return places.a_round(clock)


@pytest.fixture
def publish(blobs: S3Blobs, clock: FixedClock) -> Callable[..., FormVersion]:
    """Publish a small form of two pictures that no rule looks at."""

    def make(version: str = "1", *, form_id: str = "hop_thon", may_fill: tuple[str, ...] = EVERYBODY, **more: str):
        workbook = places.a_workbook(version, form_id, **more)
        source = FormSource(workbook, f"{form_id}.md", role="meeting", may_fill=may_fill)
        return publish_version(source, by=SYSTEM, blobs=blobs, clock=clock)

    return make


@pytest.fixture
def form(publish: Callable[..., FormVersion]) -> FormVersion:
    return publish()


@pytest.fixture
def real_forms(blobs: S3Blobs, settings, clock: FixedClock) -> list[FormVersion]:
    """Phiếu A and Phiếu B of the period in force."""
    return [
        version
        for form_id in ("phieu_a", "phieu_b")
        for version in publish_folder(Path(settings.xlsforms_dir), only=form_id, blobs=blobs, clock=clock)
    ]


@pytest.fixture
def enumerator(villages: None, clock: FixedClock) -> Somebody:
    return places.somebody(clock)


@pytest.fixture
def receive_form(blobs: S3Blobs, clock: FixedClock, enumerator: Somebody) -> Callable[..., Receipt]:
    """Take a submission in as the web process does, without HTTP."""

    def make(xml: bytes, files=(), by: Somebody | None = None) -> Receipt:
        return receive(
            xml, read(xml), files, by=(by or enumerator).actor, device_id="d", user_agent="u", blobs=blobs, clock=clock
        )

    return make
