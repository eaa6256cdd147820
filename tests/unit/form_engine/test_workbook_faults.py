"""Sentences of the form compiler become codes with their place, whatever it fills into them."""

from string import Formatter

import pytest
from pyxform.errors import ErrorCode

from app.i18n.workbook_faults import FAULTS
from form_engine.compiler import compile_form
from form_engine.errors import FormNotCompiled
from form_engine.workbook_faults import OTHER, faults_in


@pytest.mark.parametrize("code", list(ErrorCode), ids=lambda code: code.name)
def test_every_sentence_of_the_compiler_s_table_is_known(code):
    names = {name for _, name, _, _ in Formatter().parse(code.value.msg) if name}
    facts = {name: "7" if name in ("row", "other_row") else f"the-{name}" for name in names}

    (fault,) = faults_in(code.value.format(**facts))

    assert fault.code == code.name.lower()
    assert fault.row == (7 if "row" in names else 1 if "[row : 1]" in code.value.msg else 0)
    assert fault.code in FAULTS or fault.code.startswith("internal")


def test_several_faults_in_one_message_are_told_one_by_one():
    lines = [ErrorCode.NAMES_007.value.format(row=row) for row in (3, 9)]

    faults = faults_in("\n".join(lines))

    assert [(one.code, one.sheet, one.row, one.column) for one in faults] == [
        ("names_007", "choices", 3, "name"),
        ("names_007", "choices", 9, "name"),
    ]


def test_advice_about_names_of_sheets_is_no_name_of_a_sheet():
    (fault,) = faults_in(
        "When looking for a sheet named 'settings', the following sheets with similar names were found: 'setings'."
        " If you do not mean to include a sheet, to suppress this message, prefix the sheet name with an underscore."
        " For example 'setting' becomes '_setting'."
    )

    assert (fault.code, fault.facts["candidates"]) == ("names_013", "'setings'")


def test_a_sentence_that_nobody_knows_keeps_its_place_and_its_words():
    (fault,) = faults_in("[row : 5] On the 'survey' sheet, the 'hint' value is odd. Nobody has seen this before.")

    assert (fault.code, fault.sheet, fault.row, fault.column) == (OTHER, "survey", 5, "hint")
    assert fault.facts["told"] == "Nobody has seen this before."


@pytest.mark.parametrize("form_id", ["../../x", "a//b", "/a", "a/./b", "a.xlsx"])
def test_a_form_id_that_no_address_or_folder_can_bear_is_refused_at_the_settings(form_id):
    form = f"| survey |\n| | type | name | label |\n| | text | q | Q |\n| settings |\n| | form_id |\n| | {form_id} |\n"

    with pytest.raises(FormNotCompiled) as refusal:
        compile_form(form.encode(), filename="f.md")

    (fault,) = refusal.value.faults or faults_in(str(refusal.value.facts["reason"]))
    assert (fault.code, fault.sheet, fault.column) == ("form_id_unfit", "settings", "form_id")
