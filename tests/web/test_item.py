from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from minga.community.models import Assignment, Campaign, Response
from minga.community.sessions import sign_in, sign_out
from minga.review.guidelines import change_guidelines
from tests.review.making import accept_everything
from tests.web.filling import fields_in, send, take, texts_of
from tests.web.kinds import QUESTIONS, open_kind
from tests.web.sites import SiteUnderTest


def answers(site: SiteUnderTest) -> list[Response]:
    with site.db.reading() as session:
        return list(session.scalars(sa.select(Response).order_by(Response.id)))


def reader(site: SiteUnderTest, name: str = "Ada", *roles: Any) -> TestClient:
    """Somebody who reads the pages in English."""
    browser = site.signed_in(name, *roles)
    browser.cookies.set("minga_lang", "en")
    return browser


@pytest.fixture
def opened(site: SiteUnderTest, tmp_path: Path) -> Any:
    def open_(kind: str, **values: Any) -> Campaign:
        return open_kind(site.db, tmp_path, kind, **values)

    return open_


def test_a_text_is_written_from_a_document(site: SiteUnderTest, opened: Any) -> None:
    opened("write-instruction")
    browser = reader(site)
    page = take(browser, "write")
    assert texts_of(page.text) == {"text-question": "", "text-answer": ""}
    assert "At most 20,000 characters." in page.text
    after = send(browser, page, "send", **{"text-question": "¿Qué es?", "text-answer": "Es una humita."})
    assert "Thank you" in after.text
    [kept] = answers(site)
    assert (kept.verdict, kept.edits) == ("answer", {"answer": "Es una humita.", "question": "¿Qué es?"})


def test_an_empty_text_is_named_beside_its_box_and_nothing_is_lost(site: SiteUnderTest, opened: Any) -> None:
    opened("write-instruction")
    browser = reader(site)
    again = send(browser, take(browser, "write"), "send", **{"text-question": "¿Qué es esto?"})
    assert again.status_code == 400
    assert texts_of(again.text)["text-question"] == "¿Qué es esto?"
    [link] = re.findall(r'role="alert".*?<a href="#([^"]+)"', again.text, re.DOTALL)
    box = re.search(rf'<textarea id="{link}"[^>]*>', again.text)
    assert box is not None
    assert 'aria-invalid="true"' in box[0]
    assert f"{link}-fault" in box[0]
    assert answers(site) == []


def test_questions_are_answered_and_those_that_are_not_asked_are_left_out(site: SiteUnderTest, opened: Any) -> None:
    opened("label")
    browser = reader(site)
    page = take(browser, "label")
    assert "Only if you say “Sí” to “¿Depende de una cultura?”." in page.text
    told = {"q-cultural": "no", "q-which": ["food"], "q-clarity": "4", "q-why": ""}
    send(browser, page, "send", **told)
    assert [one.answers for one in answers(site)] == [{"cultural": "no", "clarity": 4}]


def test_each_missing_answer_is_named(site: SiteUnderTest, opened: Any) -> None:
    opened("label")
    browser = reader(site)
    again = send(browser, take(browser, "label"), "send", **{"q-cultural": "yes", "q-why": "Nada"})
    assert again.status_code == 400
    assert re.findall(r'<li>([^<]*)<a href="#([^"]+)"', again.text) == [
        ("¿De qué depende? ", "q-which"),
        ("¿Se entiende? ", "q-clarity"),
    ]
    assert 'aria-describedby="q-clarity-fault"' in again.text
    filled = fields_in(again.text)
    assert (filled["q-cultural"], filled["q-why"]) == (["yes"], "Nada")
    send(browser, again, "send", **{"q-which": ["law", "food"], "q-clarity": "5"})
    assert [one.answers for one in answers(site)] == [
        {"cultural": "yes", "which": ["food", "law"], "clarity": 5, "why": "Nada"}
    ]


def test_a_ranking_takes_a_place_for_each(site: SiteUnderTest, opened: Any) -> None:
    opened("survey")
    browser = reader(site)
    page = take(browser, "survey")
    places = {"q-order.truth": "1", "q-order.style": "1", "q-order.length": "2"}
    again = send(browser, page, "send", **{"q-clarity": "3", **places})
    assert "give each of them a place of its own" in again.text
    assert fields_in(again.text)["q-order.length"] == "2"
    send(browser, again, "send", **{"q-order.style": "3"})
    assert [one.answers for one in answers(site)] == [{"clarity": 3, "order": ["truth", "length", "style"]}]


