"""Keys that models disagree with.

A model that is usually right and is sure of another answer tells something about the key; one that guesses does not.
So each model counts as much as it is above chance on the whole benchmark (after Northcutt, Jiang & Chuang 2021, who
compare a model's confidence with its usual one), and their probabilities are averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.records import BenchmarkItem, Finding
from minga.translate.texts import choice_name

__all__ = ["Disputes", "Opinions", "disputed_keys", "opinions_from"]

Floats = NDArray[np.float64]

_SURE = 0.7
"""What the average of the models gives another choice at least …"""
_DOUBTED = 0.15
"""… and the key at most."""
_LEAST_SKILL = 0.1
"""A model less than this part of the way from chance to perfect says nothing about keys."""


@dataclass(frozen=True)
class Opinions:
    """What one model thinks of the items of a benchmark."""

    model: str
    probabilities: Mapping[str, Floats]
    """(choices,) by the item's id, or by its number in the benchmark."""

    def of(self, item: BenchmarkItem) -> Floats | None:
        """(choices,) of an item; None where the model says nothing of it, or of other choices than it has."""
        found = self.probabilities.get(item.id, self.probabilities.get(item.number))
        return found if found is not None and len(found) == len(item.choices) else None


@dataclass(frozen=True)
class Disputes:
    """The keys that models dispute."""

    findings: Mapping[str, Finding]
    """`source-disputed-key` by the item's id, on the choice that the models hold for right."""
    skills: Mapping[str, float]
    """By model how much it counts: 1 for one that is always right, 0 for one too near to chance to be listened to."""


def opinions_from(model: str, loglikelihoods: Mapping[str, Sequence[float]]) -> Opinions:
    """Opinions from the log-likelihoods of each item's choices, as `minga.results.answers` gives them."""
    return Opinions(model, {item: _softmax(np.array(values)) for item, values in loglikelihoods.items() if len(values)})


def disputed_keys(items: Iterable[BenchmarkItem], opinions: Sequence[Opinions]) -> Disputes:
    """The items whose key is not what the models hold for right, each model counting as much as it is above chance."""
    known = [item for item in items if item.choices and item.answer is not None]
    weights = [_skill(known, one) for one in opinions]
    found = {}
    for item in known:
        pooled = _pooled(item, opinions, weights)
        if pooled is None or item.answer is None:
            continue
        best = int(pooled.argmax())
        if best != item.answer and pooled[best] >= _SURE and pooled[item.answer] <= _DOUBTED:
            found[item.id] = Finding(
                check="source-disputed-key",
                severity="warning",
                field=choice_name(best),
                source_text=item.choices[best],
                source_start=0,
            )
    return Disputes(found, {one.model: round(weight, 4) for one, weight in zip(opinions, weights, strict=True)})


def _skill(items: Sequence[BenchmarkItem], opinions: Opinions) -> float:
    """0 at chance, 1 at perfect; 0 too where it is too little to say anything."""
    right, chance = [], []
    for item in items:
        probabilities = opinions.of(item)
        if probabilities is not None:
            right.append(float(probabilities.argmax() == item.answer))
            chance.append(1 / len(item.choices))
    if not right or np.mean(chance) >= 1:
        return 0.0
    skill = float((np.mean(right) - np.mean(chance)) / (1 - np.mean(chance)))
    return skill if skill >= _LEAST_SKILL else 0.0


def _pooled(item: BenchmarkItem, opinions: Sequence[Opinions], weights: Sequence[float]) -> Floats | None:
    total: Floats = np.zeros(len(item.choices))
    for one, weight in zip(opinions, weights, strict=True):
        probabilities = one.of(item)
        if weight and probabilities is not None:
            total = total + weight * probabilities
    return total / total.sum() if total.any() else None


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max())
    result: Floats = powers / powers.sum()
    return result
