"""Whether the leaderboard's intervals, groups and ranks hold what they promise, in simulation.

Each scenario draws models' answers to items from a population with known true scores, 2,000 times (--draws), and asks
how often the interval has the true score in it. A model's true score lies within 0.03 of the one that the scenario is
named after, drawn anew each time: with 20 items there are only 21 possible means, and for a single true score the
coverage of any method jumps between values far from 0.95 (Brown, Cai & DasGupta 2001). Where models are compared, their
answers to the same items are correlated, as they are in truth: an item that one gets right is easier for the others.

* items: right and wrong answers, 20 to 2,000 items, true scores of 0.3 to 0.97
* passages: items that share one, with an intraclass correlation of 0 to 0.3, in passages of one size or of mixed sizes
* subtasks: means of 10 to 57 subtasks of unequal sizes, by items and with equal weights
* suite: means over 10 tasks, normalised
* graded: answers scored between 0 and 1, from nearly all alike to nearly all 0 or 1
* labels: Matthews' correlation and macro F1, which are no means over items
* error: scores of which only the standard error is known

`false_different`: how often any of several equal models is told apart from another (after correction: at most 0.05),
the worst of its scenarios. `rank_coverage`: how often all models' true places lie in their rank intervals at once, the
worst of its scenarios. `power`: how often a model that is right on 5 points more of 1,000 items is told apart, alone
and among 20 models; for information.

Last line: JSON with `coverage_min`, `coverage_max`, `false_different`, `rank_coverage`, `power`, and all `scenarios`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from sklearn.metrics import f1_score, matthews_corrcoef

from minga.statistics import (
    Draws,
    Sample,
    from_error,
    mean_of,
    pseudo_values,
    rank_intervals,
    resample,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
MODELS = 16
"""On the same items in each simulated leaderboard."""
BAND = 0.03
CORRELATED = 0.4
"""Of two models' answers to an item, on the normal scale."""


@dataclass(frozen=True)
class Simulation:
    """How much is drawn."""

    draws: int
    """Simulated intervals a scenario."""
    resampled: int
    """Bootstrap draws behind each."""
    random: np.random.Generator

    def bounds(self, sample: Sample) -> Floats:
        """Models x 2: the intervals as the leaderboard makes them."""
        return self.smoothed(sample).intervals(0.95)

    def smoothed(self, sample: Sample, share: float = 1.0) -> Draws:
        """Draws of one task."""
        seed = int(self.random.integers(2**31))
        return resample(sample, draws=self.resampled, seed=seed, name="task").smoothed(share)

    def near(self, share: float, models: int = MODELS) -> Floats:
        """True scores about `share`."""
        return np.clip(share + self.random.uniform(-BAND, BAND, models), 0.01, 0.99)

    def answers(
        self,
        truth: Floats,
        items: int,
        passages: NDArray[np.intp] | None = None,
        icc: float = 0.0,
        alike: float = 0.0,
    ) -> Floats:
        """Right and wrong answers of models with these true scores (models x items) to items that are drawn."""
        models = len(truth)
        alone = self.random.normal(size=(models, items))
        if passages is not None and icc:
            # what a passage adds to the difficulty of its items, for each model: correlated answers within it
            shared = self.random.normal(size=(models, int(passages.max()) + 1))[:, passages]
            alone = np.sqrt(icc) * shared + np.sqrt(1 - icc) * alone
        level = np.sqrt(alike) * self.random.normal(size=items) + np.sqrt(1 - alike) * alone
        return (level < norm.ppf(truth)[:, None]).astype(np.float64)


Once = Callable[[Simulation], tuple[Floats, Floats]]
"""Intervals (models x 2) and true scores of one simulated leaderboard."""


def items(share: float, count: int) -> Once:
    def once(simulation: Simulation) -> tuple[Floats, Floats]:
        truth = simulation.near(share)
        return simulation.bounds(Sample(simulation.answers(truth, count))), truth

    return once


def passages(share: float, count: int, size: int, icc: float, mixed: bool) -> Once:
    def once(simulation: Simulation) -> tuple[Floats, Floats]:
        sizes = simulation.random.integers(1, 2 * size, count) if mixed else np.full(count, size)
        which, truth = np.repeat(np.arange(count), sizes), simulation.near(share)
        level = np.repeat(truth[:, None], count, axis=1)
        if icc:
            heavy = 1 / icc - 1
            level = simulation.random.beta(heavy * level, heavy * (1 - level))
        scores = (simulation.random.random((MODELS, len(which))) < level[:, which]).astype(np.float64)
        return simulation.bounds(Sample(scores, clusters=which)), truth

    return once


