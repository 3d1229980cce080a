from __future__ import annotations

import random
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.llm.retry import Timing, backoff, retry_after


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "Thu, 99 Xyz 2024", "٣"])
def test_what_cannot_be_read_asks_for_nothing(header: str | None) -> None:
    assert retry_after(header, 0.0) is None


@given(st.integers(0, 10**6))
def test_seconds_and_the_date_they_lead_to_are_the_same(seconds: int) -> None:
    now = 1_700_000_000.0
    assert retry_after(str(seconds), now) == retry_after(formatdate(now + seconds, usegmt=True), now) == seconds


def test_a_date_gone_by_means_now() -> None:
    assert retry_after("Thu, 01 Jan 1970 00:00:10 GMT", 1000.0) == 0.0


@given(st.text(max_size=60))
def test_no_header_breaks_it(header: str) -> None:
    wait = retry_after(header, 0.0)
    assert wait is None or wait >= 0


@given(st.integers(0, 100), st.integers())
def test_the_wait_grows_to_a_limit_and_half_of_it_is_drawn(attempt: int, seed: int) -> None:
    wait = backoff(attempt, None, Timing(random=random.Random(seed).random))
    ceiling = min(30.0, 0.5 * 2**attempt)
    assert ceiling / 2 <= wait <= ceiling


@given(st.floats(0, 300), st.integers(0, 20), st.integers())
def test_the_server_is_never_asked_before_it_said(asked: float, attempt: int, seed: int) -> None:
    assert asked <= backoff(attempt, asked, Timing(random=random.Random(seed).random)) <= asked * 1.1 + 1
