"""Taking part in a real browser: entry test, guidelines, private words and public pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from minga.community.consents import ConsentText, agree
from minga.community.models import Campaign, Person
from minga.review import find_campaign
from minga.review.campaigns import change_campaign
from minga.review.control_items import pause
from minga.review.gold_file import sync_gold
from minga.review.guidelines import change_guidelines
from minga.web.site import CONSENT_VERSION
from tests.e2e.browsing import DESKTOP, PHONE, Served, context, press, sign_in_as
from tests.review.making import newcomer
from tests.review.taking_part import answered, gold_file, gold_line, items_of
from tests.web.sites import SiteUnderTest

pytestmark = pytest.mark.slow

WORK = "instructions"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def with_test(site: SiteUnderTest, folder: Path) -> Campaign:
    """The campaign over instructions asks for a test of two questions, and has control items."""
    values = {
        "gold": "gold.jsonl", "test_items": 2, "test_pass": 1.0, "test_attempts": 2, "gold_rate": 0.1, "anyone": True,
        "description": "Para que los modelos conozcan las cocinas de cada país.",
    }  # fmt: skip
    work = change_campaign(site.db, site.campaigns[WORK], values, None)
    sync_gold(site.db, work, gold_file(folder, [gold_line(number) for number in range(6)]))
    return work


def arrives(page: Page, served: Served, name: str = "Nora") -> Person:
    """Somebody who has read no guidelines yet."""
    someone = newcomer(served.site.db, name)
    agree(served.site.db, someone.id, ConsentText(CONSENT_VERSION, "es", "0" * 64))
    sign_in_as(page, served, someone)
    return someone


def test_from_the_invitation_to_the_first_item_without_scripts(
    browser: Browser, served: Served, tmp_path: Path
) -> None:
    with_test(served.site, tmp_path)
    with context(browser, scripts=False) as phone:
        page = phone.new_page()
        page.goto(f"{served.address}/campaigns/{WORK}?lang=en")
        page.get_by_role("link", name="Take part").click()
        page.get_by_label("With a pseudonym").check()
        page.get_by_label("Name or pseudonym", exact=True).fill("Colibrí")
        page.get_by_label("Spanish", exact=True).check()
        page.get_by_label("I have read this (version").check()
        press(page, "Join")
        page.get_by_role("link", name="Read the guidelines").click()
        press(page, "I have read this and work by it")
        page.get_by_role("link", name="To the test").click()
        press(page, "Begin")
        for number, button in ((1, "Good as it is"), (2, "Reject")):
            expect(page.get_by_role("heading", name=f"Question {number} of 2")).to_be_visible()
            press(page, button)
            expect(page.get_by_text("The negation is missing.")).to_be_visible()
            page.get_by_role("link", name=re.compile("Next question|See the result")).click()
        expect(page.get_by_role("heading", name="Not this time")).to_be_visible()
        press(page, "Try again")
        for _ in range(2):
            press(page, "Reject")
            page.get_by_role("link", name=re.compile("Next question|See the result")).click()
        expect(page.get_by_role("heading", name="Passed. Welcome!")).to_be_visible()
        page.get_by_role("link", name="To the campaign").click()
        press(page, "Take an item")
        expect(page.get_by_role("heading", name="Is this a good instruction and answer?")).to_be_visible()


def test_guidelines_and_test_by_keyboard_alone(browser: Browser, served: Served, tmp_path: Path) -> None:
    with_test(served.site, tmp_path)
    with context(browser, size=DESKTOP) as desk:
        page = desk.new_page()
        arrives(page, served)
        page.goto(f"{served.address}/review/{WORK}")
        for name in ("Read the guidelines", "I have read this and work by it", "To the test", "Begin", "Reject",
                     "Next question", "Reject", "See the result", "To the campaign", "Take an item"):  # fmt: skip
            with page.expect_navigation():
                walk_to(page, name)
                page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Is this a good instruction and answer?")).to_be_visible()


def walk_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            return
    raise AssertionError(f"Tab does not lead to {name}")


def every_page(page: Page, served: Served, folder: Path) -> Iterator[str]:
    """Opens each page of taking part in each of its states, and gives its name."""
    site, work = served.site, with_test(served.site, folder)
    lead = site.someone("Lea", "lead")
    change_guidelines(
        site.db, find_campaign(site.db, "mmlu-es"), "## Tono\n\nSé amable y breve.\n\n## Datos\n\nMira.", lead
    )
    for path in (f"/campaigns/{WORK}", f"/campaigns/{WORK}/join", "/campaigns/mmlu-es"):
        page.goto(served.address + path)
        yield path
    nora = arrives(page, served)
    for path in ("/review", f"/review/{WORK}", f"/guidelines/{WORK}"):
        page.goto(served.address + path)
        yield f"{path} of a newcomer"
    press(page, "I have read this and work by it")
    yield "accepted"
    page.get_by_role("link", name="To the test").click()
    yield "the test"
    press(page, "Begin")
    yield "a question"
    press(page, "Good as it is")
    yield "not quite"
    page.get_by_role("link", name="Next question").click()
    press(page, "Reject")
    yield "right"
    page.get_by_role("link", name="See the result").click()
    yield "failed"
    press(page, "Try again")
    for _ in range(2):
        press(page, "Reject")
        page.get_by_role("link", name=re.compile("Next question|See the result")).click()
    yield "passed"
    yield from every_word(page, served, work, nora, lead)


def every_word(page: Page, served: Served, work: Campaign, nora: Person, lead: Person) -> Iterator[str]:
    db = served.site.db
    for item in items_of(db, work, "gold")[:3]:
        answered(db, nora, work, item, "accept")
    page.goto(f"{served.address}/review")
    yield "/review with a private word"
    press(page, "I have read it")
    yield "/review, read"
    pause(db, work, nora, lead, "hablemos un momento")
    page.goto(f"{served.address}/review/{WORK}")
    yield "paused"
    page.goto(f"{served.address}/notices")
    yield "/notices"
    page.goto(f"{served.address}/guidelines/mmlu-es")
    press(page, "I have read this and work by it")
    change_guidelines(
        db, find_campaign(db, "mmlu-es"), "## Tono\n\nSé amable, breve y clara.\n\n## Datos\n\nMira.", lead
    )
    page.goto(f"{served.address}/guidelines/mmlu-es")
    yield "guidelines that changed"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_everything_fits_a_phone(
    browser: Browser, served: Served, tmp_path: Path, dark: bool
) -> None:
    with context(browser, size=PHONE, dark=dark) as window:
        page = window.new_page()
        for name in every_page(page, served, tmp_path):
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE["width"], f"{name} is {width} pixels wide"
