"""Draws of mean scores, and what they say of single models and of all pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Differences", "Draws", "mean_of", "normalise"]

Floats = NDArray[np.float64]

_BLOCK = 256
"""Draws at a time: with 200 models a block stays in the processor's cache."""


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
        off = self.scores - self.scores.mean(axis=1, keepdims=True)
        pair = self.pair - self.pair.mean()
        middle = _antisymmetric(np.subtract.outer(*[self.scores.mean(axis=1)] * 2) + self.pair.mean())
        spread = _spread(off, pair)
        half = np.percentile(_largest(off, pair, spread), 100 * _surely(confidence, len(pair))) * spread
        return Differences(middle - half, middle + half, middle, spread)


@dataclass(frozen=True)
class Differences:
    """Simultaneous intervals for the score of each model (row) minus that of each other (column)."""

    low: Floats
    high: Floats
    middle: Floats
    """Mean over the draws."""
    spread: Floats
    """Standard error."""

    @property
    def distinct(self) -> NDArray[np.bool_]:
        """Whether two models can be told apart: models x models, symmetric."""
        return (self.low > 0) | (self.high < 0)


def _surely(confidence: float, draws: int) -> float:
    """The level whose quantile among so many draws is, in 39 cases of 40, not below that of `confidence`.

    Half the time the plain one is below, and then too many models are told apart.
    """
    return min(1.0, confidence + 1.96 * math.sqrt(confidence * (1 - confidence) / draws))


def _antisymmetric(upper: Floats) -> Floats:
    return np.asarray(np.triu(upper, 1) - np.triu(upper, 1).T)


def _spread(off: Floats, pair: Floats) -> Floats:
    """Standard deviation of every difference with what the pseudo-items add, from the covariances."""
    draws = len(pair)
    covariance = off @ off.T / draws
    variance, beside = covariance.diagonal(), off @ pair / draws
    squares = (
        variance[:, None] + variance - 2 * covariance + 2 * np.subtract.outer(beside, beside) + pair @ pair / draws
    )
    upper = np.triu(np.sqrt(np.maximum(squares, 0)), 1)
    return np.asarray(upper + upper.T)


def _largest(off: Floats, pair: Floats, spread: Floats) -> Floats:
    """The largest studentised difference of any two models, draw by draw.

    Single precision moves it in the seventh digit and takes half the time: of 200 models these are 40 million numbers.
    """
    count, draws = off.shape
    scale = (1 / np.maximum(spread, np.finfo(np.float32).tiny)).astype(np.float32)
    rows, extra = off.astype(np.float32), pair.astype(np.float32)
    largest = np.zeros(draws, dtype=np.float32)
    for first in range(0, draws, _BLOCK):
        block = np.ascontiguousarray(rows[:, first : first + _BLOCK])
        shifted, most = block + extra[first : first + _BLOCK], largest[first : first + _BLOCK]
        for row in range(count - 1):
            away = shifted[row] - block[row + 1 :]
            away *= scale[row, row + 1 :, None]
            np.maximum(most, np.maximum(away.max(axis=0), -away.min(axis=0)), out=most)
    return largest.astype(np.float64)


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
