"""The pages for leads in a browser: looked over by axe, without scripts, on a phone, and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from minga.review import find_campaign
from tests.e2e.browsing import DESKTOP, PHONE, Served, context, press, sign_in
from tests.review.leading import said
from tests.review.making import person
from tests.review.taking_part import items_of

pytestmark = pytest.mark.slow

HERE = "/lead/instructions"
PAGES = ("/lead", "/lead/new", "/lead/new?kind=label", "/lead/audit", "/lead/demographics", HERE, f"{HERE}/agreement",
         f"{HERE}/disputed", f"{HERE}/items", f"{HERE}/notes", f"{HERE}/people", f"{HERE}/invitations",
         f"{HERE}/settings", f"{HERE}/questions", f"{HERE}/guidelines", f"{HERE}/exports")  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def with_answers(served: Served) -> str:
    """Some opinions, one of them disputed; returns the id of an item."""
    db = served.site.db
    work = find_campaign(db, "instructions")
    people = [person(db, name) for name in ("Ada", "Berta", "Carmen", "Delia")]
    for number in range(6):
        for place, someone in enumerate(people):
            said(db, work, someone, number, "reject" if place in {number, number - 1} else "accept")
    return items_of(db, work)[0].record_id


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESKTOP, True)])
def test_pages_are_whole_for_everybody(browser: Browser, served: Served, size: dict[str, int], dark: bool) -> None:
    item = with_answers(served)
    with context(browser, size=size, dark=dark) as window:
        page = window.new_page()
        lead = sign_in(page, served, "Lea", "lead", "adjudicator")
        for path in (*PAGES, f"{HERE}/items/{item}", f"{HERE}/people/{lead.id}"):
            page.goto(served.address + path)
            assert _faults(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"


def test_settings_are_changed_without_scripts(browser: Browser, served: Served) -> None:
    with context(browser, scripts=False) as window:
        page = window.new_page()
        sign_in(page, served, "Lea", "lead")
        page.goto(f"{served.address}{HERE}/settings")
        page.get_by_label("Opinions that every item gets").fill("0")
        press(page, "Save")
        assert page.get_by_text("it must be at least 1").is_visible()
        page.get_by_label("Opinions that every item gets").fill("3")
        press(page, "Save")
        assert page.get_by_text("minga.toml says: 2").is_visible()
        assert find_campaign(served.site.db, "instructions").options.overlap == 3


def test_a_campaign_is_closed_by_keyboard(browser: Browser, served: Served) -> None:
    with context(browser, scripts=False, size=DESKTOP) as window:
        page = window.new_page()
        sign_in(page, served, "Lea", "lead")
        page.goto(served.address + HERE)
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == "Close the campaign":
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert not find_campaign(served.site.db, "instructions").open


def _faults(page: Page) -> list[Any]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found]
