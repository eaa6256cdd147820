"""A list that comes with a form is held against what phones can read, with the row."""

import pytest

from app.i18n.workbook_faults import FAULTS
from form_engine import list_files
from form_engine.compiler import compile_form
from form_engine.list_files import look_at_lists

FORM = b"""
| survey |
| | type | name | label | parameters |
| | select_multiple_from_file xa.csv | commune | Commune | value=ma label=ten |
| | csv-external | gia | | |
"""
FAULTS_IN = {
    "letters": ("ma,ten\n1,Huế\n2,Vinh\n".encode() + b"3,Th\xf4n\n", "list_not_utf8", 4, ""),
    "semicolons": ("ma;ten\n1;Huế\n".encode(), "list_other_separator", 1, ""),
    "nothing": (b"", "list_without_titles", 1, ""),
    "a column": (b"ma,name\n1,a\n", "list_column_missing", 1, "ten"),
    "titles": (b"ma,ten,ten\n1,a,b\n", "list_column_twice", 1, "ten"),
    "commas": (b"ma,ten\n1,a\n2,b, c\n", "list_ragged", 3, ""),
    "no code": (b"ma,ten\n,a\n", "list_code_missing", 2, "ma"),
    "a space": (b"ma,ten\n1 2,a\n", "list_code_spaced", 2, "ma"),
    "quotes": (b'ma,ten\n1,"a\n', "list_unreadable", 2, ""),
}
WARNINGS_IN = {
    "a code twice": (b"ma,ten\n1,a\n2,b\n1,c\n", "list_code_twice", 4),
    "a short row": (b"ma,ten\n1,a\n2\n", "list_ragged", 3),
    "no row": (b"ma,ten\n", "list_empty", 1),
}


@pytest.fixture(scope="module")
def definition():
    return compile_form(FORM, filename="f.md").definition


@pytest.mark.parametrize(("content", "code", "row", "column"), FAULTS_IN.values(), ids=FAULTS_IN)
def test_what_phones_can_not_read_is_a_fault_with_its_row(definition, content, code, row, column):
    looked = look_at_lists(definition, {"xa.csv": content})

    (fault,) = looked.faults
    assert (fault.code, fault.sheet, fault.row, fault.column) == (code, "xa.csv", row, column)
    assert code in FAULTS


@pytest.mark.parametrize(("content", "code", "row"), WARNINGS_IN.values(), ids=WARNINGS_IN)
def test_what_people_should_look_at_is_a_warning(definition, content, code, row):
    looked = look_at_lists(definition, {"xa.csv": content})

    (warning,) = looked.warnings
    assert (looked.faults, warning.code, warning.row) == ((), code, row)
    assert code in FAULTS


def test_a_sound_list_has_its_columns_and_rows_of_several_lines_count_once(definition):
    sound = '\ufeffma,ten\n1,"Phú\nLộc, Huế"\n2,b\n2,c\n'.encode()

    looked = look_at_lists(definition, {"xa.csv": sound, "gia.csv": b"x\n1\n", "other.csv": b"\xff"})

    assert looked.columns == {"xa.csv": {"ma", "ten"}, "gia.csv": {"x"}}
    assert [(one.code, one.row) for one in looked.warnings] == [("list_code_twice", 4)]
    assert looked.faults == ()


def test_a_list_too_large_for_a_phone_is_refused(definition, monkeypatch):
    monkeypatch.setattr(list_files, "MOST_BYTES", 10)
    (large,) = look_at_lists(definition, {"xa.csv": b"ma,ten\n1,a\n"}).faults
    monkeypatch.setattr(list_files, "MOST_BYTES", 1_000)
    monkeypatch.setattr(list_files, "MOST_ROWS", 1)
    (long,) = look_at_lists(definition, {"xa.csv": b"ma,ten\n1,a\n2,b\n3,c\n"}).faults

    assert (large.code, long.code, long.row) == ("list_too_large", "list_too_many_rows", 3)
