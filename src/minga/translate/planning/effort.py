"""How long a person takes to validate an item: reading it twice, and mending what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from minga.records import BenchmarkItem
from minga.translate.planning.population import Floats
from minga.translate.texts import texts_of

__all__ = ["Pace", "observed_pace", "words_of"]

_ENOUGH = 30
"""Answers from which on a project's own pace is trusted; the default counts as so many of them."""
_SHORTEST, _LONGEST = 2.0, 1800.0
"""Seconds; what is outside was no reading, or a lunch."""


@dataclass(frozen=True)
class Pace:
    """Seconds an item: `base * (words / 60) ** length * exp(risk * mending)`.

    The defaults are assumed: 45 seconds for an item of 60 words, original and translation together, in which nothing
    was found, as in simulated campaigns (`minga.review.simulated_community`).
    """

    base: float = 45.0
    length: float = 0.6
    mending: float = 0.7
    answers: int = 0
    """How many of the project's own answers it rests on."""

    def seconds(self, words: Floats, risk: Floats) -> Floats:
        """Of each item, from its number of words and its risk (0 to 1)."""
        result: Floats = self.base * (np.maximum(words, 1) / 60) ** self.length * np.exp(risk * self.mending)
        return result


def words_of(item: BenchmarkItem) -> int:
    """Words of an item and its original, taken to be as long."""
    return 2 * sum(len(text.split()) for text in texts_of(item).values())


def observed_pace(words: Floats, risk: Floats, seconds: Floats, default: Pace | None = None) -> Pace:
    """The pace of a project's own answers, drawn towards the `default` while they are few.

    The three arrays are of the answers: words and risk of the item, and seconds that the person took. A log-linear
    regression with the default as its prior, on answers between 2 seconds and half an hour.
    """
    start = default or Pace()
    usable = (seconds >= _SHORTEST) & (seconds <= _LONGEST)
    if usable.sum() < _ENOUGH:
        return start
    features = np.stack([np.ones(usable.sum()), np.log(np.maximum(words[usable], 1) / 60), risk[usable]], axis=1)
    prior = np.array([np.log(start.base), start.length, start.mending])
    # the default's say in each coefficient, in answers
    weight = np.diag([_ENOUGH / 10, _ENOUGH / 2, _ENOUGH / 4])
    away = np.log(seconds[usable]) - features @ prior
    found = prior + np.linalg.solve(features.T @ features + weight, features.T @ away)
    # what people take in all is the mean of seconds, not of their logarithm
    spread = float(np.var(np.log(seconds[usable]) - features @ found))
    return Pace(float(np.exp(found[0] + spread / 2)), float(found[1]), float(found[2]), int(usable.sum()))
