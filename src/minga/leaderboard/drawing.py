"""Draws of the models' normalised scores on each task, made once and put together for every scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from minga.leaderboard.answered import Answered, task_scale
from minga.leaderboard.columns import Column
from minga.leaderboard.standings import IntervalKind
from minga.statistics import Draws, Resampled, Sample, from_error, resample

__all__ = ["Drawing", "Drawn", "TaskDraws", "drawn_mean"]


@dataclass(frozen=True)
class Drawing:
    """How draws are made."""

    draws: int
    confidence: float
    seed: int

    def resample(self, sample: Sample, name: str) -> Resampled:
        """Draws of a sample; `name` goes into the seed."""
        return resample(sample, draws=self.draws, seed=self.seed, name=name, confidence=self.confidence)


@dataclass(frozen=True)
class Drawn:
    """Draws of some models."""

    models: tuple[str, ...]
    """Those of which something is known besides the score."""
    draws: Draws
    """Rows in the order of `models`."""
    kinds: dict[str, IntervalKind]
    blocks: dict[str, tuple[str, ...]]
    """What each model was resampled with; two models are paired where these are equal."""

    def take(self, models: Sequence[str]) -> Drawn:
        """Those of `models` that are here, in that order."""
        place = {model: row for row, model in enumerate(self.models)}
        known = tuple(model for model in models if model in place)
        return Drawn(known, self.draws.take([place[model] for model in known]), self.kinds, self.blocks)


@dataclass(frozen=True)
class TaskDraws:
    """The draws of one task."""

    column: Column
    drawing: Drawing

    @cached_property
    def _resampled(self) -> list[Resampled]:
        return [self.drawing.resample(block.sample, self._seed(block)) for block in self.column.answered]

    @cached_property
    def known(self) -> frozenset[str]:
        """Models of which something is known besides the score."""
        return frozenset(self.column.errors).union(*(block.models for block in self.column.answered))

    def _seed(self, block: Answered) -> str:
        return f"{self.column.card.task}/{block.name}"

    def normalised(self, share: float = 1.0) -> Drawn:
        """All models of the task of which something is known; `share` is its weight in the mean they are drawn for."""
        known = [resampled.smoothed(share) for resampled in self._resampled]
        rows = [one.scores for one in known]
        models = [model for block in self.column.answered for model in block.models]
        blocks: dict[str, tuple[str, ...]] = {
            model: (block.name,) for block in self.column.answered for model in block.models
        }
        kinds: dict[str, IntervalKind] = dict.fromkeys(models, "bootstrap")
        random, maximum = task_scale(self.column.card) or (self.column.card.random, self.column.card.maximum)
        for model, error in self.column.errors.items():
            models.append(model)
            value, width = self.column.normalised[model], maximum - random
            rows.append(self._by_error(model, value, error / width, (-random / width, 1.0)).smoothed(share).scores)
            blocks[model], kinds[model] = (f"{self.column.card.task}/{model}",), "standard-error"
        scores = np.concatenate(rows) if rows else np.empty((0, self.drawing.draws))
        pair = known[0].pair if known else np.zeros(self.drawing.draws)
        return Drawn(tuple(models), Draws(scores, pair), kinds, blocks)

    def _by_error(self, model: str, value: float, error: float, bounds: tuple[float, float]) -> Resampled:
        card = self.column.card
        return from_error(
            value,
            error,
            card.items,
            low=bounds[0],
            high=bounds[1],
            draws=self.drawing.draws,
            seed=self.drawing.seed,
            name=f"{card.task}/{model}",
        )

    def raw(self) -> dict[str, tuple[float, float]]:
        """The interval of each model's score as the harness reports it, where no scale leads there (`task_scale`)."""
        found: dict[str, Draws] = {}
        for block in self.column.answered:
            if block.raw is not None:
                drawn = self.drawing.resample(block.raw, self._seed(block)).smoothed()
                found |= {model: drawn.take([row]) for row, model in enumerate(block.models)}
        for model, error in self.column.errors.items():
            bounds = 0.0, self.column.card.maximum
            found[model] = self._by_error(model, self.column.values[model], error, bounds).smoothed()
        intervals = {model: drawn.intervals(self.drawing.confidence)[0] for model, drawn in found.items()}
        return {model: (float(low), float(high)) for model, (low, high) in intervals.items()}


def drawn_mean(tasks: Sequence[TaskDraws], weights: Sequence[float], models: Sequence[str]) -> Drawn:
    """The weighted mean over tasks, of those of `models` of which something is known on each."""
    known = [model for model in models if all(model in task.known for task in tasks)]
    scores, pair = np.zeros((len(known), tasks[0].drawing.draws)), np.zeros(tasks[0].drawing.draws)
    blocks = dict.fromkeys(known, tuple[str, ...]())
    kinds: dict[str, IntervalKind] = dict.fromkeys(known, "bootstrap")
    for task, weight in zip(tasks, weights, strict=True):
        part = task.normalised(weight).take(known)
        scores += weight * part.draws.scores
        pair += weight * part.draws.pair
        blocks = {model: (*before, *part.blocks[model]) for model, before in blocks.items()}
        kinds |= {model: kind for model, kind in part.kinds.items() if model in kinds and kind != "bootstrap"}
    return Drawn(tuple(known), Draws(scores, pair), kinds, blocks)
