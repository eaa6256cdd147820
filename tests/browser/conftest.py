"""A real Chromium against the running system, and people who sign in with it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.desk import Desk
from tests.system import System

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def desk(browser: Browser, running: System) -> Iterator[Callable[..., Desk]]:
    """`desk("gsv01")`: somebody signed in before a browser of his own; options go to the browser's context."""
    with ExitStack() as open_desks:

        def sit_down(username: str = "", *, width: int = 1280, scripts: bool = True) -> Desk:
            context = browser.new_context(
                base_url=running.base_url,
                viewport={"width": width, "height": 900},
                java_script_enabled=scripts,
                locale="vi-VN",
            )
            open_desks.callback(context.close)
            seat = Desk(context.new_page(), running)
            if username:
                seat.sign_in(username)
            return seat

        yield sit_down


@pytest.fixture
def page(desk: Callable[..., Desk]) -> Page:
    """A browser in which nobody is signed in."""
    return desk().page
