from hashlib import md5
from io import BytesIO

import openpyxl
import pytest

from form_engine.compiler import compile_form
from form_engine.errors import FormNotCompiled

ONE_QUESTION = """
| survey   |      |      |       |
|          | type | name | label |
|          | text | a    | A     |
| settings |         |         |            |
|          | form_id | version | form_title |
|          | tiny    | 7       | Tiny       |
"""


def an_xlsx(**sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_compiled_form_knows_its_id_version_and_title():
    form = compile_form(ONE_QUESTION.encode(), filename="tiny.md")

    assert (form.form_id, form.version, form.title) == ("tiny", "7", "Tiny")


def test_the_hash_is_the_md5_of_the_bytes_that_phones_get():
    form = compile_form(ONE_QUESTION.encode(), filename="tiny.md")

    assert form.md5 == md5(form.xform).hexdigest()
    assert form.xform.startswith(b"<?xml")


def test_a_workbook_says_the_same_as_its_text():
    book = an_xlsx(
        survey=[["type", "name", "label"], ["text", "a", "A"]],
        settings=[["form_id", "version", "form_title"], ["tiny", "7", "Tiny"]],
    )

    assert compile_form(book, filename="TINY.XLSX").xform == compile_form(ONE_QUESTION.encode(), filename="t.md").xform


def test_a_form_without_an_id_is_named_for_its_file():
    book = an_xlsx(survey=[["type", "name", "label"], ["text", "a", "A"]])

    form = compile_form(book, filename="phieu_x.xlsx")

    assert (form.form_id, form.version) == ("phieu_x", "")


def test_warnings_of_the_compiler_are_kept():
    form = compile_form(b"| survey | | | |\n| | type | name | label |\n| | image | a | A |\n", filename="a.md")

    assert any("max-pixels" in warning for warning in form.warnings)


def test_a_flaw_is_told_in_the_words_of_the_compiler():
    with pytest.raises(FormNotCompiled) as refusal:
        compile_form(b"| survey | | | |\n| | type | name | label |\n| | txt | a | A |\n", filename="a.md")

    assert "Unknown question type 'txt'" in refusal.value.facts["reason"]


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.xlsx", b"junk"),
        ("a.xlsx", b"PK\x03\x04junk"),
        ("a.xls", b"junk"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("a.csv", b"\xff\xfe\0"),
        ("a.md", b"\xff\xfe\0"),
        ("a.md", b""),
        ("a.docx", b"PK\x03\x04"),
        ("form", b""),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_and_not_a_crash(filename, content):
    with pytest.raises(FormNotCompiled):
        compile_form(content, filename=filename)