def subtasks(share: float, count: int, size: int, equal: bool) -> Once:
    """Subtasks of half to one and a half times `size` items, some harder than others."""

    def once(simulation: Simulation) -> tuple[Floats, Floats]:
        sizes = np.linspace(size / 2, 1.5 * size, count).astype(int)
        strata = np.repeat(np.arange(count), sizes)
        harder = np.linspace(-0.1, 0.1, count)
        truth = simulation.near(share)[:, None] + harder
        truth = np.clip(truth, 0.02, 0.98)
        weights = np.full(count, 1 / count) if equal else sizes / sizes.sum()
        scores = np.concatenate([simulation.answers(truth[:, part], items) for part, items in enumerate(sizes)], axis=1)
        sample = Sample(scores, strata=strata, weights=weights if equal else None)
        return simulation.bounds(sample), truth @ weights

    return once


def suite(share: float, count: int) -> Once:
    """Ten tasks, normalised by a baseline of 0.25."""

    def once(simulation: Simulation) -> tuple[Floats, Floats]:
        truths = [simulation.near(np.clip(share + step, 0.05, 0.97)) for step in np.linspace(-0.15, 0.15, 10)]
        parts = [
            simulation.smoothed(Sample((simulation.answers(truth, count) - 0.25) / 0.75, low=-1 / 3), share=0.1)
            for truth in truths
        ]
        return mean_of(parts).intervals(0.95), (np.mean(truths, axis=0) - 0.25) / 0.75

    return once


def graded(first: float, second: float, count: int) -> Once:
    def once(simulation: Simulation) -> tuple[Floats, Floats]:
        scores = simulation.random.beta(first, second, (MODELS, count))
        return simulation.bounds(Sample(scores)), np.full(MODELS, first / (first + second))

    return once


def labels(metric: str, count: int) -> Once:
    """Three classes of unequal size, of which 70 % are found."""
    shares, found = np.array([0.5, 0.3, 0.2]), 0.7
    confusion = found * np.diag(shares) + (1 - found) * np.outer(shares, shares)
    truth = _measure(metric, *_expanded(confusion))

    def once(simulation: Simulation) -> tuple[Floats, Floats]:
        bounds = []
        for _ in range(MODELS):
            cells = simulation.random.choice(9, count, p=confusion.ravel())
            asked, given = cells // 3, cells % 3
            value = _measure(metric, asked, given)
            values = pseudo_values(metric, value, [str(one) for one in given], [str(one) for one in asked])
            assert values is not None
            bounds.append(simulation.bounds(Sample(values[None]))[0])
        return np.array(bounds), np.full(MODELS, truth)

    return once


