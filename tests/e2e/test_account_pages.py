"""Coming in by a code, coming back by a password, seeing and taking back what is one's own: in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from minga.community.accounts import change_password, claim_email
from minga.community.invitations import make_invitation
from minga.community.sessions import issue_key
from minga.community.sessions import sign_in as new_session
from minga.community.tokens import shown_code
from tests.e2e.browsing import PHONE, Served, context, press, sign_in

pytestmark = pytest.mark.slow

PASSWORD = "la papa se siembra en agosto"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_a_phone_without_scripts_comes_in_by_a_code_and_back_by_a_password(browser: Browser, served: Served) -> None:
    made = make_invitation(served.site.db)
    with context(browser, scripts=False) as phone:
        page = phone.new_page()
        page.goto(f"{served.address}/sign-in?lang=en")
        page.get_by_role("link", name="Enter a code").click()
        page.get_by_label("Invitation code").fill(shown_code(made.code).lower())
        press(page, "Go on")
        page.get_by_label("With a pseudonym").check()
        page.get_by_label("Name or pseudonym", exact=True).fill("Colibrí")
        page.get_by_label("Spanish", exact=True).check()
        page.get_by_label("Country (optional)").select_option("PE")
        page.get_by_label("Language of these pages").select_option("en")
        page.get_by_label("I have read this").check()
        press(page, "Join")
        expect(page.get_by_role("status")).to_contain_text("Welcome")

        page.goto(f"{served.address}/me/sign-in")
        page.get_by_label("E-mail address (optional)").fill("colibri@example.org")
        press(page, "Save")
        page.get_by_label("New password").fill("colibri@example.org")
        press(page, "Set the password")
        expect(page.get_by_role("alert")).to_contain_text("too easy to guess")
        page.get_by_label("New password").fill(PASSWORD)
        press(page, "Set the password")
        expect(page.get_by_role("status")).to_contain_text("Your password is set")

        page.goto(f"{served.address}/me")
        press(page, "Sign out")
        page.goto(f"{served.address}/sign-in")
        page.get_by_label("E-mail address", exact=True).fill("colibri@example.org")
        page.get_by_label("Password", exact=True).fill("not this one, surely")
        press(page, "Sign in")
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")
        expect(page.get_by_label("E-mail address", exact=True)).to_have_value("colibri@example.org")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        press(page, "Sign in")
        expect(page.get_by_role("heading", level=1)).to_contain_text("What waits for you")


def test_one_s_data_are_taken_along_and_work_is_taken_back_by_keyboard(
    browser: Browser,
    served: Served,
    tmp_path: Path,
) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        ada = sign_in(page, served)
        page.goto(f"{served.address}/me/data")
        with page.expect_download() as downloading:
            page.get_by_role("link", name="Everything as JSON").click()
        downloading.value.save_as(tmp_path / "mine.json")
        assert json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))["person"]["id"] == ada.id
        page.get_by_label("Yes, I take my work back.").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("taken back")
        with page.expect_navigation():
            page.get_by_role("button", name="Come back").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Your work counts again")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_a_phone(
    browser: Browser,
    served: Served,
    dark: bool,
) -> None:
    db = served.site.db
    guest_pages = ["/sign-in?sent=1", "/code", f"/join/{served.site.invitation()}", "/email/gone"]
    with context(browser, dark=dark) as phone:
        page = phone.new_page()

        def look_at(path: str) -> None:
            page.goto(f"{served.address}{path}")
            found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
            assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path

        for path in guest_pages:
            look_at(path)
        ada = sign_in(page, served)
        claim_email(db, ada.id, "ada@example.org", verified=True)
        new_session(db, ada.id, device="Firefox, Android")
        issue_key(db, ada.id, "api", name="notebook", scopes=["read"])
        for path in ("/me", "/me/sign-in", "/me/about", "/me/data", "/consent"):
            look_at(path)
        change_password(db, ada.id, PASSWORD, least=15)


def test_a_password_can_be_pasted(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        page.goto(f"{served.address}/sign-in?lang=en")
        name, secret = page.get_by_label("E-mail address", exact=True), page.get_by_label("Password", exact=True)
        name.fill(PASSWORD)
        name.press("Control+A")
        name.press("Control+C")
        secret.press("Control+V")
        expect(secret).to_have_value(PASSWORD)
