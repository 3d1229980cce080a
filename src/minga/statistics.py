"""Intervals, paired differences, groups and ranks: what may be concluded from scores on a sample of items.

All of it comes from one bootstrap over items (Efron 1979). The models of a task are resampled together: a draw takes
the same items for all of them, so that the difference of two models is a paired one, and the mean over several tasks
is a sum of draws. A draw is one item short, so that its variance is the unbiased one (Rao & Wu 1988), which counts
where many small tasks are averaged. Two things more are not the textbook's:

* Every draw also takes from four *pseudo-items*, two of them right and two wrong (Agresti & Coull 1998, "add two
  successes and two failures"; for pairs one in each cell, Agresti & Min 2005). Without them 20 right answers of 20 give
  the interval [1, 1], and two models that differ in no item are certain to be equal. With 1,000 items nobody sees them.
  In a mean over k tasks the four are shared, so that each task takes a k-th of them: the pull towards the middle that
  is right for 20 items would otherwise stay the same while the interval narrows.
* The intervals of all differences of one column hold together: their width is the studentised maximum over all pairs
  (max-T; Romano & Wolf 2005). Models whose interval includes 0 cannot be told apart, and a rank is the interval of
  places that follows (Mogstad, Romano, Shaikh & Wilhelm 2024).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Differences",
    "Draws",
    "bootstrap",
    "groups",
    "mcnemar",
    "mcnemar_mid_p",
    "mean_of",
    "normalise",
    "rank_intervals",
    "wilson",
]

Floats = NDArray[np.float64]

_PSEUDO = 4
_BLOCK = 4_000_000
"""Counts held at once: 32 MB."""


@dataclass(frozen=True)
class Draws:
    """Bootstrap draws of the mean scores of several models on the same items."""

    scores: Floats
    """Models x draws."""
    pair: Floats
    """What the pseudo-items add to the difference of any two models, one number a draw."""

    def scaled(self, low: float, high: float) -> Draws:
        """The draws after `(score - low) / (high - low)`."""
        return Draws((self.scores - low) / (high - low), self.pair / (high - low))

    def take(self, rows: Sequence[int]) -> Draws:
        """The draws of some of the models."""
        return Draws(self.scores[list(rows)], self.pair)

    def intervals(self, confidence: float) -> Floats:
        """Models x 2: the percentile interval of each model's mean."""
        tail = 50 * (1 - confidence)
        return np.percentile(self.scores, [tail, 100 - tail], axis=1).T

    def differences(self, confidence: float) -> Differences:
        """The difference of every two models, with intervals that hold together."""
        count = len(self.scores)
        centre = self.scores.mean(axis=1)
        middle = centre[:, None] - centre[None, :] + self.pair.mean()
        spread = np.zeros((count, count))
        largest = np.zeros(self.scores.shape[1])
        for row in range(count - 1):
            off = self.scores[row] - self.scores[row + 1 :] + self.pair - middle[row, row + 1 :, None]
            spread[row, row + 1 :] = spread[row + 1 :, row] = np.sqrt((off * off).mean(axis=1))
            away = np.abs(off, out=off) / np.maximum(spread[row, row + 1 :, None], np.finfo(float).tiny)
            np.maximum(largest, away.max(axis=0), out=largest)
        middle = np.triu(middle, 1) - np.triu(middle, 1).T
        half = np.percentile(largest, 100 * confidence) * spread
        return Differences(middle - half, middle + half)


@dataclass(frozen=True)
class Differences:
    """Simultaneous intervals for the score of each model (row) minus that of each other (column)."""

    low: Floats
    high: Floats

    @property
    def distinct(self) -> NDArray[np.bool_]:
        """Whether two models can be told apart: models x models, symmetric."""
        return (self.low > 0) | (self.high < 0)


