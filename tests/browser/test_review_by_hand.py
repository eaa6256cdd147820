"""The supervisor's day in a real browser: in by the door, the queue, a form, the verdict."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk, a_form
from tests.journeys.field import Api
from tests.system import System

pytestmark = [pytest.mark.browser, pytest.mark.services]


def test_who_is_not_signed_in_comes_back_to_the_page_he_asked_for(desk: Callable[..., Desk], running: System) -> None:
    seat = desk()
    seat.page.goto("/duyet?trang-thai=duyet")
    expect(seat.page).to_have_title(re.compile("Đăng nhập"))

    seat.page.get_by_label("Tên đăng nhập").fill("gsv01")
    seat.page.get_by_label("Mật khẩu").fill(running.person("gsv01")["password"])
    seat.page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()

    expect(seat.page).to_have_url(f"{running.base_url}/duyet?trang-thai=duyet")


def test_a_wrong_password_is_told_and_the_user_name_is_kept(desk: Callable[..., Desk]) -> None:
    seat = desk()

    seat.sign_in("gsv01", "not-the-password")

    expect(seat.page.get_by_role("alert")).to_contain_text("Tên đăng nhập hoặc mật khẩu không đúng.")
    expect(seat.page).to_have_title(re.compile("^Lỗi: "))
    expect(seat.page.get_by_label("Tên đăng nhập")).to_have_value("gsv01")


def test_from_the_queue_to_a_form_with_points_picture_and_map(desk: Callable[..., Desk], running: System) -> None:
    instance_id = a_form(running)
    seat = desk("gsv01")

    seat.page.get_by_role("link", name="Hàng duyệt").first.click()
    seat.page.get_by_label("Phiếu", exact=True).select_option(label="Phiếu B - Rà soát hộ nghèo, hộ cận nghèo")
    seat.page.get_by_role("button", name="Lọc").click()
    seat.page.locator(f'a.row-link[href*="{instance_id}"]').click()

    expect(seat.page.get_by_role("heading", name="Tính điểm")).to_be_visible()
    expect(seat.page.get_by_text("Điện thoại và máy chủ tính giống nhau")).to_be_visible()
    expect(seat.page.locator("svg.map")).to_be_visible()
    photo = seat.page.locator(".picture img")
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)
    assert photo.evaluate("image => image.naturalWidth") > 0


def test_the_case_says_which_of_its_forms_gives_the_result(desk: Callable[..., Desk], running: System) -> None:
    instance_id = a_form(running)
    seat = desk("gsv01")
    seat.open(instance_id)

    seat.page.locator(".head").get_by_role("link", name="Hồ sơ", exact=True).click()

    giving = seat.page.locator("li", has_text="Lấy làm kết quả")
    expect(giving.locator(f'a[href*="{instance_id}"]')).to_be_visible()


def test_returned_with_a_reason_the_phone_is_told(desk: Callable[..., Desk], running: System) -> None:
    instance_id = a_form(running)
    seat = desk("gsv01")
    seat.open(instance_id)

    seat.page.get_by_label("Cần xem lại: 6. Nhà ở").check()
    seat.send_back(kind="Có câu trả lời sai", reason="Chụp lại mái nhà")

    expect(seat.page.get_by_role("status")).to_contain_text("Đã trả lại phiếu")
    with Api(running, "canbo01") as program:
        assert program.submission(instance_id)["review_state"] == "has_issues"
    seat.open(instance_id)
    expect(seat.page.locator(".head .note")).to_contain_text("Có câu trả lời sai: Chụp lại mái nhà")


def test_a_return_without_a_word_is_asked_for_one(desk: Callable[..., Desk], running: System) -> None:
    seat = desk("gsv01")
    seat.open(a_form(running))

    seat.send_back()

    expect(seat.page).to_have_title(re.compile("^Lỗi: "))
    expect(seat.page.get_by_role("alert")).to_contain_text("Chọn lý do, ghi lý do, hoặc đánh dấu các câu cần xem lại.")
    expect(seat.page.get_by_label("Lý do", exact=True)).to_be_visible()


def test_approve_goes_on_to_the_next_form_and_back_repeats_nothing(desk: Callable[..., Desk], running: System) -> None:
    older, newer = a_form(running), a_form(running)
    seat = desk("gsv01")
    seat.open(newer)

    seat.page.get_by_role("button", name="Duyệt và sang phiếu kế").click()

    expect(seat.page.get_by_role("status")).to_contain_text("Đã duyệt phiếu")
    assert newer not in seat.page.url
    assert older in seat.page.url
    seat.page.go_back()
    seat.page.reload()
    expect(seat.page.locator(".head .tag--approved")).to_be_visible()
    expect(seat.page.get_by_role("button", name=re.compile("^Duyệt"))).to_have_count(0)


def test_two_officers_at_once_make_one_verdict_and_a_plain_word(desk: Callable[..., Desk], running: System) -> None:
    instance_id = a_form(running)
    first, second = desk("gsv01"), desk("canbo01")
    first.open(instance_id)
    second.open(instance_id)
    first.page.get_by_role("button", name=re.compile("^Duyệt")).click()
    expect(first.page.get_by_role("status")).to_be_visible()

    second.send_back(reason="Sai tên chủ hộ")

    name = running.person("gsv01").get("name", "")
    expect(second.page.get_by_role("alert")).to_contain_text(f"Phiếu đã được {name}")
    expect(second.page.get_by_label("Điều tra viên cần làm gì")).to_have_value("Sai tên chủ hộ")
    with Api(running, "canbo01") as program:
        assert program.submission(instance_id)["review_state"] == "approved"


def test_nobody_judges_his_own_form_and_the_page_says_why(desk: Callable[..., Desk], running: System) -> None:
    seat = desk("gsv01")

    seat.open(a_form(running, sent_by="gsv01"))

    expect(seat.page.get_by_text("Bạn là người lập phiếu này nên không thể tự duyệt.")).to_be_visible()
    expect(seat.page.get_by_role("button", name="Duyệt")).to_be_disabled()


@pytest.mark.parametrize("path", ["/phieu/uuid:khong-co", "/khong-co-trang-nay"])
def test_what_is_not_there_gets_a_page_in_plain_words(desk: Callable[..., Desk], path: str) -> None:
    seat = desk("gsv01")

    answer = seat.page.goto(path)

    assert answer is not None
    assert answer.status == 404
    expect(seat.page.get_by_role("heading", name="Không tìm thấy")).to_be_visible()
    expect(seat.page.get_by_text("Mã hỗ trợ")).to_be_visible()


def test_an_enumerator_is_told_that_the_queue_is_not_his(desk: Callable[..., Desk]) -> None:
    seat = desk("dtv01")

    answer = seat.page.goto("/duyet")

    assert answer is not None
    assert answer.status == 403
    expect(seat.page.get_by_role("heading", name="Không có quyền")).to_be_visible()


def test_the_page_speaks_english_when_asked(desk: Callable[..., Desk]) -> None:
    seat = desk("gsv01")

    seat.page.get_by_role("button", name="English").click()

    expect(seat.page.get_by_role("heading", name="My work")).to_be_visible()
    expect(seat.page.locator("html")).to_have_attribute("lang", "en")
