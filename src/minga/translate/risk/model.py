"""Logistic regression that begins as the linter's own risk and moves as far as decisions take it.

Every weight has a normal prior. That of `score` has its mean at 1 and all others at 0, so that without decisions the
probability is the linter's risk; the more decisions there are, the less the prior counts. Each language has an
intercept and a slope of its own on top of the common ones, whose priors are narrow: a language with few decisions stays
near the others (partial pooling, Gelman and Hill 2007, chapter 12). The weights are the mode of the posterior, found by
Newton's method from the prior's mean: a function of the examples and of nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.languages import language_of
from minga.translate.risk.features import SCORE

__all__ = ["Example", "RiskModel", "fit"]

Floats = NDArray[np.float64]
_INTERCEPT = "intercept"
_SPREADS = {_INTERCEPT: 3.0, SCORE: 0.5}
"""Standard deviations of the priors. Machine translation may be better or worse than the linter thinks by far."""
_SPREAD = 0.5
_SPREAD_OF_LANGUAGE = {_INTERCEPT: 0.5, SCORE: 0.3}
_STEPS = 60
_NEAR = 1e-9
_DIGITS = 6


@dataclass(frozen=True)
class Example:
    """An item on which people decided."""

    language: str
    """BCP-47; what is learnt is pooled by the language without its region."""
    features: Mapping[str, float]
    changed: bool
    """Whether it had to be changed: anything but accepted as it was."""


@dataclass(frozen=True)
class RiskModel:
    """Weights by the name of the feature; `intercept` and `score` also for single languages, as `score@ca`."""

    weights: Mapping[str, float]
    examples: int = 0
    """Decided items that the weights are from."""

    def probability(self, language: str, features: Mapping[str, float]) -> float:
        """How likely a person has to change an item with these features, in (0, 1), rounded to 4 places."""
        columns = _columns(language, features)
        odds = math.fsum(self.weights.get(name, _mean(name)) * value for name, value in sorted(columns.items()))
        return round(float(_chance(np.array(odds))), 4)


def fit(examples: Sequence[Example]) -> RiskModel:
    """The model that the decisions on `examples` make likeliest under the prior; the prior itself without any."""
    rows = [_columns(example.language, example.features) for example in examples]
    names = sorted({name for row in rows for name in row})
    if not names:
        return RiskModel({_INTERCEPT: 0.0, SCORE: 1.0})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    changed = np.array([example.changed for example in examples], dtype=np.float64)
    mean = np.array([_mean(name) for name in names])
    precision = np.array([_spread(name) ** -2 for name in names])
    weights = _mode(table, changed, mean, precision)
    found = {name: round(float(weight), _DIGITS) for name, weight in zip(names, weights, strict=True)}
    return RiskModel(found, len(examples))


def _mode(table: Floats, changed: Floats, mean: Floats, precision: Floats) -> Floats:
    """Newton's method with halved steps where one went too far; the objective is strictly concave."""
    weights = mean.copy()
    value = _objective(table, changed, weights, mean, precision)
    for _ in range(_STEPS):
        chance = _chance(table @ weights)
        slope = table.T @ (changed - chance) - precision * (weights - mean)
        curve = (table.T * (chance * (1 - chance))) @ table + np.diag(precision)
        step = np.linalg.solve(curve, slope)
        while (after := _objective(table, changed, weights + step, mean, precision)) < value and np.abs(
            step
        ).max() > _NEAR:
            step = step / 2
        weights, value = weights + step, after
        if np.abs(step).max() <= _NEAR:
            break
    return weights


def _objective(table: Floats, changed: Floats, weights: Floats, mean: Floats, precision: Floats) -> float:
    odds = table @ weights
    likelihood = np.sum(changed * odds - np.logaddexp(0.0, odds))
    return float(likelihood - np.sum(precision * (weights - mean) ** 2) / 2)


def _columns(language: str, features: Mapping[str, float]) -> dict[str, float]:
    tag, score = language_of(language), features.get(SCORE, 0.0)
    own = {f"{_INTERCEPT}@{tag}": 1.0, f"{SCORE}@{tag}": score}
    return {_INTERCEPT: 1.0, **features, SCORE: score, **own}


def _mean(name: str) -> float:
    return 1.0 if name == SCORE else 0.0


def _spread(name: str) -> float:
    common, _, language = name.partition("@")
    return _SPREAD_OF_LANGUAGE[common] if language else _SPREADS.get(name, _SPREAD)


def _chance(odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return chance
