from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from minga.community.consents import ConsentText, agree
from minga.community.models import Campaign, Person
from minga.community.sessions import sign_in
from minga.review import find_campaign
from minga.review.campaigns import change_campaign, set_open
from minga.review.control_items import pause, resume
from minga.review.gold_file import sync_gold
from minga.review.guidelines import accepted_version, change_guidelines
from minga.review.notices import mark_seen, notify, unseen
from minga.web.site import CONSENT_VERSION
from tests.community.databases import MovableClock
from tests.review.making import newcomer
from tests.review.taking_part import answered, did, gold_file, gold_line, items_of
from tests.web.sites import SiteUnderTest, token_of

WORK = "instructions"


def changed(site: SiteUnderTest, **values: Any) -> Campaign:
    """The campaign over instructions, as a lead changed it."""
    return change_campaign(site.db, site.campaigns[WORK], values, None)


def arrives(site: SiteUnderTest, name: str = "Nora", **values: Any) -> tuple[TestClient, Person]:
    """Somebody who has read no guidelines yet."""
    someone = newcomer(site.db, name, **values)
    agree(site.db, someone.id, ConsentText(CONSENT_VERSION, "es", "0" * 64))
    return browser_of(site, someone), someone


def browser_of(site: SiteUnderTest, someone: Person) -> TestClient:
    browser = site.browser()
    browser.cookies.set("minga_session", sign_in(site.db, someone.id))
    return browser


def press(browser: TestClient, page: str, action: str, **values: str) -> str:
    """Send the form of `page` that goes to `action`, with its hidden fields."""
    text = browser.get(page).text
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text, flags=re.DOTALL)
    assert form is not None, f"{page} has no form for {action}"
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))
    return browser.post(action, data={**hidden, **values}).text


def test_nothing_is_handed_out_before_the_guidelines_are_accepted(site: SiteUnderTest) -> None:
    browser, someone = arrives(site)
    home = browser.get("/review").text
    assert f'<a class="button" href="/guidelines/{WORK}">' in home
    assert "/take" not in home
    page = press(browser, f"/guidelines/{WORK}", f"/guidelines/{WORK}")
    assert accepted_version(site.db, someone, site.campaigns[WORK]) == 1
    assert f'action="/review/{WORK}/take"' in page
    assert "action=" not in browser.get(f"/guidelines/{WORK}").text.partition("<main")[2]


def test_only_what_changed_is_shown_to_who_accepted_the_version_before(site: SiteUnderTest) -> None:
    lead, browser = site.someone("Lea", "lead"), site.signed_in()
    change_guidelines(site.db, site.campaigns[WORK], "## Tono\nSé amable.\n\n## Datos\nComprueba.", lead)
    press(browser, f"/guidelines/{WORK}", f"/guidelines/{WORK}")
    change_guidelines(site.db, site.campaigns[WORK], "## Tono\nSé amable y breve.\n\n## Datos\nComprueba.", lead)
    assert f'<a class="button" href="/guidelines/{WORK}">' in browser.get("/review").text
    page = browser.get(f"/guidelines/{WORK}").text
    news = page[page.index('class="changed"') : page.index("</section>")]
    assert "<h3>Tono</h3>" in news
    assert "Sé amable<ins> y breve</ins>." in news
    assert "Datos" not in news
    assert f'action="/review/{WORK}/take"' in press(browser, f"/guidelines/{WORK}", f"/guidelines/{WORK}")


def test_guidelines_that_change_while_they_are_read_are_shown_again(site: SiteUnderTest) -> None:
    lead = site.someone("Lea", "lead")
    browser, someone = arrives(site)
    token = token_of(browser.get(f"/guidelines/{WORK}").text)
    change_guidelines(site.db, site.campaigns[WORK], "## Otra cosa", lead)
    again = browser.post(f"/guidelines/{WORK}", data={"csrf": token, "version": "1"})
    assert again.status_code == 409
    assert "Otra cosa" in again.text
    assert accepted_version(site.db, someone, site.campaigns[WORK]) == 0
    assert browser.post(f"/guidelines/{WORK}", data={"csrf": token, "version": "²"}).status_code == 409


def test_guests_read_guidelines_and_accept_nothing(site: SiteUnderTest) -> None:
    page = site.browser().get(f"/guidelines/{WORK}")
    assert page.status_code == 200
    assert "<form" not in page.text
    assert site.browser().post(f"/guidelines/{WORK}", data={"version": "1"}).url.path == "/sign-in"


