"""Forms filled at random in JavaRosa, the engine that phones run: the phone and the server find the same points."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from pyxform.validators.odk_validate import ODK_VALIDATE_PATH

from form_engine.answers import read_answers
from form_engine.compiler import compile_form
from form_engine.forms_folder import read_catalog
from form_engine.instance import read_instance
from form_engine.points_table import FILE_NAME, points_csv
from form_engine.scoring import score
from review.rules.classification import classify
from review.rules.screening import screen
from review.rulesets import get_ruleset

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
XLSFORMS = HERE.parents[1] / "xlsforms"
CATALOG = read_catalog(XLSFORMS)
COUNT = int(os.environ.get("RASOAT_TEST_INSTANCES", "70"))
SEED = os.environ.get("RASOAT_TEST_SEED", "20161122")


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    """The filling program, compiled."""
    if shutil.which("javac") is None or shutil.which("java") is None:
        pytest.skip("needs a Java development kit (java and javac)")
    folder = tmp_path_factory.mktemp("classes")
    command = ["javac", "-encoding", "UTF-8", "-cp", ODK_VALIDATE_PATH, "-d", str(folder), str(HERE / "FillForm.java")]
    subprocess.run(command, check=True)
    return folder


def _forms(role):
    return pytest.mark.parametrize("entry", [one for one in CATALOG if one.role == role], ids=lambda one: one.form_id)


def _header(entry, name):
    with (entry.folder / "media" / name).open(encoding="utf-8", newline="") as sample:
        return next(csv.reader(sample))


def _write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _media(folder, entry, sheet):
    """A village for each score sheet, in each a household of the managed list and one that is not on it."""
    villages = [
        {"name": f"v-{area.code}", "label": area.label.vi, "area_kind": area.area_kind, "score_area": area.code}
        for area in sheet.sheets.values()
    ]
    households = [
        {
            "name": f"h-{village['name']}-{listed}",
            "village": village["name"],
            "head_name": "Mẫu",
            "managed_list": listed,
        }
        for village in villages
        for listed in ("yes", "no")
    ]
    _write(folder / "villages.csv", _header(entry, "villages.csv"), villages)
    _write(folder / "households.csv", _header(entry, "households.csv"), households)
    (folder / FILE_NAME).write_bytes(points_csv(sheet))


def _filled(entry, classes, tmp_path):
    form = compile_form(entry.workbook.read_bytes(), filename=f"{entry.form_id}.xlsx")
    media, out = tmp_path / "media", tmp_path / "out"
    media.mkdir()
    out.mkdir()
    _media(media, entry, get_ruleset(entry.ruleset))
    (tmp_path / "form.xml").write_bytes(form.xform)
    path = os.pathsep.join([ODK_VALIDATE_PATH, str(classes)])
    arguments = [str(tmp_path / "form.xml"), str(media), str(COUNT), SEED, str(out)]
    subprocess.run(["java", "-Dfile.encoding=UTF-8", "-cp", path, "FillForm", *arguments], check=True)
    for number in range(COUNT):
        answers, findings = read_answers(read_instance((out / f"{number}.xml").read_bytes()), form.definition)
        yield number, answers, findings


def _flat(answers):
    for name, value in answers.items():
        if isinstance(value, dict):
            yield from _flat(value)
        else:
            yield name, value


@_forms("assess")
def test_the_phone_gives_a_household_the_points_and_the_class_of_the_server(entry, classes, tmp_path):
    ruleset = get_ruleset(entry.ruleset)
    sheets, standings, deprived = set(), set(), set()
    for number, answers, findings in _filled(entry, classes, tmp_path):
        phone = dict(_flat(answers))

        result = score(ruleset, answers, phone["score_area"])

        assert result.missing == (), f"instance {number}"
        server = {f"{line.item}_points": line.points for line in result.trace}
        assert {name: phone[name] for name in server} == server, f"instance {number}"
        banded = {line.item: line.answers for line in result.trace}
        assert {item: tuple(_codes(phone[item])) for item in banded} == {
            item: tuple(sorted(codes)) for item, codes in banded.items()
        }, f"instance {number}"
        assert (phone["b1_total"], phone["b2_total"]) == (result.b1, result.b2), f"instance {number}"
        verdict = classify(ruleset, phone["area_kind"], phone["score_area"], result.b1, result.b2)
        assert phone["expected_class"] == verdict.standing, f"instance {number}"
        assert findings == [], f"instance {number}"
        sheets.add(result.sheet)
        standings.add(verdict.standing)
        deprived |= {line.item for line in result.trace if line.answers == ("yes",)}

    assert sheets == set(ruleset.sheets)
    assert len(deprived) >= len(ruleset.indicators) - 1


def _codes(value):
    return sorted(value if isinstance(value, list) else [value])


@_forms("identify")
def test_the_phone_screens_a_household_as_the_server_does(entry, classes, tmp_path):
    ruleset = get_ruleset(entry.ruleset)
    results = set()
    for number, answers, findings in _filled(entry, classes, tmp_path):
        phone = dict(_flat(answers))

        verdict = screen(
            ruleset,
            yes=sum(phone[item] == "yes" for item in ruleset.screening.items),
            on_managed_list=phone["managed_list"] == "yes",
            override=phone.get("override") == "yes",
            override_reason=phone.get("override_reason", ""),
        )

        assert phone["decision"] == verdict.result, f"instance {number}"
        assert findings == [], f"instance {number}"
        results.add((verdict.result, phone.get("override")))

    assert len(results) > 2
