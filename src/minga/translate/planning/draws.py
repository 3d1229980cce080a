"""The order in which items are validated: a draw without replacement, the likelier the more an item may matter.

Every item has a number of its own, drawn once from (0, 1), and a *level* that rises from 0 at a rate in proportion to
the item's *size*; it is drawn when its level passes its number (sequential Poisson sampling, Ohlsson 1998; priority
sampling, Duffield, Lund & Thorup 2007). So every beginning of the order is a valid sample, and an item's probability of
being in it is its level when the next item is drawn. What is left may get other sizes whenever verdicts have taught
something (`learnt_sizes`): levels go on rising from where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from minga.errors import InputError
from minga.translate.planning.belief import Belief, believe
from minga.translate.planning.population import Floats, Ints, Population, Verdicts

__all__ = ["Order", "learnt_sizes", "new_order", "random_sizes", "risk_sizes"]

_EVEN = 0.1
"""Part of every size that is the same for all: one that looks safe is still looked at, and weights are bounded."""


@dataclass(frozen=True)
class Order:
    """An order of all items; the arrays are (items,), whether drawn already or not."""

    numbers: Floats
    levels: Floats
    """Where each level stood when the sizes were last set."""
    sizes: Floats
    taken: Ints
    """(n,) the items that had been drawn by then, in their order."""

    def __post_init__(self) -> None:
        shapes = {self.numbers.shape, self.levels.shape, self.sizes.shape}
        if len(shapes) > 1 or (self.sizes <= 0).any() or len(self.taken) > len(self.numbers):
            raise InputError("an order needs a number, a level and a positive size of each item", where="Order")

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def items(self) -> Ints:
        """(items,) numbers of all items as they are to be validated."""
        left = np.setdiff1d(np.arange(len(self)), self.taken)
        return np.concatenate([self.taken, left[np.argsort(self._times[left], kind="stable")]])

    @cached_property
    def _times(self) -> Floats:
        """When each level passes its number."""
        return (self.numbers - self.levels) / self.sizes

    def chances(self, count: int) -> Floats:
        """(items,) the probability of each to be among the first `count`, given what the others' numbers are.

        Raises InputError for fewer than were drawn before the sizes were last set.
        """
        if count < len(self.taken):
            raise InputError(f"the sizes were set after {len(self.taken)} items", where=f"the first {count}")
        return np.ones(len(self)) if count >= len(self) else self._levels_at(float(self._times[self.items[count]]))

    def resized(self, count: int, sizes: Floats) -> Order:
        """The order with other sizes after the first `count`, which stay what they are."""
        last = float(self._times[self.items[count - 1]]) if count > len(self.taken) else 0.0
        return Order(self.numbers, self._levels_at(last), sizes, self.items[:count])

    def _levels_at(self, time: float) -> Floats:
        levels: Floats = np.minimum(self.levels + self.sizes * max(time, 0.0), 1.0)
        return levels


def new_order(sizes: Floats, random: np.random.Generator) -> Order:
    """An order in which nothing has been drawn."""
    count = len(sizes)
    # never 0: a level of 0 is no probability
    return Order(1 - random.random(count), np.zeros(count), sizes, np.zeros(0, dtype=np.int64))


def risk_sizes(belief: Belief, cost: Floats | None = None) -> Floats:
    """The spread of the belief, over the root of the `cost` (seconds an item) where it is given (Neyman 1934).

    With probabilities in proportion to it, the estimate is as exact as the number of items, or of seconds, allows.
    """
    spread = belief.mean_spread
    if cost is not None:
        spread = spread / np.sqrt(cost / cost.mean())
    return (1 - _EVEN) * spread / spread.mean() + _EVEN


def learnt_sizes(population: Population, verdicts: Verdicts, cost: Floats | None = None) -> Floats:
    """Sizes from what verdicts taught, in which none has taught the size of its own item, or of any in its half.

    Half of the items takes its sizes from the verdicts on the other half. Were an item's chance to depend on what was
    found in it, estimates would lean and intervals be too narrow (cross-fitting, Chernozhukov et al. 2018).
    """
    sizes = np.zeros(len(population))
    for half in (0, 1):
        others = verdicts.of(verdicts.items % 2 != half)
        sizes[half::2] = risk_sizes(believe(population, others), cost)[half::2]
    return sizes


def random_sizes(count: int) -> Floats:
    """Sizes of a plain random order."""
    return np.ones(count)
