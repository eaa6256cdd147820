"""A form's definition in every shape that others read, from the page, the API and the command line."""

import io
import json

import openpyxl
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from app.auth.permissions import Role
from app.cli.demo import environment_of
from app.cli.forms import forms
from app.form_files import KINDS
from app.form_upload import upload_named
from app.jobs.worker import drain
from form_engine.compile_apart import compile_apart
from form_engine.json_schema import schema_faults
from submissions.schema_check import answers_against_schema
from tests.integration.places import Program, an_instance, send, somebody
from tests.integration.test_enrolment import signed_in

pytestmark = pytest.mark.services


@pytest.fixture
def program(app, form, villages, clock):
    return Program.of(app, somebody(clock, Role.ADMINISTRATOR, ""))


def test_every_shape_can_be_fetched_and_says_what_the_form_says(program, client, clock):
    found = {kind: program.call("GET", f"/forms/hop_thon/versions/1/{kind}") for kind in KINDS}
    signed_in(client, somebody(clock, Role.ADMINISTRATOR, ""))

    assert {kind: one.status_code for kind, one in found.items()} == dict.fromkeys(KINDS, 200)
    assert b"<h:title>" in found["xml"].data
    assert "Nội dung".encode() in found["workbook"].data
    assert found["kobo.json"].json["survey"][0] == {"type": "text", "name": "told", "label": ["Nội dung"]}
    Draft202012Validator.check_schema(found["schema.json"].json)
    assert found["schema.json"].json["properties"]["people"]["type"] == ["integer", "null"]
    sheet = openpyxl.load_workbook(io.BytesIO(found["codebook.xlsx"].data))["Câu hỏi"]
    assert [cell.value for cell in sheet["B"]][:3] == ["Tên trong dữ liệu", "told", "people"]
    assert "| /data/people | people | số nguyên |" in found["codebook.md"].text
    assert found["blank.pdf"].data.startswith(b"%PDF")
    page = client.get("/bieu-mau/hop_thon")
    assert all(f"/bieu-mau/hop_thon/phien-ban/1/{kind}" in page.text for kind in KINDS)
    assert client.get("/bieu-mau/hop_thon/phien-ban/1/blank.pdf").data.startswith(b"%PDF")
    assert client.get("/bieu-mau/hop_thon/phien-ban/1/khac").status_code == 404


def test_kobotoolbox_content_is_uploaded_as_a_form(program):
    content = program.call("GET", "/forms/hop_thon/versions/1/kobo.json").json
    content["survey"].append({"type": "note", "$autoname": "thanks", "label": ["Cảm ơn"], "required": False})

    given = upload_named(json.dumps({"asset_type": "survey", "content": content}).encode(), "asset.json", {})
    form = compile_apart(given.workbook, filename=given.filename)

    assert (form.form_id, "thanks" in form.definition.fields_by_name) == ("hop_thon", True)
    for junk in (b"", b"[]", b"{}", b'{"survey": 3}', b'{"survey": ["x"]}', b"[" * 100_000):
        data = {"file": (io.BytesIO(junk or b" "), "a.json")}
        answer = program.client.post("/api/v1/forms", data=data, headers=program.headers)
        assert (answer.status_code, answer.json["code"]) == (400, "form_engine.form_not_compiled")


def test_stored_answers_fit_the_schema_and_what_does_not_is_told_without_the_answer(
    form, client, enumerator, definitions, clock
):
    send(client, enumerator.door, an_instance("uuid:1"))
    send(client, enumerator.door, an_instance("uuid:2", people="nhieu"))
    drain(definitions, clock)

    told = dict(answers_against_schema("hop_thon", definitions, now=clock()))

    assert told == {"uuid:1@hop_thon": [], "uuid:2@hop_thon": ["people: type"]}


def test_the_schema_of_phieu_b_tells_a_number_from_its_text(program, real_forms):
    schema = program.call("GET", f"/forms/phieu_b/versions/{real_forms[1].version}/schema.json").json

    assert schema_faults({"dwelling": {"dwelling_area_m2": 40, "b1_06": []}}, schema) == []
    assert schema_faults({"dwelling": {"dwelling_area_m2": "40"}}, schema) == ["dwelling/dwelling_area_m2: type"]


def test_the_command_line_writes_the_files_and_checks_the_answers(form, settings, tmp_path):
    target = tmp_path / "phieu.pdf"

    def run(*arguments):
        return CliRunner(env=environment_of(settings)).invoke(forms, arguments)

    written = run("export", "hop_thon", "blank.pdf", "-o", str(target))
    checked = run("validate", "hop_thon")

    assert (written.exit_code, target.read_bytes()[:4]) == (0, b"%PDF")
    assert (checked.exit_code, checked.output) == (0, "0 forms, 0 do not fit\n")
