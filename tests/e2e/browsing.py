"""A site that runs, and a browser that goes through it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import sqlalchemy as sa
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from minga.community.models import Person, Response, RoleName
from minga.community.sessions import sign_in as new_session
from minga.web.server import _listen
from tests.web.sites import SiteUnderTest

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


class Served:
    """A site that runs on a port, in a thread."""

    def __init__(self, site: SiteUnderTest) -> None:
        self.site = site
        self.port = 0
        self.restore()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def restore(self) -> None:
        """Listen on the port, for the first time or again."""
        self.listener = _listen("127.0.0.1", self.port)
        self.port = self.listener.getsockname()[1]
        config = uvicorn.Config(self.site.client.app, log_level="warning", timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]})
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """Nobody is there any more."""
        self.server.should_exit = True
        self.thread.join()
        self.listener.close()

    def responses(self) -> list[Response]:
        with self.site.db.reading() as session:
            return list(session.scalars(sa.select(Response).order_by(Response.id)))

    def answers(self) -> list[tuple[str, dict[str, str] | None]]:
        return [(one.verdict, one.edits) for one in self.responses()]


def context(
    browser: Browser, *, scripts: bool = True, size: dict[str, int] = PHONE, dark: bool = False
) -> BrowserContext:
    opened = browser.new_context(
        java_script_enabled=scripts,
        viewport=size,  # type: ignore[arg-type]
        locale="es",
        color_scheme="dark" if dark else "light",
    )
    opened.set_default_timeout(10_000)
    return opened


def press(page: Page, button: str) -> None:
    """Click a button and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def sign_in(page: Page, served: Served, name: str = "Ada", *roles: RoleName) -> Person:
    """Sign somebody new in, who reads the pages in English."""
    someone = served.site.someone(name, *roles)
    sign_in_as(page, served, someone)
    return someone


def sign_in_as(page: Page, served: Served, someone: Person) -> None:
    cookies = {"minga_session": new_session(served.site.db, someone.id), "minga_lang": "en"}
    page.context.add_cookies([{"name": name, "value": value, "url": served.address} for name, value in cookies.items()])


def take(page: Page, served: Served, slug: str = "mmlu-es") -> None:
    page.goto(f"{served.address}/review/{slug}")
    press(page, "Take an item")


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something is true, outside of the browser."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)
