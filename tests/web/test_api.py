from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from minga.community.sessions import issue_key
from minga.review.guidelines import accept, change_guidelines
from minga.web.rate_limits import PEOPLE, RateLimiter
from minga.web.security import form_token
from tests.web.sites import SiteUnderTest, token_of


def program(site: SiteUnderTest, name: str = "Bot", scopes: Sequence[str] = ()) -> TestClient:
    """A program of somebody who accepted the guidelines; its token is limited to `scopes`."""
    client, someone = site.browser(), site.someone(name)
    for campaign in site.campaigns.values():
        accept(site.db, someone, campaign, campaign.guidelines_version)
    client.headers["authorization"] = f"Bearer {issue_key(site.db, someone.id, 'api', scopes=scopes)}"
    return client


def take(bot: TestClient) -> dict[str, Any]:
    taken = bot.post("/api/v1/campaigns/mmlu-es/assignments")
    assert taken.status_code == 201
    assignment: dict[str, Any] = taken.json()["assignment"]
    return assignment


def test_a_program_takes_and_answers_items(site: SiteUnderTest) -> None:
    bot = program(site)
    taken = take(bot)
    assert taken["texts"][0]["source"] == "How many days has a week?"
    assert [text["is_key"] for text in taken["texts"]] == [False, False, True, False, False]
    answer = {"verdict": "edit", "edits": {"question": "¿Cuántos días hay?"}, "client_key": "k1"}
    kept = bot.post(f"/api/v1/assignments/{taken['id']}/answer", json=answer)
    assert kept.status_code == 201
    again = bot.post(f"/api/v1/assignments/{taken['id']}/answer", json=answer)
    assert again.json() == kept.json()
    assert bot.get(f"/api/v1/assignments/{taken['id']}").json()["state"] == "answered"
    assert bot.get("/api/v1/campaigns/mmlu-es/progress").json()["answered"] == 1
    assert [one["verdict"] for one in bot.get("/api/v1/me/answers").json()] == ["edit"]


def test_an_exhausted_campaign_says_why_there_is_nothing(site: SiteUnderTest) -> None:
    bot = program(site)
    for _ in range(3):
        assert bot.post(f"/api/v1/assignments/{take(bot)['id']}/skip", json={"reason": "no"}).status_code == 204
    nothing = bot.post("/api/v1/campaigns/mmlu-es/assignments")
    assert nothing.status_code == 200
    assert nothing.json() == {"assignment": None, "nothing": {"reason": "nothing-left", "until": None, "detail": []}}


def test_an_answer_may_bring_the_next_item(site: SiteUnderTest) -> None:
    bot = program(site)
    first = take(bot)
    said = {"verdict": "accept", "client_key": "k1"}
    answered = bot.post(f"/api/v1/assignments/{first['id']}/answer?next=true", json=said).json()
    assert answered["answer"]["verdict"] == "accept"
    assert answered["next"]["assignment"]["id"] != first["id"]
    assert take(bot)["id"] == answered["next"]["assignment"]["id"]


def test_guidelines_are_read_and_accepted_before_anything_is_handed_out(site: SiteUnderTest) -> None:
    bot = program(site)
    change_guidelines(site.db, site.campaigns["mmlu-es"], "Read twice.", site.someone("Lead", "lead"))
    assert bot.post("/api/v1/campaigns/mmlu-es/assignments").json()["nothing"]["reason"] == "guidelines"
    read = bot.get("/api/v1/campaigns/mmlu-es/guidelines").json()
    assert (read["version"], read["text"]) == (2, "Read twice.")
    accepted = bot.post("/api/v1/campaigns/mmlu-es/guidelines/acceptance", json={"version": 2})
    assert accepted.status_code == 204
    take(bot)


@pytest.mark.parametrize(
    ("scopes", "may_read", "may_answer"),
    [((), True, True), (("read",), True, False), (("answer",), True, True), (("lead",), True, True)],
)
def test_a_token_does_no_more_than_its_scopes(
    site: SiteUnderTest, scopes: tuple[str, ...], may_read: bool, may_answer: bool
) -> None:
    bot = program(site, scopes=scopes)
    assert (bot.get("/api/v1/me").status_code == 200) is may_read
    assert (bot.post("/api/v1/campaigns/mmlu-es/assignments").status_code == 201) is may_answer