def test_one_who_cannot_judge_answers_no_question(site: SiteUnderTest, opened: Any) -> None:
    opened("label")
    browser = reader(site)
    send(browser, take(browser, "label"), "cannot-judge")
    assert [(one.verdict, one.answers) for one in answers(site)] == [("cannot-judge", None)]


def test_a_question_may_depend_on_the_verdict(site: SiteUnderTest, opened: Any) -> None:
    reason = {"name": "reason", "type": "label", "title": "¿Por qué?", "options": ("false", "empty"),
              "when": {"verdict": "reject"}}  # fmt: skip
    with site.db.writing() as session:
        campaign = session.get_one(Campaign, site.campaigns["instructions"].id)
        campaign.overrides = {"questions": [reason]}
    browser = reader(site)
    page = take(browser, "instructions")
    assert "Only if you reject." in page.text
    again = send(browser, page, "reject", note="No es cierto")
    assert re.findall(r'<li>[^<]*<a href="#([^"]+)"', again.text) == ["q-reason"]
    following = send(browser, again, "reject", **{"q-reason": "false"})
    send(browser, following, "accept")
    assert [(one.verdict, one.answers) for one in answers(site)] == [("reject", {"reason": "false"}), ("accept", None)]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_comparison_is_kept_in_the_items_own_order(site: SiteUnderTest, opened: Any, swapped: bool) -> None:
    opened("compare")
    browser = reader(site)
    page = take(browser, "compare")
    with site.db.writing() as session:
        session.execute(sa.update(Assignment).values(swapped=swapped))
    page = browser.get(page.url.path)
    texts = re.findall(r'class="as-is read"[^>]*>([^<]+)<', page.text)
    good = texts.index(next(text for text in texts if "maíz tierno" in text))
    assert good == (2 if swapped else 1)
    assert "modelo" not in page.text
    send(browser, page, "send:second" if swapped else "send:first")
    assert [one.answers for one in answers(site)] == [{"preference": "a"}]
    mine = browser.get("/review/mine").text
    assert ("B is better" if swapped else "A is better") in mine


def test_a_comparison_with_more_questions_has_radio_buttons(site: SiteUnderTest, opened: Any) -> None:
    opened("compare", questions=(QUESTIONS[2],))
    browser = reader(site)
    page = take(browser, "compare")
    assert 'type="radio" name="q-preference" value="both-good"' in page.text
    send(browser, page, "send", **{"q-preference": "both-good", "q-clarity": "2"})
    assert [one.answers for one in answers(site)] == [{"preference": "both-good", "clarity": 2}]


def test_the_next_page_has_the_way_back_to_the_answer(site: SiteUnderTest) -> None:
    browser = reader(site)
    page = take(browser, "mmlu-es")
    after = send(browser, page, "accept")
    link = re.search(r'href="(/review/mmlu-es/\d+)" aria-keyshortcuts="u"', after.text)
    assert link is not None
    former = browser.get(link[1])
    assert "Correct your answer" in former.text
    back = send(browser, former, "cannot-judge")
    assert "Your correction is kept" in back.text
    assert back.url.path == after.url.path
    assert [(one.version, one.verdict) for one in answers(site)] == [(1, "accept"), (2, "cannot-judge")]


def test_a_script_gets_the_next_item_with_the_answer(site: SiteUnderTest) -> None:
    browser = reader(site)
    page = take(browser, "mmlu-es")
    after = send(browser, page, "accept", headers={"x-minga": "next"})
    assert after.history == []
    assert re.fullmatch(r"/review/mmlu-es/\d+\?saved=answered&last=\d+", after.headers["content-location"])
    assert "Thank you" in after.text


def test_an_answer_that_was_kept_on_a_phone_arrives_once(site: SiteUnderTest) -> None:
    browser = reader(site)
    page = take(browser, "mmlu-es")
    for _ in range(2):
        answer = send(browser, page, "accept", headers={"accept": "application/json"})
        assert answer.json() == {"kept": True}
    assert len(answers(site)) == 1
    empty = {**texts_of(page.text), "text-question": " "}
    assert send(browser, page, "edit", headers={"accept": "application/json"}, **empty).status_code == 400


