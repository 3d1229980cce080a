"""Whatever a program sends, the API answers as its description says and never breaks."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from minga.community.sessions import issue_key
from minga.review.guidelines import accept
from minga.web.rate_limits import RateLimiter
from tests.web.sites import SiteUnderTest

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.parametrize("who", ["nobody", "reviewer", "lead"])
def test_every_call_is_answered_as_described(site: SiteUnderTest, who: str) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", site.client.app)
    headers = _headers(site, who)
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=15, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        def call(case: schemathesis.Case) -> None:
            site.client.app.state.limiter = RateLimiter(clock=iter(range(10**9)).__next__)
            case.call_and_validate(headers=headers, checks=CHECKS)

        call()


def _headers(site: SiteUnderTest, who: str) -> dict[str, str]:
    if who == "nobody":
        return {}
    someone = site.someone("Ada", who, "adjudicator")
    for campaign in site.campaigns.values():
        accept(site.db, someone, campaign, campaign.guidelines_version)
    return {"authorization": f"Bearer {issue_key(site.db, someone.id, 'api')}"}
