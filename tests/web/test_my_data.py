from __future__ import annotations

import io
import json
import zipfile

import sqlalchemy as sa

from minga.community.accounts import change_password, claim_email
from minga.community.models import Person, Response
from minga.review import answer, find_campaign, take
from tests.review.making import key
from tests.web.sites import SiteUnderTest, token_of

PASSWORD = "la papa se siembra en agosto"


def with_an_answer(site: SiteUnderTest) -> None:
    with site.db.reading() as session:
        ada = session.get_one(Person, 1)
    taken = take(site.db, ada, find_campaign(site.db, "instructions"))
    assert taken
    answer(site.db, taken, "reject", note="=1+1 no es una receta", client_key=key())


def get(site: SiteUnderTest) -> Person:
    with site.db.reading() as session:
        return session.get_one(Person, 1)


def test_everything_can_be_taken_along(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    with_an_answer(site)
    page = browser.get("/me/data").text
    assert "/me/data/everything.zip" in page
    found = browser.get("/me/data/everything.json")
    assert found.headers["content-disposition"] == 'attachment; filename="sabores-my-data.json"'
    exported = json.loads(found.text)
    assert exported["person"]["name"] == "Ada"
    assert exported["tables"]["response"][0]["note"] == "=1+1 no es una receta"
    packed = browser.get("/me/data/everything.zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert "'=1+1 no es una receta" in archive.read("response.csv").decode()


def test_work_is_taken_back_only_by_somebody_who_is_sure_and_she_may_come_back(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    with_an_answer(site)
    csrf = token_of(browser.get("/me/data").text)
    assert browser.post("/me/data/withdraw", data={"csrf": csrf}).status_code == 400
    assert get(site).withdrawn_at is None
    page = browser.post("/me/data/withdraw", data={"csrf": csrf, "sure": "yes"})
    assert page.url.query == b"done=withdrawn"
    assert get(site).withdrawn_at is not None
    assert "/me/data/return" in page.text
    assert browser.post("/review/instructions/take", data={"csrf": csrf}).status_code == 403
    assert browser.post("/me/data/return", data={"csrf": csrf}).url.query == b"done=returned"
    assert get(site).withdrawn_at is None


def test_erasing_signs_out_and_leaves_nothing(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    with_an_answer(site)
    csrf = token_of(browser.get("/me/data").text)
    page = browser.post("/me/data/erase", data={"csrf": csrf, "sure": "yes"})
    assert page.status_code == 200
    assert 'minga_session=""' in page.headers["set-cookie"]
    assert get(site).name == ""
    with site.db.reading() as session:
        assert session.scalars(sa.select(Response.note)).all() == [""]
    assert browser.get("/me/data").url.path == "/sign-in"


def test_where_there_is_a_password_it_is_asked_before_anything_is_taken_back(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    claim_email(site.db, 1, "ada@example.org", verified=True)
    change_password(site.db, 1, PASSWORD, least=15, keep=browser.cookies["minga_session"])
    csrf = token_of(browser.get("/me/data").text)
    for path in ("/me/data/withdraw", "/me/data/erase"):
        assert browser.post(path, data={"csrf": csrf, "sure": "yes", "current": "guess"}).status_code == 400
    assert get(site).withdrawn_at is None
    browser.post("/me/data/withdraw", data={"csrf": csrf, "sure": "yes", "current": PASSWORD})
    assert get(site).withdrawn_at is not None


def test_who_has_withdrawn_is_named_nowhere_on_the_first_page(site: SiteUnderTest) -> None:
    browser = site.signed_in("Ada")
    with_an_answer(site)
    assert "Ada" in browser.get("/").text
    csrf = token_of(browser.get("/me/data").text)
    browser.post("/me/data/withdraw", data={"csrf": csrf, "sure": "yes"})
    assert "Ada" not in browser.get("/").text
