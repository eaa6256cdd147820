"""What JavaRosa fills of every form breaks no rule of it: the evaluator finds nothing."""

import os
from pathlib import Path

import pytest

from form_engine.compiler import compile_form
from form_engine.evaluation import Evaluator
from form_engine.evaluation_lists import known_lists
from form_engine.forms_folder import read_catalog
from form_engine.instance import read_instance

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
CATALOG = read_catalog(HERE.parents[1] / "xlsforms")
COUNT = int(os.environ.get("RASOAT_TEST_INSTANCES", "10"))
SEED = os.environ.get("RASOAT_TEST_SEED", "20161122")


@pytest.mark.parametrize("entry", CATALOG, ids=lambda one: one.form_id)
def test_what_the_phone_accepts_the_server_accepts(entry, engine, tmp_path):
    form = compile_form(entry.workbook.read_bytes(), filename=f"{entry.form_id}.xlsx")
    media = {one.name: one.read_bytes() for one in (entry.folder / "media").iterdir()}
    evaluator = Evaluator.of(form.definition, known_lists(form.definition, media))

    filled = engine.fill(form.xform, media, tmp_path / "filled", count=COUNT, seed=SEED)
    found = {number: evaluator.findings(read_instance(one)) for number, one in enumerate(filled)}

    assert evaluator.not_supported == ()
    assert {number: findings for number, findings in found.items() if findings} == {}
