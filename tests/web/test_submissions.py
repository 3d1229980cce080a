from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from minga.community import Database
from minga.community.models import EvaluationJob, Submission
from minga.evaluate.submissions.checker import record
from minga.evaluate.submissions.checking import Checked, Found
from minga.evaluate.submissions.queue import accept, find_submission, list_submissions
from minga.evaluate.submissions.reasons import REASONS, Reason
from minga.evaluate.submissions.submitted_models import slug_of
from minga.settings import SubmissionSettings
from minga.web.catalogues import LOCALES, translations
from minga.web.submission_words import reason_words
from tests.community.databases import MovableClock
from tests.web.sites import TOML, SiteUnderTest, make_site, token_of

SETTINGS = "[submissions]\nopen = true\nper_week = 2\n[evaluate]\nsuites = ['own', 'es']\n"
COMMIT = "a" * 40


@pytest.fixture
def site(tmp_path: Path, clock: MovableClock, filled_project: Path) -> Iterator[SiteUnderTest]:
    """A project that takes models."""
    folder = tmp_path / "project"
    shutil.copytree(filled_project, folder, symlinks=True)
    (folder / "minga.toml").write_text(f"{TOML}\n{SETTINGS}", encoding="utf-8")
    with Database.at(folder / ".minga" / "minga.db", clock=clock) as database:
        yield make_site(folder, database)


def reader(site: SiteUnderTest, *roles: Any, name: str = "Ada") -> TestClient:
    client = site.signed_in(name, *roles)
    client.cookies.set("minga_lang", "en")
    return client


def send(client: TestClient, model: str = "owner/model", **fields: Any) -> Any:
    token = token_of(client.get("/me").text)
    return client.post("/submissions", data={"csrf": token, "model": model, "suite": ["own", "es"], **fields})


def post(client: TestClient, path: str, **fields: str) -> Any:
    return client.post(path, data={"csrf": token_of(client.get("/me").text), **fields})


def passed(site: SiteUnderTest, number: int = 1) -> Submission:
    found = Found("owner/model", COMMIT, "Apache-2.0", 135_000_000, 270_000_000)
    record(site.db, number, Checked(found=found), SubmissionSettings(open=True))
    return find_submission(site.db, number)


def test_a_model_goes_from_the_form_to_the_lead_and_into_the_queue(site: SiteUnderTest) -> None:
    ada, lead = reader(site, "reviewer"), reader(site, "lead", name="Eva")
    page = send(ada, kind="instruct", note="Trained on <b>recipes</b>")
    assert page.url.path == "/submissions/1"
    assert "being checked" in page.text
    assert "recipes" not in page.text  # only the lead reads notes
    [row] = list_submissions(site.db)
    assert (row.model, row.kind, row.suites, row.state) == ("owner/model", "instruct", ["own", "es"], "checking")
    passed(site)
    seen = lead.get("/lead/submissions").text
    assert "owner/model" in seen
    page = lead.get("/submissions/1").text
    assert "Submitted by Ada." in page
    assert "Trained on &lt;b&gt;recipes&lt;/b&gt;" in page
    assert "135 million parameters" in page
    page = post(lead, "/lead/submissions/1/accept").text
    assert "Number 1 in the queue." in page
    guest = site.browser().get("/submissions", headers={"accept-language": "en"}).text
    assert "in the queue" in guest
    assert "Ada" not in guest


def test_progress_and_failures_are_public(site: SiteUnderTest) -> None:
    send(reader(site))
    passed(site)
    row = accept(site.db, 1)
    with site.db.writing() as session:
        for task, state, reason in (("a", "done", ""), ("b", "failed", "ran out of <memory>"), ("c", "queued", "")):
            values = {
                "task": task,
                "state": state,
                "reason": reason,
                "fingerprint": task,
                "attempts": 3,
                "log": "x.log",
            }
            moments = {"not_before": site.db.now(), "queued_at": site.db.now()}
            session.add(EvaluationJob(model=slug_of(row), **values, **moments))
    page = site.browser().get("/submissions/1", headers={"accept-language": "en"}).text
    assert "1 of 3 evaluations are done." in page
    assert "ran out of &lt;memory&gt;" in page
    assert "attempt 3" in page
    assert "/lead/logs/" not in page
    log = f"/lead/logs/{slug_of(row)}/b"
    assert log in reader(site, "lead", name="Eva").get("/submissions/1").text


