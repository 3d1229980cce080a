"""Campaigns played on items whose validated scores are known already: to see how many a benchmark needs.

A campaign that people work through is the same thing with the verdicts arriving one by one: `next_round` draws what is
left, as `rehearse` does after every so many verdicts.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from minga.translate.planning.belief import believe
from minga.translate.planning.draws import Round, draw, random_sizes, risk_sizes
from minga.translate.planning.population import Floats, Ints, Population, Verdicts

__all__ = ["Order", "next_round", "rehearse"]

Order = Literal["risk", "random"]


def next_round(
    population: Population,
    verdicts: Verdicts,
    random: np.random.Generator,
    *,
    order: Order = "risk",
    used: int | None = None,
    cost: Floats | None = None,
) -> Round:
    """The items that `verdicts` leave, drawn anew; `cost` are seconds of each item of the population."""
    left: Ints = np.setdiff1d(np.arange(len(population)), verdicts.items)
    if order == "random":
        return draw(left, random_sizes(left), random, used)
    return draw(left, risk_sizes(believe(population, verdicts), left, cost), random, used)


def rehearse(
    population: Population,
    scores: Floats,
    kept: Floats,
    random: np.random.Generator,
    *,
    count: int,
    order: Order = "risk",
    first: int = 40,
    growth: float = 1.6,
) -> tuple[list[Round], Verdicts]:
    """A campaign of `count` items: its rounds and verdicts.

    `scores` (items, models) and `kept` (items,) are what people will find. The order is drawn anew after `first`
    verdicts, and whenever there are `growth` times as many as at the time before.
    """
    rounds: list[Round] = []
    verdicts = Verdicts(np.zeros(0, dtype=np.int64), np.zeros((0, population.models)), np.zeros(0))
    following = float(first)
    while len(verdicts) < count:
        used = count - len(verdicts)
        if order == "risk":
            used = min(used, max(1, int(following) - len(verdicts)))
            following *= growth
        rounds.append(next_round(population, verdicts, random, order=order, used=used))
        items = np.concatenate([verdicts.items, rounds[-1].items[: rounds[-1].used]])
        verdicts = Verdicts(items, scores[items], kept[items])
    return rounds, verdicts
