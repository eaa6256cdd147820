"""What comes from outside harms nobody: files of phones, forged posts, foreign ways back; and stuck forms are seen."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from core.clock import utc_now
from tests.browser.desk import Desk, a_form
from tests.journeys.field import Api, Enumerator, changed, database_of
from tests.system import System, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.services]

FAR = utc_now().replace(year=2090)
SCRIPT = "<script>document.title='owned'</script>"


def test_a_page_that_a_phone_sent_is_downloaded_and_runs_nothing(desk: Callable[..., Desk], running: System) -> None:
    with Enumerator(running, "dtv01") as enumerator:
        filled = enumerator.fill(enumerator.household())
        files = {**filled.attachments, "trang.html": SCRIPT.encode()}
        assert enumerator.phone.submit(filled.xml, files).status in (201, 202)
    seat = desk("gsv01")

    answer = seat.page.request.get(f"/phieu/{quote(filled.instance_id)}/tep/trang.html")

    assert answer.status == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_answer_with_markup_is_shown_as_it_was_typed(desk: Callable[..., Desk], running: System) -> None:
    with Enumerator(running, "dtv01") as enumerator:
        filled = enumerator.fill(enumerator.household())
        xml = changed(filled.xml, respondent_name=SCRIPT)
        assert enumerator.phone.submit(xml, dict(filled.attachments)).status in (201, 202)
    with Api(running, "canbo01") as program:
        program.processed(filled.instance_id)
    seat = desk("gsv01")

    seat.open(filled.instance_id)

    expect(seat.page.locator(".answers").get_by_text(SCRIPT)).to_be_visible()
    assert "owned" not in seat.page.title()


def test_the_original_xml_is_handed_out_byte_for_byte(desk: Callable[..., Desk], running: System) -> None:
    with Enumerator(running, "dtv01") as enumerator:
        filled = enumerator.fill(enumerator.household())
        assert enumerator.send(filled) in (201, 202)
    seat = desk("gsv01")

    answer = seat.page.request.get(f"/phieu/{quote(filled.instance_id)}/xml")

    assert answer.body() == filled.xml


def test_a_photograph_seen_before_is_not_sent_again(desk: Callable[..., Desk], running: System) -> None:
    seat = desk("gsv01")
    seat.open(a_form(running))
    address = seat.page.locator(".picture").get_attribute("href") or ""
    first = seat.page.request.get(address)

    second = seat.page.request.get(address, headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-type"] == "image/jpeg"
    assert second.status == 304


def test_a_post_from_another_site_is_refused(desk: Callable[..., Desk], running: System) -> None:
    instance_id = a_form(running)
    seat = desk("gsv01")

    answer = seat.page.request.post(f"/phieu/{quote(instance_id)}/duyet", form={"revision": "1"})

    assert answer.status == 400
    with Api(running, "canbo01") as program:
        assert program.submission(instance_id)["review_state"] == "received"


@pytest.mark.parametrize("following", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(desk: Callable[..., Desk], running: System, following: str) -> None:
    seat = desk()
    seat.page.goto(f"/dang-nhap?tiep={quote(following)}")
    seat.page.get_by_label("Tên đăng nhập").fill("gsv01")
    seat.page.get_by_label("Mật khẩu").fill(running.person("gsv01")["password"])
    seat.page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()

    expect(seat.page).to_have_url(f"{running.base_url}/")


def test_after_signing_out_the_session_is_worth_nothing(desk: Callable[..., Desk]) -> None:
    seat = desk("gsv01")
    before = seat.page.context.cookies()

    seat.page.get_by_role("button", name="Đăng xuất").click()
    expect(seat.page.get_by_role("status")).to_contain_text("Bạn đã đăng xuất.")
    seat.page.context.add_cookies(before)  # type: ignore[arg-type]
    seat.page.goto("/duyet")

    expect(seat.page.get_by_role("heading", name="Đăng nhập")).to_be_visible()


def test_a_form_of_another_village_is_not_found(desk: Callable[..., Desk], running: System) -> None:
    instance_id = a_form(running)
    seat = desk("truongthon01")

    answer = seat.page.goto(f"/phieu/{quote(instance_id)}")

    assert answer is not None
    assert answer.status == 403


def test_a_stuck_form_is_seen_by_the_administrator_and_tried_again(desk: Callable[..., Desk], running: System) -> None:
    instance_id = a_form(running)
    work = {"work.state": "ready", "work.due": FAR, "work.failures": 3, "work.error": "FormNotFound"}
    with database_of(running) as database:
        database["submissions"].update_one(
            {"instance_id": instance_id}, {"$set": {**work, "processing_state": "failed"}}
        )
    seat = desk("quantri01")
    seat.page.locator(".nav__more summary").click()
    seat.page.get_by_role("link", name="Chờ xử lý").click()
    row = seat.page.get_by_role("row").filter(has=seat.page.locator(f'a[href*="{quote(instance_id, safe=":")}"]'))
    expect(row).to_contain_text("FormNotFound")

    row.get_by_role("button", name="Thử lại ngay").click()

    expect(seat.page.get_by_role("status")).to_contain_text("Hệ thống đang thử lại.")
    with Api(running, "canbo01") as program:
        wait_until(
            lambda: program.submission(instance_id)["processing_state"] == "processed", 20, "the form is read again"
        )
