"""The pages of items by keyboard alone: with Tab as everywhere, and with single keys for those who do many."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, Served, context, sign_in, take, until

pytestmark = pytest.mark.slow


def desk(page: Page, served: Served, slug: str) -> None:
    sign_in(page, served)
    take(page, served, slug)


def thanked(page: Page) -> None:
    expect(page.get_by_text("Thank you, your answer is kept").first).to_be_visible()


def tab_to(page: Page, words: str) -> None:
    """Press Tab until something with these words has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.closest('label')?.textContent ?? document.activeElement.textContent")
            .strip()
            .startswith(words)
        ):
            return
    raise AssertionError(f"Tab never comes to {words}")


def test_tab_and_space_are_enough_for_questions(browser: Browser, served: Served) -> None:
    with context(browser, size=DESKTOP) as window:
        page = window.new_page()
        desk(page, served, "label")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        tab_to(page, "Sí")
        page.keyboard.press("Space")
        tab_to(page, "Comida")
        page.keyboard.press("Space")
        tab_to(page, "1")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        tab_to(page, "Send")
        page.keyboard.press("Enter")
        thanked(page)
    [kept] = served.responses()
    assert kept.answers == {"cultural": "yes", "which": ["food"], "clarity": 4}


def test_digits_answer_one_question_after_the_other(browser: Browser, served: Served) -> None:
    with context(browser, size=DESKTOP) as window:
        page = window.new_page()
        desk(page, served, "label")
        page.keyboard.press("2")
        page.keyboard.press("5")
        expect(page.get_by_label("¿Algo más?")).to_be_focused()
        page.keyboard.type("3 cosas, s y c")
        page.keyboard.press("Control+Enter")
        thanked(page)
    [kept] = served.responses()
    assert kept.answers == {"cultural": "no", "clarity": 5, "why": "3 cosas, s y c"}


def test_a_comparison_takes_one_key(browser: Browser, served: Served) -> None:
    with context(browser, size=DESKTOP) as window:
        page = window.new_page()
        desk(page, served, "compare")
        page.keyboard.press("3")
        thanked(page)
        page.keyboard.press("u")
        expect(page.get_by_role("heading", name="Correct your answer")).to_be_visible()
        expect(page.get_by_role("button", name="✓ Both are good")).to_be_visible()
        page.keyboard.press("4")
        expect(page.get_by_text("Your correction is kept")).to_be_visible()
    assert [one.answers for one in served.responses()] == [{"preference": "both-good"}, {"preference": "both-bad"}]


def test_letters_judge_and_the_focus_follows_the_next_item(browser: Browser, served: Served) -> None:
    with context(browser, size=DESKTOP) as window:
        page = window.new_page()
        desk(page, served, "mmlu-es")
        page.keyboard.press("a")
        thanked(page)
        expect(page.locator("main [role=status]").first).to_be_focused()
        page.keyboard.press("c")
        until(lambda: len(served.answers()) == 2)
        expect(page.get_by_text("2 so far")).to_be_visible()
        page.keyboard.press("r")
        assert page.evaluate("document.activeElement.id") == "note"
        page.keyboard.type("No tiene sentido")
        page.keyboard.press("Tab")
        page.keyboard.press("r")
        until(lambda: len(served.answers()) == 3)
    assert [verdict for verdict, _ in served.answers()] == ["accept", "cannot-judge", "reject"]


def test_control_enter_sends_the_edit_or_accepts(browser: Browser, served: Served) -> None:
    with context(browser, size=DESKTOP) as window:
        page = window.new_page()
        desk(page, served, "mmlu-es")
        page.get_by_label("Question").focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(" ¡Claro!")
        expect(page.get_by_role("button", name="Good as it is")).to_be_disabled()
        expect(page.locator(".changes ins").last).to_have_text(" ¡Claro!")
        page.keyboard.press("Control+Enter")
        thanked(page)
        page.get_by_label("Note").focus()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("2 so far")).to_be_visible()
    assert [verdict for verdict, _ in served.answers()] == ["edit", "accept"]


def test_single_keys_can_be_turned_off_and_stay_off(browser: Browser, served: Served) -> None:
    with context(browser, size=DESKTOP) as window:
        page = window.new_page()
        desk(page, served, "compare")
        page.keyboard.press("?")
        page.get_by_label("Use these single keys").uncheck()
        page.reload()
        page.keyboard.press("1")
        page.keyboard.press("s")
        page.wait_for_timeout(300)
        assert served.answers() == []
        page.get_by_text("Keyboard", exact=True).click()
        page.get_by_label("Use these single keys").check()
        page.keyboard.press("1")
        thanked(page)


def test_a_ranking_is_ordered_with_its_arrows(browser: Browser, served: Served) -> None:
    with context(browser, size=DESKTOP) as window:
        page = window.new_page()
        desk(page, served, "survey")
        page.keyboard.press("4")
        page.get_by_role("button", name="Down: Que sea verdad").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Down: Que sea verdad")).to_be_focused()
        expect(page.get_by_label("Que suene bien", exact=True)).to_have_value("1")
        page.keyboard.press("Control+Enter")
        until(lambda: served.answers() != [])
    [kept] = served.responses()
    assert kept.answers == {"clarity": 4, "order": ["style", "truth", "length"]}
