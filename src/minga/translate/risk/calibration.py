"""Whether probabilities came true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

__all__ = ["Calibration", "Fifth", "calibration_of"]

_FIFTHS = 5


@dataclass(frozen=True)
class Fifth:
    """A fifth of the items by their probability."""

    items: int
    predicted: float
    """The mean probability, 0 to 1."""
    observed: float
    """The share that people changed, 0 to 1."""


@dataclass(frozen=True)
class Calibration:
    """How probabilities stand to what happened."""

    items: int
    base_rate: float
    """The share of all that people changed, 0 to 1."""
    brier: float
    """Mean squared error, 0 to 1; `base_rate * (1 - base_rate)` for who knows the base rate alone (Brier 1950)."""
    ece: float
    """Expected calibration error over the fifths: the mean gap between predicted and observed (Naeini et al. 2015)."""
    auc: float | None
    """Probability that an item that was changed has a greater one than one that was not; None without both."""
    lift_at_10: float | None
    """How many times as many of the riskiest tenth were changed as of all; None where nothing was."""
    fifths: tuple[Fifth, ...]
    """The riskiest first."""

    @property
    def as_json(self) -> dict[str, Any]:
        """For a manifest: numbers rounded to 4 places."""
        return {name: _rounded(value) for name, value in asdict(self).items()}


def calibration_of(predicted: Sequence[float], changed: Sequence[bool]) -> Calibration | None:
    """The calibration of probabilities of items that people decided on; None without any.

    Of items with equal probabilities, those at a boundary count to both sides by their share.
    """
    chance, true = np.array(predicted, dtype=np.float64), np.array(changed, dtype=np.float64)
    if not len(chance):
        return None
    order = np.argsort(-chance, kind="stable")
    chance, true = chance[order], _even_ties(chance[order], true[order])
    parts = [part for part in np.array_split(np.arange(len(chance)), _FIFTHS) if len(part)]
    fifths = tuple(Fifth(len(part), float(chance[part].mean()), float(true[part].mean())) for part in parts)
    return Calibration(
        items=len(chance),
        base_rate=float(true.mean()),
        brier=float(np.mean((np.array(predicted) - np.array(changed, dtype=np.float64)) ** 2)),
        ece=float(sum(one.items * abs(one.predicted - one.observed) for one in fifths) / len(chance)),
        auc=_auc(np.array(predicted), np.array(changed, dtype=np.bool_)),
        lift_at_10=_lift(true),
        fifths=fifths,
    )


def _even_ties(chance: NDArray[np.float64], true: NDArray[np.float64]) -> NDArray[np.float64]:
    """What happened, as the mean over items that nothing tells apart."""
    _, group = np.unique(chance, return_inverse=True)
    means = np.bincount(group, true) / np.bincount(group)
    return np.asarray(means[group], dtype=np.float64)


def _auc(chance: NDArray[np.float64], changed: NDArray[np.bool_]) -> float | None:
    """Mann and Whitney's statistic; ties count half."""
    positive = int(changed.sum())
    negative = len(changed) - positive
    if not positive or not negative:
        return None
    ranks = rankdata(chance)
    return float((ranks[changed].sum() - positive * (positive + 1) / 2) / (positive * negative))


def _lift(true: NDArray[np.float64]) -> float | None:
    riskiest = true[: max(1, round(len(true) / 10))]
    return float(riskiest.mean() / true.mean()) if true.any() else None


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
