"""How far engines differ about an item."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Any

from minga.records import BenchmarkItem
from minga.translate.texts import texts_of

__all__ = ["engine_disagreement"]

_PLACES = 4
_BEST = 100.0


def engine_disagreement(item: BenchmarkItem) -> float | None:
    """1 - mean chrF / 100 between the translations of an item, in [0, 1]; None where only one engine translated it.

    Each pair of engines counts alike, and in each pair each is held against the other (chrF weighs recall higher, so
    it is not symmetric; Popović 2015, as sacrebleu has it). An item's texts count as one, line by line.
    """
    versions = _versions(item)
    if len(versions) < 2:
        return None
    chrf = _chrf()
    scores = [
        (chrf.sentence_score(one, [other]).score + chrf.sentence_score(other, [one]).score) / 2
        for one, other in combinations(versions, 2)
    ]
    return round(min(1.0, max(0.0, 1 - sum(scores) / len(scores) / _BEST)), _PLACES)


def _versions(item: BenchmarkItem) -> list[str]:
    """The item as each engine has it, fields in one order; the proposal first."""
    ours = texts_of(item)
    theirs: dict[str, dict[str, str]] = {}
    for other in item.alternatives:
        theirs.setdefault(other.engine, {})[other.field] = other.text
    whole = [texts for texts in theirs.values() if texts.keys() >= ours.keys()]
    return ["\n".join(texts[name] for name in ours) for texts in (ours, *whole)]


@lru_cache(maxsize=1)
def _chrf() -> Any:
    from sacrebleu.metrics.chrf import CHRF

    return CHRF()