def _expanded(confusion: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Labels whose confusion matrix is the expected one."""
    cells = np.repeat(np.arange(9), np.round(confusion.ravel() * 100_000).astype(int))
    return cells // 3, cells % 3


def _measure(metric: str, asked: NDArray[np.intp], given: NDArray[np.intp]) -> float:
    return float(matthews_corrcoef(asked, given) if metric == "mcc" else f1_score(asked, given, average="macro"))


def error(share: float, count: int) -> Once:
    def once(simulation: Simulation) -> tuple[Floats, Floats]:
        truth, bounds = simulation.near(share), []
        for value in (simulation.random.random((MODELS, count)) < truth[:, None]).mean(axis=1):
            known = from_error(
                float(value),
                float(np.sqrt(value * (1 - value) / (count - 1))),
                count,
                low=0,
                high=1,
                draws=simulation.resampled,
                seed=int(simulation.random.integers(2**31)),
                name="task",
            )
            bounds.append(known.smoothed().intervals(0.95)[0])
        return np.array(bounds), truth

    return once


def scenarios(quick: bool) -> Iterator[tuple[str, Once]]:
    """By name."""
    sizes, shares = ((20, 200), (0.3, 0.97)) if quick else ((20, 50, 200, 1000, 2000), (0.3, 0.5, 0.7, 0.9, 0.97))
    for count, share in product(sizes, shares):
        yield f"items {count} at {share}", items(share, count)
    for (count, size), share, icc in product(((20, 5), (40, 5), (100, 3), (40, 20)), shares[::2], (0.0, 0.1, 0.3)):
        mixed = size == 5
        yield f"passages {count} x {size} at {share}, icc {icc}", passages(share, count, size, icc, mixed)
    for (count, size), share, equal in product(((10, 20), (57, 12)), shares[:-1], (False, True)):
        yield (
            f"subtasks {count} x {size} at {share}, {'equal' if equal else 'by items'}",
            subtasks(share, count, size, equal),
        )
    for count, share in product((20, 200), shares):
        yield f"suite of 10 x {count} at {share}", suite(share, count)
    for (first, second), count in product(((6, 4), (2, 2), (0.5, 0.5), (9, 1), (3, 0.5)), sizes[:4]):
        yield f"graded {first}, {second}: {count}", graded(first, second, count)
    for metric, count in product(("mcc", "f1"), (200, 500)):
        yield f"labels {metric}: {count}", labels(metric, count)
    for count, share in product((50, 200, 1000), shares):
        yield f"error {count} at {share}", error(share, count)


def coverage(once: Once, simulation: Simulation) -> float:
    """The share of intervals that have the true score in them."""
    held: list[Bools] = []
    for _ in range(simulation.draws // MODELS):
        bounds, truth = once(simulation)
        held.append((bounds[:, 0] <= truth) & (truth <= bounds[:, 1]))
    return float(np.mean(held))


def told_apart(simulation: Simulation, truth: Floats, count: int, tasks: int = 1, size: int = 0) -> Draws:
    """Draws of models with these true scores: on one task, over passages of `size` items, or on a mean over tasks."""
    parts = []
    for _ in range(tasks):
        which = np.repeat(np.arange(count // size), size) if size else None
        scores = simulation.answers(truth, count, which, 0.1 if size else 0.0, CORRELATED)
        parts.append(simulation.smoothed(Sample(scores, clusters=which), share=1 / tasks))
    return mean_of(parts)


def false_different(simulation: Simulation, models: int, share: float, **drawn: int) -> float:
    """How often any two of equal models are told apart."""
    equal = np.full(models, share)
    return float(np.mean([_any(told_apart(simulation, equal, **drawn)) for _ in range(simulation.draws)]))


def _any(draws: Draws) -> bool:
    return bool(draws.differences(0.95).distinct.any())


def rank_coverage(simulation: Simulation, step: float, **drawn: int) -> float:
    """How often all ten models' true places lie in their intervals; `step` is between one model and the next."""
    truth = 0.8 - step * np.arange(10)
    held = []
    for _ in range(simulation.draws):
        places = rank_intervals(told_apart(simulation, truth, **drawn).differences(0.95))
        held.append(all(low <= place <= high for place, (low, high) in enumerate(places, 1)))
    return float(np.mean(held))


def power(simulation: Simulation, models: int) -> float:
    """How often a model at 0.65 is told apart from the last of the others, which are at 0.6."""
    truth = np.append(np.full(models - 1, 0.6), 0.65)
    repeats = range(max(200, simulation.draws // 4))
    return float(np.mean([told_apart(simulation, truth, 1000).differences(0.95).distinct[0, -1] for _ in repeats]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=2000, help="simulated intervals a scenario")
    parser.add_argument("--only", default="", help="scenarios whose names start so")
    parser.add_argument("--comparisons", action="store_true", help="false differences, ranks and power alone")
    parser.add_argument("--quick", action="store_true", help="200 draws, fewer scenarios")
    asked = parser.parse_args()
    simulation = Simulation(200 if asked.quick else asked.draws, 500 if asked.quick else 1000, np.random.default_rng(1))
    found: dict[str, float] = {}
    for name, once in scenarios(asked.quick):
        if name.startswith(asked.only) and not asked.comparisons:
            found[name] = _timed(name, lambda once=once: coverage(once, simulation))  # type: ignore[misc]
    print(json.dumps(_summary(found, simulation) if not asked.only else found))


def _summary(found: dict[str, float], simulation: Simulation) -> dict[str, Any]:
    wrong = {
        f"{models} equal models at {share}, {drawn}": _timed(
            f"false different: {models} at {share}, {drawn}",
            lambda models=models, share=share, drawn=drawn: false_different(simulation, models, share, **drawn),
        )
        for models, share, drawn in (
            (2, 0.6, {"count": 100}), (5, 0.9, {"count": 50}), (10, 0.6, {"count": 300}), (20, 0.7, {"count": 100}),
            (5, 0.7, {"count": 200, "size": 5}), (5, 0.6, {"count": 50, "tasks": 10}),
        )
    }  # fmt: skip
    ranks = {
        f"step {step}, {drawn}": _timed(
            f"ranks: step {step}, {drawn}", lambda step=step, drawn=drawn: rank_coverage(simulation, step, **drawn)
        )
        for step, drawn in (
            (0.05, {"count": 100}), (0.02, {"count": 1000}), (0.03, {"count": 200, "size": 5}),
            (0.01, {"count": 100, "tasks": 10}),
        )
    }  # fmt: skip
    return {
        "coverage_min": min(found.values(), default=None), "coverage_max": max(found.values(), default=None),
        "false_different": max(wrong.values()), "rank_coverage": min(ranks.values()),
        "power": {"alone": power(simulation, 2), "among_20": power(simulation, 20)},
        "draws": simulation.draws,
        "scenarios": found, "false_different_scenarios": wrong, "rank_scenarios": ranks,
    }  # fmt: skip


def _timed(name: str, measure: Callable[[], float]) -> float:
    started = time.process_time()
    value = round(measure(), 4)
    print(f"{value:.4f}  {name}  ({time.process_time() - started:.1f} s)", file=sys.stderr)
    return value


if __name__ == "__main__":
    main()
