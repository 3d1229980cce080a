"""How well a classifier of varieties does on texts that it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from minga.curate.variety.classifier import UNDETERMINED

__all__ = ["HeldOut", "evened", "held_out"]

_BINS = 10
_LENGTHS = (0, 80, 300, 1000)
"""Characters from which a text belongs to the next row of `by_length`."""


@dataclass(frozen=True)
class HeldOut:
    """How well a model does on texts that it has not seen. Every variety counts the same in shares."""

    texts: int
    accuracy: float
    macro_f1: float
    told: float
    """Share of texts that it does tell."""
    told_accuracy: float
    """Share of these of which it is right."""
    ece: float
    """Expected calibration error, 10 bins."""
    calibration: list[dict[str, float]]
    """By bin of confidence: mean confidence, accuracy, texts."""
    by_length: list[dict[str, float]]
    """By characters of a text: texts, accuracy, told, told_accuracy."""
    confusion: dict[str, dict[str, int]]
    """By true variety, what it says: a variety, or `und`."""

    def as_json(self) -> dict[str, Any]:
        """As a dictionary."""
        return asdict(self)


def evened(labels: np.ndarray) -> np.ndarray:
    """Weights by which every label counts the same; 1 in the mean."""
    names, places, counts = np.unique(labels, return_inverse=True, return_counts=True)
    return np.asarray(len(labels) / len(names) / counts[places])


def held_out(
    shares: np.ndarray, labels: np.ndarray, lengths: np.ndarray, varieties: Sequence[str], threshold: float
) -> HeldOut:
    """From calibrated `shares` (a row a text, a column a variety), true `labels` (their numbers) and characters."""
    best, sure, weights = shares.argmax(axis=1), shares.max(axis=1), evened(labels)
    right, told = best == labels, sure >= threshold
    confusion = {name: dict.fromkeys([*varieties, UNDETERMINED], 0) for name in varieties}
    for true, said, tells in zip(labels, best, told, strict=True):
        confusion[varieties[true]][varieties[said] if tells else UNDETERMINED] += 1
    curve, error = _calibration(sure, right, weights)
    bands = np.searchsorted(_LENGTHS, lengths, side="right") - 1
    return HeldOut(
        texts=len(labels),
        **_scores(right, told, weights),
        macro_f1=float(np.mean([_f1(best == number, labels == number, weights) for number in range(len(varieties))])),
        ece=error,
        calibration=curve,
        by_length=[
            {"characters": _LENGTHS[band], "texts": int(chosen.sum())}
            | _scores(right[chosen], told[chosen], weights[chosen])
            for band in np.unique(bands)
            for chosen in [bands == band]
        ],
        confusion=confusion,
    )


def _scores(right: np.ndarray, told: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    return {
        "accuracy": float(np.average(right, weights=weights)),
        "told": float(np.average(told, weights=weights)),
        "told_accuracy": float(np.average(right[told], weights=weights[told])) if told.any() else 0.0,
    }


def _f1(said: np.ndarray, true: np.ndarray, weights: np.ndarray) -> float:
    both = float(weights[said].sum() + weights[true].sum())
    return 2 * float(weights[said & true].sum()) / both if both else 0.0


def _calibration(sure: np.ndarray, right: np.ndarray, weights: np.ndarray) -> tuple[list[dict[str, float]], float]:
    numbers = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    curve, error = [], 0.0
    for number in np.unique(numbers):
        chosen = numbers == number
        confidence, accuracy = (float(np.average(v[chosen], weights=weights[chosen])) for v in (sure, right))
        curve.append({"confidence": confidence, "accuracy": accuracy, "texts": float(chosen.sum())})
        error += abs(confidence - accuracy) * float(weights[chosen].sum() / weights.sum())
    return curve, error
