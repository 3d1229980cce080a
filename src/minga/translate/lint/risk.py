"""How likely an item is broken, from what was found in it.

The weights are what a finding of each check is worth on its own: roughly how often a person who sees it has to change
the item. Nobody's decisions are in them; `minga.translate.risk` learns from those.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from minga.records import BenchmarkItem, Finding
from minga.translate.texts import texts_of

__all__ = ["risk_of", "word_count"]

_BY_SEVERITY = {"error": 0.5, "warning": 0.15, "note": 0.03}
_BY_CHECK: Mapping[str, float] = {
    # what leaves nothing to answer
    "structure-changed": 0.95,
    "model-talk": 0.9,
    "repetition": 0.9,
    "choices-collapsed": 0.8,
    "choices-reordered": 0.8,
    # what is seldom a false alarm
    "wrong-language": 0.5,
    "stray-markup": 0.5,
    "language-bound": 0.5,
    "idiom": 0.4,
    "cut-short": 0.4,
    "length": 0.3,
    "odd-characters": 0.3,
    "doubled-word": 0.3,
    # what is mended without thinking, and makes the item no harder
    "missing-opening-mark": 0.08,
    "unbalanced-quotes": 0.08,
    "unbalanced-brackets": 0.1,
    "lost-brackets": 0.1,
}
"""Where a check tells more, or less, than others of its severity."""
_MOST = {"error": 1.0, "warning": 0.5, "note": 0.1}
"""A check that lowers the severity of one finding means it: no weight is above this."""
_AGAIN = 0.5
"""Each further finding of the same check tells half as much as the one before."""
_BY_WORD = {"unknown-word": 12.0}
"""Checks that find single words: what counts is their share of all words. A share s adds 1 - exp(-weight * s)."""
_NAMES = 0.1
"""What a single word that is only noted counts, beside one that is warned of."""
_USUAL_WORDS = 40


def risk_of(findings: Iterable[Finding], words: int = 0) -> float:
    """A number in [0, 1]: 0 where nothing was found, rising with every finding (noisy or, rounded to 4 places).

    `words` are those of the translated item, by which findings of single words are counted; 0 takes a usual item.
    """
    sound = 1.0
    again: Counter[str] = Counter()
    single: dict[str, float] = {}
    for finding in sorted(findings, key=lambda finding: ("error", "warning", "note").index(finding.severity)):
        if finding.check in _BY_WORD and finding.severity != "error":
            more = 1.0 if finding.severity == "warning" else _NAMES
            single[finding.check] = single.get(finding.check, 0.0) + more
            continue
        sound *= 1 - _weight(finding) * _AGAIN ** again[finding.check]
        again[finding.check] += 1
    for check, count in sorted(single.items()):
        sound *= math.exp(-_BY_WORD[check] * min(1.0, count / max(words or _USUAL_WORDS, 1)))
    return round(1 - sound, 4)


def word_count(item: BenchmarkItem) -> int:
    """The words of all texts of an item."""
    return sum(len(text.split()) for text in texts_of(item).values())


def _weight(finding: Finding) -> float:
    weight = _BY_CHECK.get(finding.check, _BY_SEVERITY[finding.severity])
    return min(weight, _MOST[finding.severity])
