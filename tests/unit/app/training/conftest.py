from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.training.phone import BlankForm, ListedForm
from app.training.visit import Visit, household_of
from form_engine.compiler import compile_form

FORMS = Path(__file__).parents[4] / "xlsforms"


def a_blank(form_id: str) -> BlankForm:
    """The real form as it lies on a phone, with its sample lists."""
    folder = FORMS / form_id
    compiled = compile_form((folder / "form.xlsx").read_bytes(), filename=f"{form_id}.xlsx")
    media = {path.name: path.read_bytes() for path in (folder / "media").iterdir()}
    listed = ListedForm(form_id, compiled.title, compiled.version, f"md5:{compiled.md5}", "http://x/form", "")
    return BlankForm(listed, compiled.xform, media)


@pytest.fixture(scope="session")
def phieu_a() -> BlankForm:
    return a_blank("phieu_a")


@pytest.fixture(scope="session")
def phieu_b() -> BlankForm:
    return a_blank("phieu_b")


@pytest.fixture(scope="session")
def a_visit(phieu_b):
    """A visit to a household of the sample list."""

    def make(household: str = "h1") -> Visit:
        village, row = household_of(phieu_b, household)
        return Visit(village, row, began=datetime(2017, 10, 16, 1, 30, tzinfo=UTC), device_id="collect:abc")

    return make
