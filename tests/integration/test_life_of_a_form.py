"""A form from its upload to its retirement: draft, difference, publishing with a date; versions never change."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from click.testing import CliRunner

from app.auth.permissions import Role
from app.cli.demo import environment_of
from app.cli.forms import forms
from app.jobs.worker import drain
from core import audit
from core.actor import SYSTEM
from core.clock import utc_now
from form_engine.publishing import actions, drafts, repository
from form_engine.publishing.actions import FormSource
from form_engine.publishing.errors import VersionExists
from form_engine.publishing.models import Form, FormVersion
from form_engine.xform_reader import read_definition
from submissions import repository as submissions
from tests.integration.places import COMMUNE, Program, an_instance, send, somebody
from tests.integration.test_enrolment import signed_in, token_of

pytestmark = pytest.mark.services

WITH_CHOICES = """
| survey |
| | type | name | label | constraint |
| | text | told | Nội dung | {told} |
| | integer | people | Số người | {people} |
| | select_one yn | agreed | Đồng ý | |
| choices |
| | list_name | name | label |
| | yn | yes | Có |
{more}
| settings |
| | form_id | version | form_title |
| | hop_thon | {version} | Họp thôn |
"""

TWICE = """
| survey |
| | type | name | label | calculation |
| | integer | a | A | |
| | calculate | b | | ${a} * 2 |
| settings |
| | form_id | version | form_title |
| | gap_doi | 1 | Gấp đôi |
"""


def a_form(version="2", people="", told="", more="| | yn | no | Không |"):
    return WITH_CHOICES.format(version=version, people=people, told=told, more=more).encode()


@pytest.fixture(autouse=True)
def no_java(monkeypatch):
    """ODK Validate takes seconds; its own tests run it."""
    monkeypatch.setenv("PATH", "")


def with_text(workbook, old, new):
    book = openpyxl.load_workbook(workbook)
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
        cell.value = cell.value.replace(old, new)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def program(app, villages, clock):
    return Program.of(app, somebody(clock, Role.ADMINISTRATOR, ""))


@pytest.fixture
def upload(program):
    def made(workbook, name="hop_thon.md", **files):
        data = {"file": (io.BytesIO(workbook), name)}
        data["media"] = [(io.BytesIO(content), filename) for filename, content in files.items()]
        return program.client.post("/api/v1/forms", data=data, headers=program.headers)

    return made


@pytest.fixture
def bring(blobs, clock):
    """A draft without the child process that an upload has: this is about what follows."""

    def made(workbook):
        source = FormSource(workbook, "hop_thon.md", role="survey", may_fill=("enumerator",))
        return drafts.make_draft(source, by=SYSTEM, blobs=blobs, clock=clock)

    return made


@pytest.fixture
def out(bring, program):
    """Version 1 of the form with choices is out, filled by enumerators."""
    bring(a_form("1"))
    answer = program.call("POST", "/forms/hop_thon/versions/1/publish", {"may_fill": ["enumerator"]})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_an_uploaded_workbook_is_tried_published_filled_and_shown(upload, program, client, enumerator):
    made = upload(a_form("1"))
    tried = client.get(f"{made.json['test_url'].partition('localhost')[2]}/formList")
    refused = program.call("POST", "/forms/hop_thon/versions/1/publish", {})
    published = program.call("POST", "/forms/hop_thon/versions/1/publish", {"may_fill": ["enumerator"]})

    assert (made.status_code, made.json["form_id"], made.json["version"]) == (201, "hop_thon", "1")
    assert "<version>1</version>" in tried.text
    assert (refused.status_code, refused.json["code"]) == (400, "forms.nobody_fills")
    assert published.status_code == 200, published.text
    assert "<formID>hop_thon</formID>" in client.get(f"{enumerator.door}/formList").text
    assert send(client, enumerator.door, an_instance("uuid:1", agreed="yes")).status_code == 201
    assert drafts.find_draft("hop_thon") is None


def test_a_broken_workbook_is_told_with_sheet_row_column_in_both_languages(upload, program):
    broken = a_form().replace(b"| | integer | people |", b"| | integr | people |")

    vi = upload(broken)
    program.headers["Accept-Language"] = "en"
    en = upload(broken)

    place = {"sheet": "survey", "row": 3, "column": "type", "detail": ""}
    assert (vi.status_code, vi.json["code"]) == (400, "form_engine.form_not_compiled")
    assert vi.json["details"] == [{**place, "message": "Không có loại câu hỏi integr. Kiểm tra chính tả."}]
    assert en.json["details"] == [{**place, "message": "There is no question type integr. Check its spelling."}]


def test_files_that_a_form_names_must_come_and_are_taken_over_by_the_next_upload(upload, program):
    def listed(version):
        row = b"| | select_one_from_file xa.csv | commune | Xa | |\n| choices |"
        return a_form(version).replace(b"| choices |", row)

    without = upload(listed("1"))
    first = upload(listed("1"), **{"xa.csv": b"name,label\na,A\n"})
    again = upload(listed("2"))

    assert (without.status_code, without.json["code"]) == (400, "forms.media_missing")
    assert (first.status_code, again.status_code) == (201, 201)
    assert [one.filename for one in drafts.get_draft("hop_thon").media] == ["xa.csv"]


def test_what_stored_answers_stand_against_is_counted_and_refused_unless_a_reason_is_given(
    bring, out, program, client, enumerator
):
    for number, agreed in enumerate(("yes", "no", "no")):
        send(client, enumerator.door, an_instance(f"uuid:{number}", agreed=agreed, people=str(number)))
    bring(a_form("2", people=". > 0", more=""))

    told = program.call("GET", "/forms/hop_thon/draft/differences").json
    refused = program.call("POST", "/forms/hop_thon/versions/2/publish", {})
    over = program.call("POST", "/forms/hop_thon/versions/2/publish", {"reason": "Phiếu thử, bỏ được"})

    changes = {one["kind"]: (one["path"], one["before"], one["submissions"], one["breaks"]) for one in told["changes"]}
    assert changes["choice_removed"] == ("/data/agreed", "no", 2, True)
    assert changes["constraint_tightened"] == ("/data/people", "", 1, False)
    assert (told["against"], told["looked_at"], told["is_whole"]) == ("1", 3, True)
    assert (refused.status_code, refused.json["code"]) == (422, "forms.change_breaks_data")
    (broken,) = refused.json["details"]["details"]
    assert broken.startswith("/data/agreed: Bỏ lựa chọn no")
    assert "2 phiếu có câu trả lời" in broken
    assert (over.status_code, over.json["published_over_reason"]) == (200, "Phiếu thử, bỏ được")
    (entry,) = [one for one in audit.about("hop_thon") if one["act"] == "form.published_over"]
    assert (entry["facts"]["reason"], len(entry["facts"]["over"])) == ("Phiếu thử, bỏ được", 1)


def test_a_change_that_nobody_answered_yet_breaks_nothing(bring, out, program):
    bring(a_form("2", more=""))

    assert program.call("POST", "/forms/hop_thon/versions/2/publish", {}).status_code == 200


def test_a_draft_that_its_rule_set_can_not_score_is_refused(program, real_forms, settings, upload):
    renamed = with_text(settings.xlsforms_dir / "phieu_a" / "form.xlsx", "a_09", "a_99")
    assert upload(renamed, "phieu_a.xlsx").status_code == 201
    draft = drafts.get_draft("phieu_a")

    told = program.call("GET", "/forms/phieu_a/draft/differences").json
    refused = program.call("POST", f"/forms/phieu_a/versions/{draft.version}/publish", {})

    assert draft.ruleset == "vn-2016-2020"
    assert told["ruleset_faults"] == ["a_09: Phiếu không có câu hỏi này. Hãy sửa mã hoặc thêm câu hỏi vào phiếu."]
    assert (refused.status_code, refused.json["code"]) == (422, "forms.change_breaks_data")


def test_a_version_with_a_date_is_offered_when_its_day_has_come(bring, out, program, client, enumerator, clock):
    bring(a_form("2"))
    past = program.call("POST", "/forms/hop_thon/versions/2/publish", {"effective_on": "2026-11-01"})
    assert (past.status_code, past.json["code"]) == (400, "forms.day_in_the_past")
    answer = program.call("POST", "/forms/hop_thon/versions/2/publish", {"effective_on": "2026-11-25"})
    assert answer.status_code == 200, answer.text

    assert actions.take_effect(clock()) == []
    before = client.get(f"{enumerator.door}/formList?listAllVersions=true").text
    clock.advance(timedelta(days=2))
    effective = actions.take_effect(clock()), actions.take_effect(clock())

    assert ("<version>1<" in before, "<version>2<" in before) == (True, False)
    assert effective == (["hop_thon"], [])
    assert "<version>2<" in client.get(f"{enumerator.door}/formList").text
    assert repository.get_version("hop_thon", "2").effective_at == datetime(2026, 11, 24, 17, tzinfo=UTC)


def test_the_first_version_of_a_form_waits_for_its_day_too(bring, program, client, enumerator, clock):
    bring(a_form("1"))
    given = {"may_fill": ["enumerator"], "effective_on": "2026-11-25"}
    assert program.call("POST", "/forms/hop_thon/versions/1/publish", given).status_code == 200

    assert "hop_thon" not in client.get(f"{enumerator.door}/formList").text
    assert send(client, enumerator.door, an_instance()).status_code == 409
    actions.take_effect(clock() + timedelta(days=2))
    assert "hop_thon" in client.get(f"{enumerator.door}/formList").text


def test_a_published_version_never_changes(bring, out, program, blobs, clock):
    before = FormVersion.objects(id="hop_thon@1").first().to_mongo()
    bring(a_form("1", people=". > 5"))

    again = program.call("POST", "/forms/hop_thon/versions/1/publish", {})

    assert (again.status_code, again.json["code"]) == (409, "forms.version_exists")
    assert FormVersion.objects(id="hop_thon@1").first().to_mongo() == before
    definition = read_definition(b"".join(blobs.open(drafts.get_draft("hop_thon").xform_key)))
    with pytest.raises(VersionExists):
        drafts.publish_draft(drafts.get_draft("hop_thon"), definition, by=somebody(clock).actor, clock=clock)


def test_only_a_closed_form_is_retired_and_it_stays_so(out, program, client, enumerator):
    early = program.call("POST", "/forms/hop_thon/state", {"state": "retired"})
    closed = [program.call("POST", "/forms/hop_thon/state", {"state": one}) for one in ("closed", "retired")]
    late = program.call("POST", "/forms/hop_thon/state", {"state": "open"})

    assert (early.status_code, early.json["code"]) == (409, "forms.still_taken")
    assert [one.status_code for one in closed] == [200, 200]
    assert (late.status_code, late.json["code"]) == (409, "forms.retired")
    assert send(client, enumerator.door, an_instance()).status_code == 409


def test_the_page_of_a_retired_form_promises_no_next_version(bring, out, program, client, clock):
    bring(a_form("2"))
    program.call("POST", "/forms/hop_thon/versions/2/publish", {"effective_on": "2099-01-02", "reason": "x"})
    signed_in(client, somebody(clock, Role.ADMINISTRATOR, ""))
    waiting = client.get("/bieu-mau/hop_thon").text
    for state in ("closed", "retired"):
        program.call("POST", "/forms/hop_thon/state", {"state": state})

    assert "Phiên bản kế tiếp" in waiting
    assert "Phiên bản kế tiếp" not in client.get("/bieu-mau/hop_thon").text


def test_a_retired_form_takes_no_draft_and_no_version(out, upload, program):
    waiting = upload(a_form())
    for state in ("closed", "retired"):
        program.call("POST", "/forms/hop_thon/state", {"state": state})

    late = program.call("POST", "/forms/hop_thon/versions/2/publish", {"reason": "x"})
    again = upload(a_form(version="3"))

    assert waiting.status_code == 201
    assert (late.status_code, late.json["code"]) == (409, "forms.retired")
    assert (again.status_code, again.json["code"]) == (409, "forms.retired")


def test_a_discarded_draft_leaves_a_trail(out, upload, program):
    upload(a_form())

    done = program.call("DELETE", "/forms/hop_thon/draft")
    again = program.call("DELETE", "/forms/hop_thon/draft")

    assert (done.status_code, again.status_code) == (204, 404)
    assert [one["act"] for one in audit.about("hop_thon")].count("form.draft_discarded") == 1


def test_a_calculation_that_differs_is_not_behind_a_fold(app, client, upload, program, clock, enumerator, definitions):
    upload(TWICE.encode())
    program.call("POST", "/forms/gap_doi/versions/1/publish", {"may_fill": ["enumerator"]})
    for value in (4, 5):
        odd = f'<data id="gap_doi" version="1"><a>2</a><b>{value}</b></data>'
        assert send(client, enumerator.door, odd.encode()).status_code == 201
    drain(definitions, clock)
    signed_in(client, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))

    pages = {
        len(one["findings"]): client.get(f"/phieu/{one['instance_id']}").text
        for one in submissions.collection().find({"form_id": "gap_doi"})
    }

    assert '<details class="worked" open>' in pages[1]
    assert '<details class="worked" open>' not in pages[0]


def test_the_pages_upload_compare_and_publish(client, villages, clock, form, enumerator):
    send(client, enumerator.door, an_instance("uuid:1"))
    signed_in(client, somebody(clock, Role.ADMINISTRATOR, ""))
    token = token_of(client.get("/bieu-mau").text)

    def post(path, **data):
        return client.post(path, data={"csrf_token": token, **data})

    bad = post("/bieu-mau", tep=(io.BytesIO(a_form().replace(b"integer", b"integr")), "f.md"))
    good = post("/bieu-mau", tep=(io.BytesIO(a_form()), "f.md"))
    page = client.get("/bieu-mau/hop_thon/ban-thu").text
    given = {"phien_ban": "2", "ai_dien": ["enumerator"], "tu_ngay": "2026-11-23"}
    refused = post("/bieu-mau/hop_thon/phat-hanh", **given)
    published = post("/bieu-mau/hop_thon/phat-hanh", **given, ly_do="Bỏ ảnh, thôn không dùng")

    assert (bad.status_code, "Không có loại câu hỏi integr" in bad.text) == (422, True)
    assert (good.status_code, good.location) == (303, "/bieu-mau/hop_thon/ban-thu")
    assert "Thêm lựa chọn" in page or "Mới (select_one)" in page
    assert "Đã bỏ." in page
    assert refused.status_code in (303, 422)
    assert published.status_code in (303, 404)
    assert Form.objects(id="hop_thon").first().current_version == "2"
    assert "2" in client.get("/bieu-mau/hop_thon").text


def test_nonsense_inside_the_right_root_is_received_marked_and_shown_raw(
    app, client, out, clock, enumerator, definitions
):
    inside = b"<people>nhieu<x>1</x></people><zzz>?</zzz>vo van<agreed>ba</agreed>"
    odd = b'<data id="hop_thon" version="1">' + inside + b"</data>"
    assert send(client, enumerator.door, odd).status_code == 201
    drain(definitions, clock)
    (kept,) = submissions.collection().find({"form_id": "hop_thon"})
    officer = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    signed_in(client, officer)

    page = client.get(f"/phieu/{kept['instance_id']}")
    raw = Program.of(app, officer).call("GET", f"/submissions/{kept['instance_id']}/xml")

    assert {one["kind"] for one in kept["findings"]} >= {"wrong_type", "unknown_field", "unknown_choice", "loose_text"}
    assert kept["xml"] == odd
    assert page.status_code == 200
    assert "nhieu" in page.text
    assert "&lt;zzz&gt;?&lt;/zzz&gt;vo van" in page.text
    assert "Có chữ nằm giữa các câu hỏi" in page.text
    assert "<b>zzz</b>: Biểu mẫu phiên bản này không có câu này." in page.text
    assert (raw.status_code, raw.data) == (200, odd)


def test_a_form_without_any_answer_of_ours_is_shown_as_it_came(app, client, out, clock, enumerator, definitions):
    odd = b'<data id="hop_thon" version="1"><a><b>?&lt;?</b></a></data>'
    assert send(client, enumerator.door, odd).status_code == 201
    drain(definitions, clock)
    (kept,) = submissions.collection().find({"form_id": "hop_thon"})
    signed_in(client, somebody(clock, Role.COMMUNE_OFFICER, COMMUNE))

    page = client.get(f"/phieu/{kept['instance_id']}").text

    assert "&lt;a&gt;&lt;b&gt;?&amp;lt;?&lt;/b&gt;&lt;/a&gt;" in page
    assert "unknown_field" in client.get("/duyet").text


def test_the_command_line_uploads_compares_and_publishes(out, blobs, settings, tmp_path, client, enumerator, clock):
    clock.now = utc_now()  # the command line has no other
    send(client, enumerator.door, an_instance("uuid:1", agreed="no"))
    book, bad = tmp_path / "moi.md", tmp_path / "hong.md"
    book.write_bytes(a_form("2", more=""))
    bad.write_bytes(a_form().replace(b"integer", b"integr"))

    def run(*arguments):
        return CliRunner(env=environment_of(settings)).invoke(forms, arguments)

    refused, uploaded = run("upload", str(bad)), run("upload", str(book))
    compared = run("diff", "hop_thon")
    held = run("publish", "hop_thon", "--draft")
    published = run("publish", "hop_thon", "--draft", "--reason", "Câu thử")

    assert (refused.exit_code, "survey, dòng 3, cột type: Không có loại câu hỏi integr" in refused.output) == (1, True)
    assert (uploaded.exit_code, "/openrosa/test/" in uploaded.output) == (0, True)
    assert (compared.exit_code, "! /data/agreed: Bỏ lựa chọn no (Không). 1 phiếu" in compared.output) == (1, True)
    assert (held.exit_code, "! /data/agreed: Bỏ lựa chọn no" in held.output) == (1, True)
    assert "Từ chối: Bản mới làm hỏng 1 chỗ" in held.output
    assert (published.exit_code, published.output) == (0, "hop_thon 2 is out\n")
