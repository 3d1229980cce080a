from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from minga.community import openid
from minga.community.openid import Identity
from minga.community.tokens import new_token
from minga.errors import CommunityError, EndpointError
from minga.settings import OpenIDSettings
from tests.community.openid_provider import Provider, openid_provider

BACK = "https://minga.example.org/sign-in/openid/back"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with openid_provider() as running:
        yield running


def ours(provider: Provider, **about: Any) -> openid.Provider:
    settings = OpenIDSettings(issuer=provider.address, client_id=provider.client_id)
    environment = {"MINGA_OPENID_SECRET": provider.secret}
    return openid.Provider(settings, BACK, lambda: httpx.Client(trust_env=False), environment=environment, **about)


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_who_comes_back_is_who_the_provider_says(provider: Provider) -> None:
    flow = new_token()
    leaving = ours(provider).leave(flow)
    assert leaving.startswith(f"{provider.address}/authorize?")
    assert flow not in leaving
    back = provider.consent(leaving)
    assert back.startswith(BACK)
    assert ours(provider).come_back(flow, query_of(back)) == Identity(provider.address, "user-4711")


def test_a_code_works_once(provider: Provider) -> None:
    flow = new_token()
    answer = query_of(provider.consent(ours(provider).leave(flow)))
    ours(provider).come_back(flow, answer)
    with pytest.raises(EndpointError, match="refused"):
        ours(provider).come_back(flow, answer)


def test_an_answer_to_another_browser_is_refused_before_the_provider_is_asked(provider: Provider) -> None:
    answer = query_of(provider.consent(ours(provider).leave(new_token())))
    provider.asked.clear()
    with pytest.raises(CommunityError, match="has run out"):
        ours(provider).come_back(new_token(), answer)
    assert provider.asked == []


def test_a_stolen_code_is_of_no_use_without_its_verifier(provider: Provider) -> None:
    stolen = query_of(provider.consent(ours(provider).leave(new_token())))
    flow = new_token()
    mine = query_of(ours(provider).leave(flow))
    with pytest.raises(EndpointError, match="refused"):
        ours(provider).come_back(flow, {**stolen, "state": mine["state"]})


def test_somebody_who_says_no_is_told_so(provider: Provider) -> None:
    flow = new_token()
    state = query_of(ours(provider).leave(flow))["state"]
    with pytest.raises(CommunityError, match="did not let you in"):
        ours(provider).come_back(flow, {"error": "access_denied", "state": state})


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example.org"}, {"aud": "another-site"}, {"aud": ["minga-test", "another-site"]},
        {"exp": 1}, {"exp": None}, {"exp": True}, {"iat": 2**40}, {"nonce": "guessed"}, {"nonce": None}, {"sub": ""},
        {"sub": 4711}, {"sub": "x" * 300}, {"azp": "another-site"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_for_somebody_else_is_refused(provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    flow = new_token()
    with pytest.raises(EndpointError, match="not for this site"):
        ours(provider).come_back(flow, query_of(provider.consent(ours(provider).leave(flow))))


def test_a_forged_token_is_refused(provider: Provider) -> None:
    provider.forged = True
    flow = new_token()
    with pytest.raises(EndpointError, match="not signed by it"):
        ours(provider).come_back(flow, query_of(provider.consent(ours(provider).leave(flow))))


@pytest.mark.parametrize(
    ("configuration", "fault"),
    [
        ({"issuer": "https://other.example.org"}, "another name"),
        ({"authorization_endpoint": "http://other.example.org/authorize"}, "not secure"),
        ({"authorization_endpoint": ""}, "not secure"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "not secure"),
    ],
)
def test_a_provider_that_contradicts_itself_is_refused(
    provider: Provider, configuration: dict[str, Any], fault: str
) -> None:
    provider.configuration = configuration
    with pytest.raises(EndpointError, match=fault):
        ours(provider).leave(new_token())


def test_a_provider_that_is_away_is_one_line() -> None:
    with openid_provider() as gone:
        pass
    with pytest.raises(EndpointError, match="cannot be reached"):
        ours(gone).leave(new_token())
