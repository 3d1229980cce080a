"""Metrics that are no mean over items, as means of what each item contributes.

The jackknife's pseudo-value of an item is n times the metric without n - 1 times the metric of the others (Tukey 1958).
Their mean is the metric but for its bias, and drawing items with their pseudo-values is drawing the metric to first
order, so that pairs, passages and means over tasks need nothing of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["pseudo_values"]

Floats = NDArray[np.float64]

_SAME = 1e-9
_LABELS = 100
"""More different labels than this are texts, not classes."""


def pseudo_values(metric: str, value: float, predictions: Sequence[str], targets: Sequence[str]) -> Floats | None:
    """One number an item, whose mean is `value`, the metric of these predictions (one label an item).

    None where it is not known how `value` comes from the labels: `mcc` and the ways to take `f1` (of class 1, macro,
    weighted) are known, and each is believed only if it gives `value`.
    """
    labels = sorted({*predictions, *targets})
    if not predictions or len(labels) > _LABELS or len(labels) < 2:
        return None
    place = {label: row for row, label in enumerate(labels)}
    rows, columns = [place[label] for label in targets], [place[label] for label in predictions]
    confusion = np.zeros((len(labels), len(labels)))
    np.add.at(confusion, (rows, columns), 1)
    for measure in _measures(labels).get(metric, ()):
        if abs(measure(confusion) - value) < _SAME:
            return _jackknife(confusion, measure, value)[rows, columns]
    return None


def _jackknife(confusion: Floats, measure: Callable[[Floats], float], value: float) -> Floats:
    """Pseudo-values by cell of the confusion matrix: all items of a cell have the same."""
    items, found = confusion.sum(), np.zeros_like(confusion)
    for row, column in np.argwhere(confusion):
        others = confusion.copy()
        others[row, column] -= 1
        found[row, column] = items * value - (items - 1) * measure(others)
    return np.asarray(found + value - (found * confusion).sum() / items)


def _measures(labels: Sequence[str]) -> Mapping[str, Sequence[Callable[[Floats], float]]]:
    f1: list[Callable[[Floats], float]] = [lambda confusion: float(_f1(confusion).mean()), _weighted_f1]
    if "1" in labels:
        positive = labels.index("1")
        f1.insert(0, lambda confusion: float(_f1(confusion)[positive]))
    return {"mcc": [_mcc], "f1": f1, "f1_macro": f1, "macro_f1": f1}


def _f1(confusion: Floats) -> Floats:
    """F1 of every class; 0 where it is neither asked for nor given."""
    both = confusion.sum(axis=0) + confusion.sum(axis=1)
    return np.asarray(np.divide(2 * confusion.diagonal(), both, out=np.zeros(len(both)), where=both > 0))


def _weighted_f1(confusion: Floats) -> float:
    return float(_f1(confusion) @ confusion.sum(axis=1) / confusion.sum())


def _mcc(confusion: Floats) -> float:
    """Matthews' correlation for any number of classes (Gorodkin 2004); 0 where all is one class."""
    items, right = confusion.sum(), confusion.trace()
    given, asked = confusion.sum(axis=0), confusion.sum(axis=1)
    below = (items**2 - given @ given) * (items**2 - asked @ asked)
    return float((right * items - given @ asked) / np.sqrt(below)) if below > 0 else 0.0
