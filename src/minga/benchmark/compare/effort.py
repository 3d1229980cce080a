"""How much people changed, from the machine's texts to the validated ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from minga.benchmark.compare.comparison import Effort, Estimate, Share
from minga.benchmark.compare.versions import Trio
from minga.edit_distance import chrf, edit_distance
from minga.statistics import bootstrap

__all__ = ["Bootstrap", "chrf_by_item", "edit_effort"]


@dataclass(frozen=True)
class Bootstrap:
    """How intervals of means are drawn."""

    draws: int
    confidence: float
    seed: int

    def mean(self, values: Sequence[float], name: str, maximum: float = 1.0) -> Estimate:
        """The mean of values between 0 and `maximum`; `name` goes into the seed."""
        scores = np.array([values], dtype=np.float64)
        drawn = bootstrap(scores, draws=self.draws, seed=self.seed, name=name, maximum=maximum)
        low, high = drawn.intervals(self.confidence)[0]
        return Estimate(value=float(scores.mean()), low=float(low), high=float(high))


def chrf_by_item(trios: Collection[Trio]) -> dict[str, float]:
    """Mean chrF of an item's machine texts against the validated ones, for the items that have both."""
    return {trio.source.id: _mean(trio, lambda one, other: chrf(one, other), 100.0) for trio in trios if trio.texts}


def edit_effort(
    trios: Collection[Trio], chrfs: dict[str, float], share: Callable[[int, int], Share], drawing: Bootstrap
) -> Effort | None:
    """The effort over the items that are in both versions; None without any."""
    both = [trio for trio in trios if trio.texts]
    if not both:
        return None
    pairs = [pair for trio in both for pair in trio.texts.values()]
    same = [one == other for one, other in pairs]
    whole = [all(one == other for one, other in trio.texts.values()) for trio in both]
    return Effort(
        items=len(both),
        texts=len(pairs),
        unchanged_items=share(sum(whole), len(whole)),
        unchanged_texts=share(sum(same), len(same)),
        chrf=drawing.mean([chrfs[trio.source.id] for trio in both], "chrf", 100.0),
        characters=drawing.mean([_mean(trio, edit_distance, 0.0) for trio in both], "characters"),
        words=drawing.mean([_mean(trio, lambda a, b: edit_distance(a, b, "word"), 0.0) for trio in both], "words"),
    )


def _mean(trio: Trio, measure: Callable[[str, str], float], same: float) -> float:
    """The mean over the item's texts; what is the same needs no measuring."""
    return fmean(same if one == other else measure(one, other) for one, other in trio.texts.values())
