"""Campaigns played on items whose validated scores are known already: to see how many a benchmark needs.

A campaign that people work through is the same thing with the verdicts arriving one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from minga.translate.planning.belief import believe
from minga.translate.planning.draws import Order, learnt_sizes, new_order, random_sizes, risk_sizes
from minga.translate.planning.population import Floats, Population, Verdicts

__all__ = ["Kind", "rehearse"]

Kind = Literal["risk", "random"]


def rehearse(
    population: Population,
    scores: Floats,
    kept: Floats,
    random: np.random.Generator,
    counts: Sequence[int],
    *,
    kind: Kind = "risk",
    first: float = np.inf,
    growth: float = 1.6,
) -> Iterator[tuple[Order, Verdicts]]:
    """The order and the verdicts of a campaign when it has come to each number of items in `counts`, which rise.

    `scores` (items, models) and `kept` (items,) are what people will find. The order is drawn anew after `first`
    verdicts, and whenever there are `growth` times as many as at the time before; by default never.
    """
    nothing = np.zeros(0, dtype=np.int64)
    sizes = random_sizes(len(population))
    if kind == "risk":
        sizes = risk_sizes(believe(population, Verdicts(nothing, scores[nothing], kept[nothing])))
    order = new_order(sizes, random)
    following = first if kind == "risk" else np.inf
    for count in counts:
        while following < count:
            done = int(following)
            order = order.resized(done, learnt_sizes(population, _found(order, done, scores, kept)))
            following *= growth
        yield order, _found(order, count, scores, kept)


def _found(order: Order, count: int, scores: Floats, kept: Floats) -> Verdicts:
    items = order.items[:count]
    return Verdicts(items, scores[items], kept[items])
