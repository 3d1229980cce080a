"""From confirmed work to a certificate that anybody can check: on a phone without scripts, by keyboard, with axe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from minga.review.certificates import certificates_of, issue
from tests.e2e.browsing import DESKTOP, PHONE, Served, context, press, sign_in_as
from tests.web.test_credit_pages import someone

pytestmark = pytest.mark.slow

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_a_phone_without_scripts_makes_a_certificate_and_a_stranger_checks_it(
    browser: Browser,
    served: Served,
) -> None:
    ada = someone(served.site, "Ada", 2)
    with context(browser, scripts=False) as phone:
        page = phone.new_page()
        sign_in_as(page, served, ada)
        page.goto(f"{served.address}/me/credit")
        page.get_by_text("Certificate for this campaign").click()
        page.get_by_label("Name to print on it").last.fill("Ada Ñusta Quispe")
        with page.expect_navigation():
            page.get_by_role("button", name="Make the certificate").last.click()
        expect(page.get_by_role("status")).to_contain_text("genuine")
        code = page.locator("dd code").first.inner_text()
    with context(browser, scripts=False) as stranger:
        page = stranger.new_page()
        page.goto(f"{served.address}/certificates?lang=en")
        page.get_by_label("The code on the certificate").fill(code.replace("-", " ").lower())
        press(page, "Check")
        expect(page.get_by_role("article")).to_contain_text("Ada Ñusta Quispe")
        address = page.get_by_role("link", name="PDF to print").get_attribute("href")
        assert stranger.request.get(f"{served.address}{address}").body().startswith(b"%PDF-")


def test_a_certificate_is_taken_back_by_keyboard(browser: Browser, served: Served) -> None:
    ada = someone(served.site, "Ada")
    code = issue(served.site.db, ada, None, "Ada").code
    with context(browser) as phone:
        page = phone.new_page()
        sign_in_as(page, served, ada)
        page.goto(f"{served.address}/certificates/{code}")
        page.get_by_role("link", name="PDF to print").focus()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Take the certificate back")).to_be_focused()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("does not hold any more")
    assert certificates_of(served.site.db, ada)[None].revoked_at is not None


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_the_screen(
    browser: Browser,
    served: Served,
    dark: bool,
    size: dict[str, int],
) -> None:
    db = served.site.db
    ada = someone(served.site, "Ada Ñusta de la Fuente y Quispe Mamani", 3)
    someone(served.site, "Bea", naming="none")
    valid, gone = issue(db, ada, None, "Ada"), issue(db, someone(served.site, "Eva"), None, "Eva")
    with db.writing() as session:
        session.merge(gone).revoked_at = db.now()
    paths = [
        f"/certificates/{valid.code}",
        f"/certificates/{gone.code}",
        "/certificates?code=x",
        "/authors",
        "/me/credit",
    ]
    with context(browser, dark=dark, size=size) as screen:
        page = screen.new_page()
        sign_in_as(page, served, ada)
        for path in paths:
            look_at(page, served, path, size)
            if folder := os.environ.get("MINGA_PICTURES"):
                name = f"{path.strip('/').replace('/', '-')[:16]}-{size['width']}-{'dark' if dark else 'light'}.png"
                page.screenshot(path=str(Path(folder) / name), full_page=True)


def look_at(page: Page, served: Served, path: str, size: dict[str, int]) -> None:
    page.goto(f"{served.address}{path}")
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == [], path
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
