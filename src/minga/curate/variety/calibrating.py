"""Makes a classifier's confidence honest, and finds from where on it may speak."""

from __future__ import annotations

import numpy as np

from minga.curate.variety.classifier import Scale, softmax
from minga.curate.variety.held_out import evened

__all__ = ["fitted_scale", "loss", "threshold"]

_LEAST = 30
"""Texts by which a threshold is chosen at least."""
_CAUTION = 1.0
"""Standard errors by which what it tells has to be righter than wished."""
_PULL = 1e-3
"""Holds the scale where all texts are of one length."""
NEVER = 2.0
"""A threshold that nothing reaches."""


def fitted_scale(logits: np.ndarray, labels: np.ndarray, lengths: np.ndarray) -> Scale:
    """The scale by which logits of texts that a model has not seen foretell their labels best."""
    from scipy.optimize import minimize

    def cost(numbers: np.ndarray) -> float:
        scale = Scale(*np.clip(numbers, -5, 5))
        return loss(scale.scaled(logits, lengths), labels) + _PULL * float(numbers @ numbers)

    level, growth = np.clip(minimize(cost, np.zeros(2), method="Nelder-Mead").x, -5, 5).tolist()
    return Scale(level, growth)


def loss(logits: np.ndarray, labels: np.ndarray) -> float:
    """Cross-entropy in nats, every label counting the same."""
    said = softmax(logits)[np.arange(len(labels)), labels]
    return float(np.average(-np.log(np.maximum(said, 1e-12)), weights=evened(labels)))


def threshold(shares: np.ndarray, labels: np.ndarray, precision: float) -> float:
    """The least confidence from which on the share `precision` of what is told is right; more than 1 without such.

    With some caution: the lower end of Wilson's interval of one standard error counts, of 30 texts or more.
    """
    sure, right, weights = shares.max(axis=1), shares.argmax(axis=1) == labels, evened(labels)
    order = np.argsort(-sure, kind="stable")
    number = np.arange(1, len(order) + 1)
    share = np.cumsum((right * weights)[order]) / np.cumsum(weights[order])
    z = _CAUTION
    middle = share + z**2 / (2 * number)
    spread = z * np.sqrt(share * (1 - share) / number + z**2 / (4 * number**2))
    lower = (middle - spread) / (1 + z**2 / number)
    enough = np.flatnonzero((lower >= precision) & (number >= _LEAST))
    if not len(enough):
        return NEVER
    least = float(sure[order][enough[-1]])
    # where nothing had to be left untold, nothing is known against being as sure as is wished
    return min(least, precision) if enough[-1] == len(order) - 1 else least
