"""How many items the linter reads in a second of one core."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from _translation_lint.pairs import Pair
from minga.translate.lint import lint

__all__ = ["items_per_second"]

_PART = 50
"""Items that are timed together: a few tenths of a second, in which others seldom take the core's cache away."""


def items_per_second(pairs: Mapping[str, Sequence[Pair]], rounds: int) -> dict[str, float]:
    """Process time of whole items, languages in turn: of each part of the items its fastest round counts."""
    best: dict[tuple[str, int], float] = {}
    for _ in range(rounds):
        for language, there in pairs.items():
            for start in range(0, len(there), _PART):
                spent = _spent(there[start : start + _PART])
                best[language, start] = min(spent, best.get((language, start), spent))
    spent_on = {language: sum(time for (one, _), time in best.items() if one == language) for language in pairs}
    return {language: round(len(there) / spent_on[language], 1) for language, there in pairs.items()}


def _spent(pairs: Sequence[Pair]) -> float:
    begun = time.process_time()
    for pair in pairs:
        lint(pair.source, pair.target)
    return time.process_time() - begun
