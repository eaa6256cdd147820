"""The compiler stops at its first fault; all that the sheets show is told in one go."""

from form_engine.compile_apart import compile_apart
from form_engine.errors import FormNotCompiled
from form_engine.survey_checks import faults_of_sheets
from form_engine.workbook_rows import sheets_of
from tests.unit.form_engine.test_difference import FORM

BAD = b"""
| survey |
| | type | name | label | relevant | calculation |
| | text | a | A | | |
| | text | a | A | | |
| | txt | b | B | | |
| | select_one yn | c | C | ${nobody} = 1 | |
| | begin_group | g | G | | |
| | calculate | d | | | (1 + ${a} |
| | text | 1e | E | | |
| choices |
| | list_name | name | label |
| | other | x | X |
| | other | x | X |
| | other | | X |
"""
EXPECTED = {
    ("names_001", "survey", 3, "name"),
    ("unknown_type", "survey", 4, "type"),
    ("list_unknown", "survey", 5, "type"),
    ("pyref_003", "survey", 5, "relevant"),
    ("survey_002", "survey", 6, "type"),
    ("expression_unreadable", "survey", 7, "calculation"),
    ("names_009", "survey", 8, "name"),
    ("names_007", "choices", 3, "name"),
    ("names_006", "choices", 4, "name"),
}


def test_every_fault_of_a_bad_form_is_told_at_its_cell():
    found = faults_of_sheets(sheets_of(BAD, "f.md"))

    assert {(one.code, one.sheet, one.row, one.column) for one in found} == EXPECTED
    assert [one.row for one in found if one.sheet == "survey"] == sorted(
        one.row for one in found if one.sheet == "survey"
    )


def test_an_upload_tells_them_with_what_the_compiler_says_and_none_twice():
    try:
        compile_apart(BAD, filename="f.md")
    except FormNotCompiled as refusal:
        places = [(one.sheet, one.row, one.column) for one in refusal.faults if one.row]

    assert len(places) == len(set(places)) >= len(EXPECTED) - 1


def test_a_sound_form_has_none():
    assert faults_of_sheets(sheets_of(FORM.encode(), "f.md")) == []
