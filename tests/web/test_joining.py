from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from minga.community.consents import ConsentText, agree
from minga.community.invitations import make_invitation
from minga.community.models import Consent, Person
from minga.community.people import Profile, add_person
from minga.community.sessions import issue_key, sign_in
from minga.community.tokens import shown_code
from minga.web import create_app
from tests.web.sites import SiteUnderTest, token_of


def fill_in(page: str, **values: object) -> dict[str, object]:
    consent = re.search(r'name="consent" value="([0-9a-f]{64})"', page)
    assert consent is not None
    form = {"csrf": token_of(page), "naming": "name", "name": "Ada", "varieties": ["es"], "locale": "es",
            "consent": consent[1], "consent_language": "es"}  # fmt: skip
    return {name: value for name, value in {**form, **values}.items() if value is not None}


def people(site: SiteUnderTest) -> list[Person]:
    with site.db.reading() as session:
        return list(session.scalars(sa.select(Person)))


def test_an_invitation_leads_in_without_a_password(site: SiteUnderTest) -> None:
    token, browser = site.invitation(), site.browser()
    page = browser.get(f"/join/{token}")
    assert page.status_code == 200
    landed = browser.post(f"/join/{token}", data=fill_in(page.text, other_varieties="gn, es-HN"))
    assert landed.url.path == "/review"
    assert "Lo que te espera" in landed.text
    [someone] = people(site)
    assert (someone.name, someone.varieties) == ("Ada", ["es", "gn", "es-HN"])
    with site.db.reading() as session:
        assert session.scalars(sa.select(Consent.language)).all() == ["es"]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"name": " "}, "falta un nombre"),
        ({"varieties": []}, "elige al menos una lengua"),
        ({"consent": None}, "hace falta el consentimiento"),
        ({"consent": "0" * 64}, "hace falta el consentimiento"),
        ({"other_varieties": "no-es-una-etiqueta-válida"}, "no es una etiqueta BCP-47"),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(
    site: SiteUnderTest, values: dict[str, object], fault: str
) -> None:
    token, browser = site.invitation(), site.browser()
    page = browser.get(f"/join/{token}")
    again = browser.post(f"/join/{token}", data=fill_in(page.text, naming="pseudonym", **values))
    assert again.status_code == 400
    assert fault in again.text
    assert re.search(r'value="pseudonym" checked', again.text)
    assert people(site) == []


def test_a_used_link_explains_itself(site: SiteUnderTest) -> None:
    token = site.invitation()
    for expected in (200, 404):
        browser = site.browser()
        page = browser.get(f"/join/{token}")
        assert page.status_code == expected
        if expected == 200:
            browser.post(f"/join/{token}", data=fill_in(page.text))
    assert "esta invitación ya se usó" in page.text


def test_a_language_can_be_chosen_by_a_link_and_is_remembered(site: SiteUnderTest) -> None:
    browser = site.browser()
    assert '<html lang="eu"' in browser.get("/?lang=eu").text
    assert '<html lang="eu"' in browser.get("/about").text
    assert '<html lang="es"' in site.browser().get("/?lang=zz").text


def test_in_the_demonstration_everybody_may_come_in(site: SiteUnderTest) -> None:
    browser = TestClient(create_app(site.project, db=site.db, demo=True))
    page = browser.get("/sign-in")
    landed = browser.post("/try", data={"csrf": token_of(page.text)})
    assert landed.url.path.startswith("/join/")
    assert landed.status_code == 200


def test_elsewhere_nobody_invites_herself(site: SiteUnderTest) -> None:
    browser = site.browser()
    csrf = token_of(browser.get(f"/join/{site.invitation()}").text)
    assert browser.post("/try", data={"csrf": csrf}).status_code == 404