@pytest.mark.parametrize(
    ("model", "fields", "says"),
    [
        ("no name", {}, "not the name of a model on the Hub."),
        ("<script>/x", {}, "not the name of a model on the Hub."),
        ("owner/model", {"suite": ["mmlu"]}, "Choose at least one suite"),
        ("owner/model", {"note": "x" * 1001}, "The note is too long"),
    ],
)
def test_what_cannot_be_taken_is_said_at_once_and_kept_in_the_form(
    site: SiteUnderTest, model: str, fields: dict[str, Any], says: str
) -> None:
    answer = send(reader(site), model, **fields)
    assert answer.status_code == 400
    assert says in answer.text
    assert "<script>/x" not in answer.text
    assert list_submissions(site.db) == []


def test_a_person_has_a_quota_and_no_model_comes_twice(site: SiteUnderTest) -> None:
    ada = reader(site)
    assert send(ada).status_code == 200
    assert "submitted already" in send(ada).text
    assert send(ada, "owner/two").status_code == 200
    assert "You submitted 2 models in the last seven days" in send(ada, "owner/three").text


def test_a_refusal_says_what_to_do_in_the_readers_language(site: SiteUnderTest) -> None:
    send(reader(site))
    record(site.db, 1, Checked(refused=Reason("memory", {"needed": 168.0, "there": 24.2})), SubmissionSettings())
    page = site.browser().get("/submissions/1", headers={"accept-language": "ca"}).text
    assert "Necessita uns 168 GB de memòria i la màquina que avalua en té 24,2 GB." in page
    assert "Presenta’n un de més petit" in page


def test_only_who_submitted_it_withdraws_a_model(site: SiteUnderTest) -> None:
    ada, eva = reader(site), reader(site, name="Eva")
    send(ada)
    assert post(eva, "/submissions/1/withdraw").status_code == 404
    assert "Withdraw the model" not in eva.get("/submissions/1").text
    assert "withdrawn" in post(ada, "/submissions/1/withdraw").text
    answer = post(ada, "/submissions/1/withdraw")
    assert answer.status_code == 409


def test_a_lead_refuses_with_a_reason_that_everybody_reads(site: SiteUnderTest) -> None:
    lead = reader(site, "lead", name="Eva")
    send(reader(site))
    passed(site)
    accept(site.db, 1)
    assert post(lead, "/lead/submissions/1/refuse", words=" ").status_code == 409
    post(lead, "/lead/submissions/1/refuse", words="It was trained on the test")
    page = site.browser().get("/submissions/1", headers={"accept-language": "en"}).text
    assert "The lead refused it: It was trained on the test." in page
    log = lead.get("/lead/audit").text
    assert "refuse-model" in log


def test_a_project_that_takes_no_models_says_so(tmp_path: Path, filled_project: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(filled_project, folder, symlinks=True)
    with Database.at(folder / ".minga" / "minga.db") as database:
        closed = make_site(folder, database)
        ada = reader(closed)
        assert "takes no models at the moment" in ada.get("/submissions").text
        assert "takes no models at the moment" in ada.get("/submissions/new").text
        token = token_of(ada.get("/me").text)
        answer = ada.post("/submissions", data={"csrf": token, "model": "owner/model"})
        assert (answer.status_code, "This project takes no submissions." in answer.text) == (400, True)


def test_programs_submit_look_and_withdraw(site: SiteUnderTest) -> None:
    ada = reader(site)
    headers = {"x-csrf-token": token_of(ada.get("/me").text)}
    made = ada.post("/api/v1/submissions", json={"model": "owner/model", "suites": ["es"]}, headers=headers)
    assert made.status_code == 201
    assert made.json() | {"created_at": ""} == {
        "id": 1, "model": "owner/model", "revision": "", "kind": "", "licence": "NOASSERTION", "parameters": None,
        "base": "", "suites": ["es"], "step": "checking", "code": "", "reason": "", "place": None, "evaluations": [],
        "created_at": "",
    }  # fmt: skip
    again = ada.post("/api/v1/submissions", json={"model": "owner/model"}, headers=headers)
    assert again.status_code == 409
    assert "submitted already" in again.json()["error"]["what"]
    passed(site)
    assert site.browser().get("/api/v1/submissions").json()[0]["step"] == "deciding"
    gone = ada.post("/api/v1/submissions/1/withdrawal", headers=headers)
    assert gone.json()["step"] == "withdrawn"
    assert ada.get("/api/v1/submissions/9").status_code == 404


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reason_has_words_in_every_language(locale: str) -> None:
    names = ("revision", "files", "licence", "fault", "limit", "version", "name", "token", "size", "billions", "needed",
             "there", "words", "count")  # fmt: skip
    for code in REASONS:
        words = reason_words(translations(locale), Reason(code, dict.fromkeys(names, "X"), "o/base"), locale=locale)
        assert len(words) == 2
        assert all(text.endswith(".") and "%" not in text for text in words)
        assert "o/base: " in words[0]
