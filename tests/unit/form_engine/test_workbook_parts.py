"""Shared pages are written into the forms that name them, and nothing else of a form is touched."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from form_engine.errors import FormNotCompiled
from form_engine.workbook_parts import read_part, read_survey, rows_of_part, with_parts


def a_workbook(survey, choices=()):
    book = Workbook()
    book.active.title = "survey"
    for row in survey:
        book.active.append(row)
    if choices:
        page = book.create_sheet("choices")
        for row in choices:
            page.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def rows(workbook, sheet="survey"):
    header, *found = load_workbook(BytesIO(workbook))[sheet].iter_rows(values_only=True)
    return [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in found]


LISTS = [("list_name", "name", "label"), ("sex", "f", "Female"), ("sex", "m", "Male")]
MEMBER = {
    "member": read_part(
        a_workbook([("type", "name", "label"), ("text", "who", "Who?"), ("select_one sex", "sex", "Sex")], LISTS)
    )
}
FORM = a_workbook(
    [
        ("type", "name", "label", "part"),
        ("text", "a", "A", None),
        (None, None, None, "member"),
        ("text", "z", "Z", None),
    ]
)


def test_a_row_with_the_name_of_a_part_becomes_its_rows_and_lists():
    made = with_parts(FORM, MEMBER)

    assert [row["name"] for row in rows(made)] == ["a", "who", "sex", "z"]
    assert [row.get("part") for row in rows(made)] == [None, "member", "member", None]
    assert [row["name"] for row in rows(made, "choices")] == ["f", "m"]


def test_a_form_that_has_its_parts_already_stays_the_very_same_bytes():
    made = with_parts(FORM, MEMBER)

    assert with_parts(made, MEMBER) is made


def test_a_changed_part_changes_the_form_and_drops_what_was_written_over_it():
    made = with_parts(FORM, MEMBER)
    newer = {"member": read_part(a_workbook([("type", "name", "label"), ("text", "who", "Name")], LISTS[:2]))}

    again = with_parts(made, newer)

    assert [(row["name"], row["label"]) for row in rows(again)] == [("a", "A"), ("who", "Name"), ("z", "Z")]
    assert [row["name"] for row in rows(again, "choices")] == ["f"]


def test_a_form_keeps_what_fills_a_shared_row_beforehand():
    made = with_parts(FORM, MEMBER)
    book = load_workbook(BytesIO(made))
    page = book["survey"]
    page["E1"], page["F1"], page["C3"] = "trigger", "calculation", "Somebody else?"
    page["E3"], page["F3"] = "${a}", "concat(${a}, '!')"
    out = BytesIO()
    book.save(out)

    again = with_parts(out.getvalue(), MEMBER)

    assert rows(again)[1] == {
        "type": "text",
        "name": "who",
        "label": "Who?",
        "part": "member",
        "trigger": "${a}",
        "calculation": "concat(${a}, '!')",
    }
    assert rows_of_part(read_survey(again), "member", MEMBER["member"]) == list(MEMBER["member"].survey)


def test_a_part_that_there_is_not_is_refused():
    with pytest.raises(FormNotCompiled) as refusal:
        with_parts(FORM, {})

    assert refusal.value.facts["reason"] == "There is no part member."
