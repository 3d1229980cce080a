"""How often a candidate wins, and what the judge goes by besides the answers: places and lengths.

* Win rate: the mean over prompts of 1, 0 or one half (a tie, or a verdict that flips when the order is swapped).
* Length control: logistic regression of the outcome on the candidate and on tanh of the standardised difference in
  length, after Dubois, Galambosi, Liang & Hashimoto (2024), "Length-Controlled AlpacaEval"; the length-controlled win
  rate is what the fit gives for answers of equal length. Their term for the difficulty of each prompt is left out: it
  needs many models. The weight of length is one for all candidates, since it is the judge's.
* Intervals: percentiles of a bootstrap over prompts, whose comparisons stay together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from minga.evaluate.judge.verdicts import Judged

__all__ = ["Biases", "Estimate", "measure"]

Floats = NDArray[np.float64]
_RIDGE = 0.01
"""Of a normal prior with variance 100 on every weight: without it, one who always wins has an infinite one."""
_STEPS = 25
_ENOUGH = 1e-8


@dataclass(frozen=True)
class Estimate:
    """A number and its interval; both ends are None where it is undefined in most draws."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Biases:
    """What was measured of one judge on one task."""

    win_rate: dict[str, Estimate]
    """By candidate."""
    length_controlled: dict[str, Estimate]
    """By candidate: the win rate if both answers were of one length."""
    length_weight: Estimate | None
    """Log-odds that a candidate gains by answers that are longer by one standard deviation or more; 0 is no bias."""
    length_correlation: Estimate | None
    """Spearman's, of winning with the difference in length."""
    first_place: Estimate | None
    """Share of the verdicts for one answer that go to the one shown first; one half is no bias."""
    flipped: Estimate | None
    """Share of the pairs whose verdict went with the place."""


@dataclass(frozen=True)
class _Columns:
    """Comparisons as columns; `prompt` and `candidate` are codes."""

    prompt: NDArray[np.int64]
    candidate: NDArray[np.int64]
    value: Floats
    length: Floats
    """tanh of the standardised difference."""
    ranks: tuple[Floats, Floats]
    """Of the values and of the differences in length, among all comparisons."""
    readable: Floats
    flipped: Floats
    firsts: Floats
    """Verdicts of the two for the answer shown first."""
    decided: Floats
    """Verdicts of the two for one answer."""


def measure(judged: Sequence[Judged], *, draws: int = 1000, confidence: float = 0.95, seed: int = 0) -> Biases:
    """Win rates and biases, with intervals. Deterministic for a seed."""
    candidates = sorted({each.candidate for each in judged})
    columns = _columns(judged, candidates)
    prompts = int(columns.prompt.max()) + 1
    random = np.random.default_rng(seed)
    whole = _numbers(columns, np.ones(len(judged)), len(candidates), None)
    drawn = np.full((draws, len(whole)), np.nan)
    for row in range(draws):
        times = np.bincount(random.integers(0, prompts, prompts), minlength=prompts).astype(np.float64)
        drawn[row] = _numbers(columns, times[columns.prompt], len(candidates), whole)
    estimates = [_estimate(value, drawn[:, place], confidence) for place, value in enumerate(whole)]
    count = len(candidates)
    wins = {name: each for name, each in zip(candidates, estimates[:count], strict=True) if each}
    controlled = {name: each for name, each in zip(candidates, estimates[count : 2 * count], strict=True) if each}
    weight, correlation, first, flipped = estimates[3 * count :]
    return Biases(wins, controlled, weight, correlation, first, flipped)


def _columns(judged: Sequence[Judged], candidates: Sequence[str]) -> _Columns:
    prompts = {item: place for place, item in enumerate(dict.fromkeys(each.item for each in judged))}
    places = {name: place for place, name in enumerate(candidates)}
    longer = np.array([each.longer for each in judged], dtype=np.float64)
    spread = longer.std()
    choices = [(each.forward.choice, each.backward.choice) for each in judged]

    def of(values: Sequence[object]) -> Floats:
        return np.array(values, dtype=np.float64)

    return _Columns(
        prompt=np.array([prompts[each.item] for each in judged]),
        candidate=np.array([places[each.candidate] for each in judged]),
        value=of([each.value for each in judged]),
        length=np.tanh(longer / spread) if spread else np.zeros(len(judged)),
        ranks=(rankdata(of([each.value for each in judged])), rankdata(longer)),
        readable=of([each.readable for each in judged]),
        flipped=of([each.flipped for each in judged]),
        firsts=of([pair.count("first") for pair in choices]),
        decided=of([pair.count("first") + pair.count("second") for pair in choices]),
    )


def _numbers(columns: _Columns, times: Floats, count: int, start: Floats | None) -> Floats:
    """Everything that has an interval: win rates, controlled ones, weights of the fit, and the biases."""
    weights = None if start is None else start[2 * count : 3 * count + 1]
    total, won = (np.bincount(columns.candidate, each, count) for each in (times, times * columns.value))
    wins = _share(won.astype(np.float64), total.astype(np.float64))
    fit = _fit(columns, times, count, weights)
    controlled = 1 / (1 + np.exp(-fit[:count]))
    length = fit[count] if columns.length.any() else np.nan
    biases = [
        length,
        _correlation(*columns.ranks, times),
        _share((times * columns.firsts).sum(), (times * columns.decided).sum()),
        _share((times * columns.flipped).sum(), (times * columns.readable).sum()),
    ]
    return np.concatenate([wins, controlled, fit[:count], biases])


def _fit(columns: _Columns, times: Floats, count: int, start: Floats | None) -> Floats:
    """Weights of the candidates and, last, of length: Newton's method on a Hessian that is an arrow.

    `start` saves steps; where the data have no length, its last entry may be NaN.
    """
    weights = np.zeros(count + 1) if start is None else np.nan_to_num(start)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(weights[columns.candidate] + weights[count] * columns.length)))
        rest, curve = times * (columns.value - chance), times * chance * (1 - chance)
        gradient = np.append(np.bincount(columns.candidate, rest, count), rest @ columns.length) - _RIDGE * weights
        diagonal = np.bincount(columns.candidate, curve, count) + _RIDGE
        border = np.bincount(columns.candidate, curve * columns.length, count)
        corner = curve @ columns.length**2 + _RIDGE
        last = (gradient[count] - border @ (gradient[:count] / diagonal)) / (corner - border @ (border / diagonal))
        step = np.append((gradient[:count] - border * last) / diagonal, last)
        # a step is held back where the curve is almost flat
        weights = weights + np.clip(step, -2, 2)
        if np.abs(step).max() < _ENOUGH:
            break
    return weights


def _correlation(first: Floats, second: Floats, times: Floats) -> float:
    """Of two columns of ranks, with weights."""
    total = times.sum()
    first, second = (ranks - (times @ ranks) / total for ranks in (first, second))
    spread = np.sqrt((times @ first**2) * (times @ second**2))
    return float(times @ (first * second) / spread) if spread else float("nan")


def _share(part: Floats | float, whole: Floats | float) -> Floats:
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)


def _estimate(value: float, drawn: Floats, confidence: float) -> Estimate | None:
    if np.isnan(value):
        return None
    defined = drawn[~np.isnan(drawn)]
    if 2 * len(defined) <= len(drawn):
        return Estimate(float(value), None, None)
    tail = 50 * (1 - confidence)
    low, high = np.percentile(defined, [tail, 100 - tail])
    return Estimate(float(value), float(low), float(high))
