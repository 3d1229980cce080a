"""How alike the versions of a text are: chrF, and the edit distance in characters and words.

Texts are compared in Unicode's composed form (NFC), so that two ways of writing the same letter are no difference.

    M. Popović: chrF: character n-gram F-score for automatic MT evaluation. WMT 2015.
    V. I. Levenshtein: Binary codes capable of correcting deletions, insertions, and reversals (1966).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Unit", "Versions", "chrf", "compare_versions", "edit_distance"]

Unit = Literal["character", "word"]
"""What is inserted, deleted or replaced; words are what stands between spaces."""

_ORDER = 6
_BETA = 2


@dataclass(frozen=True)
class Versions:
    """How alike several versions of one text are, and each of them to the text that was adopted."""

    chrf: float | None
    """Mean over all two versions, 0 to 100; None if there are fewer than two, as for the next two."""
    characters: float | None
    """Mean edit distance in characters, 0 (the same) to 1."""
    words: float | None
    """Mean edit distance in words, 0 to 1."""
    chrf_to_final: tuple[float, ...]
    """Of each version, in their order."""
    characters_to_final: tuple[float, ...]
    words_to_final: tuple[float, ...]


def chrf(text: str, reference: str) -> float:
    """chrF2 of a text against a reference, 0 to 100: character n-grams up to 6, spaces left out, recall counts double.

    It is the sentence score of sacreBLEU with its default settings; 100 also for two empty texts.
    """
    return _chrf(_ngrams(text), _ngrams(reference))


def edit_distance(first: str, second: str, unit: Unit = "character") -> float:
    """Insertions, deletions and replacements from one text to the other, by the length of the longer: 0 to 1."""
    from rapidfuzz.distance import Levenshtein

    one, other = _composed(first), _composed(second)
    if unit == "word":
        return float(Levenshtein.normalized_distance(one.split(), other.split()))
    return float(Levenshtein.normalized_distance(one, other))


def compare_versions(texts: Sequence[str], final: str | None = None) -> Versions:
    """How alike the texts are to each other and, if there is one, to the final text."""
    alike = _similarities(texts)
    pairs = list(combinations(range(len(texts)), 2))

    def mean(values: list[float]) -> float | None:
        return sum(values) / len(values) if values else None

    goals = [] if final is None else [final]
    return Versions(
        chrf=mean([float(alike[i, j]) for i, j in pairs]),
        characters=mean([edit_distance(texts[i], texts[j]) for i, j in pairs]),
        words=mean([edit_distance(texts[i], texts[j], "word") for i, j in pairs]),
        chrf_to_final=tuple(chrf(text, goal) for goal in goals for text in texts),
        characters_to_final=tuple(edit_distance(text, goal) for goal in goals for text in texts),
        words_to_final=tuple(edit_distance(text, goal, "word") for goal in goals for text in texts),
    )


def _similarities(texts: Sequence[str]) -> NDArray[np.float64]:
    """chrF of each two texts, the mean of both directions; 100 on the diagonal."""
    ngrams = [_ngrams(text) for text in texts]
    alike = np.full((len(texts), len(texts)), 100.0)
    for first, second in combinations(range(len(texts)), 2):
        both = _chrf(ngrams[first], ngrams[second]), _chrf(ngrams[second], ngrams[first])
        alike[first, second] = alike[second, first] = sum(both) / 2
    return alike


def _ngrams(text: str) -> list[Counter[str]]:
    letters = "".join(_composed(text).split())
    return [
        Counter(letters[start : start + order] for start in range(len(letters) - order + 1))
        for order in range(1, _ORDER + 1)
    ]


def _chrf(text: list[Counter[str]], reference: list[Counter[str]]) -> float:
    if text == reference:
        return 100.0
    precision = recall = 0.0
    orders = 0
    for given, wanted in zip(text, reference, strict=True):
        # Short texts have no long n-grams; the mean is over the orders that both have.
        if given and wanted:
            both = (given & wanted).total()
            precision += both / given.total()
            recall += both / wanted.total()
            orders += 1
    if not precision + recall:
        return 0.0
    return 100 * (1 + _BETA**2) * precision * recall / ((_BETA**2 * precision + recall) * orders)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
