"""A workbook that somebody uploads is refused with its place, within limits, and never hurts who reads it."""

import io
import subprocess
import sys
import threading
import zipfile

import openpyxl
import pytest

from app.i18n.workbook_faults import FAULTS
from form_engine import compile_apart as compile_apart_
from form_engine import compiling_child
from form_engine.compile_apart import compile_apart
from form_engine.errors import FormNotCompiled
from form_engine.workbook_gate import faults_before_compiling

COLUMNS = ["type", "name", "label"]
QUESTION = ["text", "a", "A"]


def a_book(**sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def repacked(workbook: bytes, *, rows: bytes = b"", extra: str = "") -> bytes:
    """The workbook with something put into its first sheet, or with one more part."""
    source, out = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", rows + b"</sheetData>")
            target.writestr(part.filename, content)
        if extra:
            target.writestr(extra, b"<x/>")
    return out.getvalue()


SOUND = a_book(survey=[COLUMNS, QUESTION])


def many_rows(count: int) -> bytes:
    return b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, count))


def circle() -> bytes:
    rows = [["calculate", "x", "", "${y} + 1"], ["calculate", "y", "", "${x}"], [*QUESTION, ""]]
    return a_book(survey=[[*COLUMNS, "calculation"], *rows])


def one_select(*choices: str, kind: str = "select_one") -> bytes:
    listed = [["l", name, name] for name in choices]
    return a_book(survey=[COLUMNS, [f"{kind} l", "a", "A"]], choices=[["list_name", "name", "label"], *listed])


def fault_of(workbook: bytes, filename: str = "f.xlsx") -> tuple[str, str, int, str]:
    with pytest.raises(FormNotCompiled) as refusal:
        compile_apart(workbook, filename=filename)
    first = refusal.value.faults[0]
    return first.code, first.sheet, first.row, first.column


GATE = {
    "zip bomb": (repacked(SOUND, rows=b" " * 100_000_000), "unzips_too_large", ""),
    "macro": (repacked(SOUND, extra="xl/vbaProject.bin"), "macro", ""),
    "links": (repacked(SOUND, extra="xl/externalLinks/externalLink1.xml"), "external_links", ""),
    "a million rows": (repacked(SOUND, rows=many_rows(1_000_000)), "too_many_rows", "survey"),
    "formula": (a_book(survey=[COLUMNS, ["text", "a", '=B2&"?"']]), "formula_without_value", "survey"),
    "another book": (a_book(survey=[COLUMNS, ["text", "a", "=[1]Sheet1!A1"]]), "external_links", "survey"),
    "junk": (b"PK\x03\x04junk", "unreadable", ""),
    "nothing": (b"", "unreadable", ""),
    "locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password", ""),
}
COMPILED = {
    "circle": (circle(), ("circular", "survey", 2, "calculation")),
    "name twice": (a_book(survey=[COLUMNS, QUESTION, QUESTION]), ("names_001", "survey", 3, "name")),
    "sheet": (a_book(questions=[COLUMNS], lists=[["list_name", "name"]]), ("sheet_missing", "survey", 0, "")),
    "type": (a_book(survey=[COLUMNS, QUESTION, ["txt", "b", "B"]]), ("unknown_type", "survey", 3, "type")),
    "space": (one_select("a", "b c", kind="select_multiple"), ("choice_with_space", "choices", 3, "name")),
    "no question": (a_book(survey=[COLUMNS]), ("no_survey_rows", "survey", 0, "")),
    "million rows": (repacked(SOUND, rows=many_rows(1_000_000)), ("too_many_rows", "survey", 0, "")),
}


@pytest.mark.parametrize(("workbook", "code", "sheet"), GATE.values(), ids=GATE)
def test_what_is_not_meant_to_be_compiled_never_is(workbook, code, sheet):
    (fault,) = faults_before_compiling(workbook, "f.xlsx")

    assert (fault.code, fault.sheet) == (code, sheet)