@pytest.mark.parametrize(
    ("values", "expected", "link"),
    [
        ({"countries": ["PE", "BO"]}, "Perú, Bolivia", "/me"),
        ({"varieties": ["es-PE"]}, "español (Perú)", "/me"),
        ({"opens": "2026-11-09"}, "9 de noviembre de 2026", ""),
        ({"caps": {"hard_day": 3, "soft_day": 0}}, "3", ""),
    ],
)
def test_the_page_says_why_nothing_is_handed_out(
    site: SiteUnderTest, values: dict[str, Any], expected: str, link: str
) -> None:
    someone = site.someone("Ada", varieties=("es-MX",))
    did(site.db, someone, changed(site, **values), 3)
    browser = browser_of(site, someone)
    for path in ("/review", f"/review/{WORK}"):
        page = browser.get(path).text
        part = page[page.index(f'/review/{WORK}"' if path == "/review" else 'class="needs"') :]
        part = part[: part.index("<progress")]
        assert expected in part
        assert "/take" not in part
        assert not link or f'href="{link}"' in part


def test_what_needs_her_comes_first(site: SiteUnderTest) -> None:
    changed(site, countries=["PE"])
    page = site.signed_in().get("/review").text
    assert page.index('href="/review/mmlu-es"') < page.index(f'href="/review/{WORK}"')


def test_a_campaign_says_whom_it_serves_and_how_far_it_is(site: SiteUnderTest) -> None:
    changed(site, description="Para que los modelos conozcan nuestras cocinas.")
    page = site.signed_in().get("/review").text
    assert "Para que los modelos conozcan nuestras cocinas." in page
    assert '<progress max="6" value="0"' in page


def test_a_private_word_comes_with_its_examples_and_stays_until_it_is_read(
    site: SiteUnderTest, tmp_path: Path, clock: MovableClock
) -> None:
    work = changed(site, gold="gold.jsonl", gold_rate=0.2)
    sync_gold(site.db, work, gold_file(tmp_path, [gold_line(number, purpose="gold") for number in range(6)]))
    ada = site.someone()
    for item in items_of(site.db, work, "gold")[:3]:
        answered(site.db, ada, work, item, "accept")
    browser = browser_of(site, ada)
    home = browser.get("/review").text
    assert home.count("¿Qué no es la receta") == 3
    assert home.count("Falta la negación.") == 3
    assert "¿Qué no es la receta" not in site.signed_in("Berta").get("/review").text
    [notice] = unseen(site.db, ada)
    clock.advance(minutes=1)
    press(browser, "/review", f"/notices/{notice.id}")
    assert "Falta la negación." not in browser.get("/review").text
    kept = browser.get("/notices").text
    assert "Falta la negación." in kept
    assert f'action="/notices/{notice.id}"' not in kept


def test_the_word_of_somebody_else_cannot_be_marked_as_read(site: SiteUnderTest) -> None:
    ada, berta = site.someone("Ada"), site.signed_in("Berta")
    with site.db.writing() as session:
        number = notify(session, site.db, ada.id, site.campaigns[WORK], "resumed")
        session.flush()
    token = token_of(berta.get(f"/review/{WORK}").text)
    berta.post(f"/notices/{number.id}", data={"csrf": token})
    assert len(unseen(site.db, ada)) == 1


def test_validated_work_is_thanked_for(site: SiteUnderTest) -> None:
    work = changed(site, overlap=1, overlap_max=0)
    ada = site.someone()
    answered(site.db, ada, work, items_of(site.db, work)[0], "accept", "work")
    browser = browser_of(site, ada)
    assert browser.get("/review").text.count('class="notice word good"') == 1
    assert browser.get("/review").text.count('class="notice word good"') == 1


def test_every_kind_of_word_is_said_in_the_readers_language(site: SiteUnderTest) -> None:
    ada, work = site.someone(), site.campaigns[WORK]
    with site.db.writing() as session:
        for kind, detail in (
            ("gold-missed", {"responses": [], "asked": 4}),
            ("unsteady", {"responses": [], "asked": 9}),
            ("rest", {"answers": 60, "tired": False}),
            ("rest", {"answers": 60, "tired": True}),
            ("paused", {"responses": [], "asked": 3}),
            ("paused", {"reason": "<b>escríbeme</b>"}),
            ("resumed", {}),
            ("threshold-reached", {"name": "co-author", "points": 50}),
        ):
            notify(session, site.db, ada.id, work, kind, **detail)  # type: ignore[arg-type]
    browser = browser_of(site, ada)
    for locale in ("es", "ca", "eu", "gl", "pt", "en"):
        page = browser.get(f"/notices?lang={locale}")
        assert page.status_code == 200
        assert page.text.count('class="notice word') == 8
        assert "&lt;b&gt;escríbeme&lt;/b&gt;" in page.text


