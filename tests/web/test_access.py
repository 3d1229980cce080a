"""Who may do what: every route and verb of the application for every role, in one table.

The routes are read from the application. One that the table does not have makes the test fail, so nobody adds a page
without saying whom it is for. Whether an *item* or a *token* is one's own is tested where these are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from minga.community.models import RoleName
from minga.web.rate_limits import RateLimiter
from tests.web.sites import SiteUnderTest, token_of

ROLES: tuple[RoleName | None, ...] = (None, "guest", "donor", "reviewer", "adjudicator", "steward", "lead")
"""None is somebody who is not signed in."""
EVERYBODY = set(ROLES)
SIGNED_IN = EVERYBODY - {None}
REVIEWING = {"reviewer", "adjudicator", "lead"}
SEEING = {"steward", "lead"}
LEADING = {"lead"}

TABLE: dict[str, set[Any]] = {
    "GET /healthz": EVERYBODY,
    "GET /sw.js": EVERYBODY,
    "GET /": EVERYBODY,
    "GET /about": EVERYBODY,
    "GET /data": EVERYBODY,
    "GET /campaigns/{slug}": EVERYBODY,
    "GET /campaigns/{slug}/join": EVERYBODY,
    "POST /campaigns/{slug}/join": EVERYBODY,
    "GET /campaigns/{slug}/test": REVIEWING,
    "GET /campaigns/{slug}/test/{language}": REVIEWING,
    "POST /campaigns/{slug}/test/{language}": REVIEWING,
    "POST /campaigns/{slug}/test/{language}/answer": REVIEWING,
    "GET /guidelines/{slug}": EVERYBODY,
    "POST /guidelines/{slug}": REVIEWING,
    "GET /leaderboard": EVERYBODY,
    "GET /leaderboard/{path:path}": EVERYBODY,
    "GET /comparisons/{name}/{path:path}": EVERYBODY,
    "GET /submissions": EVERYBODY,
    "POST /submissions": SIGNED_IN,
    "GET /submissions/new": SIGNED_IN,
    "GET /submissions/{number}": EVERYBODY,
    "POST /submissions/{number}/withdraw": SIGNED_IN,
    "GET /authors": EVERYBODY,
    "GET /authors.{kind}": EVERYBODY,
    "GET /certificates": EVERYBODY,
    "GET /certificates/{code}": EVERYBODY,
    "GET /certificates/{code}.pdf": EVERYBODY,
    "POST /certificates/{code}/revoke": SIGNED_IN,
    "GET /join/{token}": EVERYBODY,
    "POST /join/{token}": EVERYBODY,
    "GET /code": EVERYBODY,
    "POST /code": EVERYBODY,
    "POST /code/join": EVERYBODY,
    "POST /try": EVERYBODY,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in/password": EVERYBODY,
    "POST /sign-in/email": EVERYBODY,
    "GET /sign-in/openid": EVERYBODY,
    "GET /sign-in/openid/back": EVERYBODY,
    "GET /email/{token}": EVERYBODY,
    "POST /email/{token}": EVERYBODY,
    "GET /enter/{token}": EVERYBODY,
    "POST /enter/{token}": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "GET /consent": SIGNED_IN,
    "POST /consent": SIGNED_IN,
    "GET /me": SIGNED_IN,
    "POST /me": SIGNED_IN,
    "GET /me/about": SIGNED_IN,
    "POST /me/about": SIGNED_IN,
    "GET /me/credit": SIGNED_IN,
    "POST /me/certificates": SIGNED_IN,
    "GET /me/data": SIGNED_IN,
    "GET /me/data/everything.json": SIGNED_IN,
    "GET /me/data/everything.zip": SIGNED_IN,
    "POST /me/data/withdraw": SIGNED_IN,
    "POST /me/data/erase": SIGNED_IN,
    "POST /me/data/return": SIGNED_IN,
    "POST /me/email": SIGNED_IN,
    "POST /me/email/forget": SIGNED_IN,
    "POST /me/link": SIGNED_IN,
    "POST /me/openid/disconnect": SIGNED_IN,
    "POST /me/password": SIGNED_IN,
    "POST /me/sessions/end": SIGNED_IN,
    "POST /me/sessions/{number}/end": SIGNED_IN,
    "GET /me/sign-in": SIGNED_IN,
    "POST /me/token": SIGNED_IN,
    "POST /me/token/{number}/revoke": SIGNED_IN,
    "GET /notices": SIGNED_IN,
    "POST /notices/{number}": SIGNED_IN,
    "GET /review": SIGNED_IN,
    "GET /review/kept": SIGNED_IN,
    "GET /review/mine": SIGNED_IN,
    "GET /review/{slug}": REVIEWING,
    "POST /review/{slug}/take": REVIEWING,
    "GET /review/{slug}/{number}": REVIEWING,
    "POST /review/{slug}/{number}": REVIEWING,
    "GET /lead": SEEING,
    "GET /lead/new": LEADING,
    "POST /lead/new": LEADING,
    "GET /lead/audit": SEEING,
    "GET /lead/demographics": SEEING,
    "GET /lead/submissions": SEEING,
    "POST /lead/submissions/{number}/accept": LEADING,
    "POST /lead/submissions/{number}/refuse": LEADING,
    "GET /lead/logs/{model}/{task}": LEADING,
    "GET /lead/{slug}": SEEING,
    "GET /lead/{slug}/agreement": SEEING,
    "POST /lead/{slug}/widen": LEADING,
    "POST /lead/{slug}/open": LEADING,
    "GET /lead/{slug}/settings": SEEING,
    "POST /lead/{slug}/settings": LEADING,
    "GET /lead/{slug}/questions": SEEING,
    "POST /lead/{slug}/questions": LEADING,
    "POST /lead/{slug}/questions/reset": LEADING,
    "GET /lead/{slug}/guidelines": SEEING,
    "POST /lead/{slug}/guidelines": LEADING,
    "GET /lead/{slug}/people": SEEING,
    "GET /lead/{slug}/people/{number}": SEEING,
    "POST /lead/{slug}/people/{number}/role": SEEING,
    "POST /lead/{slug}/people/{number}/pause": LEADING,
    "POST /lead/{slug}/people/{number}/resume": LEADING,
    "GET /lead/{slug}/invitations": SEEING,
    "POST /lead/{slug}/invitations": SEEING,
    "POST /lead/{slug}/invitations/{number}/revoke": SEEING,
    "GET /lead/{slug}/items": SEEING,
    "GET /lead/{slug}/items/{record}": SEEING,
    "POST /lead/{slug}/items/{record}/adjudicate": SEEING,
    "GET /lead/{slug}/disputed": SEEING,
    "GET /lead/{slug}/notes": SEEING,
    "POST /lead/{slug}/notes": SEEING,
    "GET /lead/{slug}/exports": SEEING,
    "POST /lead/{slug}/exports/{name}": LEADING,
    "GET /api/v1/openapi.json": EVERYBODY,
    "GET /api/v1/docs": EVERYBODY,
    "GET /api/v1/campaigns": EVERYBODY,
    "GET /api/v1/campaigns/{slug}": EVERYBODY,
    "GET /api/v1/campaigns/{slug}/guidelines": EVERYBODY,
    "POST /api/v1/campaigns/{slug}/guidelines/acceptance": SIGNED_IN,
    "GET /api/v1/campaigns/{slug}/progress": SIGNED_IN,
    "GET /api/v1/campaigns/{slug}/test/{language}": SIGNED_IN,
    "POST /api/v1/campaigns/{slug}/test/{language}": SIGNED_IN,
    "POST /api/v1/campaigns/{slug}/test/{language}/answers": SIGNED_IN,
    "POST /api/v1/campaigns/{slug}/assignments": SIGNED_IN,
    "GET /api/v1/campaigns/{slug}/figures": SEEING,
    "GET /api/v1/campaigns/{slug}/agreement/{question}": SEEING,
    "GET /api/v1/campaigns/{slug}/settings": SEEING,
    "PATCH /api/v1/campaigns/{slug}/settings": LEADING,
    "PUT /api/v1/campaigns/{slug}/open": LEADING,
    "PUT /api/v1/campaigns/{slug}/guidelines": LEADING,
    "POST /api/v1/campaigns/{slug}/widenings": LEADING,
    "GET /api/v1/campaigns/{slug}/people": SEEING,
    "GET /api/v1/campaigns/{slug}/people/{number}": SEEING,
    "POST /api/v1/campaigns/{slug}/people/{number}/roles": SEEING,
    "POST /api/v1/campaigns/{slug}/people/{number}/pause": LEADING,
    "POST /api/v1/campaigns/{slug}/people/{number}/resume": LEADING,
    "GET /api/v1/campaigns/{slug}/invitations": SEEING,
    "POST /api/v1/campaigns/{slug}/invitations": SEEING,
    "DELETE /api/v1/campaigns/{slug}/invitations/{number}": SEEING,
    "GET /api/v1/campaigns/{slug}/items": SEEING,
    "GET /api/v1/campaigns/{slug}/items/{record}": SEEING,
    "GET /api/v1/campaigns/{slug}/exports/{name}": LEADING,
    "GET /api/v1/assignments/{number}": SIGNED_IN,
    "POST /api/v1/assignments/{number}/answer": SIGNED_IN,
    "POST /api/v1/assignments/{number}/skip": SIGNED_IN,
    "GET /api/v1/submissions": EVERYBODY,
    "POST /api/v1/submissions": SIGNED_IN,
    "GET /api/v1/submissions/{number}": EVERYBODY,
    "POST /api/v1/submissions/{number}/withdrawal": SIGNED_IN,
    "GET /api/v1/me": SIGNED_IN,
    "GET /api/v1/me/answers": SIGNED_IN,
    "GET /api/v1/me/credit": SIGNED_IN,
    "GET /api/v1/me/data": SIGNED_IN,
    "GET /api/v1/me/notices": SIGNED_IN,
    "POST /api/v1/me/notices/{number}/seen": SIGNED_IN,
}
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PATH_VALUES = {
    "slug": "mmlu-es",
    "number": "999",
    "language": "es",
    "token": "unknown",
    "code": "unknown",
    "kind": "json",
    "path:path": "scores.csv",
    "record": "0" * 32,
    "name": "responses",
    "question": "verdict",
    "model": "small",
    "task": "mmlu",
}


def _routes(routes: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner.routes, prefix + getattr(route.include_context, "prefix", ""))
        elif hasattr(route, "endpoint"):
            yield from ((verb, prefix + route.path) for verb in route.methods - {"HEAD", "OPTIONS"})


def test_every_route_says_whom_it_is_for(site: SiteUnderTest) -> None:
    there = {f"{verb} {path}" for verb, path in _routes(site.client.app.routes)}
    assert there - TABLE.keys() == set(), "say in the table whom these are for"
    assert TABLE.keys() - there == set(), "these are gone"


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_may_do_is_what_the_table_says(site: SiteUnderTest, role: RoleName | None) -> None:
    client, csrf = _browser(site, role)
    wrong = []
    for route, allowed in TABLE.items():
        verb, path = route.split()
        if path in {"/sign-out", "/me/data/erase", "/me/data/withdraw", "/me/sessions/end"}:
            continue  # they end the session that asks: each is tested in a file of its own
        site.client.app.state.limiter = RateLimiter()
        if _is_let_in(client, csrf, verb, path) is not (role in allowed):
            wrong.append(route)
    assert wrong == []


def test_verbs_that_a_route_has_not_are_refused_for_everybody(site: SiteUnderTest) -> None:
    paths: dict[str, set[str]] = {}
    for verb, path in _routes(site.client.app.routes):
        paths.setdefault(path, set()).add(verb)
    client, csrf = _browser(site, "lead")
    for path, verbs in paths.items():
        for verb in set(VERBS) - verbs:
            site.client.app.state.limiter = RateLimiter()
            assert _send(client, csrf, verb, path).status_code in {404, 405}, f"{verb} {path}"


def _browser(site: SiteUnderTest, role: RoleName | None) -> tuple[TestClient, str]:
    if role is None:
        client = site.browser()
        client.follow_redirects = False
        return client, token_of(client.get("/code").text)
    client = site.signed_in("Ada", role)
    client.follow_redirects = False
    return client, token_of(client.get("/me").text)


def _is_let_in(client: TestClient, csrf: str, verb: str, path: str) -> bool:
    """Whether a request came past the door: what was behind it may still be missing, or the form incomplete."""
    answer = _send(client, csrf, verb, path)
    if answer.is_redirect and answer.headers["location"].startswith("/sign-in"):
        return path.startswith("/sign-in")
    return answer.status_code not in {401, 403}


def _send(client: TestClient, csrf: str, verb: str, path: str) -> Any:
    for name, value in PATH_VALUES.items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path, f"no value for a part of {path}"
    if path.startswith("/api/"):
        return client.request(verb, path, headers={"x-csrf-token": csrf}, json={} if verb == "POST" else None)
    return client.request(verb, path, data={"csrf": csrf} if verb != "GET" else None)
