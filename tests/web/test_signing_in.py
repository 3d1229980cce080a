from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from minga.community import Database
from minga.community.accounts import change_password, claim_email, connect_identity, ways_of
from minga.community.models import Person
from minga.community.sessions import issue_key
from tests.community.databases import MovableClock
from tests.community.mail_server import MailServer, mail_server
from tests.community.openid_provider import Provider, openid_provider
from tests.web.sites import SiteUnderTest, make_site, token_of

PASSWORD = "la papa se siembra en agosto"
MAIL = """
[accounts]
address = "https://minga.example.org"

[accounts.mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "minga@example.org"
"""
OPENID = """
[accounts]
address = "http://127.0.0.1:8600"

[accounts.openid]
issuer = "{issuer}"
name = "Hugging Face"
client_id = "minga-test"
"""
MakeSite = Callable[[str], SiteUnderTest]


@pytest.fixture
def site_with(tmp_path: Path, clock: MovableClock, filled_project: Path) -> Iterator[MakeSite]:
    """The site with further settings."""
    opened: list[Database] = []

    def make(settings: str) -> SiteUnderTest:
        folder = tmp_path / "project"
        shutil.copytree(filled_project, folder, symlinks=True)
        with (folder / "minga.toml").open("a", encoding="utf-8") as toml:
            toml.write(settings)
        opened.append(Database.at(folder / ".minga" / "minga.db", clock=clock))
        return make_site(folder, opened[0])

    yield make
    for database in opened:
        database.close()


def known(site: SiteUnderTest, email: str = "ada@example.org") -> Person:
    ada = site.someone("Ada")
    claim_email(site.db, ada.id, email, verified=True)
    return ada


def try_password(site: SiteUnderTest, email: str, password: str) -> httpx.Response:
    browser = site.browser()
    form = {"csrf": token_of(browser.get("/sign-in").text), "email": email, "password": password}
    return browser.post("/sign-in/password", data=form)


# Passwords


def test_a_password_leads_in(site: SiteUnderTest) -> None:
    change_password(site.db, known(site).id, PASSWORD, least=15)
    assert try_password(site, "ada@example.org", PASSWORD).url.path == "/review"


def test_a_wrong_password_and_an_unknown_address_look_the_same(site: SiteUnderTest) -> None:
    change_password(site.db, known(site).id, PASSWORD, least=15)
    pages = [try_password(site, email, "wrong password here") for email in ("ada@example.org", "eve@example.org")]
    assert [page.status_code for page in pages] == [400, 400]

    def without_what_differs(page: httpx.Response) -> str:
        return re.sub(r'value="[^"]*"', "", page.text)

    assert without_what_differs(pages[0]) == without_what_differs(pages[1])
    assert PASSWORD not in pages[0].text


def test_after_too_many_guesses_there_is_a_wait_and_the_page_says_how_long(site: SiteUnderTest) -> None:
    change_password(site.db, known(site).id, PASSWORD, least=15)
    for _ in range(5):
        assert try_password(site, "ada@example.org", "wrong").status_code == 400
    page = try_password(site, "ada@example.org", PASSWORD)
    assert page.status_code == 429
    assert page.headers["retry-after"] == "2"


def test_the_form_can_be_filled_in_by_a_password_manager_and_pasted_into(site: SiteUnderTest) -> None:
    page = site.browser().get("/sign-in").text
    assert re.search(r'type="email" name="email"[^>]* autocomplete="username"', page)
    assert re.search(r'type="password" name="password"[^>]* autocomplete="current-password"', page)
    assert "onpaste" not in page


def test_where_there_are_no_passwords_none_is_asked(site_with: MakeSite) -> None:
    site = site_with("[accounts]\npasswords = false\n")
    browser = site.browser()
    page = browser.get("/code")
    assert "/sign-in/password" not in browser.get("/sign-in").text
    form = {"csrf": token_of(page.text), "email": "ada@example.org", "password": "x"}
    assert browser.post("/sign-in/password", data=form).status_code == 404


# Links by e-mail


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def ask_for_link(browser: TestClient, email: str) -> httpx.Response:
    csrf = token_of(browser.get("/sign-in").text)
    return browser.post("/sign-in/email", data={"csrf": csrf, "email": email})


def path_in(message: str) -> str:
    found = re.search(r"https://minga\.example\.org(/email/[\w-]{43})", message)
    assert found is not None
    return found[1]


def test_a_link_by_mail_signs_in_after_a_click_and_once(site_with: MakeSite, server: MailServer) -> None:
    site = site_with(MAIL.format(port=server.port))
    known(site)
    page = ask_for_link(site.browser(), " Ada@example.org")
    [message] = server.wait_for(1)
    assert message["To"] == "ada@example.org"
    assert str(message["From"]) == "Sabores de la tierra <minga@example.org>"
    path = path_in(message.get_content())
    for _ in range(3):  # a mail scanner looks, and looks again
        assert site.browser().get(path).status_code == 200
    browser = site.browser()
    form = {"csrf": token_of(browser.get(path).text)}
    assert browser.post(path, data=form).url.path == "/review"
    late = site.browser()
    gone = late.get(path)
    assert gone.status_code == 404
    assert "minga_session" not in late.cookies
    assert page.url.query == b"sent=1"


def test_the_answer_is_the_same_for_an_address_that_nobody_has(site_with: MakeSite, server: MailServer) -> None:
    site = site_with(MAIL.format(port=server.port))
    known(site)
    pages = [ask_for_link(site.browser(), email) for email in ("ada@example.org", "eve@example.org", "no address")]
    plain = [re.sub(r'value="[^"]*"', "", page.text) for page in pages]
    assert plain[0] == plain[1] == plain[2]
    assert [page.url.query for page in pages] == [b"sent=1"] * 3
    assert len(server.wait_for(1)) == 1


