from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import UsageError
from minga.review.caps import CapPolicy, Pace, allowance

CALM = Pace(wanted=100, others=100, days_left=10)
SHORT = Pace(wanted=1000, others=10, days_left=10)


def test_the_first_people_of_a_campaign_are_not_held_back() -> None:
    first = allowance(CapPolicy(share_from=20), today=3, mine=3, answers=3, active=1, pace=CALM)
    assert first.state == "free"
    assert first.left == 17


def test_the_cap_rises_as_the_campaign_grows() -> None:
    caps = [CapPolicy().share_cap(answers, active=40) for answers in (0, 500, 1000, 4000)]
    assert caps == sorted(caps)  # type: ignore[type-var]
    assert caps[0] == 20
    assert caps[-1] == 350


def test_a_tenth_that_is_all_at_the_cap_gives_the_share_that_is_wanted() -> None:
    policy, answers, active = CapPolicy(share=1.0, top_share=0.4), 10_000, 200
    cap = policy.share_cap(answers, active)
    assert cap is not None
    assert cap * active / 10 == 0.4 * answers


def test_whoever_gave_her_share_leaves_the_rest_to_others_who_are_there() -> None:
    stopped = allowance(CapPolicy(), today=10, mine=400, answers=2000, active=60, pace=CALM)
    assert (stopped.state, stopped.left, stopped.reason) == ("hard", 0, "share")


def test_the_share_gives_way_where_others_would_not_get_it_done() -> None:
    assert allowance(CapPolicy(), today=10, mine=400, answers=2000, active=60, pace=SHORT).state == "free"


def test_a_strict_campaign_keeps_its_share_all_the_same() -> None:
    strict = allowance(CapPolicy(yields=False), today=10, mine=400, answers=2000, active=60, pace=SHORT)
    assert strict.reason == "share"


def test_in_a_campaign_without_end_she_waits_only_for_others_who_do_something() -> None:
    assert Pace(wanted=500, others=0).needs_everybody
    assert Pace(wanted=500, others=1).needs_everybody
    assert not Pace(wanted=500, others=100).needs_everybody


def test_the_soft_cap_lets_her_go_on_and_the_hard_one_ends_the_day() -> None:
    policy = CapPolicy(soft_day=60, hard_day=150, share=1, top_share=1)
    soft = allowance(policy, today=60, mine=60, answers=900, active=30, pace=CALM)
    hard = allowance(policy, today=150, mine=150, answers=900, active=30, pace=CALM)
    assert (soft.state, soft.left, soft.reason) == ("soft", 90, "day")
    assert (hard.state, hard.left, hard.reason) == ("hard", 0, "day")


def test_without_caps_there_is_no_end() -> None:
    policy = CapPolicy(soft_day=0, hard_day=0, share=1, top_share=1)
    free = allowance(policy, today=900, mine=9000, answers=9000, active=1, pace=CALM)
    assert (free.left, free.state) == (None, "free")


@given(st.integers(0, 400), st.integers(0, 2000), st.integers(0, 5000), st.integers(1, 300), st.booleans())
def test_who_is_not_stopped_may_do_at_least_one_more(
    today: int, mine: int, answers: int, active: int, calm: bool
) -> None:
    given_ = allowance(
        CapPolicy(), today=today, mine=mine, answers=answers, active=active, pace=CALM if calm else SHORT
    )
    assert (given_.state == "hard") == (given_.left == 0)
    assert given_.left is not None
    assert given_.left >= 0


@pytest.mark.parametrize(
    "settings",
    [{"soft_day": 90, "hard_day": 50}, {"hard_day": -1}, {"share": 0.0}, {"top_share": 0.1}, {"top_share": math.inf}],
)
def test_caps_that_contradict_themselves_are_refused(settings: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        CapPolicy(**settings)  # type: ignore[arg-type]  # the point of the test