def test_a_pause_is_said_plainly_and_ends_with_a_word(site: SiteUnderTest) -> None:
    ada, lea = site.someone("Ada"), site.someone("Lea", "lead")
    pause(site.db, site.campaigns[WORK], ada, lea, "hablemos")
    browser = browser_of(site, ada)
    page = browser.get(f"/review/{WORK}").text
    assert "hablemos" in page
    assert "/take" not in page
    resume(site.db, site.campaigns[WORK], ada, lea)
    for notice in unseen(site.db, ada):
        mark_seen(site.db, ada, notice.id)
    assert "/take" in browser.get(f"/review/{WORK}").text


def test_the_public_page_says_what_for_whom_how_far_and_who(site: SiteUnderTest) -> None:
    work = changed(site, description="Nuestras cocinas.", countries=["PE"], closes="2026-12-24")
    did(site.db, site.someone("Ada Lopes"), work, 2)
    did(site.db, newcomer(site.db, "Withdrawn"), work, 0)
    page = site.browser().get(f"/campaigns/{WORK}").text
    for expected in ("Nuestras cocinas.", "Perú", "24 de diciembre de 2026", "Ada Lopes", f'href="/guidelines/{WORK}"'):
        assert expected in page
    assert "Withdrawn" not in page
    assert f"/campaigns/{WORK}/join" not in page
    assert f'href="/campaigns/{WORK}"' in site.browser().get("/").text


def test_a_closed_campaign_has_its_public_page(site: SiteUnderTest) -> None:
    set_open(site.db, site.campaigns[WORK], False, None)
    assert site.browser().get(f"/campaigns/{WORK}").status_code == 200
    assert site.browser().get("/campaigns/none").status_code == 404


def test_anyone_joins_an_open_campaign_from_its_page(site: SiteUnderTest) -> None:
    changed(site, anyone=True)
    browser = site.browser()
    assert f'href="/campaigns/{WORK}/join"' in browser.get(f"/campaigns/{WORK}").text
    form = browser.get(f"/campaigns/{WORK}/join").text
    consent = re.search(r'name="consent" value="([0-9a-f]+)"', form)
    assert consent is not None
    sent = {"csrf": token_of(form), "name": "Eva", "naming": "name", "varieties": "es", "locale": "es",
            "consent_language": "es"}  # fmt: skip
    again = browser.post(f"/campaigns/{WORK}/join", data=sent)
    assert again.status_code == 400
    assert 'value="Eva"' in again.text
    page = browser.post(f"/campaigns/{WORK}/join", data={**sent, "consent": consent[1]})
    assert page.url.path == f"/review/{WORK}"
    assert f'href="/guidelines/{WORK}"' in page.text
    assert browser.get("/review/mmlu-es").status_code == 403


def test_who_is_here_already_joins_with_one_press(site: SiteUnderTest) -> None:
    browser, _ = arrives(site, "Eva", varieties=["es"])
    guest, _ = arrives_as_guest(site)
    assert f"/campaigns/{WORK}/join" not in browser.get(f"/campaigns/{WORK}").text
    changed(site, anyone=True)
    assert f'href="/campaigns/{WORK}"' in guest.get("/review").text
    press(guest, f"/campaigns/{WORK}", f"/campaigns/{WORK}/join")
    assert guest.get(f"/review/{WORK}").status_code == 200


def test_nobody_joins_a_campaign_that_is_by_invitation(site: SiteUnderTest) -> None:
    guest, _ = arrives_as_guest(site)
    token = token_of(guest.get("/me").text)
    assert guest.post(f"/campaigns/{WORK}/join", data={"csrf": token}).status_code == 409
    assert guest.get(f"/campaigns/{WORK}/join").url.path == f"/campaigns/{WORK}"


def arrives_as_guest(site: SiteUnderTest) -> tuple[TestClient, Person]:
    someone = newcomer(site.db, "Guest", "guest")
    agree(site.db, someone.id, ConsentText(CONSENT_VERSION, "es", "0" * 64))
    return browser_of(site, someone), someone


def test_these_pages_have_one_heading_and_labels(site: SiteUnderTest) -> None:
    changed(site, anyone=True)
    browser = site.signed_in()
    for path in ("/review", f"/review/{WORK}", f"/guidelines/{WORK}", "/notices", f"/campaigns/{WORK}"):
        page = browser.get(path).text
        assert page.count("<h1") == 1
        levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert find_campaign(site.db, WORK).options.anyone
