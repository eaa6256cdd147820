"""An officer enrols people from a workbook, prints their cards, and a camera, a phone and a lost phone follow."""

import base64
import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import urllib3
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.unit.app.enrolment.test_rows import a_workbook

pytestmark = [pytest.mark.browser, pytest.mark.services]

PEOPLE = [
    (f"trinh.duyet{number}", f"Hồ Văn {'ABCDEGHIK'[number]}n", "Điều tra viên", "2012802", "") for number in range(9)
]


def test_from_a_workbook_to_phones_that_work_and_one_that_is_lost(desk: Callable[..., Desk], tmp_path: Path) -> None:
    seat = desk("canbo01")
    seat.page.goto("/dieu-tra-vien/nhap")

    _choose(seat, tmp_path, *PEOPLE[:8], (*PEOPLE[8][:2], "Quản trị", *PEOPLE[8][3:]))
    expect(seat.page.get_by_role("alert")).to_contain_text("Bạn không được giao vai trò này")
    assert _serious(seat) == []

    _choose(seat, tmp_path, *PEOPLE)
    seat.page.get_by_role("button", name="Tạo 9 tài khoản").click()
    expect(seat.page.get_by_role("status")).to_contain_text("Đã tạo 9 tài khoản")
    assert seat.page.locator("input[name=nguoi]:checked").count() == 9

    seat.page.get_by_role("button", name="Lập và in thẻ mới").click()
    expect(seat.page.locator(".phone-card")).to_have_count(9)
    assert seat.page.locator(".cards-sheet").count() == 2
    servers = _servers_on_cards(seat)
    assert len(set(servers)) == 9
    assert {_status(one) for one in servers} == {200}

    seat.page.goto("/dieu-tra-vien?tim=trinh.duyet3")
    expect(seat.page.get_by_role("table")).to_contain_text("ODK Collect v2026.3.3")
    seat.page.get_by_role("checkbox", name="Chọn Hồ Văn Dn").check()
    seat.page.get_by_role("button", name="Mất máy: chặn ngay").click()
    expect(seat.page.get_by_role("status")).to_contain_text("Đã chặn máy")
    assert sorted(_status(one) for one in servers) == [200] * 8 + [403]


def _choose(seat: Desk, folder: Path, *rows: tuple[str, ...]) -> None:
    path = folder / "nguoi.xlsx"
    path.write_bytes(a_workbook(*rows))
    seat.page.get_by_label("Tệp Excel").set_input_files(path)
    seat.page.get_by_role("button", name="Kiểm tra tệp").click()


def _servers_on_cards(seat: Desk) -> list[str]:
    """As a camera reads them off the sheet that is printed."""
    seat.page.emulate_media(media="print")
    told = []
    for card in seat.page.locator(".phone-card__code").all():
        picture = Image.open(io.BytesIO(card.screenshot()))
        settings = json.loads(zlib.decompress(base64.b64decode(zxingcpp.read_barcode(picture).text)))
        told.append(settings["general"]["server_url"])
    seat.page.emulate_media(media="screen")
    return told


def _status(server: str) -> int:
    collect = {"X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2026.3.3 Dalvik/2.1.0"}
    return urllib3.request("GET", f"{server}/formList", headers=collect, timeout=20.0).status


def test_the_pages_of_people_fit_a_small_screen_and_every_reader(desk: Callable[..., Desk]) -> None:
    for where in ("/dieu-tra-vien", "/dieu-tra-vien/nhap"):
        seat = desk("canbo01", width=320)
        seat.page.goto(where)
        assert not seat.is_wider_than_the_screen()
        assert _serious(seat) == []


def _serious(seat: Desk) -> list[str]:
    found = Axe().run(seat.page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]
