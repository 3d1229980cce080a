"""An index over benchmark items: in which texts they stand word for word, or nearly.

An item is found word for word where a sequence of 13 of its words occurs in a text (Brown et al. 2020, appendix C), or
all of them where it has fewer; case, accents, punctuation and marks between thousands do not count. Sequences that
several items share are formulas ("which of the following statements about the …") and say nothing of any one of them.
Where no item stands word for word, the nearest that stands there in other words is looked for (`nearly.py`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa

from minga.curate.contamination.hashed_words import Hashed, Vocabulary, sequence_hashes, sequences
from minga.curate.contamination.nearly import Sketches, likely
from minga.curate.contamination.postings import Postings

__all__ = ["Found", "How", "ItemIndex"]

How = Literal["verbatim", "short", "near"]
_STRETCH = 1 << 21
"""Characters that are looked at together."""


@dataclass(frozen=True)
class Found:
    """What one text holds: items of the strongest kind that was found."""

    how: How
    items: tuple[int, ...]
    """Their numbers in the index, ascending."""
    similarity: float = 1.0
    """Of `near` ones, how much of the item stands there, 0 to 1."""


class ItemIndex:
    """What `build_index` wrote to a folder, read through memory maps: any number of processes share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        sizes = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        self.size: int = sizes["size"]
        self.short: int = sizes["short"]
        self._vocabulary = Vocabulary()
        self._verbatim, self._anchors, self._pairs = (
            Postings(folder / name) for name in ("verbatim", "anchors", "pairs")
        )
        self._wholes = np.fromfile(folder / "wholes.hashes", "<u8")
        self._lengths = np.fromfile(folder / "wholes.lengths", "u1")
        self._sketches = Sketches(folder)

    @cached_property
    def names(self) -> pa.Table:
        """`id` and `benchmark` of every item, in the order of their numbers."""
        return pa.ipc.open_file(pa.memory_map(str(self.folder / "items.arrow"))).read_all()

    def find(self, texts: Sequence[str]) -> dict[int, Found]:
        """What each text holds, by its position in `texts`; texts that hold nothing are not in it."""
        found: dict[int, Found] = {}
        start = 0
        while start < len(texts):
            stop, signs = start, 0
            while stop < len(texts) and (signs < _STRETCH or stop == start):
                signs += len(texts[stop])
                stop += 1
            for number, what in self._found(texts[start:stop]).items():
                found[start + number] = what
            start = stop
        return found

    def _found(self, texts: Sequence[str]) -> dict[int, Found]:
        hashed = self._vocabulary.hashed(texts)
        verbatim, short = self._whole_sequences(hashed), self._short_ones(hashed)
        found = {text: Found("short", tuple(sorted(items))) for text, items in short.items()}
        for text, items in verbatim.items():  # an item that stands there word for word says more
            found[text] = Found("verbatim", tuple(sorted(items | short.get(text, set()))))
        for text, item, similarity in self._nearest(hashed, np.array(sorted(found), np.int32)):
            before = found.get(text)
            if before is None or similarity > before.similarity:
                found[text] = Found("near", (item,), similarity)
            elif similarity == before.similarity:
                found[text] = Found("near", tuple(sorted({*before.items, item})), similarity)
        return found

    def _whole_sequences(self, hashed: Hashed) -> dict[int, set[int]]:
        hashes, starts = sequences(hashed, self.size)
        places, items = self._verbatim.find(hashes)
        return _by_text(hashed.texts[starts[places]], items)

    def _short_ones(self, hashed: Hashed) -> dict[int, set[int]]:
        """Items that are shorter than a sequence: where their first words stand, all of them must."""
        hashes, starts = sequences(hashed, self.short)
        places, items = self._anchors.find(hashes)
        at, lengths = starts[places], self._lengths[items].astype(np.int64)
        stands = np.zeros(len(at), bool)
        for length in np.unique(lengths).tolist():
            those = np.flatnonzero((lengths == length) & (at + length <= len(hashed.words)))
            window = at[those][:, None] + np.arange(length)
            inside = hashed.texts[window[:, 0]] == hashed.texts[window[:, -1]]
            stands[those] = inside & (sequence_hashes(hashed.words[window]) == self._wholes[items[those]])
        return _by_text(hashed.texts[at[stands]], items[stands])

    def _nearest(self, hashed: Hashed, found: np.ndarray) -> list[tuple[int, int, float]]:
        """Text, item and share of what is likely to stand in those texts in which nothing was found so far."""
        places, items = likely(hashed, self._pairs, found)
        shares = self._sketches.shares(hashed, places, items)
        those = np.flatnonzero(shares)
        texts = hashed.texts[places[those]]
        return list(zip(texts.tolist(), items[those].tolist(), shares[those].tolist(), strict=True))


def _by_text(texts: np.ndarray, items: np.ndarray) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for text, item in zip(texts.tolist(), items.tolist(), strict=True):
        found.setdefault(text, set()).add(item)
    return found
