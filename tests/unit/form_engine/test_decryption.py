"""What a phone encrypted is opened with the private key, whole and unchanged, or not at all."""

import pytest

from form_engine.decryption import open_submission, read_key
from form_engine.errors import EncryptedFilesMissing, EncryptedWrongly, KeyDoesNotFit, KeyUnreadable
from form_engine.instance import read_instance
from tests.unit.form_engine.encrypting import a_key, encrypt, pem

XML = "<data id='f' version='3'><name>Nguyễn Văn Ẩn</name></data>".encode()
FILES = {f"{number}.jpg": bytes([number]) * (number * 16 + number) for number in range(20)}
KEY = a_key()


def sent(files=FILES, xml=XML):
    return encrypt(xml, files, form_id="f", version="3", instance_id="uuid:1", public=KEY.public_key())


def test_xml_and_files_come_out_as_they_went_in():
    manifest, files = sent()

    opened = open_submission(read_instance(manifest), files, KEY)

    assert (opened.xml, dict(opened.files)) == (XML, FILES)


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 100_000])
def test_any_length_is_opened(length):
    manifest, files = sent({"a.bin": b"x" * length})

    assert open_submission(read_instance(manifest), files, KEY).files["a.bin"] == b"x" * length


def test_another_key_does_not_fit():
    manifest, files = sent({})

    with pytest.raises(KeyDoesNotFit):
        open_submission(read_instance(manifest), files, a_key())


def test_a_file_that_has_not_come_is_told():
    manifest, files = sent()
    del files["3.jpg.enc"]

    with pytest.raises(EncryptedFilesMissing) as refusal:
        open_submission(read_instance(manifest), files, KEY)
    assert refusal.value.facts == {"count": 1}


def test_what_was_changed_or_exchanged_is_noticed():
    manifest, files = sent()
    for change in (
        {"2.jpg.enc": files["3.jpg.enc"], "3.jpg.enc": files["2.jpg.enc"]},
        {"submission.xml.enc": bytes([files["submission.xml.enc"][0] ^ 1]) + files["submission.xml.enc"][1:]},
        {"submission.xml.enc": b"short"},
    ):
        with pytest.raises(EncryptedWrongly):
            open_submission(read_instance(manifest), {**files, **change}, KEY)


def test_a_manifest_with_another_name_of_form_is_noticed():
    manifest, files = sent({})

    with pytest.raises(EncryptedWrongly):
        open_submission(read_instance(manifest.replace(b'id="f"', b'id="g"')), files, KEY)


def test_a_key_with_a_passphrase_needs_it():
    guarded = pem(KEY, b"mat khau")

    assert read_key(guarded, "mat khau").key_size == 2048
    for content, passphrase in ((guarded, ""), (guarded, "sai"), (b"khong phai khoa", ""), (b"", "")):
        with pytest.raises(KeyUnreadable):
            read_key(content, passphrase)
