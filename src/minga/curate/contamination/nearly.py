"""Items that a text holds in other words: reworded a little, or translated by another engine.

Neighbouring stems (how words begin) lead to the few items that a text may hold; of those, the share of an item's stems
that stand close together in the text decides, where a stem counts by how rare it is among the items (Spärck Jones
1972). What a text says before and after does not matter, nor in which order.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from minga.curate.contamination.hashed_words import Hashed
from minga.curate.contamination.postings import Postings, mapped

__all__ = ["FLOOR", "LEAST_STEMS", "Sketches", "likely", "pairs"]

LEAST_STEMS = 4
"""Different stems without which an item is not looked for: too many texts hold them by chance."""
FLOOR = 0.4
"""Least share of an item that is worth a note."""
_MULTIPLIER = np.uint64(0xD6E8FEB86659FD93)
_BLOCK = 8
"""Hits within 2 to the power of this many words belong together."""
_HITS = 2
_DOUBT = 2
"""Stems that every item is taken to have besides, and that stand nowhere: few words prove little."""
"""Pairs that an item and a text must share."""


def pairs(hashed: Hashed) -> tuple[np.ndarray, np.ndarray]:
    """A hash (uint64) for each two stems of a text between which at most one stands, in any order.

    And where in `hashed` the first of the two stands.
    """
    at = np.flatnonzero(hashed.stems)
    stems, texts = hashed.stems[at], hashed.texts[at]
    hashes, places = [], []
    for gap in (1, 2):
        first, second = stems[:-gap], stems[gap:]
        near = np.flatnonzero((texts[:-gap] == texts[gap:]) & (first != second))
        low, high = np.minimum(first[near], second[near]), np.maximum(first[near], second[near])
        mixed = (low * _MULTIPLIER) ^ high
        hashes.append((mixed ^ (mixed >> np.uint64(29))) * _MULTIPLIER)
        places.append(at[:-gap][near])
    return np.concatenate(hashes), np.concatenate(places)


def likely(hashed: Hashed, postings: Postings, without: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places and items: where in `hashed` several pairs of an item stand, but for the texts `without`."""
    hashes, at = pairs(hashed)
    found, items = postings.find(hashes)
    places = at[found]
    other = ~np.isin(hashed.texts[places], without)
    places, items = places[other], items[other].astype(np.int64)
    # both grow with the place, so that their sum names a block of one text
    blocks = (places >> _BLOCK) + hashed.texts[places]
    order = np.lexsort((places, items, blocks))
    places, items, blocks = places[order], items[order], blocks[order]
    begins = np.r_[True, (blocks[1:] != blocks[:-1]) | (items[1:] != items[:-1])] if len(order) else np.zeros(0, bool)
    first = np.flatnonzero(begins)
    counts = np.diff(np.r_[first, len(order)])
    middle = (first + counts // 2)[counts >= _HITS]
    return places[middle], items[middle]


class Sketches:
    """The stems of every item, those of the question first, each with its weight."""

    def __init__(self, folder: Path) -> None:
        self._offsets = np.fromfile(folder / "sketches.offsets", "<i8")
        self._questions = np.fromfile(folder / "sketches.questions", "<i8")
        self._stems = mapped(folder / "sketches.stems", "<u8")
        self._weights = mapped(folder / "sketches.weights", "<f4")

    def shares(self, hashed: Hashed, places: np.ndarray, items: np.ndarray) -> np.ndarray:
        """For each place, the share of an item that stands around it: of its question, or of question and answer.

        float64, rounded to three digits; 0 below `FLOOR`, and where the stems are too few to say anything.
        """
        starts, counts = self._offsets[items], np.diff(self._offsets)[items]
        owner, within = _ranges(counts)
        at = starts[owner] + within
        there = self._stand_around(hashed, places, counts, owner, at)
        weights = self._weights[at].astype(np.float64)
        shares = np.zeros(len(items))
        for part in (within < self._questions[items][owner], np.ones(len(at), bool)):
            number = np.bincount(owner[part], minlength=len(items))
            common = np.bincount(owner[part & there], minlength=len(items))
            whole = np.bincount(owner[part], weights[part], len(items))
            found = np.bincount(owner[part & there], weights[part & there], len(items))
            share = found / np.maximum(whole * (1 + _DOUBT / np.maximum(number, 1)), 1e-9)
            shares = np.maximum(shares, np.where((number >= LEAST_STEMS) & (common >= LEAST_STEMS - 1), share, 0.0))
        return np.where(shares >= FLOOR, np.round(shares, 3), 0.0)

    def _stand_around(
        self, hashed: Hashed, places: np.ndarray, counts: np.ndarray, owner: np.ndarray, at: np.ndarray
    ) -> np.ndarray:
        """Whether each stem stands in the text around its owner's place, as far as an item reaches."""
        reach = counts + counts // 2 + 4
        texts = hashed.texts[places]
        low = np.maximum(places - reach, np.searchsorted(hashed.texts, texts, "left"))
        high = np.minimum(places + reach, np.searchsorted(hashed.texts, texts, "right"))
        beside, offset = _ranges(high - low)
        around = hashed.stems[low[beside] + offset]
        return np.isin(_owned(self._stems[at], owner), _owned(around, beside))


def _ranges(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For `counts` things each: whose it is, and its number among those."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)


def _owned(stems: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Stems that are equal only where their owners are; uint64 wraps around."""
    return stems + (owner.astype(np.uint64) + np.uint64(1)) * _MULTIPLIER
