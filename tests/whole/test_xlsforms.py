"""Every XLSForm compiles, is mirrored, carries the tables of its rule set, and fits it."""

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from form_engine.compiler import compile_form
from form_engine.definition import Field
from form_engine.forms_folder import check, read_catalog, read_parts, renew
from form_engine.scoring_fit import assessment_faults, screening_faults
from form_engine.scoring_sheet_reader import read_scoring_sheet
from form_engine.workbook_parts import read_survey, rows_of_part
from review.rulesets import FOLDER, all_rulesets

XLSFORMS = Path(__file__).parents[2] / "xlsforms"
CATALOG = read_catalog(XLSFORMS)
forms = pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.form_id)


@cache
def compiled(entry):
    return compile_form(entry.workbook.read_bytes(), filename="form.xlsx")


def test_the_folder_of_forms_is_in_order():
    assert check(XLSFORMS, all_rulesets()) == []


def test_a_stale_mirror_and_stale_points_are_noticed_and_renewed(tmp_path):
    for part in ("parts", "phieu_b"):
        shutil.copytree(XLSFORMS / part, tmp_path / part)
    catalog = (XLSFORMS / "catalog.toml").read_text(encoding="utf-8").split("[[form]]")
    (entry,) = [one for one in catalog if 'form_id = "phieu_b"' in one]
    (tmp_path / "catalog.toml").write_text(f"[[form]]{entry}", encoding="utf-8")
    (tmp_path / "phieu_b" / "form.md").write_text("old", encoding="utf-8")
    (tmp_path / "phieu_b" / "media" / "points.csv").unlink()

    problems = check(tmp_path, all_rulesets(), with_java=False)
    changed = renew(tmp_path, all_rulesets())

    assert [problem.split(" ")[1] for problem in problems] == ["form.md", "media/points.csv", "media/points.csv"]
    assert [path.name for path in changed] == ["form.md", "points.csv"]
    assert check(tmp_path, all_rulesets(), with_java=False) == []
    assert renew(tmp_path, all_rulesets()) == []


PARTS = read_parts(XLSFORMS)


@cache
def survey(entry):
    return read_survey(entry.workbook.read_bytes())


def shared_rows(entry, name):
    return rows_of_part(survey(entry), name, PARTS[name])


@pytest.mark.parametrize("name", list(PARTS))
def test_a_shared_page_is_the_same_in_all_forms_that_have_it(name):
    with_it = {entry.form_id: shared_rows(entry, name) for entry in CATALOG}
    found = {form_id: rows for form_id, rows in with_it.items() if rows}

    assert len(found) > 1
    assert all(rows == list(PARTS[name].survey) for rows in found.values())


@pytest.mark.parametrize("name", ["place", "household", "signatures"])
def test_every_form_has_the_pages_that_all_share(name):
    assert all(shared_rows(entry, name) for entry in CATALOG)


def test_every_form_with_a_roster_takes_it_from_the_one_definition():
    with_roster = [entry for entry in CATALOG if "member_name" in compiled(entry).definition.fields_by_name]

    assert {entry.role for entry in with_roster} >= {"assess"}
    assert all(shared_rows(entry, "member") for entry in with_roster)


@forms
def test_every_sentence_of_a_form_stands_in_both_languages(entry):
    book = load_workbook(entry.workbook, read_only=True)
    for sheet in ("survey", "choices"):
        header, *rows = book[sheet].iter_rows(values_only=True)
        pairs = [
            (n, header.index(name.replace("Tiếng Việt (vi)", "English (en)")))
            for n, name in enumerate(header)
            if name and name.endswith("(vi)")
        ]
        for row in rows:
            for vi, en in pairs:
                assert bool(row[vi]) == bool(row[en]), row[1]


@forms
def test_no_form_carries_a_figure_of_points(entry):
    book = load_workbook(entry.workbook, read_only=True)
    header, *rows = book["survey"].iter_rows(values_only=True)
    name, calculation = header.index("name"), header.index("calculation")
    points = [row for row in rows if str(row[name]).endswith(("_points", "_line", "_step", "deprived_min", "at_most"))]

    assert all("instance('points')" in row[calculation] or "_step}" in row[calculation] for row in points)


@forms
def test_no_form_chooses_by_a_bare_number(entry):
    """`item[1]`: the phones' engine finds nothing by it; `item[position() = 1]` is understood by all."""
    assert not re.search(rb"\[\s*[0-9]+\s*\]/", compiled(entry).xform)


@forms
def test_a_constraint_and_a_required_question_say_what_is_wrong(entry):
    book = load_workbook(entry.workbook, read_only=True)
    header, *rows = book["survey"].iter_rows(values_only=True)
    column = {name: place for place, name in enumerate(header)}
    for row in rows:
        for cause, told in (("constraint", "constraint_message"), ("required", "required_message")):
            assert bool(row[column[cause]]) == bool(row[column[f"{told}::Tiếng Việt (vi)"]]), row[1]


@forms
def test_names_are_unique_in_a_form(entry):
    names = [node.name for node in compiled(entry).definition.nodes.values() if isinstance(node, Field)]

    assert len(names) == len(set(names))


def test_an_answer_without_points_and_a_point_without_an_answer_are_faults():
    content = (FOLDER / "vn-2016-2020.toml").read_text(encoding="utf-8")
    changed = content.replace('code = "college", ', 'code = "doctorate", ').replace(
        'field = "has_radio"', 'field = "wireless"'
    )
    changed = changed.replace('field = "hygienic_water", is = "no"', 'field = "hygienic_water", is = "never"')
    form = compiled(next(entry for entry in CATALOG if entry.form_id == "phieu_b")).definition

    found = assessment_faults(read_scoring_sheet(changed.encode()), form)
    assert [(one.place, one.code) for one in found] == [
        ("b1_03 / college", "answer_without_points"),
        ("b1_03 / doctorate", "points_without_answer"),
        ("b2_07", "no_answer_asked"),
        ("b2_10", "no_field_asked"),
    ]
    assert str(screening_faults(read_scoring_sheet(content.encode()), form)[0]) == "a_01: no_field"
