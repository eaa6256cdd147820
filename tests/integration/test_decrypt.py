"""An encrypted form is opened for who may and brings its key, for one answer; key and content stay nowhere."""

import io
import zipfile

import pytest

from app.auth.permissions import Role
from app.console import decrypt
from app.jobs.worker import drain
from core import audit, mongo
from form_engine.instance import read_instance
from submissions import repository
from tests.integration.places import COMMUNE, an_instance, send, somebody
from tests.integration.test_enrolment import signed_in, token_of
from tests.unit.form_engine.encrypting import a_key, encrypt, pem

pytestmark = pytest.mark.services

ID = "uuid:33333333-3333-4333-8333-333333333333"
KEY = a_key()
SECRET = "Lời khai rất riêng"


@pytest.fixture
def sent(client, form, enumerator, definitions, clock):
    plain = an_instance(ID, told=SECRET, photo="a.jpg")
    manifest, files = encrypt(
        plain, {"a.jpg": b"JPG"}, form_id="hop_thon", version="1", instance_id=ID, public=KEY.public_key()
    )
    assert send(client, enumerator.door, manifest, files).status_code == 201
    drain(definitions, clock)
    return plain


@pytest.fixture
def officer(client, villages, clock):
    who = somebody(clock, Role.COMMUNE_OFFICER, COMMUNE)
    signed_in(client, who)
    return who


def bring(client, key, **fields):
    token = token_of(client.get(f"/phieu/{ID}").text)
    data = {"khoa": (io.BytesIO(key), "khoa.pem"), "csrf_token": token, **fields}
    return client.post(f"/phieu/{ID}/giai-ma", data=data, content_type="multipart/form-data")


def test_the_answers_are_shown_to_who_brings_the_key(client, sent, officer):
    assert SECRET not in client.get(f"/phieu/{ID}").text

    opened = bring(client, pem(KEY))

    assert (opened.status_code, SECRET in opened.text) == (200, True)
    assert opened.headers["Cache-Control"] == "no-store"
    assert "submission.decrypted" in {one["act"] for one in audit.about(f"{ID}@hop_thon")}


def test_nothing_of_it_is_kept(client, sent, officer):
    bring(client, pem(KEY))

    kept = repository.find("hop_thon", ID)
    assert kept["answers"] == {}
    names = mongo.database().list_collection_names()
    everything = [str(one) for name in names for one in mongo.collection(name).find()]
    assert not any(SECRET in one or "PRIVATE KEY" in one for one in everything)
    assert SECRET not in client.get(f"/phieu/{ID}").text


def test_everything_can_be_taken_as_a_zip(client, sent, officer):
    packed = bring(client, pem(KEY, b"mk"), mat_khau="mk", dang="zip")

    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert read_instance(archive.read("submission.xml")).instance_id == ID
        assert archive.read("a.jpg") == b"JPG"


def test_a_wrong_key_is_told_and_opens_nothing(client, sent, officer):
    for key, word in ((pem(a_key()), "khóa khác"), (b"khong phai", "không phải khóa riêng")):
        refused = bring(client, key)
        assert (refused.status_code, word in refused.text, SECRET in refused.text) == (422, True, False)


def test_only_who_may_is_asked_for_a_key(client, sent, clock):
    signed_in(client, somebody(clock, Role.SUPERVISOR, COMMUNE))

    page = client.get(f"/phieu/{ID}").text
    refused = client.post(f"/phieu/{ID}/giai-ma", data={"csrf_token": token_of(page)})

    assert ("giai-ma" in page, refused.status_code) == (False, 403)


def test_what_is_too_large_to_be_opened_here_is_told_so(client, sent, officer, monkeypatch):
    monkeypatch.setattr(decrypt, "_MOST_BYTES", 10)

    refused = bring(client, pem(KEY))

    assert (refused.status_code, "lớn hơn" in refused.text, SECRET in refused.text) == (422, True, False)
