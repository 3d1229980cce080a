"""What is written survives: dropped connections, an ended session, a lease that runs out, pages that are left."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect

from minga.community.models import Assignment
from minga.community.sessions import sign_out
from tests.e2e.browsing import Served, context, press, sign_in, sign_in_as, take, until

pytestmark = pytest.mark.slow

EDIT = {"question": "¿Cuántos días tiene una semana?"}


def ready(page: Page) -> None:
    """Wait until the service worker is in charge and has the page for times without a connection."""
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.wait_for_function("caches.match('/review/kept').then((found) => found !== undefined)")


def waiting(page: Page) -> int:
    return int(page.evaluate("caches.open('minga-answers').then((kept) => kept.keys()).then((keys) => keys.length)"))


def answer_without_connection(page: Page) -> None:
    page.get_by_label("Question").fill(EDIT["question"])
    page.get_by_role("button", name="Save my edit").click()
    expect(page.get_by_role("heading", name="No connection just now")).to_be_visible()
    assert waiting(page) == 1


def test_an_answer_without_a_connection_is_sent_once_when_it_is_back(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        ready(page)
        served.stop()
        answer_without_connection(page)
        assert served.answers() == []
        served.restore()
        page.goto(f"{served.address}/review")
        until(lambda: served.answers() != [])
        page.reload()
        page.wait_for_function("caches.open('minga-answers').then((kept) => kept.keys()).then((keys) => !keys.length)")
        page.reload()
        page.wait_for_timeout(300)
    assert served.answers() == [("edit", EDIT)]


def test_it_is_sent_by_itself_as_soon_as_the_phone_is_online(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        ready(page)
        phone.set_offline(True)
        answer_without_connection(page)
        phone.set_offline(False)
        until(lambda: served.answers() != [])
    assert served.answers() == [("edit", EDIT)]


def test_an_answer_whose_receipt_was_lost_is_not_counted_twice(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        ready(page)
        address = page.url
        # The server gets the answer, and the phone never hears of it.
        body = page.evaluate(
            """async () => {
              const body = new URLSearchParams(new FormData(document.querySelector("form[data-item]")));
              body.append("action", "accept");
              await fetch(location.pathname, { method: "POST", body, redirect: "manual" });
              const kept = await caches.open("minga-answers");
              await kept.put(location.pathname, new Response(String(body), { headers: { state: "waits" } }));
              return String(body);
            }"""
        )
        assert "action=accept" in body
        page.goto(address)
        page.wait_for_function("caches.open('minga-answers').then((kept) => kept.keys()).then((keys) => !keys.length)")
    assert served.answers() == [("accept", None)]


def test_the_item_in_hand_can_be_opened_without_a_connection(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        ready(page)
        page.reload()  # the first page came before the worker was in charge
        page.get_by_label("Question").fill("A medias")
        served.stop()
        page.reload()
        expect(page.get_by_label("Question")).to_have_value("A medias")
        served.restore()


def test_a_session_that_ended_keeps_the_answer_until_one_signs_in(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        someone = sign_in(page, served)
        take(page, served)
        ready(page)
        served.stop()
        answer_without_connection(page)
        served.restore()
        [token] = [one["value"] for one in phone.cookies() if one["name"] == "minga_session"]
        sign_out(served.site.db, str(token))
        page.evaluate("navigator.serviceWorker.ready.then((found) => found.active.postMessage('hello'))")
        expect(page.get_by_text("sign in again, and it is sent")).to_be_visible()
        assert (waiting(page), served.answers()) == (1, [])
        sign_in_as(page, served, someone)
        page.goto(f"{served.address}/review")
        until(lambda: served.answers() != [])
    assert served.answers() == [("edit", EDIT)]


def test_an_answer_that_cannot_stand_is_opened_again_with_its_words(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        ready(page)
        served.stop()
        page.get_by_label("Question").fill("   ")
        page.get_by_label("Note").fill("Se me borró")
        page.get_by_role("button", name="Save my edit").click()
        expect(page.get_by_role("heading", name="No connection just now")).to_be_visible()
        served.restore()
        page.goto(f"{served.address}/review")
        page.get_by_role("link", name="Open it").click()
        expect(page.get_by_label("Note")).to_have_value("Se me borró")
        page.get_by_role("button", name="As it was").first.click()
        page.get_by_role("button", name="Good as it is").click()
        expect(page.get_by_text("Thank you, your answer is kept")).to_be_visible()
        assert waiting(page) == 0
    assert served.answers() == [("accept", None)]


def test_a_lease_that_runs_out_while_typing_loses_nothing(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        page.get_by_label("Question").fill(EDIT["question"])
        with served.site.db.writing() as session:
            session.execute(sa.update(Assignment).values(expires_at=Assignment.taken_at))
        page.reload()
        expect(page.get_by_text("Your time with this item has run out")).to_be_visible()
        expect(page.get_by_text("What you had written here was kept")).to_be_visible()
        expect(page.get_by_label("Question")).to_have_value(EDIT["question"])
        page.get_by_role("button", name="Save my edit").click()
        expect(page.get_by_text("Thank you, your answer is kept")).to_be_visible()
    [kept] = served.responses()
    assert (kept.late, kept.edits) == (True, EDIT)


def test_what_was_begun_is_there_again_and_can_be_thrown_away(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served, "label")
        page.get_by_text("Sí", exact=True).click()
        page.get_by_text("Historia").click()
        page.get_by_label("¿Algo más?").fill("Depende del valle")
        page.get_by_role("link", name="Data").click()
        page.go_back()
        expect(page.get_by_label("¿Algo más?")).to_have_value("Depende del valle")
        expect(page.get_by_label("Historia")).to_be_checked()
        page.get_by_role("button", name="Begin anew").click()
        expect(page.get_by_label("¿Algo más?")).to_have_value("")
        expect(page.get_by_label("Historia")).to_be_hidden()
        page.reload()
        expect(page.get_by_label("¿Algo más?")).to_have_value("")


def test_signing_out_leaves_nothing_of_what_was_shown(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        ready(page)
        page.reload()
        page.get_by_label("Question").fill("Un borrador")
        page.goto(f"{served.address}/me")
        press(page, "Sign out")
        page.goto(served.address)
        assert page.evaluate("Object.keys(localStorage).length") == 0
        assert page.evaluate("caches.keys()") == ["minga-answers"]


def test_without_scripts_a_session_that_ended_loses_nothing_either(browser: Browser, served: Served) -> None:
    with context(browser, scripts=False) as phone:
        page = phone.new_page()
        someone = sign_in(page, served)
        take(page, served)
        page.get_by_label("Question").fill(EDIT["question"])
        [token] = [one["value"] for one in phone.cookies() if one["name"] == "minga_session"]
        sign_out(served.site.db, str(token))
        press(page, "Save my edit")
        expect(page.get_by_text("You are not signed in any more")).to_be_visible()
        sign_in_as(page, served, someone)
        press(page, "Send it again")
        press(page, "Send it again")
        expect(page.get_by_text("Thank you, your answer is kept")).to_be_visible()
    assert served.answers() == [("edit", EDIT)]
