"""What a training phone fills in, opened in JavaRosa: valid, and every value worked out is the same."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from app.training.interviews import fill
from app.training.phone import BlankForm, ListedForm
from app.training.visit import Visit, household_of
from form_engine.answers import read_answers
from form_engine.compiler import compile_form
from form_engine.instance import read_instance
from review.rulesets import get_ruleset

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
XLSFORMS = HERE.parents[1] / "xlsforms"
SHEET = get_ruleset("vn-2016-2020")
COUNT = 40


@pytest.mark.parametrize("form_id", ["phieu_a", "phieu_b"])
def test_a_phone_agrees_with_every_answer_that_a_training_phone_sends(form_id, engine, tmp_path):
    compiled = compile_form((XLSFORMS / form_id / "form.xlsx").read_bytes(), filename=f"{form_id}.xlsx")
    media = XLSFORMS / form_id / "media"
    listed = ListedForm(form_id, compiled.title, compiled.version, "", "", "")
    blank = BlankForm(listed, compiled.xform, {path.name: path.read_bytes() for path in media.iterdir()})
    (tmp_path / "form.xml").write_bytes(compiled.xform)
    sent, opened = tmp_path / "sent", tmp_path / "opened"
    sent.mkdir()
    opened.mkdir()
    for number in range(COUNT):
        village, household = household_of(blank, ("h1", "h2")[number % 2])
        visit = Visit(village, household, began=datetime(2017, 10, 16, 1, 30, tzinfo=UTC), device_id="collect:abc")
        photo = 0 if number % 5 == 0 else 5_000
        (sent / f"{number}.xml").write_bytes(fill(blank, visit, SHEET, Random(number), photo_bytes=photo).xml)

    engine.run("OpenInstances", tmp_path / "form.xml", media, sent, opened)

    assert {file.name: file.read_text() for file in opened.glob("*.txt")} == {}
    for file in sorted(sent.iterdir()):
        ours, theirs = (
            read_answers(read_instance(folder.joinpath(file.name).read_bytes()), compiled.definition)
            for folder in (sent, opened)
        )
        assert ours == theirs, file.name
