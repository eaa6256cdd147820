"""What every page holds: no script needed, nothing wider than a small phone, readable to all, light on the line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Response, expect

from tests.browser.desk import Desk, a_form
from tests.system import System

pytestmark = [pytest.mark.browser, pytest.mark.services]

PAGES = [
    "/",
    "/duyet",
    "/duyet?trang-thai=tat-ca",
    "/duyet?canh-bao=outside_area",
    "PHIEU",
    "HO-SO",
    "HO",
    "GIAI-TRINH",
    "/danh-sach",
    "/khong-co",
]
PAGES += ["/gia-lap", "/gia-lap?rural.poor_line=149&tra-loi-1=b1_03.lower&diem-1=50", "/gia-lap?b2=x"]
PAGES += ["/khieu-nai", "/cong-khai", "BAO-CAO"]
PAGES += ["/bo-quy-tac", "/bo-quy-tac/vn-2021-2025", "/bo-quy-tac/vn-2016-2020/so-sanh?voi=vn-2021-2025"]
LINKS = {"HO-SO": "Hồ sơ", "HO": "Hộ", "GIAI-TRINH": "Giải trình điểm"}
MOST_BYTES = 90_000


@pytest.fixture(scope="module")
def instance_id(running: System) -> str:
    return a_form(running)


def go(seat: Desk, where: str, instance_id: str) -> None:
    """Open a page of the table; those of one form, case and household by their links."""
    if not where.isupper() or where.startswith("/"):
        seat.page.goto(where)
        return
    if where == "BAO-CAO":
        seat.page.goto("/bao-cao")
        seat.page.get_by_role("link", name="Sơ bộ").first.click()
        seat.page.wait_for_url("**/bao-cao?*")
        return
    seat.open(instance_id)
    if where != "PHIEU":
        seat.page.locator(".head").get_by_role("link", name=LINKS[where], exact=True).click()
        seat.page.wait_for_url(f"**/{where.lower()}*" if where == "GIAI-TRINH" else f"**/{where.lower()}/*")


@pytest.mark.parametrize("where", PAGES)
def test_axe_finds_nothing_serious(desk: Callable[..., Desk], instance_id: str, where: str) -> None:
    seat = desk("gsv01")
    go(seat, where, instance_id)

    found = Axe().run(seat.page).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("username", ["", "quantri01"])
def test_axe_finds_nothing_serious_at_the_door_and_in_the_engine_room(desk: Callable[..., Desk], username: str) -> None:
    seat = desk(username)
    seat.page.goto("/he-thong/cho-xu-ly")

    found = Axe().run(seat.page).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_the_pages_of_forms_hold_too(desk: Callable[..., Desk], tmp_path: Path) -> None:
    """List, form, two versions compared, and the draft of an upload, on a small phone."""
    seat = desk("quantri01", width=320)
    book = tmp_path / "thu.md"
    book.write_text(
        "| survey |\n| | type | name | label | relevant |\n| | text | a | A | /data/b = 1 |\n", encoding="utf-8"
    )

    for where in ("/bieu-mau/phieu_b/so-sanh", "/bieu-mau/phieu_b", "/bieu-mau"):
        seat.page.goto(where)
        _holds(seat)
    seat.page.set_input_files("#tep", book)
    seat.page.get_by_role("button", name="Tải lên và kiểm tra").click()
    seat.page.wait_for_url("**/ban-thu")
    _holds(seat)
    seat.page.get_by_role("button", name="Bỏ bản thử").click()
    seat.page.wait_for_url("**/bieu-mau")


def _holds(seat: Desk) -> None:
    found = Axe().run(seat.page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"]) for one in serious] == []
    assert not seat.is_wider_than_the_screen()


@pytest.mark.parametrize("where", PAGES)
def test_no_page_is_wider_than_a_small_phone(desk: Callable[..., Desk], instance_id: str, where: str) -> None:
    seat = desk("gsv01", width=320)
    go(seat, where, instance_id)

    assert not seat.is_wider_than_the_screen()


def test_a_form_is_returned_without_any_script(desk: Callable[..., Desk], running: System) -> None:
    seat = desk("gsv01", scripts=False)
    seat.open(a_form(running))

    seat.send_back(kind="Cần gặp lại hộ")

    expect(seat.page.get_by_role("status")).to_contain_text("Đã trả lại phiếu")


def test_the_keyboard_alone_reaches_the_verdict(desk: Callable[..., Desk], running: System) -> None:
    seat = desk("gsv01")
    seat.open(a_form(running))

    seat.page.locator("#duyet").focus()
    seat.page.keyboard.press("Enter")

    expect(seat.page.get_by_role("status")).to_contain_text("Đã duyệt phiếu")


@pytest.mark.parametrize("where", ["/dang-nhap", "/", "/duyet", "PHIEU"])
def test_a_first_load_stays_light(desk: Callable[..., Desk], instance_id: str, where: str) -> None:
    """Everything but the photographs of the form, over the wire, with nothing in the cache."""
    seat = desk("" if where == "/dang-nhap" else "gsv01")
    loaded: list[Response] = []
    seat.page.on("response", lambda response: loaded.append(response))
    go(seat, where, instance_id)
    seat.page.wait_for_load_state("networkidle")

    assert 0 < _bytes_of(loaded) <= MOST_BYTES


def _bytes_of(loaded: list[Response]) -> int:
    return sum(
        one.request.sizes()["responseBodySize"] + one.request.sizes()["responseHeadersSize"]
        for one in loaded
        if "/tep/" not in one.url
    )


def test_nothing_comes_from_elsewhere_and_the_policy_is_never_broken(
    desk: Callable[..., Desk], running: System, instance_id: str
) -> None:
    seat = desk("gsv01")
    told: list[str] = []
    asked: list[str] = []
    seat.page.on("console", lambda message: told.append(message.text))
    seat.page.on("request", lambda request: asked.append(request.url))

    for where in ("/", "/duyet", "PHIEU"):
        go(seat, where, instance_id)

    assert told == []
    assert [url for url in asked if not url.startswith(running.base_url)] == []
