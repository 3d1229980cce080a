"""How many people a campaign needs, how long it takes, and when one that is under way will be done.

`people_needed` and `days_needed` play the campaign with simulated communities (`minga.review.simulation`), each with a
seed of its own, and give the middle and an interval over them. `forecast` needs no community, only the days so far.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from minga.errors import InputError, UsageError
from minga.review.simulated_community import Community
from minga.review.simulated_outcome import Outcome, Rules
from minga.review.simulation import simulate

__all__ = ["Interval", "Plan", "days_needed", "forecast", "observed_community", "people_needed"]

_STEP = 1.06
"""Numbers of people closer than this are not told apart."""
_MOST_PEOPLE = 20_000
_ENOUGH_PEOPLE, _ENOUGH_ANSWERS = 20, 300
_WEEK = 7
_SLOWING = 0.09
"""Standard deviation over campaigns of how much the logarithm of the pace changes a day: what made four forecasts of
five hold in simulated campaigns."""


@dataclass(frozen=True)
class Interval:
    """The middle (median) of simulated campaigns, and the bounds that eight of ten lie within."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Interval:
        """From one value a simulated campaign."""
        low, middle, high = np.quantile(np.array(values), [0.1, 0.5, 0.9], method="inverted_cdf")
        return cls(float(middle), float(low), float(high))


@dataclass(frozen=True)
class Plan:
    """What simulated campaigns say."""

    items: int
    people: Interval
    """People who turn up and are let in; with `high` of them nine campaigns of ten are done in time."""
    days: Interval
    """Days until the last item is decided; infinite where the people give up before."""
    in_time: float
    """Share of the campaigns that are done within `Rules.days`."""
    answers_per_item: Interval
    top_share: Interval
    """Share of the answers by the most active tenth."""
    seeds: int


def people_needed(
    community: Community, rules: Rules, *, seeds: int = 10, seed: int = 0, advance: Callable[[int], None] | None = None
) -> Plan:
    """How many people `rules.items` items take within `rules.days` days. `advance` is called once a seed."""
    needed: list[float] = []
    last: list[Outcome] = []
    guess = 2.5 * rules.items / (2 * community.answers_median)
    for number in range(seeds):
        people, outcome = _fewest(community, rules, max(2, round(guess)), [seed, number])
        needed.append(people)
        last.append(outcome)
        guess = float(np.median(needed))
        if advance:
            advance(1)
    return _plan(rules, Interval.of(needed), last, [one.days or math.inf for one in last])


def days_needed(
    community: Community,
    rules: Rules,
    people: int,
    *,
    seeds: int = 10,
    seed: int = 0,
    advance: Callable[[int], None] | None = None,
) -> Plan:
    """How long so many people take. Where `rules.days` are not enough, the campaign is played on, up to eight times."""
    if people < 1:
        raise UsageError(f"{people} people cannot do anything", hint="--people is at least 1")
    outcomes, days = [], []
    for number in range(seeds):
        outcomes.append(_play(community, rules, people, [seed, number]))
        longer = outcomes[-1]
        for times in (2, 4, 8):
            if longer.days is None:
                longer = _play(community, replace(rules, days=rules.days * times), people, [seed, number])
        days.append(longer.days or math.inf)
        if advance:
            advance(1)
    return _plan(rules, Interval(people, people, people), outcomes, days)


def observed_community(answers: NDArray[np.int64], seconds: NDArray[np.float64]) -> Community | None:
    """The default community with a project's own activity and pace; None where it has too little of them.

    `answers` are the answers of each person so far, `seconds` those of each answer. Of people who are still at it,
    or whom caps held back, less is known than they will give: the plan then is a cautious one.
    """
    timed = seconds[(seconds > 0) & np.isfinite(seconds)]
    active = answers[answers > 0]
    if active.size < _ENOUGH_PEOPLE or active.sum() < _ENOUGH_ANSWERS or timed.size < _ENOUGH_ANSWERS:
        return None
    logs = np.log(timed)
    default = Community()
    # the interquartile range: somebody who went for lunch is no slow reader
    spread = float(np.subtract(*np.quantile(logs, [0.75, 0.25]))) / 1.349
    return replace(
        default,
        answers_median=float(max(1.0, np.median(active))),
        observed_answers=tuple(float(count) for count in active),
        seconds_median=float(np.exp(np.median(logs))),
        seconds_spread=math.sqrt(max(0.01, spread**2 - default.seconds_between**2)),
    )


def forecast(daily: Sequence[int], left: int, *, seed: int = 0, draws: int = 1000) -> Interval:
    """Days until `left` items are decided, from the items decided on each day so far, oldest first, today left out.

    Each draw resamples the last seven days, then lets the pace grow or slow steadily, by how much no one knows
    (`_SLOWING`). A draw that does not get there within three years is infinite. Raises InputError without a day.
    """
    if not daily:
        raise InputError("a forecast needs at least one whole day", where="forecast")
    if left <= 0:
        return Interval(0.0, 0.0, 0.0)
    rng = np.random.default_rng(seed)
    recent = np.array(daily[-_WEEK:], dtype=np.float64)
    pace = rng.choice(recent, (draws, recent.size)).mean(axis=1)
    trend = _SLOWING * rng.normal(size=draws)
    # items decided after t days at a pace that changes by the factor e^trend a day
    at = np.arange(1, 3 * 365)
    growth = np.cumsum(np.exp(np.clip(trend[:, None] * at[None, :], -50, 3)), axis=1) * pace[:, None]
    reached = growth >= left
    days = np.where(reached.any(axis=1), reached.argmax(axis=1) + 1.0, math.inf)
    return Interval.of([float(one) for one in days])


def _fewest(community: Community, rules: Rules, guess: int, seed: list[int]) -> tuple[int, Outcome]:
    """The smallest number of people, up to a few in a hundred, with which this seed is done in time."""
    low, high, people = 1, _MOST_PEOPLE, guess
    best: Outcome | None = None
    while best is None or high > max(low * _STEP, low + 1):
        outcome = _play(community, rules, people, seed)
        if outcome.days is None:
            low = people
        else:
            high, best = people, outcome
        if low >= _MOST_PEOPLE:
            raise UsageError(f"{_MOST_PEOPLE:,} people are not enough", hint="allow more days")
        if best is None:
            people = min(_MOST_PEOPLE, math.ceil(people * 1.2))
        elif low == 1:
            people = max(1, math.floor(people / 1.2))
            low = 0 if people == 1 else low
        else:
            people = round(math.sqrt(max(1, low) * high))
    return high, best


def _play(community: Community, rules: Rules, people: int, seed: list[int]) -> Outcome:
    return simulate(community, rules, people, np.random.default_rng(seed))


def _plan(rules: Rules, people: Interval, outcomes: Sequence[Outcome], days: Sequence[float]) -> Plan:
    return Plan(
        items=rules.items,
        people=people,
        days=Interval.of(days),
        in_time=float(np.mean([one.days is not None for one in outcomes])),
        answers_per_item=Interval.of([one.answers_per_item for one in outcomes]),
        top_share=Interval.of([one.top_share for one in outcomes]),
        seeds=len(outcomes),
    )
