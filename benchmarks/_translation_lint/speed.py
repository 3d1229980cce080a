"""How many items the linter reads in a second of one core."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from _translation_lint.pairs import Pair
from minga.translate.lint import lint

__all__ = ["items_per_second"]


def items_per_second(pairs: Mapping[str, Sequence[Pair]], rounds: int) -> dict[str, float]:
    """Process time of whole items, languages in turn, the best round of each."""
    best = dict.fromkeys(pairs, 0.0)
    for _ in range(rounds):
        for language, there in pairs.items():
            begun = time.process_time()
            for pair in there:
                lint(pair.source, pair.target)
            best[language] = max(best[language], len(there) / (time.process_time() - begun))
    return {language: round(rate, 1) for language, rate in best.items()}
