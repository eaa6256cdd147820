"""What came beside a form is seen on page and API: missing files, other bytes, refused documents, the phone's log."""

from urllib.parse import quote

import pytest

from app.auth.permissions import Role
from app.jobs.worker import drain
from submissions import repository
from tests.integration.places import COMMUNE, Program, an_instance, send, somebody
from tests.integration.test_enrolment import signed_in

pytestmark = pytest.mark.services

ID = "uuid:44444444-4444-4444-8444-444444444444"
PAGE = f"/phieu/{quote(ID)}"


@pytest.fixture
def supervisor(client, villages, clock):
    who = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    signed_in(client, who)
    return who


def one(app, who):
    answer = Program.of(app, who).call("GET", f"/submissions/{quote(ID)}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_form_in_several_posts_is_incomplete_until_every_file_is_here(
    app, client, form, enumerator, supervisor, definitions, clock
):
    xml = an_instance(ID, photo="a.jpg", paper="b.jpg")
    send(client, enumerator.door, xml, {"a.jpg": b"A"})
    drain(definitions, clock)
    half, page = one(app, supervisor), client.get(PAGE).text

    send(client, enumerator.door, xml, {"b.jpg": b"B"})
    drain(definitions, clock)

    assert (half["is_complete"], "Chưa đủ tệp" in page, "b.jpg" in page) == (False, True, True)
    assert (one(app, supervisor)["is_complete"], "Chưa đủ tệp" in client.get(PAGE).text) == (True, False)


def test_other_bytes_of_a_name_and_other_documents_of_an_id_can_be_looked_at(
    app, client, form, enumerator, supervisor, definitions, clock
):
    xml = an_instance(ID, photo="a.jpg")
    send(client, enumerator.door, xml, {"a.jpg": b"A"})
    assert send(client, enumerator.door, xml, {"a.jpg": b"OTHER"}).status_code == 201
    assert send(client, enumerator.door, an_instance(ID, told="khác hẳn")).status_code == 409
    drain(definitions, clock)

    told, page = one(app, supervisor), client.get(PAGE).text

    (other,), (refused,) = told["alternatives"], told["conflicts"]
    assert (other["name"], other["size"]) == ("a.jpg", 5)
    for address, content in (
        (f"{PAGE}/tep-khac/{other['sha256']}", b"OTHER"),
        (f"{PAGE}/ban-khac/{refused['content_hash']}", "khác hẳn".encode()),
    ):
        assert address.replace("%3A", ":") in page.replace("%3A", ":")
        answer = client.get(address)
        assert content in answer.data
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"{PAGE}/tep-khac/khong").status_code == 404
    assert client.get(f"{PAGE}/ban-khac/khong").status_code == 404


def test_the_phone_s_log_is_told_at_the_form(client, publish, enumerator, supervisor, definitions, clock):
    publish("2", extra="| | audit | audit | |")
    xml = an_instance(ID, version="2").replace(b"</meta>", b"<audit>audit.csv</audit></meta>")
    log = (
        "event,node,start,end,old-value,new-value\n"
        "question,/data/told,0,90000,,a\nquestion,/data/people,90000,120000,11,12\n"
    )
    send(client, enumerator.door, xml, {"audit.csv": log.encode()})
    drain(definitions, clock)

    page = client.get(PAGE).text

    assert repository.find("hop_thon", ID)["expected"] == ["audit.csv"]
    assert "2.0 phút trả lời câu hỏi" in page
    assert "11 → 12" in page
    assert "90 s" in page


def test_a_log_that_is_none_breaks_no_page(client, publish, enumerator, supervisor, definitions, clock):
    publish("2", extra="| | audit | audit | |")
    xml = an_instance(ID, version="2").replace(b"</meta>", b"<audit>audit.csv</audit></meta>")
    send(client, enumerator.door, xml, {"audit.csv": b"\x00\xff khong phai csv"})
    drain(definitions, clock)

    assert client.get(PAGE).status_code == 200


def test_refused_documents_and_other_files_are_kept_up_to_a_number_and_counted(
    client, form, enumerator, supervisor, definitions, clock, monkeypatch
):
    monkeypatch.setattr(repository, "MOST_CONFLICTS", 2)
    monkeypatch.setattr(repository, "MOST_ALTERNATIVES", 2)
    xml = an_instance(ID, photo="a.jpg")
    send(client, enumerator.door, xml, {"a.jpg": b"A"})

    for number in (1, 2, 3, 4, 2):
        assert send(client, enumerator.door, an_instance(ID, told=f"khác {number}")).status_code == 409
        assert send(client, enumerator.door, xml, {"a.jpg": b"%d" % number}).status_code == 201
    drain(definitions, clock)

    kept = repository.find("hop_thon", ID)
    assert (len(repository.conflicts_of(kept["_id"])), kept["conflicts_left_out"]) == (2, 2)
    assert (len(kept["alternatives"]), kept["alternatives_left_out"]) == (2, 2)
    assert "Còn 4 bản nữa đã gửi đến nhưng không lưu" in client.get(PAGE).text


def test_one_sender_fills_nothing_with_refused_documents(client, form, enumerator, monkeypatch):
    monkeypatch.setattr(repository, "MOST_CONFLICTS_OF_SENDER", 2)

    for number in range(4):
        send(client, enumerator.door, an_instance(f"uuid:{number}"))
        assert send(client, enumerator.door, an_instance(f"uuid:{number}", told="khác")).status_code == 409

    assert repository.conflicts().count_documents({}) == 2