def test_a_program_that_writes_without_pause_is_asked_to_wait(site: SiteUnderTest) -> None:
    bot = program(site)
    site.client.app.state.limiter = RateLimiter(clock=lambda: 0.0)
    answers = [bot.post("/api/v1/me/notices/1/seen") for _ in range(PEOPLE.burst + 20)]
    waiting = [answer for answer in answers if answer.status_code == 429]
    assert waiting
    assert int(waiting[0].headers["retry-after"]) >= 1


def test_what_the_project_keeps_about_me_is_there_to_read(site: SiteUnderTest) -> None:
    bot = program(site, "Ada")
    bot.post(f"/api/v1/assignments/{take(bot)['id']}/answer", json={"verdict": "accept", "client_key": "k"})
    assert "accept" in bot.get("/api/v1/me/data").text
    assert bot.get("/api/v1/me/credit").json()["points"] == 0
    assert bot.get("/api/v1/me/notices").json() == []


def test_campaigns_are_public(site: SiteUnderTest) -> None:
    listed = site.browser().get("/api/v1/campaigns").json()
    assert [(one["slug"], one["items"]) for one in listed] == [("instructions", 6), ("mmlu-es", 3)]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/me", 401),
        ("post", "/api/v1/campaigns/mmlu-es/assignments", 401),
        ("get", "/api/v1/campaigns/none", 404),
        ("get", "/api/v1/campaigns/NOT A SLUG", 404),
        ("get", "/api/v1/nothing", 404),
        ("delete", "/api/v1/campaigns", 405),
    ],
)
def test_faults_are_json(site: SiteUnderTest, method: str, path: str, status: int) -> None:
    answer = site.browser().request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"]["status"] == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"verdict": "maybe", "client_key": "k"}, 422),
        ({"verdict": "accept"}, 422),
        ({"verdict": "accept", "client_key": "k", "extra": 1}, 422),
        ({"verdict": "reject", "client_key": "k"}, 409),
        ({"verdict": "edit", "client_key": "k", "edits": {"nothing": "x"}}, 409),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(site: SiteUnderTest, body: dict[str, object], status: int) -> None:
    bot = program(site)
    taken = take(bot)
    assert bot.post(f"/api/v1/assignments/{taken['id']}/answer", json=body).status_code == status


def test_the_assignment_of_somebody_else_is_not_there(site: SiteUnderTest) -> None:
    taken = take(program(site, "One"))
    assert program(site, "Two").get(f"/api/v1/assignments/{taken['id']}").status_code == 404


def test_a_browser_session_needs_its_form_token_to_change_something(site: SiteUnderTest) -> None:
    browser = site.signed_in()
    assert browser.get("/api/v1/me").status_code == 200
    assert browser.post("/api/v1/campaigns/mmlu-es/assignments").status_code == 403
    headers = {"x-csrf-token": token_of(browser.get("/me").text)}
    assert browser.post("/api/v1/campaigns/mmlu-es/assignments", headers=headers).status_code == 201


def test_a_revoked_token_is_no_longer_good(site: SiteUnderTest) -> None:
    someone = site.someone("Bot")
    first = issue_key(site.db, someone.id, "api")
    issue_key(site.db, someone.id, "api")
    assert site.browser().get("/api/v1/me", headers={"authorization": f"Bearer {first}"}).status_code == 401


def test_the_description_is_complete_and_readable(site: SiteUnderTest) -> None:
    schema = site.browser().get("/api/v1/openapi.json").json()
    assert all(path.startswith("/api/v1/") for path in schema["paths"])
    page = site.browser().get("/api/v1/docs").text
    assert all(path in page for path in schema["paths"])


def test_form_tokens_depend_on_the_secret() -> None:
    assert form_token("a") != form_token("b")
