"""A version that waits for its day, two versions compared, a version that is out already, a form that closes."""

import io
from datetime import timedelta

import pytest
from click.testing import CliRunner

from app.auth.permissions import Role
from app.cli.demo import environment_of
from app.cli.forms import forms
from core import audit
from core.actor import SYSTEM
from core.clock import utc_now
from form_engine.publishing import actions, drafts, repository
from form_engine.publishing.actions import FormSource
from tests.integration.places import Program, a_workbook, an_instance, send, somebody
from tests.integration.test_enrolment import signed_in, token_of

pytestmark = pytest.mark.services

LATER, LATEST = "2026-11-25", "2026-11-28"


@pytest.fixture(autouse=True)
def no_java(monkeypatch):
    """ODK Validate takes seconds; its own tests run it."""
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def program(app, form, villages, clock):
    """Version 1 of hop_thon is out."""
    return Program.of(app, somebody(clock, Role.ADMINISTRATOR, ""))


@pytest.fixture
def upload(program):
    def made(version, extra="", columns="", **files):
        workbook = a_workbook(version, extra=extra).replace(b"| name | label |", b"| name | label |" + columns.encode())
        data = {"file": (io.BytesIO(workbook), "hop_thon.md")}
        data["media"] = [(io.BytesIO(content), f"{name}.csv") for name, content in files.items()]
        return program.client.post("/api/v1/forms", data=data, headers=program.headers)

    return made


@pytest.fixture
def bring(blobs, clock):
    """A draft without the child process that an upload has: this is about what follows."""

    def made(version, extra=""):
        workbook = a_workbook(version, extra=extra)
        source = FormSource(workbook, "hop_thon.md", role="meeting", may_fill=("enumerator",))
        return drafts.make_draft(source, by=SYSTEM, blobs=blobs, clock=clock)

    return made


def publish(program, version, **given):
    return program.call("POST", f"/forms/hop_thon/versions/{version}/publish", given)


def test_a_version_that_waits_gives_way_only_when_that_is_said(bring, program, client, enumerator, clock):
    bring("2", "| | note | n2 | Hai |")
    assert publish(program, "2", effective_on=LATER).status_code == 200
    bring("3", "| | note | n3 | Ba |")

    told = program.call("GET", "/forms/hop_thon/draft/differences").json["waiting"]
    refused = publish(program, "3", effective_on=LATEST)
    published = publish(program, "3", effective_on=LATEST, replace_waiting=True)
    clock.advance(timedelta(days=20))
    actions.take_effect(clock())

    assert (told["version"], "25/11/2026" in told["message"]) == ("2", True)
    assert {one["kind"] for one in told["changes"]} == {"added", "removed"}
    assert (refused.status_code, refused.json["code"]) == (409, "forms.version_waiting")
    assert published.status_code == 200
    listed = client.get(f"{enumerator.door}/formList?listAllVersions=true").text
    assert [f"<version>{one}<" in listed for one in "123"] == [True, False, True]
    assert repository.get_form("hop_thon").current_version == "3"
    (entry,) = [one for one in audit.about("hop_thon") if one["facts"].get("displaced")]
    assert entry["facts"]["displaced"] == "2"
    assert send(client, enumerator.door, an_instance("uuid:2", version="2")).status_code == 201


def test_publishing_at_once_displaces_what_waits_too_and_it_may_come_again(bring, program, clock):
    bring("2", "| | note | n2 | Hai |")
    publish(program, "2", effective_on=LATER)
    bring("3")

    refused, published = publish(program, "3"), publish(program, "3", replace_waiting=True)
    bring("2", "| | note | n2 | Hai |")
    again = publish(program, "2", reason="Quay lại bản 2")
    clock.advance(timedelta(days=9))
    actions.take_effect(clock())

    assert [one.status_code for one in (refused, published, again)] == [409, 200, 200]
    form = repository.get_form("hop_thon")
    assert (form.current_version, form.displaced) == ("2", [])


@pytest.mark.parametrize(("day", "state"), [(None, "open"), (LATEST, "closed")])
def test_what_displaces_the_first_version_of_a_form_opens_it_on_its_own_day(program, blobs, clock, day, state):
    def bring(version):
        source = FormSource(a_workbook(version, "hop_xa"), "hop_xa.md", role="meeting", may_fill=("enumerator",))
        drafts.make_draft(source, by=SYSTEM, blobs=blobs, clock=clock)
        return f"/forms/hop_xa/versions/{version}/publish"

    program.call("POST", bring("1"), {"effective_on": LATER})
    program.call("POST", bring("2"), {"effective_on": day, "replace_waiting": True})

    now = repository.get_form("hop_xa").state
    actions.take_effect(clock() + timedelta(days=20))
    form = repository.get_form("hop_xa")
    assert (now, form.state, form.current_version, form.displaced) == (state, "open", "2", ["1"])


