from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from minga.community.models import Item, Response
from minga.review import campaign_progress
from tests.web.filling import send, take, texts_of
from tests.web.sites import SiteUnderTest, token_of


def responses(site: SiteUnderTest) -> list[Response]:
    with site.db.reading() as session:
        return list(session.scalars(sa.select(Response).order_by(Response.id)))


def test_an_item_is_taken_answered_and_followed_by_the_next(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    first = take(browser, "mmlu-es")
    assert "¿Es correcta esta traducción?" in first.text
    second = send(browser, first, "accept")
    assert "Gracias, tu respuesta está guardada" in second.text
    assert second.url.path != first.url.path
    assert [response.verdict for response in responses(site)] == ["accept"]


def test_source_translation_key_and_findings_stand_together(site: SiteUnderTest) -> None:
    page = take(site.signed_in(), "mmlu-es").text
    assert 'lang="en" dir="auto"><span class="unseen" lang="es">Original: </span>How many days has a week?' in page
    assert list(texts_of(page)) == ["text-question", *(f"text-choices[{index}]" for index in range(4))]
    key = page[page.index('class="text is-choice key"') :]
    assert key.index("respuesta correcta") < key.index("Siete")
    assert "<mark>Cuántos</mark>" in page
    assert "Usar esto" in page


def test_what_other_engines_made_of_it_is_folded_away_beneath(site: SiteUnderTest) -> None:
    with site.db.writing() as session:
        for item in session.scalars(sa.select(Item)):
            if "choices" in item.payload["record"]:
                other = {"engine": "llm: m", "field": "question", "text": "¿Otra <b>versión</b>?"}
                same = {"engine": "llm: m", "field": "choices[0]", "text": item.payload["record"]["choices"][0]}
                item.payload = item.payload | {"record": item.payload["record"] | {"alternatives": [other, same]}}
    page = take(site.signed_in(), "mmlu-es").text
    assert page.count('<details class="others') == 1
    assert "Otras traducciones" in page
    assert "¿Otra &lt;b&gt;versión&lt;/b&gt;?" in page
    assert "llm: m" in page


def test_an_edit_is_kept_with_what_was_changed(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    page = take(browser, "mmlu-es")
    send(browser, page, "edit", **{"text-question": "¿Cuántos días tiene una semana?"})
    [response] = responses(site)
    assert (response.verdict, response.edits) == ("edit", {"question": "¿Cuántos días tiene una semana?"})


def test_accepting_a_changed_text_asks_which_one_is_meant(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    page = take(browser, "mmlu-es")
    doubt = send(browser, page, "accept", **{"text-question": "Otra pregunta"})
    assert doubt.status_code == 409
    assert "Otra pregunta" in texts_of(doubt.text).values()
    assert responses(site) == []
    send(browser, doubt, "accept-original")
    assert [(response.verdict, response.edits) for response in responses(site)] == [("accept", None)]


def test_a_suggestion_fills_its_box_without_a_script(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    page = take(browser, "mmlu-es")
    again = send(browser, page, "suggest:question", **{"text-choices[0]": "Cinco."})
    assert texts_of(again.text)["text-question"] == "¿Cuántos días tiene una semana?"
    assert texts_of(again.text)["text-choices[0]"] == "Cinco."
    assert responses(site) == []


def test_a_rejection_without_a_reason_keeps_what_was_written(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    page = take(browser, "instructions")
    again = send(browser, page, "reject", **{"text-messages[1]": "A medias"})
    assert again.status_code == 400
    assert "para rechazar hace falta un motivo" in again.text
    assert texts_of(again.text)["text-messages[1]"] == "A medias"
    send(browser, again, "reject", note="No es cierto")
    assert [(response.verdict, response.note) for response in responses(site)] == [("reject", "No es cierto")]


def test_a_form_sent_twice_is_one_answer(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    page = take(browser, "mmlu-es")
    send(browser, page, "accept")
    send(browser, page, "accept")
    assert len(responses(site)) == 1


def test_skipping_gives_another_item(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    page = take(browser, "mmlu-es")
    following = send(browser, page, "skip")
    assert following.url.path != page.url.path
    assert responses(site) == []


def test_when_nothing_is_left_the_page_says_thank_you(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    page = take(browser, "mmlu-es")
    for _ in range(3):
        page = send(browser, page, "cannot-judge")
    assert "Por ahora no queda nada" in page.text


def test_an_answer_can_be_looked_at_and_corrected(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    send(browser, take(browser, "mmlu-es"), "accept")
    mine = browser.get("/review/mine")
    link = re.search(r'href="(/review/mmlu-es/\d+[^"]*)"', mine.text)
    assert link is not None
    page = browser.get(link[1])
    assert "Corrige tu respuesta" in page.text
    after = send(browser, page, "edit", **{"text-question": "¿Cuántos días tiene la semana?"})
    assert after.url.path == "/review/mine"
    assert "versión 2" in after.text
    assert [(response.version, response.verdict) for response in responses(site)] == [(1, "accept"), (2, "edit")]


def test_a_late_answer_is_announced_and_kept(site: SiteUnderTest, clock: object) -> None:
    browser = site.signed_in()
    page = take(browser, "mmlu-es")
    clock.advance(hours=3)  # type: ignore[attr-defined]
    assert "Se acabó tu tiempo" in browser.get(page.url.path).text
    send(browser, page, "accept")
    assert [response.late for response in responses(site)] == [True]


def test_two_people_decide_an_item(site: SiteUnderTest) -> None:
    for name in ("Ada", "Berta"):
        browser = site.signed_in(name)
        send(browser, take(browser, "mmlu-es"), "accept")
    assert campaign_progress(site.db, site.campaigns["mmlu-es"]).decided == 1
    assert "Ada" in site.browser().get("/").text


def test_nobody_opens_the_item_of_somebody_else(site: SiteUnderTest) -> None:
    page = take(site.signed_in("Ada"), "mmlu-es")
    other = site.signed_in("Berta")
    assert other.get(page.url.path).status_code == 404
    form = {"csrf": token_of(other.get("/me").text), "key": "k", "action": "accept"}
    assert other.post(page.url.path, data=form).status_code == 404
    assert responses(site) == []


@pytest.mark.parametrize("path", ["/review/nothing", "/review/mmlu-es/999999", "/review/mmlu-es/none"])
def test_what_is_not_there_is_a_page_that_says_so(site: SiteUnderTest, path: str) -> None:
    answer = site.signed_in().get(path)
    assert answer.status_code == 404
    assert "Esa página no existe" in answer.text


def test_a_guest_role_may_not_review(site: SiteUnderTest) -> None:
    assert site.signed_in("Gasta", "guest").get("/review/mmlu-es").status_code == 403


def test_text_from_outside_is_escaped(site: SiteUnderTest) -> None:
    browser = site.signed_in("<b>Ada</b>")
    page = take(browser, "instructions")
    again = send(browser, page, "reject", **{"text-messages[1]": "</textarea><script>alert(1)</script>"})
    assert "<script>alert" not in again.text
    send(browser, again, "reject", note="<img src=x>")
    assert "<b>Ada" not in site.browser().get("/").text
