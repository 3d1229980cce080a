"""Words of many texts as arrays of numbers, so that sequences of words are compared without Python's strings."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Hashed", "Vocabulary", "folded", "sequence_hashes", "sequences"]

# an apostrophe is written in so many ways that it parts words here: l'home, l’home, l home
_WORD = re.compile(r"\w[\w\u0300-\u036f]*")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEM = 5
"""Letters that stand for a word where inflection does not count."""
_CONTENT = 4
"""Letters from which a word says something: `para` and `with` pass, but they are common, and weigh little."""
_MOST = 1_000_000
"""Words that are remembered."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_THOUSANDS = re.compile("[.,\u00a0\u202f](?<=[0-9].)(?=[0-9]{3}(?![0-9]))")


def folded(word: str) -> str:
    """`word` without differences of case, width and accents; empty where nothing is left.

    >>> folded("Ñandú_")
    'nandu'
    """
    plain = unicodedata.normalize("NFKD", word).casefold().replace("_", "")
    return plain if plain.isascii() else "".join(sign for sign in plain if not unicodedata.combining(sign))


@dataclass(frozen=True)
class Hashed:
    """The words of some texts, one after the other."""

    words: np.ndarray
    """A hash (uint64) of each."""
    stems: np.ndarray
    """A hash (uint64) of how each begins; 0 for those that are too short to say anything."""
    texts: np.ndarray
    """The number (int32) of the text that each stands in, ascending."""


class Vocabulary:
    """Turns words into hashes, and remembers them: the hash of a word is the same in every process."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._ids: dict[str, int] = {}
        self._words = array("Q")
        self._stems = array("Q")

    def hashed(self, texts: Sequence[str]) -> Hashed:
        """The words of `texts`."""
        if len(self._ids) > _MOST:
            self._forget()
        ids: list[int] = []
        counts = []
        known, learn = self._ids, self._learn
        for text in texts:
            found = _WORD.findall(_plain(text))
            counts.append(len(found))
            ids += [known[word] if word in known else learn(word) for word in found]
        at = np.array(ids, np.int64)
        number = np.repeat(np.arange(len(texts), dtype=np.int32), counts)
        said = np.array(self._words, np.uint64)[at] if ids else np.zeros(0, np.uint64)
        stems = np.array(self._stems, np.uint64)[at] if ids else np.zeros(0, np.uint64)
        kept = said != 0
        return Hashed(said[kept], stems[kept], number[kept])

    def _learn(self, word: str) -> int:
        plain = folded(word)
        self._ids[word] = len(self._words)
        self._words.append(_hash(plain) if plain else 0)
        says = len(plain) >= _CONTENT or plain.isdecimal()
        self._stems.append(_hash(plain[:_STEM]) if says else 0)
        return self._ids[word]


def sequences(hashed: Hashed, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Hashes (uint64) of all sequences of `size` words that stand in one text, and where each begins."""
    count = len(hashed.words) - size + 1
    if count <= 0:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    starts = np.flatnonzero(hashed.texts[:count] == hashed.texts[size - 1 :])
    return sequence_hashes(np.lib.stride_tricks.sliding_window_view(hashed.words, size))[starts], starts


def sequence_hashes(rows: np.ndarray) -> np.ndarray:
    """A hash (uint64) of each row of hashes of words."""
    hashes = np.zeros(len(rows), np.uint64)
    for column in rows.T:  # a polynomial of the words; uint64 wraps around
        hashes *= _MULTIPLIER
        hashes += column
    return hashes


def _plain(text: str) -> str:
    """`text` without signs that nobody sees, and without marks between thousands."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text).replace("ʼ", "'").replace("ꞌ", "'")  # these two are letters to Unicode
    return _THOUSANDS.sub("", text)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little") or 1
