"""Somebody before the console: what he does in the browser, and forms that come in for him."""

from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page

from tests.journeys.field import Api, Enumerator
from tests.system import System


@dataclass
class Desk:
    page: Page
    system: System

    def sign_in(self, username: str, password: str = "") -> None:
        self.page.goto("/dang-nhap")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(password or self.system.person(username)["password"])
        self.page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()

    def open(self, instance_id: str) -> None:
        self.page.goto(f"/phieu/{quote(instance_id)}")

    def send_back(self, *, kind: str = "", reason: str = "") -> None:
        """Open the return panel, fill it and press the button."""
        if not self.page.locator("details.return[open]").count():
            self.page.get_by_text("Trả lại…").click()
        if kind:
            self.page.get_by_label("Lý do", exact=True).select_option(label=kind)
        self.page.get_by_label("Điều tra viên cần làm gì").fill(reason)
        self.page.get_by_role("button", name="Trả lại điều tra viên").click()

    def is_wider_than_the_screen(self) -> bool:
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        return wide


def a_form(system: System, *, sent_by: str = "dtv01") -> str:
    """A Phiếu B with position and photograph, of a household not visited yet, sent and read; its instance id."""
    with Enumerator(system, sent_by) as enumerator:
        household = enumerator.household()
        filled = enumerator.fill(household)
        while b"<gps>1" not in filled.xml or not any(name.endswith(".jpg") for name in filled.attachments):
            filled = enumerator.fill(household)
        assert enumerator.send(filled) in (201, 202)
    with Api(system, "canbo01") as program:
        program.processed(filled.instance_id)
    return filled.instance_id
