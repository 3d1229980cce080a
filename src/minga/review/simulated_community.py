"""A community as it is known from the published facts: who comes, how much they do, and how often they are right.

Published, and reproduced by a test:

* A tenth of the people did most of the work, two people gave 30 % of the preference data, and halfway through the
  edition of 2026 17 of 118 registered people had passed the entry test (#Somos600M, arXiv 2407.17479, and its sequel).
* People were right on 44 to 57 % of hard labels; on easy ones two people agreed in 83 %.
* Most volunteers of other projects come once, for a little while (Sauermann & Franzoni, PNAS 112, 2015).

Everything else in `Community` is an assumption and says so where it stands. What no source gives is how much people
differ on easy items, how many items are hard, and how fast people tire; `benchmarks/review_policy.py` therefore also
shows its results for other values of these.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from minga.errors import UsageError

__all__ = ["Community", "Funnel", "Items", "People", "Visits", "draw_items", "draw_people", "draw_visits", "funnel"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_VISITS_A_DAY = 3


@dataclass(frozen=True)
class Community:
    """The people that a simulation draws from. Probabilities are in [0, 1], times in days unless said otherwise."""

    answers_median: float = 10.0
    """Answers that half of the people are willing to give in all: one visit, as most volunteers come once."""
    answers_spread: float = 1.5
    """Standard deviation of the logarithm of that number: a tenth of the people then is willing to do 59 % of the
    work, and two of a hundred 29 %. Published: most of the work, and 30 %."""
    observed_answers: tuple[float, ...] = ()
    """Answers of each person of a real project, drawn from instead of the log-normal where given."""
    visit_answers: float = 8.0
    """Answers of a visit by somebody of median willingness; grows with its fourth root but one (assumed)."""
    at_launch: float = 0.4
    """Share of the people who come in the first day; the others come evenly over `recruiting` days (assumed)."""
    recruiting: float = 21.0
    """Days over which people join."""
    stay: float = 10.0
    """Mean days, exponentially distributed, from a person's first visit to her last (dropout; assumed)."""
    seconds_median: float = 45.0
    """Seconds an item (assumed); `minga review plan` takes the project's own."""
    seconds_spread: float = 0.6
    """Standard deviation of their logarithm within a person (assumed)."""
    seconds_between: float = 0.4
    """Standard deviation of the logarithm of people's own medians (assumed)."""
    labels: tuple[float, ...] = (0.6, 0.28, 0.12)
    """How often each label is the right one: accept, edit, reject (assumed)."""
    hard: float = 0.25
    """Share of hard items (assumed)."""
    easy_accuracy: float = 0.925
    """Of a person of average skill on easy items: two such people agree in 83 %."""
    hard_accuracy: float = 0.505
    """Of a person of average skill on hard items: the middle of 44 to 57 %."""
    hard_skill: float = 0.26
    """Standard deviation over people of the log-odds of being right on hard items: two thirds are in 44 to 57 %."""
    easy_skill: float = 0.7
    """The same on easy items (assumed): two thirds of the people are right in 83 to 95 %."""
    leaning: float = 2.0
    """Concentration of the Dirichlet distribution of a person's favourite wrong labels; small: one-sided (assumed)."""
    attraction: float = 0.5
    """Share of the wrong answers to a hard item that fall for the same wrong label (assumed): a majority of people
    does not mend what misleads them all."""
    tiring: float = 0.5
    """Share of people who tire within a visit (assumed)."""
    tires_after: int = 25
    """Answers of a visit from which on they do (assumed)."""
    tiredness: float = 0.02
    """Log-odds of being right that each further answer costs them; their time per item grows by half of that."""
    rests: float = 0.5
    """Probability of following the suggestion to take a break (assumed)."""
    leaves: float = 0.05
    """Probability that somebody whom a cap stopped never comes back (assumed)."""
    tries_test: float = 0.165
    """Share of the registered who try the entry test by halfway: what makes 17 of 118 pass."""
    adjudicator_easy: float = 0.97
    """How often somebody with the last word is right on an easy item (assumed) ..."""
    adjudicator_hard: float = 0.75
    """... and on a hard one (assumed)."""

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in _SHARES and not 0 <= value <= 1:
                raise UsageError(f"community: {one.name} = {value} is not in [0, 1]")
            if one.name in _POSITIVE and value <= 0:
                raise UsageError(f"community: {one.name} = {value} is not above 0")
        if len(self.labels) < 2 or abs(sum(self.labels) - 1) > 1e-9:
            raise UsageError("community: labels are not the frequencies of at least two labels", hint="they sum to 1")


_SHARES = {"at_launch", "hard", "attraction", "tiring", "rests", "leaves", "tries_test", "easy_accuracy"}
_SHARES |= {"hard_accuracy", "adjudicator_easy", "adjudicator_hard"}
_POSITIVE = {"answers_median", "visit_answers", "recruiting", "stay", "seconds_median", "leaning"}