def bootstrap(scores: Floats, *, draws: int, seed: int, name: str, maximum: float = 1.0, tasks: int = 1) -> Draws:
    """Draws of the mean of each row of `scores` (models x items, each score between 0 and `maximum`).

    `name` (of the task) goes into the seed, so that a further task does not change the draws of this one. `tasks` is
    how many tasks these draws will be averaged over.
    """
    items = scores.shape[1]
    size = max(1, items - 1 + round(_PSEUDO / tasks))
    random = np.random.default_rng([seed, int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])])
    means, pair = np.empty((len(scores), draws)), np.empty(draws)
    step = max(1, _BLOCK // size)
    for first in range(0, draws, step):
        rows = min(step, draws - first)
        taken = random.random((rows, size)) * (items + _PSEUDO / tasks)
        counts = _counts(np.where(taken < items, taken, items + (taken - items) * tasks).astype(np.intp), items)
        right = maximum * (counts[:, items] + counts[:, items + 1])
        means[:, first : first + rows] = (scores @ counts[:, :items].T + right) / size
        pair[first : first + rows] = maximum * (counts[:, items] - counts[:, items + 1]) / size
    return Draws(means, pair)


def _counts(taken: NDArray[np.intp], items: int) -> Floats:
    """How often each item and pseudo-item stands in each draw (draws x items + 4)."""
    width = items + _PSEUDO
    # the product of a number below 1 and the width may round up to the width
    flat = np.minimum(taken, width - 1) + width * np.arange(len(taken))[:, None]
    return np.bincount(flat.ravel(), minlength=len(taken) * width).reshape(len(taken), width).astype(np.float64)


def mean_of(parts: Sequence[Draws], weights: Sequence[float] | None = None) -> Draws:
    """The draws of the mean over several tasks (the same models, in the same order); the weights sum to 1."""
    return Draws(
        np.average([part.scores for part in parts], axis=0, weights=weights),
        np.average([part.pair for part in parts], axis=0, weights=weights),
    )


def normalise(score: float, random: float, maximum: float) -> float:
    """0 for guessing, 1 for the best that can be: `(score - random) / (maximum - random)`.

    >>> normalise(0.4, 0.25, 1.0)
    0.2
    """
    return round((score - random) / (maximum - random), 12)


def groups(distinct: NDArray[np.bool_]) -> list[list[int]]:
    """Largest runs of models, in the order given, of which no two can be told apart.

    A model may stand in several; one that differs from all others stands in one of its own.

    >>> groups(np.array([[False, False, True], [False, False, False], [True, False, False]]))
    [[0, 1], [1, 2]]
    """
    runs: list[list[int]] = []
    for first in range(len(distinct)):
        last = first
        while last + 1 < len(distinct) and not distinct[first : last + 1, last + 1].any():
            last += 1
        if not runs or last > runs[-1][-1]:
            runs.append(list(range(first, last + 1)))
    return runs


def rank_intervals(differences: Differences) -> list[tuple[int, int]]:
    """The best and the worst place that each model may hold, from 1."""
    count = len(differences.low)
    better = (differences.low > 0).sum(axis=0)
    worse = (differences.high < 0).sum(axis=0)
    return [(1 + int(above), count - int(below)) for above, below in zip(better, worse, strict=True)]


def mcnemar(first: Floats, second: Floats) -> float:
    """Exact two-sided p-value of McNemar (1947) for two models' right (1) and wrong (0) answers to the same items."""
    only_first = int(((first == 1) & (second == 0)).sum())
    only_second = int(((first == 0) & (second == 1)).sum())
    total, fewer = only_first + only_second, min(only_first, only_second)
    logs = [math.lgamma(total + 1) - math.lgamma(k + 1) - math.lgamma(total - k + 1) for k in range(fewer + 1)]
    tail = math.fsum(math.exp(value - total * math.log(2)) for value in logs)
    return min(1.0, 2 * tail)


def mcnemar_mid_p(first: Floats, second: Floats) -> float:
    """McNemar's p-value that counts what was seen only half (Fagerland, Lydersen & Laake 2013): less timid."""
    only_first = int(((first == 1) & (second == 0)).sum())
    only_second = int(((first == 0) & (second == 1)).sum())
    total = only_first + only_second
    if not total:
        return 1.0
    seen = math.lgamma(total + 1) - math.lgamma(only_first + 1) - math.lgamma(only_second + 1) - total * math.log(2)
    half = 0.5 if only_first == only_second else 1.0  # in the middle both tails hold what was seen
    return max(0.0, mcnemar(first, second) - half * math.exp(seen))


def wilson(right: int, items: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The score interval of Wilson (1927) for a share, which the bootstrap is held against."""
    share, extra = right / items, z * z / items
    centre = (share + extra / 2) / (1 + extra)
    half = z / (1 + extra) * math.sqrt(share * (1 - share) / items + extra / (4 * items))
    return centre - half, centre + half
