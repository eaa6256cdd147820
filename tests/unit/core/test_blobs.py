"""The object store's client where there is a store that says nothing."""

import socket

import pytest
import urllib3

from core.blobs import PATIENCE, S3Blobs, StoreUnreachable, put_bytes


def test_a_store_that_takes_a_file_and_never_answers_is_away():
    patience = urllib3.Timeout(connect=1, read=0.01)
    with socket.create_server(("127.0.0.1", 0)) as frozen:
        endpoint = f"http://127.0.0.1:{frozen.getsockname()[1]}"
        blobs = S3Blobs(endpoint=endpoint, bucket="b", access_key="a", secret_key="b", patience=patience)

        with pytest.raises(StoreUnreachable):
            put_bytes(blobs, b"photo", content_type="image/jpeg")


def test_a_phone_hears_within_seconds_that_the_store_is_away():
    assert PATIENCE.read_timeout < 10
