"""Learns to tell varieties apart, and says on texts that it has not seen how well that went."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from minga.curate.variety.classifier import READ, VarietyModel, features, softmax
from minga.errors import NothingToDo

__all__ = ["HeldOut", "LabelledText", "parts_of", "train"]

_SIZE = 1 << 18
"""Hashes of n-grams."""
_LEAST = 30
"""Texts of a variety from which it can be learnt, and that a threshold is chosen by."""
_BINS = 10
_FIT, _TUNE, _TEST = range(3)


@dataclass(frozen=True)
class LabelledText:
    """A text whose variety is known."""

    text: str
    variety: str
    group: str
    """Texts of one group, such as a person's or a document's, are learnt from or tested with, never both."""


@dataclass(frozen=True)
class HeldOut:
    """How well a model does on texts that it has not seen."""

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
    confusion: dict[str, dict[str, int]]
    """By true variety, what it says: a variety, or `und`."""

    def as_json(self) -> dict[str, Any]:
        """As a dictionary."""
        return asdict(self)


def train(
    texts: Sequence[LabelledText], precision: float, seed: int, *, size: int = _SIZE
) -> tuple[VarietyModel, HeldOut]:
    """A model, and how well it does on a fifth of the groups, which it was not fitted on.

    Three fifths of the groups are learnt from; on another fifth the temperature is fitted, and the threshold chosen
    from which on at least the share `precision` (0 to 1) of what it tells is right, and that is 30 texts or more.
    N-grams have `size` different hashes. Raises NothingToDo when fewer than two varieties have enough texts.
    """
    varieties = _varieties(texts)
    known = [one for one in texts if one.variety in varieties]
    labels = np.array([varieties.index(one.variety) for one in known])
    parts = parts_of([one.group for one in known], seed)
    _check(labels, parts, varieties)
    matrix = features([one.text[:READ] for one in known], size)
    weights, bias = _fit(matrix[parts == _FIT], labels[parts == _FIT], seed)
    logits = matrix @ weights + bias
    temperature = _temperature(logits[parts == _TUNE], labels[parts == _TUNE])
    shares = softmax(logits / temperature)
    threshold = _threshold(shares[parts == _TUNE], labels[parts == _TUNE], precision)
    model = VarietyModel(varieties, weights, bias, temperature, threshold)
    return model, _held_out(shares[parts == _TEST], labels[parts == _TEST], varieties, threshold)


def parts_of(groups: Sequence[str], seed: int) -> np.ndarray:
    """0 for three fifths of the groups, 1 for one fifth, 2 for one fifth, by their hashes."""
    numbers = {group: hashlib.blake2b(f"{seed} {group}".encode(), digest_size=4).digest() for group in set(groups)}
    fifths = np.array([int.from_bytes(numbers[group], "big") % 5 for group in groups])
    return np.maximum(fifths - 2, _FIT)


def _varieties(texts: Sequence[LabelledText]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for one in texts:
        counts[one.variety] = counts.get(one.variety, 0) + 1
    return tuple(sorted(variety for variety, count in counts.items() if count >= _LEAST))


def _check(labels: np.ndarray, parts: np.ndarray, varieties: Sequence[str]) -> None:
    hint = f"at least two varieties of a language need {_LEAST} texts each, from several people or documents"
    if len(varieties) < 2:
        raise NothingToDo("there is too little to learn varieties from", hint=hint)
    for part in (_FIT, _TUNE, _TEST):
        missing = [name for number, name in enumerate(varieties) if not np.any((labels == number) & (parts == part))]
        if missing:
            raise NothingToDo(f"{missing[0]} has its texts from too few people or documents", hint=hint)


def _fit(matrix: Any, labels: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=20.0, class_weight="balanced", max_iter=300, random_state=seed).fit(matrix, labels)
    weights, bias = fitted.coef_, fitted.intercept_
    if len(weights) == 1:  # two varieties have one set of weights
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return weights.T.astype(np.float32), bias.astype(np.float32)


def _temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        shares = softmax(logits / np.exp(log_temperature))
        return float(-np.log(np.maximum(shares[np.arange(len(labels)), labels], 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def _threshold(shares: np.ndarray, labels: np.ndarray, precision: float) -> float:
    """The least confidence from which on the share `precision` of at least 30 is right; more than 1 without such."""
    sure, right = shares.max(axis=1), shares.argmax(axis=1) == labels
    order = np.argsort(-sure, kind="stable")
    accuracy = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((accuracy >= precision) & (np.arange(1, len(order) + 1) >= _LEAST))
    return float(sure[order][enough[-1]]) if len(enough) else 2.0


def _held_out(shares: np.ndarray, labels: np.ndarray, varieties: Sequence[str], threshold: float) -> HeldOut:
    best, sure = shares.argmax(axis=1), shares.max(axis=1)
    right, told = best == labels, sure >= threshold
    confusion = {name: dict.fromkeys([*varieties, "und"], 0) for name in varieties}
    for true, said, tells in zip(labels, best, told, strict=True):
        confusion[varieties[true]][varieties[said] if tells else "und"] += 1
    curve, error = _calibration(sure, right)
    return HeldOut(
        texts=len(labels),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([_f1(best == number, labels == number) for number in range(len(varieties))])),
        told=float(told.mean()),
        told_accuracy=float(right[told].mean()) if told.any() else 0.0,
        ece=error,
        calibration=curve,
        confusion=confusion,
    )


def _f1(said: np.ndarray, true: np.ndarray) -> float:
    return float(2 * np.sum(said & true) / max(1, np.sum(said) + np.sum(true)))


def _calibration(sure: np.ndarray, right: np.ndarray) -> tuple[list[dict[str, float]], float]:
    numbers = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    curve = []
    for number in np.unique(numbers):
        chosen = numbers == number
        row = {"confidence": sure[chosen].mean(), "accuracy": right[chosen].mean(), "texts": chosen.sum()}
        curve.append({name: float(value) for name, value in row.items()})
    error = sum(abs(row["confidence"] - row["accuracy"]) * row["texts"] for row in curve) / len(sure)
    return curve, float(error)
