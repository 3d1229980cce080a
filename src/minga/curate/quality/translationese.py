"""Marks that a translation leaves in a text: lost ¿ and ¡, English words, literal calques."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.example import Example
from minga.curate.quality.calques import CALQUES
from minga.curate.quality.length import WORDS
from minga.curate.quality.thresholds import LANGUAGE, Threshold
from minga.curate.rules import Measure, Rule
from minga.words import normalised, words

__all__ = ["ENGLISH", "LOST_MARKS", "MEASURES", "calque_rule"]

LOST_MARKS, ENGLISH, CALQUES_FOUND = "quality.lost_marks", "quality.english", "quality.calques"
_SAMPLE = 100_000
_FEW = 8
"""Words below which an English one may be a title or a name."""
_TWO_MARKS = frozenset(("es", "ast"))
"""Languages that open a question with ¿ always; Galician may, Catalan and Portuguese do not."""
_SENTENCE_MARK = re.compile(r"[¿¡]|[^\W\d_][\"'»”)*]{0,3}[?!]+(?![\w?!)])")
_ENGLISH = frozenset(
    (
        "the", "and", "of", "with", "that", "this", "these", "those", "which", "from", "have", "has", "had", "was",
        "were", "are", "been", "being", "would", "could", "should", "will", "shall", "their", "they", "them", "there",
        "what", "when", "where", "while", "your", "you", "not", "but", "because", "into", "about", "than", "then",
        "its", "his", "her", "our", "who", "how", "why", "can", "may", "might", "must", "does", "did", "doing", "only",
        "also", "such", "very", "other", "some", "any", "each", "both", "more", "most", "many", "much", "here",
        "however",
    )
)  # fmt: skip
"""Words of English grammar that are no words of Spanish, Catalan, Galician, Portuguese or Basque."""


def _lost_marks(example: Example) -> float | None:
    """Of the questions and exclamations of a Spanish answer, the share (0 to 1) without ¿ or ¡ before them."""
    if example.language.partition("-")[0] not in _TWO_MARKS:
        return None
    prose = example.prose
    if "?" not in prose and "!" not in prose:
        return None
    closed = lost = 0
    opened = False
    for mark in _SENTENCE_MARK.findall(prose[:_SAMPLE]):
        if mark in "¿¡":
            opened = True
        else:
            closed += 1
            lost += not opened
            opened = False
    return lost / closed if closed else None


def _english(example: Example) -> float | None:
    """The share (0 to 1) of English grammar in an answer in another language, code left out."""
    if example.task == "translation" or example.language.partition("-")[0] == "en":
        return None
    said = example.answer_words
    if "`" in example.answer:
        said = words(normalised(example.prose[:_SAMPLE]))
    if len(said) < _FEW:
        return None
    if _ENGLISH.isdisjoint(said):
        return 0.0
    return sum(word in _ENGLISH for word in said) / len(said)


def _calques(example: Example) -> list[str] | None:
    """The calques in an answer, in the order of the list; null in languages without a list."""
    patterns = _PATTERNS.get(example.language.partition("-")[0])
    if patterns is None:
        return None
    there = patterns.keys() & set(example.answer_words)
    text = example.normalised_answer[:_SAMPLE] if there else ""
    return [found[0] for word in sorted(there) for found in patterns[word].finditer(text)]


def _patterns(phrases: Iterable[tuple[str, str]]) -> dict[str, re.Pattern[str]]:
    by_word = defaultdict(list)
    for word, phrase in phrases:
        by_word[word].append(phrase)
    return {word: re.compile(r"(?<!\w)(?:" + "|".join(some) + r")(?!\w)") for word, some in by_word.items()}


_PATTERNS = {language: _patterns(phrases) for language, phrases in CALQUES.items()}
MEASURES = (
    Measure(LOST_MARKS, pa.float32(), _lost_marks),
    Measure(ENGLISH, pa.float32(), _english),
    Measure(CALQUES_FOUND, pa.list_(pa.string()), _calques),
)


def calque_rule(most: Threshold) -> Rule:
    """Answers with more than `most` calques a word leave."""

    def leaves(seen: pa.Table) -> pa.Array | pa.ChunkedArray:
        found = pc.cast(pc.list_value_length(seen[CALQUES_FOUND]), pa.float64())
        return pc.greater(found, pc.multiply(pc.cast(seen[WORDS], pa.float64()), most.rows(seen)))

    columns = [CALQUES_FOUND, WORDS, LANGUAGE]
    return Rule("calques", columns, leaves, lambda row: ", ".join(row[CALQUES_FOUND]))
