"""Words and normalised text, as texts are compared by them."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

__all__ = ["has_words", "normalised", "shingles", "words"]

# \w leaves out combining marks, which g̃ (Guaraní) cannot do without; apostrophes and the middle dot stand
# inside words: ñe'ẽ, l'home, col·lecció
_WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:['’ʼ·]\w[\w\u0300-\u036f]*)*")


def normalised(text: str) -> str:
    """`text` without differences of case, width and white space.

    >>> normalised("  ¿Qué\\tES? ")
    '¿qué es?'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words(text: str) -> list[str]:
    """The words of a normalised text, without punctuation.

    >>> words("¿qué és l'ull de la col·lecció?")
    ['qué', 'és', "l'ull", 'de', 'la', 'col·lecció']
    """
    return _WORD.findall(text)


def has_words(text: str, count: int) -> bool:
    """Whether a text has at least `count` words."""
    return count <= 0 or next(islice(_WORD.finditer(text), count - 1, None), None) is not None


def shingles(text: str, size: int) -> frozenset[str]:
    """All sequences of `size` words of a text whose words are separated by single spaces."""
    tokens = text.split(" ")
    return frozenset(" ".join(tokens[start : start + size]) for start in range(len(tokens) - size + 1))
