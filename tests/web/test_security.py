from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from minga.community.sessions import sign_in
from minga.web.security import form_token, is_form_token
from tests.web.sites import SiteUnderTest, token_of

PATHS = ["/", "/about", "/data", "/sign-in", "/nowhere", "/healthz", "/api/v1/campaigns", "/static/minga.css"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers(site: SiteUnderTest, path: str) -> None:
    headers = site.browser().get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/about", "/data", "/sign-in", "/api/v1/docs", "/guidelines/mmlu-es"])
def test_pages_have_no_script_or_style_of_their_own(site: SiteUnderTest, path: str) -> None:
    page = site.browser().get(path).text
    assert re.findall(r"<script(?![^>]* src=)", page) == []
    assert "<style" not in page
    assert re.findall(r"\s(style|on\w+)=", page) == []


def routes(site: SiteUnderTest) -> list[APIRoute]:
    found: list[APIRoute] = []
    for route in site.client.app.routes:  # type: ignore[attr-defined]
        inner = getattr(route, "original_router", None)
        found += [one for one in (inner.routes if inner else [route]) if isinstance(one, APIRoute)]
    return found


def forms(site: SiteUnderTest) -> list[str]:
    """Every page route that takes a POST, with values in its path."""
    values = {"token": "x", "slug": "mmlu-es", "number": "1", "code": "x"}
    paths = [route.path for route in routes(site) if "POST" in route.methods and not route.path.startswith("/api/")]
    return [re.sub(r"{(\w+)}", lambda place: values.get(place[1], "x"), path) for path in paths]


def test_no_form_is_accepted_without_its_token(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    paths = forms(site)
    assert len(paths) >= 7
    for path in paths:
        assert browser.post(path, data={"csrf": "0" * 64}).status_code == 403, path
        assert browser.post(path, data={"name": "x"}).status_code == 403, path


def test_no_form_is_accepted_from_another_site(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    csrf = token_of(browser.get("/me").text)
    headers = {"sec-fetch-site": "cross-site"}
    assert browser.post("/me/link", data={"csrf": csrf}, headers=headers).status_code == 403


def test_the_token_of_one_session_is_no_good_in_another(site: SiteUnderTest) -> None:
    csrf = token_of(site.signed_in("Ada").get("/me").text)
    assert site.signed_in("Berta").post("/me/link", data={"csrf": csrf}).status_code == 403


def test_a_body_that_nobody_writes_is_refused(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    assert browser.post("/me", data={"csrf": "x", "name": "x" * 300_000}).status_code == 413
    answer = browser.post("/api/v1/assignments/1/answer", content=b"x" * 300_000)
    assert answer.status_code == 413
    assert answer.json()["error"]["status"] == 413


def test_files_are_not_accepted_as_forms(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    answer = browser.post("/me", data={"csrf": token_of(browser.get("/me").text)}, files={"name": b"x"})
    assert answer.status_code == 400


def test_cookies_cannot_be_read_by_scripts_and_are_secure_over_https(site: SiteUnderTest) -> None:
    cookie = site.browser().get(f"/join/{site.invitation()}").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    answer = site.browser().get(f"https://testserver/join/{site.invitation()}")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_looking_around_sets_no_cookie(site: SiteUnderTest) -> None:
    browser = site.browser()
    for path in ("/", "/about", "/data"):
        browser.get(path)
    assert dict(browser.cookies) == {}


def test_joining_gives_a_fresh_session(site: SiteUnderTest) -> None:
    someone = site.someone("Ada")
    browser = site.browser()
    planted = sign_in(site.db, someone.id)
    browser.cookies.set("minga_session", planted)
    token = site.invitation()
    page = browser.get(f"/join/{token}").text
    consent = re.search(r'name="consent" value="(\w+)"', page)
    assert consent is not None
    form = {"csrf": token_of(page), "name": "B", "varieties": "es", "consent": consent[1], "consent_language": "es"}
    answer = browser.post(f"/join/{token}", data=form, follow_redirects=False)
    assert answer.status_code == 303
    assert planted not in answer.headers["set-cookie"]
    stale = site.browser()
    stale.cookies.set("minga_session", planted)
    assert stale.get("/me").url.path == "/sign-in"


@pytest.mark.parametrize("path", ["/review", "/review/mine", "/review/mmlu-es", "/review/mmlu-es/1", "/me"])
def test_guests_are_shown_the_way_in(site: SiteUnderTest, path: str) -> None:
    assert site.browser().get(path).url.path == "/sign-in"


def test_the_token_of_a_form_is_another_one_on_each_page_and_holds(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    tokens = [token_of(browser.get("/me").text) for _ in range(3)]
    assert len(set(tokens)) == 3
    for token in tokens:
        assert browser.post("/me/link", data={"csrf": token}).status_code == 200


@pytest.mark.parametrize("given", ["", "0", "zz", "0" * 32, "0" * 64, "0" * 63, "ñ" * 64])
def test_what_is_no_token_is_refused(given: str) -> None:
    assert not is_form_token("secret", given)


def test_a_token_that_was_cut_or_turned_is_refused() -> None:
    token = form_token("secret")
    assert is_form_token("secret", token)
    assert not is_form_token("other", token)
    assert not any(is_form_token("secret", token[:length]) for length in range(len(token)))
    last = "1" if token[31] == "0" else "0"
    assert not is_form_token("secret", token[32:] + token[:31] + last)


def test_pages_are_compressed_for_those_who_ask(site: SiteUnderTest) -> None:
    browser = site.browser()
    assert browser.get("/about").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in browser.get("/about", headers={"accept-encoding": "identity"}).headers
