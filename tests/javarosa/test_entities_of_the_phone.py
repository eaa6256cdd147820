"""What the phones' engine writes into the entity of a form, with the list that the server gave it, becomes versions."""

import csv
import io

import pytest
from lxml import etree

from app.jobs.worker import drain
from core.actor import SYSTEM
from form_engine.compiler import compile_form
from form_engine.publishing.actions import publish_version
from registry import entities
from submissions import repository
from tests.integration import places
from tests.integration.places import send
from tests.integration.test_entities import MANIFEST, TREES, Collect, source

pytestmark = pytest.mark.services

NAMED = (
    TREES.replace("| save_to |", "| save_to | required |")
    .replace("| | text | species | Loài | species |", "| | text | species | Loài | species | yes |")
    .replace("| Cây | |", "| Cây | | |")
    .replace("| girth |\n", "| girth | |\n")
)
"""With a question that is always answered: the label."""


def test_forms_that_the_engine_fills_create_entities_and_the_next_ones_update_them(
    engine, tmp_path, client, blobs, clock, definitions
):
    places.settle(clock)
    enumerator = places.somebody(clock)
    publish_version(source(NAMED), by=SYSTEM, blobs=blobs, clock=clock)
    xform = compile_form(NAMED.format(version="1").encode(), filename="cay.md").xform
    phone = Collect(client, enumerator)

    def fill_and_send(folder, count):
        listed = phone.get(phone.entry().findtext(f"{MANIFEST}downloadUrl")).data
        filled = engine.fill(xform, {"trees.csv": listed}, tmp_path / folder, count=count)
        for xml in filled:
            assert send(client, enumerator.door, xml).status_code == 201
        drain(definitions, clock)
        ids = [etree.fromstring(xml).findtext("{*}meta/{*}instanceID") for xml in filled]
        return [repository.find("cay", one) for one in ids], list(csv.DictReader(io.StringIO(listed.decode())))

    first, before = fill_and_send("one", 3)
    later, known = fill_and_send("two", 6)

    assert before == []
    assert [[one["action"] for one in kept["entities"]] for kept in first] == [["created"]] * 3
    assert {row["name"] for row in known} == {kept["entities"][0]["entity_id"] for kept in first}
    actions = [kept["entities"][0]["action"] for kept in later]
    assert set(actions) <= {"created", "updated"}
    assert "updated" in actions
    for kept in later:
        found = entities.find("trees", kept["entities"][0]["entity_id"])
        (version,) = [one for one in found["versions"] if one["source"].startswith(kept["_id"])]
        assert version["received"]["species"] == (kept["answers"]["species"] or "")