@dataclass(frozen=True)
class Items:
    """The items of a campaign."""

    truth: Ints
    """(I,) right label."""
    hard: NDArray[np.bool_]
    """(I,)"""
    lure: Ints
    """(I,) the wrong label that people fall for."""


@dataclass(frozen=True)
class People:
    """The people of a campaign."""

    easy: Floats
    """(P,) log-odds of being right on an easy item."""
    hard: Floats
    """(P,) the same on a hard one."""
    leaning: Floats
    """(P, K) favourite labels when wrong."""
    tires: NDArray[np.bool_]
    """(P,)"""
    willing: Floats
    """(P,) answers that each would give in all."""
    seconds: Floats
    """(P,) median seconds an item."""
    arrival: Floats
    """(P,) day of the first visit."""

    def __len__(self) -> int:
        return len(self.easy)

    def answer(
        self, person: int, item: int, items: Items, position: int, rng: np.random.Generator, of: Community
    ) -> int:
        """What a person says about an item, as the answer at `position` of her visit."""
        hard = bool(items.hard[item])
        odds = float((self.hard if hard else self.easy)[person])
        if self.tires[person]:
            odds -= of.tiredness * max(0, position - of.tires_after)
        truth = int(items.truth[item])
        if rng.random() < 1 / (1 + np.exp(-odds)):
            return truth
        if hard and rng.random() < of.attraction:
            return int(items.lure[item])
        wrong = self.leaning[person].copy()
        wrong[truth] = 0.0
        return int(np.searchsorted(np.cumsum(wrong), rng.random() * wrong.sum(), side="right").clip(max=len(wrong) - 1))


@dataclass(frozen=True)
class Visits:
    """When people come and how many answers they mean to give, sorted by time."""

    person: Ints
    start: Floats
    """Day."""
    answers: Ints


@dataclass(frozen=True)
class Funnel:
    """From registered to qualified."""

    registered: int
    tried: int
    passed: int


def draw_items(of: Community, count: int, rng: np.random.Generator) -> Items:
    """Items with their right labels and difficulty."""
    labels = len(of.labels)
    truth = rng.choice(labels, count, p=of.labels)
    return Items(truth, rng.random(count) < of.hard, (truth + rng.integers(1, labels, count)) % labels)


def draw_people(of: Community, count: int, rng: np.random.Generator) -> People:
    """People who turn up and are willing to answer at least once."""
    skill = rng.normal(size=count)
    willing = (
        rng.choice(np.array(of.observed_answers), count)
        if of.observed_answers
        else of.answers_median * np.exp(of.answers_spread * rng.normal(size=count))
    )
    late = rng.random(count) >= of.at_launch
    return People(
        easy=_logit(of.easy_accuracy) + of.easy_skill * skill,
        hard=_logit(of.hard_accuracy) + of.hard_skill * skill,
        leaning=rng.dirichlet(np.full(len(of.labels), of.leaning), count),
        tires=rng.random(count) < of.tiring,
        willing=np.maximum(1.0, willing),
        seconds=of.seconds_median * np.exp(of.seconds_between * rng.normal(size=count)),
        arrival=np.where(late, rng.uniform(0, of.recruiting, count), rng.uniform(0, 1, count)),
    )


def draw_visits(of: Community, people: People, days: float, rng: np.random.Generator) -> Visits:
    """The visits that people mean to make in the first `days` days, however the campaign goes."""
    size = of.visit_answers * np.maximum(1.0, people.willing / of.answers_median) ** 0.4
    visits = np.ceil(people.willing / size).astype(np.int64)
    # nobody comes ten times a day
    stay = np.maximum(rng.exponential(of.stay, len(people)), visits / _VISITS_A_DAY)
    who = np.repeat(np.arange(len(people)), visits)
    first = np.concatenate([[0], np.cumsum(visits)[:-1]])
    moment = rng.random(len(who)) * stay[who]
    moment[first] = 0.0
    share = rng.lognormal(0.0, 0.6, len(who))
    share /= np.bincount(who, share, len(people))[who]
    answers = np.maximum(1, np.rint(share * people.willing[who])).astype(np.int64)
    start = people.arrival[who] + moment
    order = np.argsort(start, kind="stable")
    order = order[start[order] < days]
    return Visits(who[order], start[order], answers[order])


def funnel(
    of: Community, registered: int, rng: np.random.Generator, *, questions: int = 10, needed: float = 0.7
) -> Funnel:
    """How many of the registered try the entry test by halfway, and how many pass it at the first attempt."""
    people = draw_people(of, int((rng.random(registered) < of.tries_test).sum()), rng)
    hard = rng.random((len(people), questions)) < of.hard
    odds = np.where(hard, people.hard[:, None], people.easy[:, None])
    right = (rng.random(odds.shape) < 1 / (1 + np.exp(-odds))).mean(axis=1)
    return Funnel(registered, len(people), int((right >= needed).sum()))


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))
