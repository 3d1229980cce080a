"""How evenly something is spread over people.

`gini` is the coefficient of Gini (1912), `effective_number` the inverse of Simpson's (1949) concentration, which is
the diversity of order 2 of Hill (1973): so many people doing equally much would be as concentrated.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

__all__ = ["effective_number", "gini", "top_share"]


def gini(counts: Iterable[int]) -> float:
    """0 when everybody did the same, towards 1 when one did everything. People who did nothing do not count.

    >>> gini([5, 5, 5, 5]), round(gini([1, 1, 1, 97]), 2)
    (0.0, 0.72)
    """
    ordered = _sorted(counts)
    if not ordered.size:
        return 0.0
    ranks = np.arange(1, ordered.size + 1)
    return float((2 * ranks - ordered.size - 1) @ ordered / (ordered.size * ordered.sum()))


def top_share(counts: Iterable[int], part: float = 0.1) -> float:
    """The share that the most active `part` of the active people gave (rounded, at least one person).

    >>> top_share([1, 1, 1, 1, 1, 1, 1, 1, 1, 11])
    0.55
    """
    ordered = _sorted(counts)
    if not ordered.size:
        return 0.0
    return float(ordered[-max(1, round(ordered.size * part)) :].sum() / ordered.sum())


def effective_number(counts: Iterable[int]) -> float:
    """1 / Σ share²: the number of equally active people that would be as concentrated.

    >>> effective_number([5, 5, 5, 5])
    4.0
    """
    ordered = _sorted(counts)
    return float(ordered.sum() ** 2 / (ordered @ ordered)) if ordered.size else 0.0


def _sorted(counts: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.sort(np.array([count for count in counts if count > 0], dtype=np.float64))
