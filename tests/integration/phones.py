"""A phone that talks to the app of a test: forms with the lists of its owner, filled and taken in."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import etree

from app.jobs.worker import drain
from app.training.answers import nested, new_instance_id, write_instance
from app.training.interviews import FilledForm, fill
from app.training.phone import BlankForm, ListedForm
from app.training.visit import Row, Visit, household_of, rows
from core.mongo import Document
from form_engine.publishing.repository import Definitions
from review.rules.form_fields import flat
from review.rulesets import get_ruleset
from submissions import repository
from tests.conftest import FixedClock
from tests.integration.places import Somebody, send

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


class TestPhone:
    """In the hand of `who`. What it sends is worked on before it goes on."""

    __test__ = False

    def __init__(self, client: FlaskClient, who: Somebody, definitions: Definitions, clock: FixedClock) -> None:
        self._client, self._who, self._definitions, self._clock = client, who, definitions, clock
        self.chance = Random(12)

    def blank(self, form_id: str) -> BlankForm:
        (entry,) = self._entries(f"{self._who.door}/formList?formID={form_id}", f"{LIST}xform")
        files = self._entries(entry["manifestUrl"], f"{MANIFEST}mediaFile")
        media = {one["filename"]: self._get(one["downloadUrl"]) for one in files}
        return BlankForm(ListedForm(form_id, "", entry["version"], "", "", ""), self._get(entry["downloadUrl"]), media)

    def rows(self, form_id: str, name: str) -> list[Row]:
        return rows(self.blank(form_id), name)

    def assess(self, household: str, standing: str = "") -> Document:
        """Phiếu B about a household, with random answers; with such as make it poor, if that is asked."""
        blank, sheet = self.blank("phieu_b"), get_ruleset("vn-2016-2020")
        village, row = household_of(blank, household)
        visit = Visit(village, row, self._clock(), "d")
        made = (fill(blank, visit, sheet, self.chance) for _ in range(100))
        return self.send("phieu_b", next(one for one in made if _class(one) == standing or not standing))

    def tell(self, form_id: str, flat: Mapping[str, Any]) -> Document:
        """A form with these answers alone, by field name."""
        definition = self.blank(form_id).definition
        answers, instance_id = nested(definition.root, flat), new_instance_id(self.chance)
        xml = write_instance(definition, answers, instance_id=instance_id)
        return self.send(form_id, FilledForm(instance_id, answers, xml, {}))

    def send(self, form_id: str, filled: FilledForm) -> Document:
        self._clock.advance(timedelta(minutes=1))
        assert send(self._client, self._who.door, filled.xml, filled.attachments).status_code == 201
        drain(self._definitions, self._clock)
        found = repository.find(form_id, filled.instance_id)
        assert found is not None
        assert found["processing_state"] == "processed"
        return found

    def _entries(self, url: str, tag: str) -> list[dict[str, str]]:
        root = etree.fromstring(self._get(url))
        return [{etree.QName(part).localname: part.text for part in one} for one in root.iter(tag)]

    def _get(self, url: str) -> bytes:
        parts = urlsplit(url)
        answer = self._client.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, answer.text
        content: bytes = answer.data
        return content


def _class(filled: FilledForm) -> Any:
    return flat(filled.answers)["expected_class"]
