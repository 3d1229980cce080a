"""Tests of two models on the same items, and what they are held against."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["holm", "mcnemar", "mcnemar_mid_p", "wilson"]

Floats = NDArray[np.float64]


def mcnemar(first: Floats, second: Floats) -> float:
    """Exact two-sided p-value of McNemar (1947) for two models' right (1) and wrong (0) answers to the same items."""
    from scipy.special import bdtr

    only_first = int(((first == 1) & (second == 0)).sum())
    only_second = int(((first == 0) & (second == 1)).sum())
    return min(1.0, 2 * float(bdtr(min(only_first, only_second), only_first + only_second, 0.5)))


def mcnemar_mid_p(first: Floats, second: Floats) -> float:
    """McNemar's p-value that counts what was seen only half (Fagerland, Lydersen & Laake 2013): less timid."""
    only_first = int(((first == 1) & (second == 0)).sum())
    only_second = int(((first == 0) & (second == 1)).sum())
    total = only_first + only_second
    if not total:
        return 1.0
    seen = math.lgamma(total + 1) - math.lgamma(only_first + 1) - math.lgamma(only_second + 1) - total * math.log(2)
    half = 0.5 if only_first == only_second else 1.0  # in the middle both tails hold what was seen
    return max(0.0, mcnemar(first, second) - half * math.exp(seen))


def wilson(right: int, items: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The score interval of Wilson (1927) for a share, which the bootstrap is held against."""
    share, extra = right / items, z * z / items
    centre = (share + extra / 2) / (1 + extra)
    half = z / (1 + extra) * math.sqrt(share * (1 - share) / items + extra / (4 * items))
    return centre - half, centre + half


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values corrected for their number (Holm 1979), in the order given.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    corrected, highest = [0.0] * len(p_values), 0.0
    for place, row in enumerate(sorted(range(len(p_values)), key=lambda row: p_values[row])):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[row]))
        corrected[row] = highest
    return corrected