def test_an_answer_outlives_its_session(site: SiteUnderTest) -> None:
    someone = site.someone("Ada")
    browser = site.browser()
    browser.cookies.update({"minga_session": sign_in(site.db, someone.id), "minga_lang": "en"})
    page = take(browser, "instructions")
    sign_out(site.db, browser.cookies["minga_session"])
    written = {"text-messages[1]": "Lo que escribí con calma", "note": "Mi nota"}
    lost = send(browser, page, "edit", **written)
    assert lost.status_code == 403
    assert "You are not signed in any more" in lost.text
    browser.cookies.set("minga_session", sign_in(site.db, someone.id))
    again = browser.post(lost.url.path, data=fields_in(lost.text))
    assert again.status_code == 403
    assert "lay open for too long" in again.text
    browser.post(lost.url.path, data=fields_in(again.text))
    [kept] = answers(site)
    assert (kept.edits, kept.note) == ({"messages[1]": "Lo que escribí con calma"}, "Mi nota")
    later = browser.post(page.url.path, data=fields_in(page.text), headers={"accept": "application/json"})
    assert (later.status_code, later.json()) == (403, {"kept": False})


def test_an_answer_that_comes_too_soon_is_not_lost(site: SiteUnderTest) -> None:
    browser = reader(site)
    page = take(browser, "mmlu-es")
    site.client.app.state.limiter.spend = lambda rate, key: 3.2  # type: ignore[attr-defined]
    held = send(browser, page, "edit", **{"text-question": "¿Cuántos días?"})
    assert (held.status_code, held.headers["retry-after"]) == (429, "4")
    assert texts_of(held.text)["text-question"] == "¿Cuántos días?"
    assert answers(site) == []


def test_guidelines_that_change_meanwhile_are_shown_and_the_answer_is_kept(site: SiteUnderTest) -> None:
    lead = site.someone("Lea", "lead")
    browser = reader(site)
    page = take(browser, "mmlu-es")
    change_guidelines(site.db, site.campaigns["mmlu-es"], "# Tono\nSin adornos.", lead)
    again = browser.get(page.url.path)
    assert "The guidelines have changed since you took this item" in again.text
    assert '<details class="guide" open>' in again.text
    assert "Sin adornos." in again.text
    after = send(browser, page, "accept")
    assert len(answers(site)) == 1
    assert "Here is the next item" not in after.text
    accept_everything(site.db)
    assert "text-question" in texts_of(take(browser, "mmlu-es").text)


def test_an_adjudicator_sees_the_opinions_without_names(site: SiteUnderTest) -> None:
    campaign = site.campaigns["instructions"]
    with site.db.writing() as session:
        session.get_one(Campaign, campaign.id).overrides = {"overlap": 2, "overlap_max": 2}
    first, second = reader(site, "Berta Bravo"), reader(site, "Carla Cruz")
    page = take(first, "instructions")
    send(first, page, "reject", note="Suena raro")
    send(second, take(second, "instructions"), "edit", **{"text-messages[1]": "Es un plato con papa."})
    judge = reader(site, "Julia", "adjudicator")
    dispute = take(judge, "instructions")
    while "What people said" not in dispute.text and texts_of(dispute.text):
        dispute = send(judge, dispute, "skip")
    assert "Suena raro" in dispute.text
    assert "<del> de la región" in dispute.text
    assert "Berta" not in dispute.text
    assert "Carla" not in dispute.text
    number = re.search(r'value="adopt:(\d)"', dispute.text)
    assert number is not None
    begun = send(judge, dispute, f"adopt:{number[1]}")
    assert texts_of(begun.text)["text-messages[1]"] == "Es un plato con papa."
    send(judge, begun, "edit")
    assert answers(site)[-1].purpose == "adjudication"


def test_my_answers_show_what_i_changed_and_can_be_filtered(site: SiteUnderTest) -> None:
    browser = reader(site)
    send(browser, take(browser, "mmlu-es"), "edit", **{"text-question": "¿Cuántos días tiene una semana?"})
    send(browser, take(browser, "instructions"), "accept")
    assert "<ins>¿</ins>Cuántos días" in browser.get("/review/mine").text
    only = browser.get("/review/mine?campaign=instructions").text
    assert "<ins>" not in only
    assert "receta número" in only
    assert "No answer of yours is like that." in browser.get("/review/mine?stands=agreed").text
    assert "Look again or correct" in browser.get("/review/mine?stands=open&campaign=nothing").text


