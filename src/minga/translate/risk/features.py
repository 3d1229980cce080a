"""What is looked at in an item beside the linter's own risk: numbers of the size of 1, and 0 where all is as usual."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from minga.records import BenchmarkItem
from minga.translate.lint.language_rules import rules_for
from minga.translate.lint.risk import word_count
from minga.translate.texts import texts_of

__all__ = ["SCORE", "features_of"]

SCORE = "score"
"""The logarithm of the odds of the linter's own risk: the one feature whose weight is 1 before anybody decides."""
_LEAST, _MOST = 0.02, 0.98
_WORD = re.compile(r"[^\W\d_]+")
_USUAL_WORDS, _USUAL_WORDS_A_TEXT = 40, 8
_USUAL_GROWTH = 1.1
"""Characters of a translation for one of the source."""
_USUAL_FUNCTION_WORDS = 0.4
_USUAL_DISAGREEMENT = 0.3
_CAP = 3.0
_LETTERS = 4
"""Shorter words are written alike in many languages."""


def features_of(
    item: BenchmarkItem, source: BenchmarkItem | None, disagreement: float | None = None
) -> dict[str, float]:
    """The features of a translated item by name; those that are not there are 0.

    `score` is the linter's own risk, `check:…` how often each check found something. The others are proxies of fluency
    and difficulty: `length` and `sentence` (logarithms of the words of the item, and of each text), `texts`, `unknown`
    and `names` (shares of words that the engine did not know), `copied` (share of words that stand in the source
    alike), `growth` (how far the length is from the usual proportion), `function` (too many or too few words that hold
    sentences together), and `disagreement` between engines (0 to 1, where there is more than one).
    """
    texts = texts_of(item)
    words = max(1, word_count(item))
    counts = Counter(f"{finding.check} {finding.severity}" for finding in item.findings)
    checks = Counter(finding.check for finding in item.findings)
    found = {
        SCORE: _log_odds(item.risk),
        "length": math.log(words / _USUAL_WORDS),
        "sentence": math.log(words / max(1, len(texts)) / _USUAL_WORDS_A_TEXT),
        "texts": math.log(max(1, len(texts)) / 5),
        "unknown": 10 * counts["unknown-word warning"] / words,
        "names": 10 * counts["unknown-word note"] / words,
        **_against_source(item, source),
        "function": _function_words(item),
        "disagreement": 0.0 if disagreement is None else 4 * (disagreement - _USUAL_DISAGREEMENT),
        **{f"check:{check}": math.log2(1 + count) for check, count in checks.items()},
    }
    return {name: round(max(-2 * _CAP, min(2 * _CAP, value)), 6) for name, value in found.items() if value}


def _log_odds(risk: float) -> float:
    chance = max(_LEAST, min(_MOST, risk))
    return math.log(chance / (1 - chance))


def _against_source(item: BenchmarkItem, source: BenchmarkItem | None) -> Mapping[str, float]:
    if source is None:
        return {}
    ours, theirs = " ".join(texts_of(source).values()), " ".join(texts_of(item).values())
    there = {word for word in _WORD.findall(ours) if len(word) >= _LETTERS and word[0].islower()}
    mine = [word for word in _WORD.findall(theirs) if len(word) >= _LETTERS and word[0].islower()]
    same = sum(word in there for word in mine) / len(mine) if mine else 0.0
    growth = abs(math.log(max(1, len(theirs)) / max(1, len(ours)) / _USUAL_GROWTH))
    return {"copied": 5 * same, "growth": min(_CAP, 4 * growth)}


def _function_words(item: BenchmarkItem) -> float:
    """How far the share of function words is from the usual one; 0 for a language without rules."""
    known = rules_for(item.language).function_words
    words = _WORD.findall(" ".join(texts_of(item).values()).lower())
    if not known or not words:
        return 0.0
    return 5 * abs(sum(word in known for word in words) / len(words) - _USUAL_FUNCTION_WORDS)
