"""A program that runs wild waits; a person at work never does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.web.rate_limits import GUESTS, PEOPLE, Rate, RateLimiter


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def test_a_burst_is_let_through_and_then_it_waits() -> None:
    limiter = RateLimiter(Hands())
    assert [limiter.spend(PEOPLE, "ana") for _ in range(PEOPLE.burst)] == [0.0] * PEOPLE.burst
    assert limiter.spend(PEOPLE, "ana") == 1 / PEOPLE.per_second


def test_one_person_does_not_use_up_what_another_has() -> None:
    limiter = RateLimiter(Hands())
    while limiter.spend(GUESTS, "192.0.2.1") == 0.0:
        pass
    assert limiter.spend(GUESTS, "192.0.2.2") == 0.0


def test_after_the_time_that_was_named_it_goes_on() -> None:
    clock = Hands()
    limiter = RateLimiter(clock)
    while (waiting := limiter.spend(PEOPLE, "ana")) == 0.0:
        pass
    clock.time += waiting
    assert limiter.spend(PEOPLE, "ana") == 0.0


def test_a_clock_that_jumps_back_blocks_nobody_for_longer() -> None:
    clock = Hands()
    clock.time = 1000.0
    limiter = RateLimiter(clock)
    limiter.spend(PEOPLE, "ana")
    clock.time = 0.0
    assert limiter.spend(PEOPLE, "ana") == 0.0


def test_what_is_remembered_stays_bounded() -> None:
    limiter = RateLimiter(Hands(), most=10)
    for number in range(1000):
        limiter.spend(GUESTS, str(number))
    assert len(limiter._buckets) == 10


@given(st.lists(st.floats(min_value=0, max_value=5), min_size=1, max_size=200))
def test_nobody_gets_more_than_the_burst_and_the_rate(pauses: list[float]) -> None:
    clock, rate = Hands(), Rate("tested", per_second=0.7, burst=5)
    limiter, allowed = RateLimiter(clock), 0
    for pause in pauses:
        clock.time += pause
        allowed += limiter.spend(rate, "ana") == 0.0
    assert allowed <= rate.burst + clock.time * rate.per_second + 1e-6
