"""Draws of items, of what items share, and of each subtask on its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.statistics.draws import Draws

__all__ = ["Resampled", "Sample", "bootstrap", "from_error", "resample"]

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

_PSEUDO = 4
_BLOCK = 4_000_000
"""Counts held at once: 32 MB."""


@dataclass(frozen=True)
class Sample:
    """Answers of several models to the same items."""

    scores: Floats
    """Models x items, each between `low` and `high`."""
    low: float = 0.0
    high: float = 1.0
    clusters: Codes | None = None
    """What each item belongs to; items of one cluster are drawn together. None where items stand alone."""
    strata: Codes | None = None
    """The subtask of each item, from 0."""
    weights: Floats | None = None
    """Of the subtasks in the score, summing to 1; None weighs them by their items."""

    @property
    def means(self) -> Floats:
        """The score of each model."""
        return sum((weight * self.scores[:, rows].mean(axis=1) for weight, rows in self.parts()), np.zeros(1))

    def parts(self) -> Iterator[tuple[float, Codes]]:
        """Weight and items of each subtask."""
        items = self.scores.shape[1]
        if self.strata is None:
            yield 1.0, np.arange(items)
            return
        for stratum in range(int(self.strata.max()) + 1):
            rows = np.flatnonzero(self.strata == stratum)
            yield len(rows) / items if self.weights is None else float(self.weights[stratum]), rows


@dataclass(frozen=True)
class Resampled:
    """Draws of the mean scores of a sample, to which the pseudo-items are still to be added."""

    means: Floats
    """Models x draws."""
    size: float
    """As many independent items as the sample is worth."""
    pseudo: float
    """How many of the four pseudo-items these scores need, as a share."""
    low: float
    high: float
    seed: tuple[int, int]

    def smoothed(self, share: float = 1.0) -> Draws:
        """With the pseudo-items; `share` is the weight of the task in the mean that these draws are for."""
        random = np.random.default_rng([*self.seed, round(share * 1e9)])
        right, wrong = random.poisson(share, (2, _PSEUDO // 2, self.means.shape[1])) * self.pseudo
        total = self.size + right.sum(axis=0) + wrong.sum(axis=0)
        added = self.high * right.sum(axis=0) + self.low * wrong.sum(axis=0)
        # the two that only one of a pair of models gets right
        pair = (self.high - self.low) * (right[0] - wrong[0]) / total
        scores = (self.size * self.means + added) / total
        # the same for all models, so that differences stay as they are
        step = share * self.pseudo * (self.high - self.low) / total * (random.random(len(total)) - 0.5)
        room = np.maximum(self.high - scores, 0), np.minimum(self.low - scores, 0)
        return Draws(scores + np.maximum(np.minimum(step, room[0]), room[1]), pair)


def resample(sample: Sample, *, draws: int, seed: int, name: str, confidence: float = 0.95) -> Resampled:
    """Draws of every model's mean.

    `name` (of the task) goes into the seed, so that a further task does not change the draws of this one. `confidence`
    is that of the intervals which Student's t is taken for.
    """
    key = _key(seed, name)
    random = np.random.default_rng(key)
    means, variance, freedom = np.zeros((len(sample.scores), draws)), np.zeros(len(sample.scores)), 0
    for weight, rows in _strata(sample):
        sums, sizes = _clusters(sample, rows)
        means += weight * _ratios(sums, sizes, draws, random)
        off = sums - sizes * (sums.sum(axis=1) / sizes.sum())[:, None]
        variance += weight**2 * (off**2).sum(axis=1) * len(sizes) / max(1, len(sizes) - 1) / sizes.sum() ** 2
        freedom += len(sizes) - 1
    items, graded = sample.scores.shape[1], _graded(sample)
    wider = 1 + (_student(freedom, confidence) - 1) * (1.0 if sample.clusters is not None else 1 - graded)
    size = _effective(sample, variance, freedom) / wider**2 if _structured(sample) else float(items)
    centre = sample.means[:, None]
    return Resampled(centre + wider * (means - centre), size, graded**0.5, sample.low, sample.high, key)


def _structured(sample: Sample) -> bool:
    return sample.clusters is not None or sample.strata is not None


def _strata(sample: Sample) -> Iterator[tuple[float, Codes]]:
    """The subtasks; those with a single item or passage, which cannot be drawn alone, are drawn together."""
    single: list[tuple[float, Codes]] = []
    for weight, rows in sample.parts():
        alone = len(rows) if sample.clusters is None else len(np.unique(sample.clusters[rows]))
        if alone > 1:
            yield weight, rows
        else:
            single.append((weight, rows))
    if single:
        yield sum(weight for weight, _ in single), np.concatenate([rows for _, rows in single])


def _clusters(sample: Sample, rows: Codes) -> tuple[Floats, Floats]:
    """Sums of scores (models x clusters) and sizes of the clusters of some items."""
    if sample.clusters is None:
        return sample.scores[:, rows], np.ones(len(rows))
    found, codes = np.unique(sample.clusters[rows], return_inverse=True)
    inside = (codes[:, None] == np.arange(len(found))).astype(np.float64)
    return sample.scores[:, rows] @ inside, inside.sum(axis=0)


def _ratios(sums: Floats, sizes: Floats, draws: int, random: np.random.Generator) -> Floats:
    """Mean scores in each draw of one cluster less than there are."""
    units = len(sizes)
    taken = max(1, units - 1)
    means = np.empty((len(sums), draws))
    step = max(1, _BLOCK // units)
    for first in range(0, draws, step):
        rows = min(step, draws - first)
        flat = random.integers(0, units, (rows, taken)) + units * np.arange(rows)[:, None]
        counts = np.bincount(flat.ravel(), minlength=rows * units).reshape(rows, units).astype(np.float64)
        means[:, first : first + rows] = (sums @ counts.T) / (counts @ sizes)
    return means


def _graded(sample: Sample) -> float:
    """How much the scores vary, as a share of what right and wrong answers with the same means would."""
    mean = sample.scores.mean(axis=1)
    most = ((mean - sample.low) * (sample.high - mean)).sum()
    return float(np.clip(sample.scores.var(axis=1).sum() / most, 0.05, 1)) if most > 0 else 1.0


def _effective(sample: Sample, variance: Floats, freedom: int) -> float:
    """The effective sample size, pooled over the models: as many items as the clusters at least, and as the items."""
    items, total = sample.scores.shape[1], float(variance.sum())
    least = min(items, freedom + 1)
    return float(np.clip(sample.scores.var(axis=1).sum() / total, least, items)) if total > 0 else float(least)


def _student(freedom: int, confidence: float) -> float:
    """How much wider an interval by Student's t is than a normal one."""
    from scipy.special import ndtri, stdtrit

    tail = (1 + confidence) / 2
    return float(stdtrit(max(1, freedom), tail) / ndtri(tail))


