from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from minga.community.accounts import change_password, claim_email, ways_of
from minga.community.demographics import my_demographics
from minga.community.models import Person
from minga.community.sessions import list_keys, list_sessions, program_token, sign_in
from tests.web.sites import SiteUnderTest, token_of

PASSWORD = "la papa se siembra en agosto"


def people(site: SiteUnderTest) -> list[Person]:
    with site.db.reading() as session:
        return list(session.scalars(sa.select(Person)))


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


def test_country_and_further_names_are_kept(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    form = {"csrf": token_of(browser.get("/me").text), "naming": "name", "name": "Ada", "varieties": ["es"],
            "locale": "es", "country": "PE", "other_names": "Ada Donante\r\n\r\nColectivo Ayllu"}  # fmt: skip
    assert browser.post("/me", data=form).url.query == b"saved=1"
    [someone] = people(site)
    assert (someone.country, someone.other_names) == ("PE", ["Ada Donante", "Colectivo Ayllu"])
    assert someone.credit_names == {"ada", "ada donante", "colectivo ayllu"}
    page = browser.get("/me").text
    assert "Colectivo Ayllu</textarea>" in page
    assert '<option value="PE" selected>' in page


@pytest.mark.parametrize(("name", "value"), [("country", "ZZ"), ("country", "Perú"), ("other_names", "x" * 81)])
def test_what_cannot_stand_is_said(site: SiteUnderTest, name: str, value: str) -> None:
    browser = site.signed_in("Ada")
    form = {"csrf": token_of(browser.get("/me").text), "naming": "name", "name": "Ada", "varieties": ["es"]}
    assert browser.post("/me", data={**form, name: value}).status_code == 400


def test_an_address_and_a_password_are_set_and_other_devices_are_signed_out(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    elsewhere = sign_in(site.db, 1)
    csrf = token_of(browser.get("/me/sign-in").text)
    weak = browser.post("/me/password", data={"csrf": csrf, "password": PASSWORD})
    assert weak.status_code == 400  # there is no address to sign in with yet
    browser.post("/me/email", data={"csrf": csrf, "email": "Ada@example.org"})
    assert browser.post("/me/password", data={"csrf": csrf, "password": "sabores-de-la-tierra"}).status_code == 400
    done = browser.post("/me/password", data={"csrf": csrf, "password": PASSWORD})
    assert done.url.query == b"saved=password"
    assert ways_of(site.db, 1).password
    stale = site.browser()
    stale.cookies.set("minga_session", elsewhere)
    assert stale.get("/me").url.path == "/sign-in"


def test_a_browser_left_open_is_not_enough_to_change_the_password(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    claim_email(site.db, 1, "ada@example.org", verified=True)
    change_password(site.db, 1, PASSWORD, least=15, keep=browser.cookies["minga_session"])
    csrf = token_of(browser.get("/me/sign-in").text)
    new = "el río baja crecido en enero"
    for path, form in (
        ("/me/password", {"password": new}), ("/me/email", {"email": "eve@example.org"}), ("/me/email/forget", {}),
    ):  # fmt: skip
        assert browser.post(path, data={"csrf": csrf, "current": "guess", **form}).status_code == 400
    assert ways_of(site.db, 1).email == "ada@example.org"
    done = browser.post("/me/password", data={"csrf": csrf, "password": new, "current": PASSWORD})
    assert done.url.query == b"saved=password"
    browser.post("/me/email/forget", data={"csrf": csrf, "current": new})
    assert ways_of(site.db, 1).email == ""


def test_one_session_or_all_others_can_be_ended(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    for _ in range(3):
        sign_in(site.db, 1)
    csrf = token_of(browser.get("/me/sign-in").text)
    other = list_sessions(site.db, 1)[0]
    browser.post(f"/me/sessions/{other.id}/end", data={"csrf": csrf})
    assert len(list_sessions(site.db, 1)) == 3
    browser.post("/me/sessions/end", data={"csrf": csrf})
    assert [one.here for one in list_sessions(site.db, 1, token=browser.cookies["minga_session"])] == [True]


def test_nobody_ends_a_session_or_token_of_somebody_else(site: SiteUnderTest) -> None:
    ada, eve = site.signed_in("Ada"), site.signed_in("Eve")
    ada.post("/me/token", data={"csrf": token_of(ada.get("/me").text), "name": "bot", "scope": "read"})
    csrf = token_of(eve.get("/me").text)
    eve.post(f"/me/sessions/{list_sessions(site.db, 1)[0].id}/end", data={"csrf": csrf})
    eve.post(f"/me/token/{list_keys(site.db, 1, 'api')[0].id}/revoke", data={"csrf": csrf})
    assert ada.get("/me").url.path == "/me"
    assert len(list_keys(site.db, 1, "api")) == 1


def test_tokens_have_a_name_and_what_they_may_do(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    csrf = token_of(browser.get("/me").text)
    page = browser.post("/me/token", data={"csrf": csrf, "name": "cuaderno", "scope": "read"})
    token = re.search(r'class="secret">([\w-]{43})<', page.text)
    assert token is not None
    found = program_token(site.db, token[1])
    assert found is not None
    assert found.scopes == {"read"}
    assert "cuaderno" in browser.get("/me/sign-in").text
    key = list_keys(site.db, 1, "api")[0]
    browser.post(f"/me/token/{key.id}/revoke", data={"csrf": csrf})
    assert program_token(site.db, token[1]) is None


def test_what_one_tells_is_kept_and_can_be_emptied(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    csrf = token_of(browser.get("/me/about").text)
    told = {
        "age": "25-34",
        "gender": "self-described",
        "gender_words": "muxe",
        "education": "",
        "first_languages": "zap es",
    }
    saved = browser.post("/me/about", data={"csrf": csrf, **told})
    assert saved.url.query == b"saved=1"
    assert my_demographics(site.db, 1) == {"age": "25-34", "gender": "muxe", "first_languages": ["zap", "es"]}
    assert 'value="muxe"' in saved.text
    assert 'value="zap es"' in saved.text
    browser.post("/me/about", data={"csrf": csrf})
    assert my_demographics(site.db, 1) == {}
    assert browser.post("/me/about", data={"csrf": csrf, "first_languages": "castellano del valle"}).status_code == 400


@pytest.mark.parametrize("path", ["/me", "/me/sign-in", "/me/about", "/me/data", "/me/data/everything.zip"])
def test_guests_are_shown_the_way_in(site: SiteUnderTest, path: str) -> None:
    assert site.browser().get(path).url.path == "/sign-in"