def test_the_page_and_the_command_line_say_what_waits(bring, program, client, clock, settings):
    bring("2", "| | note | n2 | Hai |")
    publish(program, "2", effective_on="2099-01-02")
    bring("3", "| | note | n2 | Hai đổi |")
    signed_in(client, somebody(clock, Role.ADMINISTRATOR, ""))

    page = client.get("/bieu-mau/hop_thon/ban-thu").text
    given = {"csrf_token": token_of(page), "phien_ban": "3", "ai_dien": "enumerator"}
    refused = client.post("/bieu-mau/hop_thon/phat-hanh", data=given)
    run = CliRunner(env=environment_of(settings)).invoke
    compared, held = run(forms, ["diff", "hop_thon"]), run(forms, ["publish", "hop_thon", "--draft"])
    done = client.post("/bieu-mau/hop_thon/phat-hanh", data=given | {"thay_ban_cho": "1"})

    sentence = "Phiên bản 2 đang chờ đến ngày 02/01/2099"
    assert (sentence in page, "Hai đổi" in page, sentence in compared.output) == (True, True, True)
    assert (refused.status_code, "Hãy xác nhận" in refused.text) == (409, True)
    assert held.exit_code != 0
    assert done.status_code == 303
    assert "không dùng: bản khác đã phát hành" in client.get("/bieu-mau/hop_thon").text


def test_two_published_versions_are_compared(bring, program, client, enumerator, clock, settings):
    clock.now = utc_now()  # the command line has no other
    send(client, enumerator.door, an_instance("uuid:1", people="3"))
    bring("2", "| | note | n2 | Hai |")
    assert publish(program, "2").status_code == 200
    signed_in(client, somebody(clock, Role.ADMINISTRATOR, ""))

    back = program.call("GET", "/forms/hop_thon/versions/2/differences/1").json
    forth = program.call("GET", "/forms/hop_thon/versions/1/differences/2").json
    missing = program.call("GET", "/forms/hop_thon/versions/1/differences/9")
    page = client.get("/bieu-mau/hop_thon/so-sanh?tu=1&den=2")
    run = CliRunner(env=environment_of(settings)).invoke(forms, ["diff", "hop_thon", "1", "2"])

    assert [(one["kind"], one["path"]) for one in forth["changes"]] == [("added", "/data/n2")]
    assert [one["kind"] for one in back["changes"]] == ["removed"]
    assert (forth["against"], forth["version"], forth["looked_at"]) == ("1", "2", 1)
    assert (missing.status_code, missing.json["code"]) == (404, "forms.version_not_found")
    assert (page.status_code, "/data/n2" in page.text) == (200, True)
    assert "so-sanh" in client.get("/bieu-mau/hop_thon").text
    unasked = client.get("/bieu-mau/hop_thon/so-sanh").text
    assert "1 → 2" in unasked
    assert "Hai bên là cùng một phiên bản" in client.get("/bieu-mau/hop_thon/so-sanh?tu=2&den=2").text
    assert (run.exit_code, run.output.splitlines()[0]) == (0, "hop_thon 2 / 1 (1)")


def test_a_version_that_is_out_with_other_content_is_told_at_the_upload(upload):
    clash = upload("1", "| | note | n | Khác |").json["warnings"]
    same = upload("1").json["warnings"]

    assert [(one["sheet"], one["row"], one["column"]) for one in clash if "đã phát hành" in one["message"]] == [
        ("settings", 2, "version")
    ]
    assert [one for one in same if "đã phát hành" in one["message"]] == []


def test_a_list_that_phones_can_not_read_refuses_the_upload_with_its_row(upload):
    row = "| | select_one_from_file xa.csv | xa | Xã |"

    bad = upload("2", row, xa=b"name,label\na,A\nb,B, C\n")
    good = upload("2", row, xa=b"name,label\na,A\na,B\n")
    asked = f"{row}\n| | calculate | c | | pulldata('xa', 'kind', 'name', ${{xa}}) |"
    taken_over = upload("3", asked, " calculation |")

    (fault,) = bad.json["details"]
    assert (bad.status_code, fault["sheet"], fault["row"]) == (400, "xa.csv", 3)
    assert "dấu nháy kép" in fault["message"]
    assert good.status_code == 201
    assert [(one["sheet"], one["row"]) for one in good.json["warnings"] if "xa.csv" in one["sheet"]] == [("xa.csv", 3)]
    assert "danh sách xa.csv không có cột kind" in taken_over.text


def test_an_expression_that_can_not_be_evaluated_is_a_warning_of_the_upload_and_stays_with_the_draft(upload, program):
    found = upload("2", "| | integer | age | Tuổi | foo(.) > /data/nguoi |", " constraint |").json["warnings"]
    kept = program.call("GET", "/forms/hop_thon/draft").json["warnings"]

    cells = [(one["sheet"], one["row"], one["column"]) for one in found if "age" in one["message"]]
    assert cells == [("survey", 6, "constraint")] * 2
    assert kept == found


def test_a_form_that_is_closed_here_refuses_at_once(program, client, enumerator):
    taken = send(client, enumerator.door, an_instance("uuid:1"))
    closed = program.call("POST", "/forms/hop_thon/state", {"state": "closed"})
    refused = send(client, enumerator.door, an_instance("uuid:2"))
    program.call("POST", "/forms/hop_thon/state", {"state": "open"})
    again = send(client, enumerator.door, an_instance("uuid:3"))

    assert [one.status_code for one in (taken, closed, refused, again)] == [201, 200, 409, 201]


def test_a_draft_that_is_not_there_is_told_as_that(program):
    missing = program.call("GET", "/forms/hop_thon/draft")
    nowhere = program.call("GET", "/forms/khong_co/draft")

    assert (missing.status_code, missing.json["code"]) == (404, "forms.nothing_tried")
    assert (nowhere.status_code, nowhere.json["code"]) == (404, "forms.not_found")
    assert drafts.find_draft("hop_thon") is None
