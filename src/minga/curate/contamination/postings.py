"""Which items a hash stands for: sorted arrays on disk, read through memory maps."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

__all__ = ["Postings", "PostingsWriter", "mapped"]

_PARTS = 16
_ENTRY = np.dtype([("hash", "<u8"), ("item", "<i4")])
_FILTER = 8
"""Bits of the filter for each hash, at least."""


class PostingsWriter:
    """Takes hashes with the items they are of, and writes them in order; in memory is a sixteenth of them."""

    def __init__(self, scratch: Path, name: str) -> None:
        self._parts = [(scratch / f"{name}-{number:02d}") for number in range(_PARTS)]

    def add(self, hashes: np.ndarray, items: np.ndarray) -> None:
        """Hashes (uint64) and numbers of items (int32), each pair any number of times."""
        entries = np.empty(len(hashes), _ENTRY)
        entries["hash"], entries["item"] = hashes, items
        part = (hashes >> np.uint64(60)).astype(np.uint8)
        for number in np.unique(part).tolist():
            with self._parts[number].open("ab") as file:
                file.write(entries[part == number].tobytes())

    def finish(self, path: Path, groups: np.ndarray, most: int) -> None:
        """Write `path.hashes`, `path.items` and `path.filter`.

        `groups` gives each item's group (versions of one item are one group): hashes of more than `most` groups are
        formulas, and left out.
        """
        count = 0
        with path.with_suffix(".hashes").open("wb") as hashes, path.with_suffix(".items").open("wb") as items:
            for part in self._parts:
                entries = np.fromfile(part, _ENTRY) if part.exists() else np.zeros(0, _ENTRY)
                entries = _without_formulas(_in_order(entries), groups, most)
                hashes.write(entries["hash"].astype("<u8").tobytes())
                items.write(entries["item"].astype("<i4").tobytes())
                count += len(entries)
        _write_filter(path, count)


def _in_order(entries: np.ndarray) -> np.ndarray:
    """Entries by hash and item, each once."""
    entries = entries[np.lexsort((entries["item"], entries["hash"]))]
    return entries[np.r_[True, entries[1:] != entries[:-1]]] if len(entries) else entries


def _without_formulas(entries: np.ndarray, groups: np.ndarray, most: int) -> np.ndarray:
    if not len(entries):
        return entries
    hashes, group = entries["hash"], groups[entries["item"]]
    order = np.lexsort((group, hashes))
    hashes, group = hashes[order], group[order]
    new_hash = np.r_[True, hashes[1:] != hashes[:-1]]
    new_group = new_hash | np.r_[True, group[1:] != group[:-1]]
    counts = np.add.reduceat(new_group.astype(np.int64), np.flatnonzero(new_hash))
    # both are in order of hashes, with as many entries of each
    return entries[np.repeat(counts <= most, np.diff(np.r_[np.flatnonzero(new_hash), len(hashes)]))]


def _write_filter(path: Path, count: int) -> None:
    bits = max(10, int(count * _FILTER - 1).bit_length()) if count else 10
    marks = np.zeros(1 << (bits - 3), np.uint8)
    hashes = mapped(path.with_suffix(".hashes"), "<u8")
    for start in range(0, count, 1 << 20):
        at = hashes[start : start + (1 << 20)] >> np.uint64(64 - bits)
        np.bitwise_or.at(marks, at >> np.uint64(3), np.uint8(1) << (at & np.uint64(7)).astype(np.uint8))
    path.with_suffix(".filter").write_bytes(marks.tobytes())


class Postings:
    """What a `PostingsWriter` wrote at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _hashes(self) -> np.ndarray:
        return mapped(self._path.with_suffix(".hashes"), "<u8")

    @cached_property
    def _items(self) -> np.ndarray:
        return mapped(self._path.with_suffix(".items"), "<i4")

    @cached_property
    def _filter(self) -> np.ndarray:
        return mapped(self._path.with_suffix(".filter"), "u1")

    def find(self, hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Positions in `hashes` and numbers of items, a pair for every item that a hash stands for."""
        bits = len(self._filter).bit_length() + 2
        at = hashes >> np.uint64(64 - bits)
        marks = self._filter[at >> np.uint64(3)] >> (at & np.uint64(7)).astype(np.uint8)
        likely = np.flatnonzero(marks & np.uint8(1))
        wanted = hashes[likely]
        first = np.searchsorted(self._hashes, wanted, "left")
        counts = np.searchsorted(self._hashes, wanted, "right") - first
        places = np.repeat(likely, counts)
        within = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
        return places, np.asarray(self._items)[np.repeat(first, counts) + within]


def mapped(path: Path, kind: str) -> np.ndarray:
    """The numbers in a file, read as they are asked for."""
    if not path.stat().st_size:  # an empty file cannot be mapped
        return np.zeros(0, kind)
    return np.asarray(np.memmap(path, kind, "r"))
