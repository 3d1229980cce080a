"""Building an index over benchmark items."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from minga.curate.contamination.hashed_words import Hashed, Vocabulary, sequence_hashes, sequences
from minga.curate.contamination.item_texts import ItemText
from minga.curate.contamination.nearly import LEAST_STEMS, pairs
from minga.curate.contamination.postings import PostingsWriter

__all__ = ["build_index"]

_BATCH = 2048
_FORMULA = 2
"""A sequence of words that more items have is a formula."""
_COMMON_PAIR = 2
"""A pair of stems that more items have leads to none of them."""
_PAIRS = 24
"""Pairs by which an item is found: those with the least hashes."""
_NAMES = pa.schema([("id", pa.string()), ("benchmark", pa.string())])


def build_index(items: Iterable[ItemText], folder: Path, scratch: Path, *, size: int, short: int) -> dict[str, int]:
    """Write an index over `items` to `folder`, to be read by `ItemIndex`, and count items and those that are too short.

    Sequences of `size` words are looked for; items of fewer words are when they have at least `short`, with the right
    answer if they need it. The same items in the same order make the same bytes. In memory are a batch of items, a
    sixteenth of all sequences, and four numbers an item; `scratch` is a folder for what does not fit there.
    """
    building = _Building(folder, scratch, size, short)
    everything = iter(items)
    with (
        pa.OSFile(str(folder / "items.arrow"), "wb") as sink,
        pa.ipc.new_file(sink, _NAMES) as names,
        (scratch / "stems").open("wb") as stems,
    ):
        while batch := list(islice(everything, _BATCH)):
            rows = [{"id": item.id, "benchmark": item.benchmark} for item in batch]
            names.write_batch(pa.RecordBatch.from_pylist(rows, _NAMES))
            building.add(batch)
            stems.write(building.add_sketches(batch).tobytes())
    building.finish()
    (folder / "index.json").write_text(json.dumps({"size": size, "short": short}) + "\n", encoding="utf-8")
    return {"items": building.items, "too short": building.too_short}


class _Building:
    def __init__(self, folder: Path, scratch: Path, size: int, short: int) -> None:
        self.folder, self.scratch, self.size, self.short = folder, scratch, size, short
        self.items = self.too_short = 0
        self._vocabulary = Vocabulary()
        self._verbatim, self._anchors, self._pairs = (
            PostingsWriter(scratch, name) for name in ("verbatim", "anchors", "pairs")
        )
        self._roots: dict[str, int] = {}
        self._groups: list[np.ndarray] = []
        self._wholes: list[np.ndarray] = []
        self._lengths: list[np.ndarray] = []
        self._questions: list[np.ndarray] = []
        self._counts: list[np.ndarray] = []
        self._seen = (np.zeros(0, np.uint64), np.zeros(0, np.int64))

    def add(self, batch: Sequence[ItemText]) -> None:
        """Take the sequences of words of these items."""
        self._groups.append(np.array([self._roots.setdefault(item.root, len(self._roots)) for item in batch], np.int32))
        hashed = self._vocabulary.hashed([item.asked for item in batch])
        few = np.flatnonzero(np.bincount(hashed.texts, minlength=len(batch)) < self.short).tolist()
        if few:
            texts = [f"{item.asked}\n{item.answer}" if n in set(few) else item.asked for n, item in enumerate(batch)]
            hashed = self._vocabulary.hashed(texts)
        lengths = np.bincount(hashed.texts, minlength=len(batch))
        hashes, starts = sequences(hashed, self.size)
        self._verbatim.add(hashes, hashed.texts[starts] + np.int32(self.items))
        wholes = np.zeros(len(batch), np.uint64)
        begins = np.cumsum(lengths) - lengths
        for number in np.flatnonzero((lengths >= self.short) & (lengths < self.size)).tolist():
            said = hashed.words[begins[number] : begins[number] + lengths[number]]
            wholes[number] = sequence_hashes(said[None])[0]
            self._anchors.add(sequence_hashes(said[None, : self.short]), np.array([self.items + number], np.int32))
        self._wholes.append(wholes)
        self._lengths.append(np.minimum(lengths, self.size).astype(np.uint8))
        self.too_short += int(np.count_nonzero(lengths < self.short))

    def add_sketches(self, batch: Sequence[ItemText]) -> np.ndarray:
        """Take the pairs of stems of these items, and give back their stems, item by item."""
        questions = _stems_of(self._vocabulary.hashed([item.question for item in batch]), len(batch))
        whole = self._vocabulary.hashed([item.answered for item in batch])
        sketches = []
        for question, answered in zip(questions, _stems_of(whole, len(batch)), strict=True):
            sketches.append(np.concatenate([question, np.setdiff1d(answered, question, assume_unique=True)]))
        counts = np.array([len(sketch) for sketch in sketches], np.int64)
        self._questions.append(np.array([len(question) for question in questions], np.int64))
        self._counts.append(counts)
        hashes, places = pairs(whole)
        texts = whole.texts[places]
        order = np.lexsort((hashes, texts))
        hashes, texts = hashes[order], texts[order]
        rank = np.arange(len(texts)) - np.searchsorted(texts, texts)
        chosen = (rank < _PAIRS) & (counts[texts] >= LEAST_STEMS)
        self._pairs.add(hashes[chosen], texts[chosen] + np.int32(self.items))
        self.items += len(batch)
        stems = np.concatenate(sketches)
        self._count(stems)
        return stems

    def _count(self, stems: np.ndarray) -> None:
        known, counts = self._seen
        found, more = np.unique(stems, return_counts=True)
        both, inverse = np.unique(np.concatenate([known, found]), return_inverse=True)
        self._seen = both, np.bincount(inverse, np.concatenate([counts, more]), len(both)).astype(np.int64)

    def finish(self) -> None:
        groups = _joined(self._groups, np.int32)
        self._verbatim.finish(self.folder / "verbatim", groups, _FORMULA)
        wholes, lengths = _joined(self._wholes, np.uint64), _joined(self._lengths, np.uint8)
        formulas = _formulas(wholes, groups)
        wholes[formulas] = 0  # no sequence of words hashes to it, or one in 2 to the power of 64
        self._anchors.finish(self.folder / "anchors", groups, self.items)
        self._pairs.finish(self.folder / "pairs", groups, _COMMON_PAIR)
        _write(self.folder / "wholes.hashes", wholes, "<u8")
        _write(self.folder / "wholes.lengths", lengths, "u1")
        _write(self.folder / "sketches.questions", _joined(self._questions, np.int64), "<i8")
        _write(self.folder / "sketches.offsets", np.r_[0, np.cumsum(_joined(self._counts, np.int64))], "<i8")
        known, counts = self._seen
        weights = np.log1p(self.items / np.maximum(counts, 1)).astype(np.float32)
        with (
            (self.scratch / "stems").open("rb") as stems,
            (self.folder / "sketches.stems").open("wb") as kept,
            (self.folder / "sketches.weights").open("wb") as weighed,
        ):
            for part in _parts(stems):
                kept.write(part.astype("<u8").tobytes())
                weighed.write(weights[np.searchsorted(known, part)].astype("<f4").tobytes())


def _stems_of(hashed: Hashed, count: int) -> list[np.ndarray]:
    """The different stems of each text."""
    bounds = np.searchsorted(hashed.texts, np.arange(count + 1)).tolist()
    parts = (hashed.stems[start:stop] for start, stop in pairwise(bounds))
    return [np.unique(part[part != 0]) for part in parts]


def _formulas(wholes: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Whether each short item is one of several that say the same."""
    pairs = np.unique(np.stack([wholes, groups.astype(np.uint64)], 1), axis=0)
    said, counts = np.unique(pairs[:, 0], return_counts=True)
    return np.isin(wholes, said[counts > _FORMULA])


def _joined(parts: Sequence[np.ndarray], kind: type[np.generic]) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _write(path: Path, values: np.ndarray, kind: str) -> None:
    path.write_bytes(values.astype(kind).tobytes())


def _parts(file: BinaryIO) -> Iterator[np.ndarray]:
    while data := file.read(8 << 20):
        yield np.frombuffer(data, np.uint64)
