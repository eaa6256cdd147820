"""A card's code is what ODK Collect takes for settings, and can be read by a camera."""

import base64
import json
import zlib

import pytest
import segno
import zxingcpp
from PIL import Image

from app.enrolment.cards import project_name, qr_svg, settings_text

ADDRESS = "https://ra-soat.example.gov.vn/openrosa/key/" + "aB3" * 21 + "z"


def test_the_text_is_base64_of_zlib_of_json():
    told = settings_text(ADDRESS, "Thôn 1 - An Bình")

    stream = base64.b64decode(told, validate=True)
    assert stream[:1] == b"\x78"
    settings = json.loads(zlib.decompress(stream))
    assert set(settings) == {"general", "project", "admin"}
    assert settings["general"]["server_url"] == ADDRESS
    assert settings["general"]["form_update_mode"] == "match_exactly"
    assert settings["project"]["name"] == "Thôn 1 - An Bình"
    assert settings["admin"] == {}


def test_the_code_stays_small_enough_for_an_old_camera():
    name = project_name("dtv.nguyen.thi.huong", "Thôn 1 - An Bình")
    code = segno.make(settings_text(ADDRESS, name), error="l", micro=False, boost_error=False)

    assert code.symbol_size(border=0)[0] <= 77


def test_the_svg_is_sized_by_its_page():
    svg = qr_svg(settings_text(ADDRESS, "x"))

    assert svg.startswith("<svg")
    assert "viewBox" in svg
    assert "width=" not in svg.partition(">")[0]


@pytest.mark.parametrize("name", ["Thôn 4 - Tân An", "Tổ dân phố số 12 phường Đông Ba"])
def test_a_camera_reads_the_code(tmp_path, name):
    text = settings_text(ADDRESS, name)
    picture = tmp_path / "qr.ppm"
    segno.make(text, error="l", micro=False, boost_error=False).save(picture, kind="ppm", scale=4)

    assert zxingcpp.read_barcode(Image.open(picture)).text == text


def test_a_project_is_called_by_whose_it_is_and_where():
    assert project_name("dtv01", "Thôn 1 - An Bình") == "dtv01 Thôn 1 - An Bình"
    assert project_name("dtv01", "") == "dtv01 Rà Soát"
