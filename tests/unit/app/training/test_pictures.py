import struct
import zlib
from random import Random

import pytest

from app.training.pictures import house_jpeg, signature_png


@pytest.mark.parametrize("size", [0, 20_000, 300_000, 300_001, 1_000_000])
def test_a_photo_has_the_size_that_was_asked_for(size):
    photo = house_jpeg(Random(1), size=size)

    assert photo.startswith(b"\xff\xd8\xff\xe0")
    assert photo.endswith(b"\xff\xd9")
    assert abs(len(photo) - size) < 4 if size else len(photo) < 10_000


def test_the_segments_of_a_photo_follow_each_other_up_to_the_picture():
    photo, at, markers = house_jpeg(Random(1), size=200_000), 2, []
    while not markers or markers[-1] != 0xDA:
        start, marker, length = struct.unpack(">BBH", photo[at : at + 4])
        assert start == 0xFF
        markers.append(marker)
        at += 2 + length

    assert markers == [0xE0, 0xFE, 0xFE, 0xFE, 0xFE, 0xDB, 0xC0, 0xC4, 0xC4, 0xDA]


def test_a_signature_is_a_drawing():
    png = signature_png(Random(1))

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at = png.index(b"IDAT") + 4
    pixels = zlib.decompress(png[at : png.index(b"IEND") - 8])
    assert len(pixels) == 80 * 201
    assert pixels.count(0) > 80 + 300


def test_no_two_houses_look_alike():
    assert house_jpeg(Random(1)) != house_jpeg(Random(2))
