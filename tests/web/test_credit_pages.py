from __future__ import annotations

import csv
import io
import json
import re

import pytest
import yaml
from fastapi.testclient import TestClient

from minga.community.models import Person
from minga.community.sessions import sign_in
from minga.review.certificates import issue
from tests.review.rows import add_decision, add_item, add_person, add_response
from tests.web.sites import SiteUnderTest, token_of


def someone(site: SiteUnderTest, name: str, works: int = 1, **values: object) -> Person:
    """A person with validated answers."""
    person = add_person(site.db, name, "reviewer", **{"locale": "en", **values})
    for number in range(works):
        item = add_item(site.db, site.campaigns["instructions"], f"{name} {number}", payload={"record": {}})
        add_decision(site.db, item, "accepted", [add_response(site.db, item, person)])
    return person


def browser(site: SiteUnderTest, person: Person | None = None) -> TestClient:
    client = site.browser()
    client.headers["accept-language"] = "en"
    if person is not None:
        client.cookies.set("minga_session", sign_in(site.db, person.id))
    return client


def ask(client: TestClient, name: str, campaign: str = "instructions") -> str:
    """Ask for a certificate; returns its page."""
    token = token_of(client.get("/me/credit").text)
    answer = client.post("/me/certificates", data={"csrf": token, "campaign": campaign, "name": name})
    assert answer.status_code == 200, answer.text
    return answer.text


def code_in(page: str) -> str:
    found = re.search(r"<code>([0-9A-Z]{5}(-[0-9A-Z]{5}){3})</code>", page)
    assert found is not None
    return found[1]


def test_my_credit_says_what_counts_and_how_far_the_next_title_is(site: SiteUnderTest) -> None:
    page = browser(site, someone(site, "Ada", 3)).get("/me/credit").text
    assert "Answers that the decision agrees with: 3" in page
    assert "With 50 points you are named as co-author." in page
    assert "contributor" in page


def test_whoever_has_nothing_confirmed_is_told_so(site: SiteUnderTest) -> None:
    page = browser(site, add_person(site.db, "Eva", "reviewer", locale="en")).get("/me/credit").text
    assert "Nothing of yours is confirmed yet." in page
    assert "/me/certificates" not in page


def test_a_guest_signs_in_first(site: SiteUnderTest) -> None:
    client = browser(site)
    assert client.get("/me/credit", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_a_certificate_can_be_checked_by_anybody(site: SiteUnderTest) -> None:
    code = code_in(ask(browser(site, someone(site, "Ada", 2)), "Ada Quispe Mamani"))
    answer = browser(site).get("/certificates", params={"code": code.lower().replace("-", " ")})
    assert answer.status_code == 200
    assert "This certificate is genuine." in answer.text
    assert "Ada Quispe Mamani" in answer.text
    assert "contributed 2 answers" in answer.text
    assert answer.headers["x-robots-tag"] == "noindex"


def test_its_file_is_a_pdf_in_the_language_it_was_issued_in(site: SiteUnderTest) -> None:
    code = code_in(ask(browser(site, someone(site, "Ada")), "Ada"))
    answer = browser(site).get(f"/certificates/{code}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content == browser(site).get(f"/certificates/{code}.pdf").content


def test_a_code_that_there_is_not_is_said_and_shown_harmlessly(site: SiteUnderTest) -> None:
    client = browser(site)
    for address in ("/certificates/AAAAA-AAAAA-AAAAA-AAAAA", "/certificates?code=<script>alert(1)</script>"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "There is no certificate with this code" in answer.text
        assert "<script>alert" not in answer.text
    assert client.get("/certificates/AAAAA-AAAAA-AAAAA-AAAAA.pdf").status_code == 404


def test_its_owner_takes_it_back_and_the_page_says_nothing_else(site: SiteUnderTest) -> None:
    client = browser(site, someone(site, "Ada"))
    page = ask(client, "Ada Quispe")
    code = code_in(page)
    client.post(f"/certificates/{code}/revoke", data={"csrf": token_of(page)})
    answer = browser(site).get(f"/certificates/{code}")
    assert answer.status_code == 410
    assert "does not hold any more" in answer.text
    assert "Ada Quispe" not in answer.text
    assert browser(site).get(f"/certificates/{code}.pdf").status_code == 404


def test_a_stranger_may_not_take_it_back(site: SiteUnderTest) -> None:
    code = code_in(ask(browser(site, someone(site, "Ada")), "Ada"))
    client = browser(site, someone(site, "Eva"))
    token = token_of(client.get("/me/credit").text)
    assert client.post(f"/certificates/{code}/revoke", data={"csrf": token}).status_code == 403
    assert "Take the certificate back" not in client.get(f"/certificates/{code}").text


def test_a_certificate_needs_a_form_of_ours(site: SiteUnderTest) -> None:
    client = browser(site, someone(site, "Ada"))
    assert client.post("/me/certificates", data={"campaign": "", "name": "Ada"}).status_code == 403


def test_a_name_that_cannot_be_printed_brings_the_form_back(site: SiteUnderTest) -> None:
    client = browser(site, someone(site, "Ada"))
    token = token_of(client.get("/me/credit").text)
    answer = client.post("/me/certificates", data={"csrf": token, "campaign": "", "name": "  "})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_the_author_list_names_those_who_want_it_and_counts_the_others(site: SiteUnderTest) -> None:
    for name, works, naming in (("Bea", 1, "name"), ("Ada", 3, "pseudonym"), ("Hidden", 2, "none")):
        someone(site, name, works, naming=naming)
    page = browser(site).get("/authors").text
    assert page.index("Ada") < page.index("Bea")
    assert "And 1 person who wants no name." in page
    assert "Hidden" not in page


@pytest.mark.parametrize("kind", ["csv", "json", "md", "cff", "bib"])
def test_the_author_list_comes_as_a_file(site: SiteUnderTest, kind: str) -> None:
    someone(site, "Ada <b>& Co")
    answer = browser(site).get(f"/authors.{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    if kind == "csv":
        assert next(csv.DictReader(io.StringIO(answer.text)))["name"] == "Ada <b>& Co"
    if kind == "json":
        assert json.loads(answer.text)["authors"][0]["name"] == "Ada <b>& Co"
    if kind == "cff":
        assert yaml.safe_load(answer.text)["title"] == "Sabores de la tierra"


def test_there_are_no_other_kinds_of_files(site: SiteUnderTest) -> None:
    assert browser(site).get("/authors.exe").status_code == 404


def test_the_certificate_of_somebody_who_withdrew_is_gone(site: SiteUnderTest) -> None:
    person = someone(site, "Ada")
    code = issue(site.db, person, None, "Ada Quispe").code
    with site.db.writing() as session:
        session.get_one(Person, person.id).withdrawn_at = site.db.now()
    assert "Ada Quispe" not in browser(site).get(f"/certificates/{code}").text
    assert "Ada" not in browser(site).get("/authors").text
