from __future__ import annotations

import re
from pathlib import Path

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from minga.community.consents import ConsentText, agree
from minga.community.models import Campaign
from minga.community.sessions import sign_in
from minga.review.campaigns import change_campaign
from minga.review.gold_file import sync_gold
from minga.web.site import CONSENT_VERSION
from tests.review.making import newcomer
from tests.review.taking_part import gold_file, gold_line
from tests.web.sites import SiteUnderTest, token_of

WORK = "instructions"
HERE = f"/campaigns/{WORK}/test"


@pytest.fixture
def tested(site: SiteUnderTest, tmp_path: Path) -> Campaign:
    values = {"gold": "gold.jsonl", "test_items": 2, "test_pass": 1.0, "test_attempts": 2}
    work = change_campaign(site.db, site.campaigns[WORK], values, None)
    sync_gold(site.db, work, gold_file(tmp_path, [gold_line(number, purpose="test") for number in range(4)]))
    return work


def begin(browser: TestClient) -> httpx.Response:
    return browser.post(f"{HERE}/es", data={"csrf": token_of(browser.get(HERE).text)})


def say(browser: TestClient, page: httpx.Response, action: str) -> httpx.Response:
    number = re.search(r'name="item" value="(\d+)"', page.text)
    assert number is not None
    form = {"csrf": token_of(page.text), "item": number[1], "action": action}
    return browser.post(f"{HERE}/es/answer", data=form)


def go_on(browser: TestClient) -> httpx.Response:
    return browser.get(f"{HERE}/es")


def test_the_test_opens_the_campaign(site: SiteUnderTest, tested: Campaign) -> None:
    browser = site.signed_in()
    home = browser.get("/review").text
    assert f'href="{HERE}"' in home
    assert f'action="/review/{WORK}/take"' not in home
    page = begin(browser)
    assert page.url.path == f"{HERE}/es"
    for _ in range(2):
        told = say(browser, page, "reject")
        assert "Falta la negación." in told.text
        page = go_on(browser)
    assert 'class="notice good"' in page.text
    assert f'action="/review/{WORK}/take"' in browser.get(f"/review/{WORK}").text


def test_no_answer_is_told_before_one_was_given(site: SiteUnderTest, tested: Campaign) -> None:
    browser = site.signed_in()
    page = begin(browser)
    number = re.search(r'name="item" value="(\d+)"', page.text)
    assert number is not None
    assert "Falta la negación." not in page.text
    assert "Falta la negación." not in browser.get(f"{HERE}/es?told={number[1]}").text
    assert "Falta la negación." in say(browser, page, "accept").text


def test_a_second_press_or_going_back_changes_no_answer(site: SiteUnderTest, tested: Campaign) -> None:
    browser = site.signed_in()
    page = begin(browser)
    first = say(browser, page, "accept")
    again = say(browser, page, "reject")
    assert again.url == first.url
    say(browser, go_on(browser), "reject")
    assert "50" in go_on(browser).text


def test_attempts_end_with_their_explanations(site: SiteUnderTest, tested: Campaign) -> None:
    browser = site.signed_in()
    for _ in range(2):
        page = begin(browser)
        for _ in range(2):
            say(browser, page, "accept")
            page = go_on(browser)
        assert page.text.count("Falta la negación.") == 2
    assert f'action="{HERE}/es"' not in page.text
    token = token_of(browser.get("/me").text)
    assert browser.post(f"{HERE}/es", data={"csrf": token}).url.path == HERE
    assert f'action="{HERE}/es"' not in browser.get(HERE).text
    assert "/take" not in browser.get(f"/review/{WORK}").text


def test_who_cannot_judge_is_told_how_to(site: SiteUnderTest, tested: Campaign) -> None:
    browser = site.signed_in()
    told = say(browser, begin(browser), "cannot-judge")
    assert "Falta la negación." in told.text


def test_an_answer_that_is_none_asks_again(site: SiteUnderTest, tested: Campaign) -> None:
    browser = site.signed_in()
    page = begin(browser)
    again = say(browser, page, "perhaps")
    assert again.status_code == 400
    assert 'role="alert"' in again.text
    form = {"csrf": token_of(page.text), "item": "x", "action": "reject"}
    assert browser.post(f"{HERE}/es/answer", data=form).url.path == HERE


def test_guidelines_come_before_the_test(site: SiteUnderTest, tested: Campaign) -> None:
    someone = newcomer(site.db, "Nora")
    agree(site.db, someone.id, ConsentText(CONSENT_VERSION, "es", "0" * 64))
    browser = site.browser()
    browser.cookies.set("minga_session", sign_in(site.db, someone.id))
    assert browser.get(HERE).url.path == f"/guidelines/{WORK}"
    token = token_of(browser.get(f"/guidelines/{WORK}").text)
    assert browser.post(f"{HERE}/es", data={"csrf": token}).url.path == f"/guidelines/{WORK}"


def test_a_test_that_there_is_not_is_not_found(site: SiteUnderTest, tested: Campaign) -> None:
    browser = site.signed_in()
    token = token_of(browser.get(HERE).text)
    assert browser.post(f"{HERE}/eu", data={"csrf": token}).status_code == 404
    assert browser.get(f"{HERE}/eu").url.path == HERE
    assert browser.get("/campaigns/mmlu-es/test").url.path == "/review/mmlu-es"
    assert site.browser().get(HERE).url.path == "/sign-in"


def test_the_pages_render_in_every_language(site: SiteUnderTest, tested: Campaign) -> None:
    browser = site.signed_in()
    for locale in ("es", "ca", "eu", "gl", "pt", "en"):
        assert browser.get(f"{HERE}?lang={locale}").status_code == 200
    page = begin(browser)
    assert page.text.count("<h1") == 1
    assert 'lang="es" dir="auto"' in page.text


def test_comparisons_and_questions_are_tested_too(site: SiteUnderTest, tmp_path: Path) -> None:
    questions = [
        {"name": "offensive", "type": "label", "title": "¿Ofende?", "options": ["yes", "no"]},
        {
            "name": "whom",
            "type": "label",
            "title": "¿A quién?",
            "options": ["one", "many"],
            "when": {"offensive": "yes"},
        },
        {"name": "tone", "type": "rating", "title": "Tono"},
    ]
    values = {"gold": "gold.jsonl", "test_items": 1, "questions": questions}
    work = change_campaign(site.db, site.campaigns[WORK], values, None)
    line = gold_line(0, purpose="test", answers={"verdict": "reject", "whom": "many"})
    sync_gold(site.db, work, gold_file(tmp_path, [line]))
    browser = site.signed_in()
    page = begin(browser)
    assert 'name="q-offensive"' in page.text
    assert 'name="q-whom"' in page.text
    assert 'name="q-tone"' not in page.text
    number = re.search(r'name="item" value="(\d+)"', page.text)
    assert number is not None
    form = {"csrf": token_of(page.text), "item": number[1], "action": "reject"}
    missing = browser.post(f"{HERE}/es/answer", data={**form, "q-offensive": "yes"})
    assert missing.status_code == 400
    told = browser.post(f"{HERE}/es/answer", data={**form, "q-offensive": "yes", "q-whom": "many"})
    assert "✓" in told.text
    assert "many" in told.text