def test_a_correction_from_my_answers_leads_back_there(site: SiteUnderTest) -> None:
    browser = reader(site)
    send(browser, take(browser, "mmlu-es"), "accept")
    link = re.search(r'href="(/review/mmlu-es/\d+\?from=mine)"', browser.get("/review/mine").text)
    assert link is not None
    after = send(browser, browser.get(link[1]), "cannot-judge")
    assert after.url.path == "/review/mine"
    assert "beside what you said before" in after.text


def test_the_page_for_times_without_a_connection_needs_a_session(site: SiteUnderTest) -> None:
    assert "Whatever you answered is kept" in reader(site).get("/review/kept").text
    assert site.browser().get("/review/kept").url.path == "/sign-in"
    worker = site.browser().get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"


def test_all_scripts_together_stay_small() -> None:
    folder = Path(__file__).parents[2] / "src" / "minga" / "web" / "static"
    assert sum(path.stat().st_size for path in folder.glob("*.js")) < 10_000


@pytest.mark.parametrize(
    ("action", "verdict", "kind"),
    [
        ("edit:adaptation", "edit", {"edited_as": "adaptation"}),
        ("reject:untranslatable", "reject", {"rejected_as": "untranslatable"}),
        ("reject:source-wrong", "reject", {"rejected_as": "source-wrong"}),
    ],
)
def test_one_button_says_what_kind_of_verdict_it_is(
    site: SiteUnderTest, action: str, verdict: str, kind: dict[str, str]
) -> None:
    browser = reader(site)
    page = take(browser, "mmlu-es")
    assert "It cannot be translated as it is, or the original is wrong" in page.text
    send(browser, page, action, **{"text-question": "¿Cuántos días tiene la semana?"})
    [kept] = answers(site)
    assert (kept.verdict, kept.answers, kept.note) == (verdict, kind, "")
    again = browser.get(page.url.path).text
    assert f'value="{action}" class="quiet">✓' in again
    assert again.count("✓") - again.count("✓ right answer") == 1
    mine = browser.get("/review/mine").text
    assert {"adaptation": "adapted", "untranslatable": "not translatable"}.get(
        *kind.values(), "wrong in the original"
    ) in mine


def test_a_plain_rejection_says_no_kind_and_needs_its_note(site: SiteUnderTest) -> None:
    browser = reader(site)
    page = take(browser, "mmlu-es")
    again = send(browser, page, "reject")
    assert "a rejection needs a reason" in again.text
    send(browser, again, "reject", note="No se entiende")
    assert [(one.verdict, one.answers) for one in answers(site)] == [("reject", None)]


def test_a_kind_that_there_is_not_is_refused(site: SiteUnderTest) -> None:
    browser = reader(site)
    again = send(browser, take(browser, "mmlu-es"), "reject:ugly", note="Es feo")
    assert again.status_code == 400
    assert answers(site) == []


def test_only_translations_have_five_verdicts(site: SiteUnderTest) -> None:
    assert "It cannot be translated" not in take(reader(site), "instructions").text


def test_culture_and_time_are_asked_in_the_readers_language_and_may_be_left_out(site: SiteUnderTest) -> None:
    with site.db.writing() as session:
        campaign = session.get_one(Campaign, site.campaigns["mmlu-es"].id)
        campaign.overrides = {"sensitivity": True}
    browser = reader(site)
    page = take(browser, "mmlu-es")
    assert "Does answering take knowledge of one culture, place or dialect?" in page.text
    assert "Only if you say “Yes” to “Does answering take" in page.text
    browser.cookies.set("minga_lang", "es")
    assert "¿Puede cambiar con el tiempo la respuesta correcta?" in browser.get(page.url.path).text
    following = send(browser, page, "accept")
    send(browser, following, "accept", **{"q-cultural": "sensitive", "q-cultural_knowledge": ["dialect"]})
    assert [one.answers for one in answers(site)] == [
        None, {"cultural": "sensitive", "cultural_knowledge": ["dialect"]},
    ]  # fmt: skip
