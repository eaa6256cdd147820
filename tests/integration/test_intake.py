"""Receiving: once, durably, whatever comes twice, at once, in pieces or in a strange shape."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from app.web import create_app
from core.blobs import S3Blobs
from form_engine.publishing.models import Form
from submissions import intake, repository
from submissions.errors import OtherContent
from tests.integration import places
from tests.integration.places import an_instance, parts, send, send_body, told

pytestmark = pytest.mark.services

ID = "uuid:11111111-2222-4333-8444-555555555555"


def kept(instance_id=ID, form_id="hop_thon"):
    return repository.find(form_id, instance_id)


def files_of(document, name="attachments"):
    return [(one["name"], one["sha256"]) for one in document[name]]


def sha(content):
    return hashlib.sha256(content).hexdigest()


# --- once -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("crowd", [8, 32])
def test_equal_posts_at_one_moment_are_all_thanked_for_and_leave_one_record(app, form, enumerator, crowd):
    xml, files = an_instance(ID, photo="a.jpg", paper="b.jpg"), {"a.jpg": b"A" * 5000, "b.jpg": b"B" * 300_000}
    together = Barrier(crowd)

    def post(_number):
        client = app.test_client()
        together.wait()
        return send(client, enumerator.door, xml, files).status_code

    with ThreadPoolExecutor(crowd) as threads:
        heard = list(threads.map(post, range(crowd)))

    assert heard == [201] * crowd
    assert repository.collection().count_documents({"instance_id": ID}) == 1
    assert sorted(files_of(kept())) == [("a.jpg", sha(b"A" * 5000)), ("b.jpg", sha(b"B" * 300_000))]
    assert kept()["alternatives"] == []


def test_of_different_contents_under_one_id_at_one_moment_one_is_kept_and_the_others_put_aside(app, form, enumerator):
    crowd = 12
    together = Barrier(crowd)

    def post(number):
        client = app.test_client()
        together.wait()
        return send(client, enumerator.door, an_instance(ID, told=f"câu {number}")).status_code

    with ThreadPoolExecutor(crowd) as threads:
        heard = list(threads.map(post, range(crowd)))

    assert sorted(heard) == [201] + [409] * (crowd - 1)
    assert repository.conflicts().count_documents({"key": f"{ID}@hop_thon"}) == crowd - 1


def test_posts_of_many_phones_at_one_moment_are_all_kept(app, form, enumerator):
    documents = [an_instance(f"uuid:{number:032d}") for number in range(64)]

    def post(xml):
        return send(app.test_client(), enumerator.door, xml).status_code

    with ThreadPoolExecutor(16) as threads:
        heard = list(threads.map(post, documents))

    assert heard == [201] * 64
    assert sorted(one["xml"] for one in repository.collection().find()) == sorted(documents)


def test_the_second_answer_says_that_it_was_here(client, form, enumerator):
    xml = an_instance(ID)

    first, second = send(client, enumerator.door, xml), send(client, enumerator.door, xml)

    assert (first.status_code, second.status_code) == (201, 201)
    assert told(first) != told(second)


def test_a_further_part_of_a_form_does_not_hear_that_it_need_not_be_sent(client, form, enumerator):
    xml = an_instance(ID)

    first = send(client, enumerator.door, xml)
    part, again = (send(client, enumerator.door, xml, {"nha.jpg": b"bytes"}) for _ in range(2))

    assert told(part) == told(first)
    assert told(again) != told(first)


def test_the_same_id_in_two_forms_is_two_submissions(client, publish, enumerator):
    publish(form_id="mot")
    publish(form_id="hai")

    heard = [send(client, enumerator.door, an_instance(ID, form_id=one)).status_code for one in ("mot", "hai")]

    assert heard == [201, 201]
    assert kept(form_id="mot")["xml"] != kept(form_id="hai")["xml"]


def test_spelling_does_not_make_another_content(client, form, enumerator):
    xml = an_instance(ID)
    spelled = xml.replace(b"><", b">\n\t<").replace(b"<?xml version='1.0' encoding='UTF-8'?>", b"\xef\xbb\xbf", 1)

    assert send(client, enumerator.door, xml).status_code == 201
    assert send(client, enumerator.door, spelled).status_code == 201
    assert kept()["xml"] == xml


def test_another_content_is_409_names_the_id_and_is_kept_aside_once(client, form, enumerator):
    send(client, enumerator.door, an_instance(ID, told="một"))
    other = an_instance(ID, told="hai", photo="p.jpg")

    heard = [send(client, enumerator.door, other, {"p.jpg": b"P"}) for _ in range(2)]

    assert [one.status_code for one in heard] == [409, 409]
    assert ID in told(heard[0])
    (aside,) = repository.conflicts().find({"key": f"{ID}@hop_thon"})
    assert (aside["xml"], files_of(aside)) == (other, [("p.jpg", sha(b"P"))])
    assert kept()["attachments"] == []


# --- files ----------------------------------------------------------------------------------------------------


def test_files_may_come_in_several_posts_of_the_same_form(client, form, enumerator, blobs):
    xml = an_instance(ID, photo="a.jpg", paper="b.jpg")

    send(client, enumerator.door, xml, {"a.jpg": b"A"})
    send(client, enumerator.door, xml, {"b.jpg": b"B"})

    assert files_of(kept()) == [("a.jpg", sha(b"A")), ("b.jpg", sha(b"B"))]
    assert [b"".join(blobs.open(one["key"])) for one in kept()["attachments"]] == [b"A", b"B"]


def test_other_bytes_under_a_name_that_is_taken_are_kept_beside_the_first(client, form, enumerator, blobs):
    xml = an_instance(ID, photo="a.jpg")
    send(client, enumerator.door, xml, {"a.jpg": b"first"})

    heard = [send(client, enumerator.door, xml, {"a.jpg": content}) for content in (b"second", b"second", b"first")]

    assert [one.status_code for one in heard] == [201] * 3
    assert files_of(kept()) == [("a.jpg", sha(b"first"))]
    assert files_of(kept(), "alternatives") == [("a.jpg", sha(b"second"))]
    assert b"".join(blobs.open(kept()["alternatives"][0]["key"])) == b"second"


def test_two_files_of_one_name_in_one_post_are_both_kept(client, form, enumerator):
    body = parts(
        ("xml_submission_file", "f.xml", an_instance(ID, photo="a.jpg")),
        ("a.jpg", "a.jpg", b"first"),
        ("a.jpg", "a.jpg", b"second"),
        ("a.jpg", "a.jpg", b"first"),
    )

    heard = [send_body(client, enumerator.door, *body).status_code for _ in range(2)]

    assert heard == [201, 201]
    assert files_of(kept()) == [("a.jpg", sha(b"first"))]
    assert files_of(kept(), "alternatives") == [("a.jpg", sha(b"second"))]


def test_equal_bytes_under_two_taken_names_are_kept_beside_each(client, form, enumerator):
    xml = an_instance(ID, photo="a.jpg", paper="b.jpg")
    send(client, enumerator.door, xml, {"a.jpg": b"A", "b.jpg": b"B"})

    send(client, enumerator.door, xml, {"a.jpg": b"other", "b.jpg": b"other"})

    assert files_of(kept(), "alternatives") == [("a.jpg", sha(b"other")), ("b.jpg", sha(b"other"))]


def test_two_files_of_equal_bytes_are_two_files(client, form, enumerator):
    send(client, enumerator.door, an_instance(ID, photo="a.jpg", paper="b.jpg"), {"a.jpg": b"same", "b.jpg": b"same"})

    assert files_of(kept()) == [("a.jpg", sha(b"same")), ("b.jpg", sha(b"same"))]


def test_a_file_that_no_question_names_is_kept(client, form, enumerator):
    answer = send(client, enumerator.door, an_instance(ID), {"thừa.jpg": b"T"})

    assert answer.status_code == 201
    assert files_of(kept()) == [("thừa.jpg", sha(b"T"))]


def test_parts_may_come_in_any_order_and_under_other_names(client, form, enumerator):
    body = parts(
        ("file1", "a.jpg", b"A"), ("*isIncomplete*", None, b"yes"), ("xml_submission_file", None, an_instance(ID))
    )

    assert send_body(client, enumerator.door, *body).status_code == 201
    assert files_of(kept()) == [("a.jpg", sha(b"A"))]


@pytest.mark.parametrize("kind", ["text/xml", "application/xml", "text/xml; charset=utf-8"])
def test_the_form_may_be_the_whole_body(client, form, enumerator, kind):
    xml = an_instance(ID)

    assert send_body(client, enumerator.door, xml, kind).status_code == 201
    assert kept()["xml"] == xml


def test_the_time_of_arrival_is_the_server_s_whatever_the_phone_s_clock_says(client, form, enumerator, clock):
    xml = an_instance(ID).replace(b"<meta>", b"<start>1999-01-01T00:00:00Z</start><meta>")

    assert send(client, enumerator.door, xml, Date="Mon, 14 Feb 2011 03:48:15 GMT").status_code == 201
    assert kept()["received_at"] == clock()


# --- ids ------------------------------------------------------------------------------------------------------


def test_a_form_without_an_id_gets_one_of_its_content_so_that_retries_meet(client, form, enumerator):
    xml = an_instance("")

    heard = [send(client, enumerator.door, one).status_code for one in (xml, xml.replace(b"><", b"> <"))]
    send(client, enumerator.door, an_instance("", told="khác"))

    assert heard == [201, 201]
    ids = [one["instance_id"] for one in repository.collection().find()]
    assert len(ids) == 2
    assert all(one.startswith("uuid:") for one in ids)


@pytest.mark.parametrize("length", [64, 249, 1000])
def test_long_ids_are_kept(client, form, enumerator, length):
    instance_id = "x" * length

    assert send(client, enumerator.door, an_instance(instance_id)).status_code == 201
    assert kept(instance_id) is not None


def test_an_encrypted_form_without_an_id_is_refused_and_one_with_an_id_kept(client, form, enumerator):
    def encrypted(meta):
        return (
            '<data xmlns="http://opendatakit.org/submissions" id="hop_thon" version="1" encrypted="yes">'
            f"<base64EncryptedKey>AAAA</base64EncryptedKey>{meta}<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
            "</data>"
        ).encode()

    without = send(client, enumerator.door, encrypted(""))
    named = encrypted(f"<meta><instanceID>{ID}</instanceID></meta>")
    with_id = send(client, enumerator.door, named, {"submission.xml.enc": b"\0\1\2"})

    assert (without.status_code, with_id.status_code) == (400, 201)
    assert "mã hóa" in told(without)
    assert kept()["is_encrypted"]


def test_device_and_program_are_noted_and_cut_not_refused(client, form, enumerator):
    answer = client.post(
        f"{enumerator.door}/submission?deviceID={'d' * 900}&items=true&unknown=1",
        data=an_instance(ID),
        content_type="text/xml",
        headers={"User-Agent": "u" * 900},
    )

    assert answer.status_code == 201
    assert b'items="0"' in answer.data
    assert (kept()["device_id"], kept()["user_agent"]) == ("d" * 255, "u" * 255)


# --- forms ----------------------------------------------------------------------------------------------------


def test_a_form_that_is_closing_still_takes_what_phones_finish_and_a_closed_one_refuses(
    settings, blobs, clock, form, enumerator
):
    heard = {}
    for state in ("closing", "closed"):
        Form.objects(id="hop_thon").modify(set__state=state)
        client = create_app(settings, blobs=blobs, clock=clock).test_client()  # another process: it knows no old state
        heard[state] = send(client, enumerator.door, an_instance())

    assert {state: one.status_code for state, one in heard.items()} == {"closing": 201, "closed": 409}
    assert "hop_thon" in told(heard["closed"])


def test_an_unknown_form_is_404_and_nothing_is_kept(client, form, enumerator):
    answer = send(client, enumerator.door, an_instance(ID, form_id="khong_co"), {"a.jpg": b"A"})

    assert answer.status_code == 404
    assert repository.collection().count_documents({}) == 0


# --- a store is away ------------------------------------------------------------------------------------------


@pytest.fixture
def without_objects(settings, blobs, clock):
    """The same process, and nobody at the address of the object store."""
    away = S3Blobs(endpoint="http://127.0.0.1:1", bucket="rasoat", access_key="a", secret_key="b")
    return create_app(settings, blobs=away, clock=clock).test_client()


def test_without_the_object_store_a_form_without_files_is_still_taken(without_objects, form, enumerator):
    assert send(without_objects, enumerator.door, an_instance(ID)).status_code == 201


def test_without_the_object_store_a_photo_is_503_and_nothing_is_kept(without_objects, form, enumerator):
    answer = send(without_objects, enumerator.door, an_instance(ID, photo="a.jpg"), {"a.jpg": b"A"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "gửi lại" in told(answer)
    assert repository.collection().count_documents({}) == 0


def test_what_was_refused_for_a_store_that_was_away_is_taken_when_it_is_back(client, without_objects, form, enumerator):
    xml, files = an_instance(ID, photo="a.jpg"), {"a.jpg": b"A"}
    send(without_objects, enumerator.door, xml, files)

    assert send(client, enumerator.door, xml, files).status_code == 201
    assert files_of(kept()) == [("a.jpg", sha(b"A"))]


def test_without_the_database_every_door_is_503_and_says_so(settings, blobs, clock, form, enumerator):
    from core import mongo

    app = create_app(settings, blobs=blobs, clock=clock)
    asked = (
        lambda: send(app.test_client(), enumerator.door, an_instance(ID)),
        lambda: app.test_client().get("/readyz"),
        lambda: app.test_client().get("/healthz"),
        lambda: app.test_client().post("/api/v1/sessions", json={"username": "a", "password": "b"}),
    )
    mongo.connect("mongodb://127.0.0.1:1/?directConnection=true", "away")
    try:
        with ThreadPoolExecutor(4) as threads:
            submission, ready, alive, api = threads.map(lambda ask: ask(), asked)
    finally:
        mongo.connect(settings.mongodb_uri, settings.mongodb_database)

    assert [one.status_code for one in (submission, ready, alive)] == [503, 503, 200]
    assert submission.headers["Retry-After"]
    assert told(submission)
    assert (api.status_code, api.json["code"]) == (503, "server.unavailable")


# --- without HTTP ---------------------------------------------------------------------------------------------


def test_a_receipt_tells_whether_it_was_new(receive_form, form):
    xml = an_instance(ID)

    assert [receive_form(xml).created for _ in range(2)] == [True, False]


def test_a_file_of_other_bytes_does_not_wake_the_worker_twice(receive_form, form, clock):
    def photo(content):
        return intake.IncomingFile("a.jpg", "image/jpeg", io.BytesIO(content), sha(content), len(content))

    xml = an_instance(ID, photo="a.jpg")
    receive_form(xml, [photo(b"A")])
    before = kept()["work"]["attempt"]

    receive_form(xml, [photo(b"A")])
    same = kept()["work"]["attempt"]
    receive_form(xml, [photo(b"B")])

    assert (same, kept()["work"]["attempt"]) == (before, before + 1)


def test_another_content_is_refused_below_the_web_too(receive_form, form):
    receive_form(an_instance(ID))

    with pytest.raises(OtherContent) as refusal:
        receive_form(an_instance(ID, told="khác"))

    assert refusal.value.facts == {"instance_id": ID}


def test_a_body_limit_is_announced_as_it_is_set(settings, blobs, clock, enumerator):
    client = create_app(replace(settings, max_body_bytes=50_000), blobs=blobs, clock=clock).test_client()

    answer = client.head(f"{enumerator.door}/submission")

    assert answer.headers["X-OpenRosa-Accept-Content-Length"] == "50000"


def test_a_missing_file_may_come_from_another_person_and_other_bytes_stand_beside(client, form, enumerator, clock):
    xml = an_instance(ID, photo="a.jpg")
    send(client, enumerator.door, xml)
    other = places.somebody(clock, area=places.VILLAGE_2)

    heard = [send(client, other.door, xml, {"a.jpg": content}).status_code for content in (b"here", b"other")]

    assert heard == [201, 201]
    assert files_of(kept()) == [("a.jpg", sha(b"here"))]
    assert files_of(kept(), "alternatives") == [("a.jpg", sha(b"other"))]


def test_a_file_that_the_form_does_not_name_stands_beside_when_another_person_sends_it(client, form, enumerator, clock):
    xml = an_instance(ID, photo="a.jpg")
    send(client, enumerator.door, xml)

    assert send(client, places.somebody(clock).door, xml, {"b.jpg": b"B"}).status_code == 201
    assert (kept()["attachments"], files_of(kept(), "alternatives")) == ([], [("b.jpg", sha(b"B"))])


def test_after_the_approval_a_missing_file_stands_beside(client, form, enumerator):
    xml = an_instance(ID, photo="a.jpg")
    send(client, enumerator.door, xml)
    repository.collection().update_one({"instance_id": ID}, {"$set": {"review.state": "approved"}})

    assert send(client, enumerator.door, xml, {"a.jpg": b"late"}).status_code == 201
    assert (kept()["attachments"], files_of(kept(), "alternatives")) == ([], [("a.jpg", sha(b"late"))])
