"""Every form of the project goes out of the system and comes back as the same form."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from form_engine.compiler import compile_form
from form_engine.forms_folder import read_catalog
from form_engine.json_schema import schema_of
from form_engine.kobo_content import content_of_sheets, workbook_of_content
from form_engine.workbook_rows import sheets_of

CATALOG = read_catalog(Path(__file__).parents[2] / "xlsforms")
forms = pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.form_id)


@cache
def sheets(entry):
    return sheets_of(entry.workbook.read_bytes(), "form.xlsx")


@forms
def test_a_form_comes_back_from_kobotoolbox_content_without_loss(entry):
    content = json.dumps(content_of_sheets(sheets(entry)))

    again = workbook_of_content(content.encode())

    filled = {name: [row for row in rows if row] for name, rows in sheets(entry).items()}
    assert sheets_of(again, "form.xlsx") == filled
    assert content_of_sheets(sheets_of(again, "form.xlsx")) == json.loads(content)


def test_what_comes_back_compiles_to_the_very_same_xform():
    entry = CATALOG[0]
    again = workbook_of_content(json.dumps(content_of_sheets(sheets(entry))).encode())

    one, other = (compile_form(book, filename="form.xlsx") for book in (entry.workbook.read_bytes(), again))

    assert one.xform == other.xform


@forms
def test_the_schema_of_a_form_is_a_json_schema_that_takes_nothing_else(entry):
    schema = schema_of(compile_form(entry.workbook.read_bytes(), filename="form.xlsx").definition)

    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors({})) == []
    assert list(Draft202012Validator(schema).iter_errors({"not_in_the_form": 1}))