def bootstrap(scores: Floats, *, draws: int, seed: int, name: str, maximum: float = 1.0, share: float = 1.0) -> Draws:
    """Draws of the mean of each row of `scores` (models x items, each score between 0 and `maximum`).

    `name` goes into the seed; `share` is the weight of these scores in the mean that the draws are for.
    """
    return resample(Sample(scores, high=maximum), draws=draws, seed=seed, name=name).smoothed(share)


def from_error(
    value: float, error: float, items: int, *, low: float, high: float, draws: int, seed: int, name: str
) -> Resampled:
    """Draws of a score of which only the standard error and the number of items are known, for one model.

    They are the quantiles of the normal distribution in an order that `seed` and `name` (of task and model) decide.
    What they lack where a score is near its bounds (an error of 0 for 20 right answers of 20), the pseudo-items give.
    """
    from scipy.special import ndtri

    key = _key(seed, name)
    order = np.random.default_rng(key).permutation(draws)
    most, found = (value - low) * (high - value), items * error**2
    graded = float(np.clip(found / most, 0.05, 1)) if most > 0 and found > 0 else 1.0
    size = items * min(1.0, most / found) if most > 0 and found > 0 else float(items)
    return Resampled((value + error * ndtri((order + 0.5) / draws))[None], size, graded**0.5, low, high, key)


def _key(seed: int, name: str) -> tuple[int, int]:
    return seed, int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
