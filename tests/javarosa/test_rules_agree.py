"""What JavaRosa fills of every form breaks no rule of it: the evaluator finds nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from pyxform.validators.odk_validate import ODK_VALIDATE_PATH

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


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    if shutil.which("javac") is None or shutil.which("java") is None:
        pytest.skip("needs a Java development kit (java and javac)")
    folder = tmp_path_factory.mktemp("classes")
    program = str(HERE / "FillForm.java")
    subprocess.run(["javac", "-encoding", "UTF-8", "-cp", ODK_VALIDATE_PATH, "-d", str(folder), program], check=True)
    return folder


@pytest.mark.parametrize("entry", CATALOG, ids=lambda one: one.form_id)
def test_what_the_phone_accepts_the_server_accepts(entry, classes, tmp_path):
    form = compile_form(entry.workbook.read_bytes(), filename=f"{entry.form_id}.xlsx")
    (tmp_path / "form.xml").write_bytes(form.xform)
    path = os.pathsep.join([ODK_VALIDATE_PATH, str(classes)])
    options = ["-Dfile.encoding=UTF-8", "-Duser.timezone=Asia/Ho_Chi_Minh", "-cp", path]
    out = tmp_path / "out"
    out.mkdir()
    arguments = [str(tmp_path / "form.xml"), str(entry.folder / "media"), str(COUNT), SEED, str(out)]
    subprocess.run(["java", *options, "FillForm", *arguments], check=True)
    media = {one.name: one.read_bytes() for one in (entry.folder / "media").iterdir()}
    evaluator = Evaluator.of(form.definition, known_lists(form.definition, media))

    found = {one.name: evaluator.findings(read_instance(one.read_bytes())) for one in out.iterdir()}

    assert evaluator.not_supported == ()
    assert {name: findings for name, findings in found.items() if findings} == {}
