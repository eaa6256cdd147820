from base64 import b64encode
from hashlib import md5
from io import BytesIO

import openpyxl
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

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


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"form_id": "ho.XLSX"}, "ends like a file"),
        ({"submission_url": "khong phai"}, "is no address"),
        ({"submission_url": "http://[::1"}, "is no address"),
        ({"public_key": "AAAA"}, "no RSA key"),
        ({"omit_instanceID": "yes"}, "no meta/instanceID"),
    ],
)
def test_what_compiles_and_would_fail_on_a_phone_is_told(settings, word):
    told = {"form_id": "ho", "version": "1"} | settings
    head, values = (" | ".join(part) for part in (told, told.values()))
    text = f"| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | {head} |\n| | {values} |\n"

    with pytest.raises(FormNotCompiled) as refusal:
        compile_form(text.encode(), filename="a.md")

    assert word in refusal.value.facts["reason"]


def test_an_address_and_a_key_of_the_author_are_taken():
    public = generate_private_key(65537, 2048).public_key()
    key = b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    text = (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n"
        f"| | form_id | submission_url | public_key |\n| | ho | https://nơi.example/submission | {key} |\n"
    )

    assert b"base64RsaPublicKey" in compile_form(text.encode(), filename="a.md").xform
