"""Whether the versions of a benchmark rank models alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from minga.benchmark.compare.answers import Scores
from minga.benchmark.compare.comparison import RankChange, Ranking
from minga.statistics import Draws

__all__ = ["kendall_tau", "rank_changes", "rankings", "same_order"]

Floats = NDArray[np.float64]


def kendall_tau(first: Floats, second: Floats) -> Floats:
    """Kendall's tau-b between the scores of models in two versions (models x draws each): one number a draw.

    0 where one version cannot tell any two models apart.
    """
    pairs = list(combinations(range(len(first)), 2))
    ours = np.array([np.sign(first[one] - first[other]) for one, other in pairs])
    theirs = np.array([np.sign(second[one] - second[other]) for one, other in pairs])
    scale = np.sqrt((ours != 0).sum(axis=0) * (theirs != 0).sum(axis=0))
    return np.asarray(np.divide((ours * theirs).sum(axis=0), scale, out=np.zeros(first.shape[1]), where=scale > 0))


def rankings(scores: Scores, drawn: Draws) -> Iterator[Ranking]:
    """The models in order on each version, with the probability of each place over the draws."""
    if len(scores.models) < 2:
        return
    for column, version in enumerate(scores.versions):
        means = scores.correct[:, column].mean(axis=1)
        draws = _of_version(drawn, scores, column)
        better = (draws[None, :, :] > draws[:, None, :]).sum(axis=1)  # how many are ahead of each model
        order = sorted(range(len(means)), key=lambda row: (-means[row], scores.models[row]))
        yield Ranking(
            version=version,
            models=tuple(scores.models[row] for row in order),
            places={
                scores.models[row]: tuple(float((better[row] == place).mean()) for place in range(len(means)))
                for row in order
            },
        )


def rank_changes(scores: Scores, drawn: Draws, confidence: float) -> Iterator[RankChange]:
    """Of each two versions, how alike they rank the models."""
    if len(scores.models) < 2:
        return
    tail = 50 * (1 - confidence)
    for first, second in combinations(range(len(scores.versions)), 2):
        ours, theirs = _of_version(drawn, scores, first), _of_version(drawn, scores, second)
        taus = kendall_tau(ours, theirs)
        means = scores.correct.mean(axis=2)[:, :, None]
        low, high = np.percentile(taus, [tail, 100 - tail])
        yield RankChange(
            first=scores.versions[first],
            second=scores.versions[second],
            tau=float(kendall_tau(means[:, first], means[:, second])[0]),
            low=float(low),
            high=float(high),
            same=float(same_order(ours, theirs).mean()),
        )


def same_order(first: Floats, second: Floats) -> NDArray[np.bool_]:
    """Whether two lists of scores (models x draws) order every two models alike."""
    pairs = combinations(range(len(first)), 2)
    alike = [np.sign(first[one] - first[other]) == np.sign(second[one] - second[other]) for one, other in pairs]
    return np.asarray(np.all(alike, axis=0))


def _of_version(drawn: Draws, scores: Scores, column: int) -> Floats:
    return drawn.scores.reshape(len(scores.models), len(scores.versions), -1)[:, column]
