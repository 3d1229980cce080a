"""The words that near duplicates are compared by, of many texts at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

__all__ = ["compared_words"]

_WORD, _MARK, _JOINER = 1, 2, 4


def compared_words(texts: Sequence[str]) -> list[str]:
    """Of each text `" ".join(words(normalised(text)))`, as `minga.words` has them, in a fraction of the time.

    >>> compared_words(["¿Qué ÉS l'ull?", "…"])
    ["qué és l'ull", '']
    """
    folded = [unicodedata.normalize("NFKC", text).casefold() for text in texts]
    points = np.frombuffer("".join(f"{text}\n" for text in folded).encode("utf-32-le", "surrogatepass"), np.uint32)
    stays = _in_words(_classes()[points])
    spaces = np.zeros(len(points), bool)
    spaces[1:] = stays[:-1] & ~stays[1:]
    written = np.cumsum(stays | spaces)
    together = (
        np.where(stays, points, np.uint32(ord(" ")))[stays | spaces].tobytes().decode("utf-32-le", "surrogatepass")
    )
    # every text ends with a line feed, which becomes a space or nothing
    ends = written[np.cumsum([len(text) + 1 for text in folded], dtype=np.int64) - 1].tolist() if folded else []
    return [together[start:end].rstrip(" ") for start, end in zip([0, *ends], ends, strict=False)]


def _in_words(classes: np.ndarray) -> np.ndarray:
    """Whether each character stands in a word: marks after a letter do, joiners between a letter and another."""
    word, mark = classes == _WORD, classes == _MARK
    last = np.maximum.accumulate(np.where(mark, 0, np.arange(len(classes))))
    stays = word | (mark & word[last])
    joiner = classes == _JOINER
    joiner[1:] &= stays[:-1]
    joiner[:-1] &= word[1:]
    joiner[:1] = False
    return np.asarray(stays | joiner)


@lru_cache(maxsize=1)
def _classes() -> np.ndarray:
    """What each code point is to the pattern of `minga.words`."""
    classes = np.zeros(0x110000, np.uint8)
    classes[[ord(sign) for sign in "'’·"]] = _JOINER
    classes[0x300:0x370] = _MARK
    letters = re.findall(r"\w", "".join(map(chr, range(0x110000))))
    classes[np.array([ord(letter) for letter in letters])] = _WORD
    return classes
