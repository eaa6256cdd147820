"""Every form of the repository, filled at random in JavaRosa with lists that the server made, and sent as Collect does.

The client is one that nobody here wrote: what the phone worked out is what the server works out, and each is kept once.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from app.jobs.worker import drain
from app.openrosa.lists import households
from app.training.forms import publish_folder
from core.actor import SYSTEM
from core.clock import local_day
from form_engine.forms_folder import read_catalog
from form_engine.instance import expected_attachments, read_instance
from registry import repository as registry
from review.actions.rounds import list_households, open_round
from submissions import repository
from tests.integration.phones import TestPhone
from tests.integration.places import COMMUNE, send, settle, somebody

pytestmark = [pytest.mark.slow, pytest.mark.services]

HERE = Path(__file__).parent
CATALOG = read_catalog(HERE.parents[1] / "xlsforms")
COUNT = int(os.environ.get("RASOAT_TEST_SENT", "6"))
"""Instances of each form."""
_OF_THE_PHONE = {"calculation_differs", "missing", "wrong_type", "unknown_choice", "unknown_field", "not_scored"}
"""What would say that phone and server do not understand each other."""


@pytest.fixture
def a_round_of(blobs, settings, clock):
    """The commune with a round under a rule set, and the form published."""

    def make(entry):
        settle(clock)
        today = local_day(clock())
        opened = open_round(
            "round",
            name="Đợt thử",
            kind="periodic",
            year=today.year,
            commune=registry.get_area(COMMUNE),
            ruleset_id=entry.ruleset,
            opens_on=today,
            closes_on=today + timedelta(days=30),
            by=SYSTEM,
            clock=clock,
            is_training=True,
        )
        list_households(opened, registry.households_within(COMMUNE, seen_by=SYSTEM), by=SYSTEM, clock=clock)
        publish_folder(Path(settings.xlsforms_dir), only=entry.form_id, blobs=blobs, clock=clock)

    return make


@pytest.mark.parametrize("entry", CATALOG, ids=lambda one: one.form_id)
def test_what_the_phones_engine_fills_arrives_once_and_means_the_same(
    entry, engine, a_round_of, client, clock, definitions, tmp_path
):
    a_round_of(entry)
    who = somebody(clock)
    blank = TestPhone(client, who, definitions, clock).blank(entry.form_id)
    assert entry.role == "profile" or blank.media[households.FILE_NAME].count(b"\n") == 3
    filled = engine.fill(blank.xform, blank.media, tmp_path / "filled", count=COUNT)

    for xml in filled:
        names = expected_attachments(read_instance(xml), blank.definition)
        files = {name: b"\xff\xd8\xff" + name.encode() for name in names}
        assert send(client, who.door, xml, files).status_code == 201
        assert send(client, who.door, xml, files).status_code == 201, "the answer was lost, so Collect sends again"
    drain(definitions, clock)

    kept = list(repository.collection().find({}))
    assert len(kept) == COUNT
    for one in kept:
        assert one["processing_state"] == "processed"
        assert {found["kind"] for found in one["findings"]} & _OF_THE_PHONE == set(), one["findings"]
        assert {file["name"] for file in one["attachments"]} == set(one["expected"])
    if entry.role == "assess":
        assert all(one["score"]["class"] for one in kept)