def test_a_mail_server_that_is_away_is_not_noticed_by_whoever_asks(site_with: MakeSite) -> None:
    with mail_server() as gone:
        port = gone.port
    site = site_with(MAIL.format(port=port))
    known(site)
    assert ask_for_link(site.browser(), "ada@example.org").status_code == 200


def test_a_link_in_a_mail_does_not_follow_the_request_s_host(site_with: MakeSite, server: MailServer) -> None:
    site = site_with(MAIL.format(port=server.port))
    known(site)
    browser = TestClient(site.client.app, base_url="http://evil.example", follow_redirects=True)
    ask_for_link(browser, "ada@example.org")
    assert "evil.example" not in server.wait_for(1)[0].get_content()


def test_an_address_counts_when_its_owner_has_opened_the_link(site_with: MakeSite, server: MailServer) -> None:
    site = site_with(MAIL.format(port=server.port))
    browser = site.signed_in("Ada")
    csrf = token_of(browser.get("/me/sign-in").text)
    page = browser.post("/me/email", data={"csrf": csrf, "email": "ada@example.org"})
    assert page.url.query == b"saved=sent"
    assert ways_of(site.db, 1).email == ""
    path = path_in(server.wait_for(1)[0].get_content())
    elsewhere = site.browser()
    shown = elsewhere.get(path)
    assert "ada@example.org" in shown.text
    elsewhere.post(path, data={"csrf": token_of(shown.text)})
    assert "minga_session" not in elsewhere.cookies  # it confirms, and lets nobody in
    assert (ways_of(site.db, 1).email, ways_of(site.db, 1).verified) == ("ada@example.org", True)


def test_without_a_mail_server_no_link_is_offered(site: SiteUnderTest) -> None:
    browser = site.browser()
    page = browser.get("/sign-in").text
    assert "/sign-in/email" not in page
    assert browser.post("/sign-in/email", data={"csrf": token_of(page), "email": "a@b.org"}).status_code == 404


# OpenID Connect


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with openid_provider() as running:
        monkeypatch.setenv("MINGA_OPENID_SECRET", running.secret)
        yield running


def through(provider: Provider, browser: TestClient, path: str = "/sign-in/openid") -> httpx.Response:
    """Leave for the provider, say yes there, and come back."""
    leaving = browser.get(path, follow_redirects=False)
    assert leaving.status_code == 303
    back = urlsplit(provider.consent(leaving.headers["location"]))
    return browser.get(f"{back.path}?{back.query}")


def test_an_account_elsewhere_leads_in_once_it_is_connected(site_with: MakeSite, provider: Provider) -> None:
    site = site_with(OPENID.format(issuer=provider.address))
    assert "Hugging Face" in site.browser().get("/sign-in").text
    browser = site.signed_in("Ada")
    assert "Hugging Face" in browser.get("/me/sign-in").text
    page = through(provider, browser, "/sign-in/openid?purpose=connect")
    assert (page.url.path, page.url.query) == ("/me/sign-in", b"saved=openid")
    assert ways_of(site.db, 1).issuer == provider.address
    elsewhere = site.browser()
    assert through(provider, elsewhere).url.path == "/review"
    assert "minga_session" in elsewhere.cookies
    assert "minga_openid" not in elsewhere.cookies


def test_an_account_that_nobody_connected_is_let_in_by_no_address_that_it_claims(
    site_with: MakeSite, provider: Provider
) -> None:
    site = site_with(OPENID.format(issuer=provider.address))
    known(site, "victim@example.org")  # the provider's token claims this address
    browser = site.browser()
    assert through(provider, browser).status_code == 400
    assert "minga_session" not in browser.cookies


def test_a_way_back_that_this_browser_did_not_begin_is_refused(site_with: MakeSite, provider: Provider) -> None:
    site = site_with(OPENID.format(issuer=provider.address))
    connect_identity(site.db, site.someone("Eve").id, provider.address, provider.subject)
    eve = site.browser()
    leaving = eve.get("/sign-in/openid", follow_redirects=False)
    back = urlsplit(provider.consent(leaving.headers["location"]))
    victim = site.browser()
    assert victim.get(f"{back.path}?{back.query}").status_code == 400
    assert "minga_session" not in victim.cookies


def test_a_provider_that_is_away_is_one_line_on_the_page(site_with: MakeSite) -> None:
    with openid_provider() as gone:
        pass
    site = site_with(OPENID.format(issuer=gone.address))
    assert site.browser().get("/sign-in/openid").status_code == 502


def test_without_a_provider_there_is_no_such_way(site: SiteUnderTest) -> None:
    browser = site.browser()
    assert browser.get("/sign-in/openid").status_code == 404
    assert browser.get("/sign-in/openid/back").status_code == 404


# Personal links, and leaving


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


def test_signing_out_ends_the_session(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    session = browser.cookies["minga_session"]
    browser.post("/sign-out", data={"csrf": token_of(browser.get("/me").text)})
    stale = site.browser()
    stale.cookies.set("minga_session", session)
    assert stale.get("/review").url.path == "/sign-in"


def test_a_session_says_on_which_device_it_is(site: SiteUnderTest) -> None:
    token = issue_key(site.db, site.someone("Berta").id, "link")
    browser = site.browser()
    csrf = token_of(browser.get(f"/enter/{token}").text)
    phone = {"user-agent": "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"}
    browser.post(f"/enter/{token}", data={"csrf": csrf}, headers=phone)
    assert "Firefox, Android" in browser.get("/me/sign-in").text
