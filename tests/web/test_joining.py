from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from minga.community.models import Consent, Person
from minga.community.sessions import issue_key
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


def test_a_personal_link_signs_in_only_after_a_click(site: SiteUnderTest) -> None:
    token = issue_key(site.db, site.someone("Berta").id, "link")
    browser = site.browser()
    page = browser.get(f"/enter/{token}")
    assert "Berta" in page.text
    assert "minga_session" not in browser.cookies
    assert browser.post(f"/enter/{token}", data={"csrf": token_of(page.text)}).url.path == "/review"
    assert "minga_session" in browser.cookies


def test_an_unknown_personal_link_is_no_page(site: SiteUnderTest) -> None:
    assert site.browser().get("/enter/guess").status_code == 404


def test_settings_are_kept_and_the_pages_follow_the_language(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    page = browser.get("/me")
    form = {"csrf": token_of(page.text), "naming": "none", "locale": "ca", "varieties": ["ca"]}
    saved = browser.post("/me", data=form)
    assert "Desat." in saved.text
    assert '<html lang="ca"' in browser.get("/review").text
    [someone] = people(site)
    assert (someone.public_name, someone.locale) == ("anonymous", "ca")


def test_links_and_tokens_are_shown_once(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    csrf = token_of(browser.get("/me").text)
    shown = browser.post("/me/link", data={"csrf": csrf}).text
    link = re.search(r"http://testserver(/enter/[\w-]+)", shown)
    assert link is not None
    assert link[1] not in browser.get("/me").text
    token = re.search(r'class="secret">([\w-]{43})<', browser.post("/me/token", data={"csrf": csrf}).text)
    assert token is not None
    answer = site.browser().get("/api/v1/me", headers={"authorization": f"Bearer {token[1]}"})
    assert answer.json()["name"] == "Ada"


def test_signing_out_ends_the_session(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    session = browser.cookies["minga_session"]
    browser.post("/sign-out", data={"csrf": token_of(browser.get("/me").text)})
    stale = site.browser()
    stale.cookies.set("minga_session", session)
    assert stale.get("/review").url.path == "/sign-in"


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
