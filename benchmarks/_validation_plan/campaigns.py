"""Simulated campaigns: in what order items are validated, and how far the estimates are from the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.translate.planning import Population, estimate, mean_of_random, rehearse
from minga.translate.planning.rehearsal import Kind

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Played:
    """What campaigns found after each number of items; all (campaigns, counts, columns)."""

    values: Floats
    halves: Floats

    def wrong(self, truth: Floats) -> Floats:
        """(campaigns, counts, columns) how far the estimates are off."""
        return np.abs(self.values - truth)

    def coverage(self, truth: Floats) -> Floats:
        """(counts, columns) how often the interval has the truth in it."""
        inside: Floats = (self.wrong(truth) <= self.halves + 1e-12).mean(axis=0)
        return inside

    def needed(self, truth: Floats, counts: Sequence[int], goal: float) -> float:
        """The number of items from which on the root mean square error is within `goal`, of the first column."""
        return _from_where(np.sqrt((self.wrong(truth)[..., 0] ** 2).mean(axis=0)), counts, goal)

    def needed_by_most(self, truth: Floats, counts: Sequence[int], goal: float, share: float = 0.95) -> float:
        """The number of items from which on `share` of the campaigns are within `goal`."""
        return _from_where(np.quantile(self.wrong(truth)[..., 0], share, axis=0), counts, goal)

    def at_stop(self, truth: Floats, counts: Sequence[int], goal: float) -> tuple[Floats, Floats]:
        """(columns,) mean number of items when the half width is first within `goal`, and the coverage then."""
        reached = (self.halves <= goal).argmax(axis=1)
        stopped = np.array(counts)[reached].mean(axis=0)
        wrong = np.take_along_axis(self.wrong(truth), reached[:, None], axis=1)[:, 0]
        halves = np.take_along_axis(self.halves, reached[:, None], axis=1)[:, 0]
        return stopped, (wrong <= halves + 1e-12).mean(axis=0)


def _from_where(errors: Floats, counts: Sequence[int], goal: float) -> float:
    """The count from which on `errors` (counts,) stay within `goal`, between two counts in proportion."""
    above = np.flatnonzero(errors > goal)
    if not above.size:
        return float(counts[0])
    last = int(above[-1])
    part = (errors[last] - goal) / (errors[last] - errors[last + 1])
    return float(counts[last] + part * (counts[last + 1] - counts[last]))


def play(
    population: Population,
    scores: Floats,
    kept: Floats,
    counts: Sequence[int],
    campaigns: int,
    kind: Kind,
    seed: int,
    redrawn: float = np.inf,
) -> Played:
    """Campaigns in an order, with the planner's estimate after each of `counts` items."""
    found = [_one(population, scores, kept, counts, kind, [seed, number], redrawn) for number in range(campaigns)]
    return Played(*(np.array(part) for part in zip(*found, strict=True)))


def _one(
    population: Population,
    scores: Floats,
    kept: Floats,
    counts: Sequence[int],
    kind: Kind,
    seed: list[int],
    redrawn: float,
) -> tuple[Floats, Floats]:
    steps = rehearse(population, scores, kept, np.random.default_rng(seed), counts, kind=kind, first=redrawn)
    estimates = [estimate(population, order, verdicts) for order, verdicts in steps]
    return (
        np.array([[one.value for one in row] for row in estimates]),
        np.array([[one.half_width for one in row] for row in estimates]),
    )


def play_plain(scores: Floats, kept: Floats, counts: Sequence[int], campaigns: int, seed: int) -> Played:
    """Campaigns in a random order, with the mean of the validated items' scores."""
    values, halves = zip(*(_plain(scores, kept, counts, [seed, number]) for number in range(campaigns)), strict=True)
    return Played(np.array(values), np.array(halves))


def _plain(scores: Floats, kept: Floats, counts: Sequence[int], seed: list[int]) -> tuple[Floats, Floats]:
    order = np.random.default_rng(seed).permutation(len(scores))
    rows = [list(_means(scores, kept, order[:count])) for count in counts]
    return np.array([[one[0] for one in row] for row in rows]), np.array([[one[1] for one in row] for row in rows])


def _means(scores: Floats, kept: Floats, seen: NDArray[np.int64]) -> Iterator[tuple[float, float]]:
    stay = seen[kept[seen] > 0]
    for column in range(scores.shape[1]):
        one = mean_of_random(scores[stay, column], len(scores))
        yield one.value, one.half_width