def test_a_code_leads_in_from_a_phone_and_stands_in_no_address(site: SiteUnderTest) -> None:
    made = make_invitation(site.db)
    browser = site.browser()
    csrf = token_of(browser.get("/code").text)
    page = browser.post("/code", data={"csrf": csrf, "code": shown_code(made.code).lower()})
    assert (page.status_code, page.url.path) == (200, "/code")
    assert 'action="/code/join"' in page.text
    landed = browser.post("/code/join", data=fill_in(page.text, code=made.code))
    assert landed.url.path == "/review"
    assert [someone.name for someone in people(site)] == ["Ada"]


def test_a_code_that_opens_nothing_says_so_and_guessing_has_to_wait(site: SiteUnderTest) -> None:
    browser = site.browser()
    csrf = token_of(browser.get("/code").text)
    for number in range(20):
        page = browser.post("/code", data={"csrf": csrf, "code": f"222-222-2{number % 10}Z"[:11]})
        assert page.status_code == 400
    page = browser.post("/code", data={"csrf": csrf, "code": make_invitation(site.db).code})
    assert page.status_code == 429
    assert int(page.headers["retry-after"]) >= 1


def test_what_is_missing_at_the_code_s_form_is_said_and_the_code_stays(site: SiteUnderTest) -> None:
    made, browser = make_invitation(site.db), site.browser()
    page = browser.post("/code", data={"csrf": token_of(browser.get("/code").text), "code": made.code})
    again = browser.post("/code/join", data=fill_in(page.text, code=made.code, name=""))
    assert again.status_code == 400
    assert made.code in again.text
    assert browser.post("/code/join", data=fill_in(again.text, code=made.code)).url.path == "/review"


def of_an_older_text(site: SiteUnderTest) -> TestClient:
    with site.db.writing() as session:
        person = add_person(session, site.db, Profile("Ada", varieties=("es",)))
    agree(site.db, person.id, ConsentText("1", "es", "0" * 64))
    browser = site.browser()
    browser.cookies.set("minga_session", sign_in(site.db, person.id))
    return browser


def test_a_new_consent_text_is_asked_before_anything_goes_on(site: SiteUnderTest) -> None:
    browser = of_an_older_text(site)
    page = browser.get("/review/mmlu-es")
    assert page.url.path == "/consent"
    assert page.url.query == b"then=%2Freview%2Fmmlu-es"
    consent = re.search(r'name="consent" value="([0-9a-f]{64})"', page.text)
    assert consent is not None
    form = {"csrf": token_of(page.text), "then": "/review/mmlu-es", "consent_language": "es"}
    assert browser.post("/consent", data=form).status_code == 400
    assert browser.post("/consent", data={**form, "consent": consent[1]}).url.path == "/review/mmlu-es"
    assert browser.get("/review").url.path == "/review"
    with site.db.reading() as session:
        assert session.scalars(sa.select(Consent.version).order_by(Consent.id)).all() == ["1", "2"]


def test_nobody_is_led_away_by_the_consent_form(site: SiteUnderTest) -> None:
    browser = of_an_older_text(site)
    page = browser.get("/consent?then=//evil.example/")
    assert 'name="then" value="/review"' in page.text


@pytest.mark.parametrize("path", ["/me", "/me/sign-in", "/me/data", "/me/about", "/me/data/everything.json"])
def test_who_has_not_agreed_yet_can_still_see_her_data_and_leave(site: SiteUnderTest, path: str) -> None:
    browser = of_an_older_text(site)
    assert browser.get(path).url.path == path


def test_programs_wait_for_the_consent_too_but_their_answers_do_not(site: SiteUnderTest) -> None:
    with site.db.writing() as session:
        person = add_person(session, site.db, Profile("Ada", varieties=("es",)))
    headers = {"authorization": f"Bearer {issue_key(site.db, person.id, 'api')}"}
    taken = site.browser().post("/api/v1/campaigns/mmlu-es/assignments", headers=headers)
    assert taken.status_code == 428
    assert site.browser().get("/api/v1/me", headers=headers).status_code == 200
