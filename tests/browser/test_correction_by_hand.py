"""A point table is corrected on the pages, by two people: readable, narrow enough for a phone, and without a script."""

import csv
import io
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from form_engine.points_sheet import as_csv
from review.rulesets import get_ruleset
from tests.browser.desk import Desk

PAGE = "/bo-quy-tac/vn-2021-2025/ban-sua"


def a_table(*, wrong: bool = False) -> bytes:
    rows = list(csv.reader(io.StringIO(as_csv(get_ruleset("vn-2021-2025")).decode("utf-8-sig"))))
    place = rows[0].index("NT3")
    rows[1][place] = "mười" if wrong else str(int(rows[1][place]) + 5)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def upload(seat: Desk, content: bytes) -> None:
    file = {"name": "bang.csv", "mimeType": "text/csv", "buffer": content}
    seat.page.get_by_label("Tệp đã sửa").set_input_files([file])
    seat.page.get_by_label("Điểm mới lấy ở đâu").fill("Thông tư, phụ lục")
    seat.page.get_by_role("button", name="Tải lên và kiểm tra").click()


def require_good(seat: Desk) -> None:
    found = Axe().run(seat.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
    assert not seat.is_wider_than_the_screen()


def test_a_wrong_table_is_mended_brought_compared_and_adopted_by_another(desk: Callable[..., Desk]) -> None:
    seat = desk("tinh01", width=320)
    seat.page.goto(PAGE)
    require_good(seat)
    upload(seat, a_table(wrong=True))
    expect(seat.page.get_by_role("alert")).to_contain_text("dòng 2, cột NT3")
    require_good(seat)
    upload(seat, a_table())
    expect(seat.page.get_by_role("status")).to_contain_text("Chưa có gì được áp dụng")
    require_good(seat)

    other = desk("quantri01", scripts=False)
    other.page.goto(seat.page.url)
    other.page.get_by_label("Lý do").fill("Đã đối chiếu")
    other.page.get_by_role("button", name="Áp dụng từ ngày đó").click()

    expect(other.page.get_by_role("status")).to_contain_text("Đã áp dụng cho các đợt mở từ ngày đó")