@pytest.mark.parametrize(("workbook", "expected"), COMPILED.values(), ids=COMPILED)
def test_a_bad_workbook_is_refused_with_its_place(workbook, expected):
    assert fault_of(workbook) == expected


def test_ten_thousand_choices_are_taken(monkeypatch):
    monkeypatch.setattr(compile_apart_, "COMPILED_WITHIN", 60)  # a busy machine is not what this is about
    form = compile_apart(one_select(*(f"c{n}" for n in range(10_000))), filename="f.xlsx")

    assert len(form.definition.fields[0].choices) == 10_000


def test_a_macro_workbook_is_known_by_its_name_and_groups_without_end_are_refused():
    groups = "\n".join(f"| | begin group | g{n} | G |" for n in range(2_000))
    ends = "\n".join("| | end group | | |" for _ in range(2_000))
    nested = f"| survey |\n| | type | name | label |\n{groups}\n| | text | a | A |\n{ends}\n".encode()

    assert faults_before_compiling(b"x", "f.xlsm")[0].code == "macro"
    assert fault_of(nested, "f.md")[0] == "too_large_to_compile"


def test_an_entity_bomb_in_a_sheet_is_not_unfolded():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", bomb)

    assert faults_before_compiling(book.getvalue(), "f.xlsx")[0].code == "unreadable"


def test_a_child_compiles_under_limits_of_memory_and_time():
    told = "import resource as r, form_engine.compiling_child as c; c.limit_this_process(); "
    told += "print(r.getrlimit(r.RLIMIT_AS)[0], r.getrlimit(r.RLIMIT_CPU)[0])"

    said = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True).stdout.split()

    assert [int(one) for one in said] == [compiling_child.MOST_MEMORY, compiling_child.MOST_SECONDS]
    assert (compiling_child.MOST_MEMORY, compiling_child.MOST_SECONDS) == (500 * 1024 * 1024, 10)


def test_a_form_that_takes_too_long_is_ended_within_its_time(monkeypatch):
    monkeypatch.setattr(compile_apart_, "COMPILED_WITHIN", 0.02)

    assert fault_of(SOUND)[0] in ("too_slow", "busy")


@pytest.mark.parametrize(("worked", "code"), [(0.0, "busy"), (4.7, "busy"), (4.9, "too_slow"), (8.0, "too_slow")])
def test_a_form_is_called_too_slow_only_when_it_had_the_processor(worked, code):
    assert compile_apart_.late(worked).code == code


def test_who_would_wait_too_long_for_his_turn_is_told_so(monkeypatch):
    monkeypatch.setattr(compile_apart_, "COMPILED_WITHIN", 0.1)
    monkeypatch.setattr(compile_apart_, "_AT_ONCE", threading.BoundedSemaphore(1))
    with compile_apart_._AT_ONCE:
        assert fault_of(SOUND)[0] == "busy"


def test_all_checks_together_answer_within_ten_seconds():
    assert compile_apart_.COMPILED_WITHIN < compile_apart_.ANSWER_WITHIN == 10


@pytest.mark.parametrize(("content", "filename", "code"), [
    (b"\xff\xfe\0", "f.md", "unreadable_text"),
    (b"just words", "f.csv", "unreadable_text"),
    (b"junk", "f.xls", "unreadable"),
    (b"x", "f.docx", "file_type_unknown"),
])  # fmt: skip
def test_a_file_that_is_no_form_is_told_by_its_kind(content, filename, code):
    assert fault_of(content, filename)[0] == code
    assert code in FAULTS


def test_what_compiles_apart_is_what_compiles_here(household_form):
    from tests.unit.form_engine.conftest import TESTS

    apart = compile_apart((TESTS / "forms/household.md").read_bytes(), filename="household.md")

    assert (apart.md5, apart.warnings) == (household_form.md5, household_form.warnings)
