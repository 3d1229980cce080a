"""Words as they are compared across languages: without case and accents, by how they sound rather than by letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["cognate", "folded"]

_PLAIN = str.maketrans(
    "áàâãäåéèêëíìîïóòôõöúùûüçñýÿ’", "aaaaaaeeeeiiiiooooouuuucnyy'", "\u0300\u0301\u0302\u0303\u0308\u00ad·"
)
_SOUNDS = (
    ("ph", "f"), ("th", "t"), ("ch", "c"), ("sh", "s"), ("qu", "c"), ("tx", "c"), ("tz", "z"), ("ck", "c"), ("k", "c"),
    ("y", "i"), ("w", "u"), ("j", "g"), ("x", "g"), ("z", "c"), ("h", ""), ("ss", "s"), ("v", "b"),
)  # fmt: skip
_LONGEST_WORD = 24
"""Characters of what is worth remembering: words come again, texts do not."""


def folded(text: str) -> str:
    """`text` in lower case and without accents.

    >>> folded("São Tomé")
    'sao tome'
    """
    return _folded_word(text) if len(text) <= _LONGEST_WORD else _folded(text)


def _folded(text: str) -> str:
    low = text.lower().translate(_PLAIN)
    return low if low.isascii() else _without_marks(low)


@lru_cache(maxsize=65536)
def _folded_word(word: str) -> str:
    return _folded(word)


def _without_marks(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def cognate(word: str) -> str:
    """`word` as its kin in other European languages sound: equal beginnings hint at one origin.

    >>> cognate("Philosophy"), cognate("filosofía")
    ('filosofi', 'filosofia')
    """
    low = folded(word)
    for letters, sound in _SOUNDS:
        low = low.replace(letters, sound)
    return low
