"""A draft is tried on a phone by its test address alone, counts nowhere, and its address ends with it."""

import base64
import json
import re
import zlib
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from app.auth.permissions import Role
from app.enrolment.cards import settings_text
from app.training.forms import sources
from core.actor import SYSTEM
from form_engine.publishing import drafts
from form_engine.publishing.actions import FormSource
from form_engine.publishing.models import Form
from submissions import repository
from tests.integration.places import Program, a_workbook, an_instance, send, somebody, told
from tests.integration.test_enrolment import signed_in, token_of

pytestmark = pytest.mark.services


@pytest.fixture
def make(blobs, clock):
    def made(version="9"):
        source = FormSource(a_workbook(version), "hop_thon.md", role="meeting", may_fill=("enumerator",))
        return drafts.make_draft(source, by=SYSTEM, blobs=blobs, clock=clock)

    return made


def door(draft):
    return f"/openrosa/test/{draft.token}"


def test_a_draft_is_listed_and_fetched_under_its_test_address_alone(client, form, enumerator, make):
    draft = make()

    listed = client.get(f"{door(draft)}/formList")
    address = urlsplit(re.search(r"<downloadUrl>([^<]+)", listed.text)[1]).path

    assert (listed.status_code, listed.headers["X-OpenRosa-Version"]) == (200, "1.0")
    assert "<version>9</version>" in listed.text
    assert client.get(address).status_code == 200
    asked = [client.get(f"{door(draft)}/formList?formID={one}").text for one in (draft.id, "khac")]
    assert ["<formID>" in one for one in asked] == [True, False]
    assert "<version>9</version>" not in client.get(f"{enumerator.door}/formList").text


def test_what_is_tried_is_kept_apart_and_once(client, form, make):
    draft, xml = make(), an_instance("uuid:thu", version="9")

    answers = [send(client, door(draft), xml, {"a.jpg": b"x"}) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert [one["files"] for one in drafts.trials_of("hop_thon")] == [["a.jpg"]]
    assert repository.find("hop_thon", "uuid:thu") is None
    assert client.head(f"{door(draft)}/submission").status_code == 204


def test_the_author_sees_what_was_tried_with_its_answers_and_what_the_rules_find(app, client, form, make, clock):
    administrator = somebody(clock, Role.ADMINISTRATOR, "")
    signed_in(client, administrator)
    draft = make()
    sound, odd = (
        an_instance("uuid:dung", version="9"),
        an_instance("uuid:sai", version="9", people="mười hai", khac="1"),
    )
    for xml in (sound, odd):
        clock.advance(timedelta(seconds=1))
        assert send(client, door(draft), xml, {"a.jpg": b"x"}).status_code == 201
    make("10")

    listed = client.get("/bieu-mau/hop_thon/ban-thu").text
    page = client.get("/bieu-mau/hop_thon/ban-thu/uuid:sai").text
    told = Program.of(app, administrator).call("GET", "/forms/hop_thon/draft/trials").json

    assert [f"ban-thu/uuid:{one}" in listed for one in ("dung", "sai", "khac")] == [True, True, False]
    assert all(one in page for one in ("mười hai", "Số người", "&lt;khac&gt;"))
    assert [(one["instance_id"], one["is_older"], one["files"]) for one in told] == [
        ("uuid:sai", True, ["a.jpg"]),
        ("uuid:dung", True, ["a.jpg"]),
    ]
    assert [{found["kind"] for found in one["findings"]} for one in told] == [{"wrong_type", "unknown_field"}, set()]
    assert told[1]["answers"]["people"] == 12
    assert client.get("/bieu-mau/hop_thon/ban-thu/uuid:khac").status_code == 404


def test_of_what_is_tried_the_latest_are_kept(client, form, make, clock, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_KEPT", 3)
    draft = make()

    for number in range(5):
        clock.advance(timedelta(seconds=1))
        assert send(client, door(draft), an_instance(f"uuid:{number}", version="9")).status_code == 201

    assert drafts.trials_count("hop_thon") == 3
    assert sorted(one["_id"][:6] for one in drafts.trials_of("hop_thon")) == ["uuid:2", "uuid:3", "uuid:4"]


def test_another_form_is_refused_there(client, form, make):
    answer = send(client, door(make()), an_instance(form_id="khac"))

    assert (answer.status_code, bool(told(answer))) == (400, True)


def test_a_discarded_draft_is_404_with_a_word(client, form, make):
    draft = make()
    drafts.discard_draft("hop_thon")

    for path in ("formList", "form.xml", "manifest", "submission"):
        answer = client.get(f"{door(draft)}/{path}")
        assert (answer.status_code, "xóa dự án" in told(answer)) == (404, True)


def test_a_draft_made_again_keeps_its_address(client, form, make):
    first, again = make("9"), make("10")

    assert first.token == again.token
    assert "<version>10</version>" in client.get(f"{door(again)}/formList").text


def test_a_draft_carries_samples_and_nobody_s_household(client, blobs, clock, settings, opened):
    (source,) = sources(settings.xlsforms_dir, only="phieu_b")
    draft = drafts.make_draft(source, by=SYSTEM, blobs=blobs, clock=clock)

    households = client.get(f"{door(draft)}/media/households.csv")

    assert households.status_code == 200
    assert "Nguyễn Văn Mẫu" in households.text
    assert "Trần Văn Ân" not in households.text


@pytest.mark.parametrize(("state", "status"), [("open", 201), ("closing", 201), ("closed", 409)])
def test_a_form_s_state_is_set(client, form, enumerator, state, status):
    drafts.set_state("hop_thon", state)

    assert Form.objects(id="hop_thon").first().state == state
    assert send(client, enumerator.door, an_instance()).status_code == status


def test_the_page_of_forms_shows_the_test_code_and_sets_the_state(client, form, make, villages, clock):
    signed_in(client, somebody(clock, Role.ADMINISTRATOR, ""))
    draft = make()

    page = client.get("/bieu-mau/hop_thon/ban-thu").text
    data = {"trang_thai": "closing", "csrf_token": token_of(page)}
    changed = client.post("/bieu-mau/hop_thon/trang-thai", data=data)

    assert draft.token in page
    assert "<svg" in page
    assert (changed.status_code, Form.objects(id="hop_thon").first().state) == (303, "closing")
    data = {"trang_thai": "vua", "csrf_token": token_of(page)}
    assert client.post("/bieu-mau/hop_thon/trang-thai", data=data).status_code == 400


def test_the_settings_of_a_draft_s_code_open_its_list(client, form, make):
    text = settings_text(f"http://localhost{door(make())}", "[Draft] Họp thôn", icon="📝")

    settings = json.loads(zlib.decompress(base64.b64decode(text)))

    assert settings["project"]["icon"] == "📝"
    assert client.get(f"{urlsplit(settings['general']['server_url']).path}/formList").status_code == 200
