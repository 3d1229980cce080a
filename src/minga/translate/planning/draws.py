"""The order in which items are validated: a draw without replacement, the likelier the more an item may matter.

Items are drawn one after another, each with a probability in proportion to its *size* among those that are left
(successive sampling; Hájek 1964), by exponential clocks: item i rings at `-log(u) / size`, and the order of ringing is
the order of the draw. So every beginning of the order is a valid sample of its own with known probabilities, and what
is left may be drawn anew with other sizes whenever verdicts have taught something.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from minga.errors import InputError
from minga.translate.planning.belief import Belief
from minga.translate.planning.population import Floats, Ints

__all__ = ["Round", "draw", "from_here", "random_sizes", "risk_sizes"]

_EVEN = 0.1
"""Part of every draw in which all items are alike: one that looks safe is still looked at, and weights are bounded."""


@dataclass(frozen=True)
class Round:
    """One draw of all the items that were left."""

    items: Ints
    """Numbers of the items in the order of the draw."""
    sizes: Floats
    """The size that each was drawn with."""
    used: int
    """How many of them were, or will be, validated in this order before the rest is drawn anew."""

    def __post_init__(self) -> None:
        if len(self.items) != len(self.sizes) or not 0 <= self.used <= len(self.items) or (self.sizes <= 0).any():
            raise InputError("a round needs a positive size for each of its items", where="Round")

    @property
    def probabilities(self) -> Floats:
        """The probability with which each was drawn, given those before it."""
        return self.sizes / from_here(self.sizes)


def draw(items: Ints, sizes: Floats, random: np.random.Generator, used: int | None = None) -> Round:
    """`items` in a random order; `sizes` are theirs, in the same places."""
    clocks = random.exponential(size=len(items)) / sizes
    order = np.argsort(clocks, kind="stable")
    return Round(items[order], sizes[order], len(items) if used is None else min(used, len(items)))


def risk_sizes(belief: Belief, items: Ints, cost: Floats | None = None) -> Floats:
    """Sizes of `items`: the spread of the belief, over the root of the `cost` (seconds; Neyman 1934) where it is given.

    With sizes in proportion to the spread, each draw tells as much as it can.
    """
    spread = belief.mean_spread[items]
    if cost is not None:
        spread = spread / np.sqrt(cost[items] / cost[items].mean())
    return (1 - _EVEN) * spread / spread.mean() + _EVEN if len(items) else spread


def random_sizes(items: Ints) -> Floats:
    """Sizes of a plain random order."""
    return np.ones(len(items))


def from_here(values: Floats) -> Floats:
    """Sum of each value and all after it, along the first axis."""
    return np.flip(np.cumsum(np.flip(values, axis=0), axis=0), axis=0)
