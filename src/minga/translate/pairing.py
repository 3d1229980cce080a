"""Two versions of a benchmark, row by row: by their numbers where both have such, else by their order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path

from minga.errors import InputError
from minga.external_sort import ExternalSorter
from minga.records import BenchmarkItem, to_batch
from minga.settings import BenchmarkSettings
from minga.source_pairs import beside, sorted_items
from minga.translate.readers import numbered_rows
from minga.translate.readers.rows import Dropped

__all__ = ["Pair", "UNPAIRED", "paired_items"]

Pair = tuple[BenchmarkItem, BenchmarkItem]
UNPAIRED = "unpaired"
"""Why a row leaves whose number the other version does not have."""
_BATCH = 256
_BETWEEN = "\t"
_SHOWN = 5


def paired_items(
    source: BenchmarkSettings, version: BenchmarkSettings, root: Path, *, beginning: bool = False
) -> Iterator[Pair | Dropped]:
    """Each item of `source` beside the same item of `version`; rows that make no pair leave with their reason.

    Items go together by their number (and split) where both versions bear numbers that name one item each, or one does
    and its numbers are places of the other's rows; an item whose number the other one lacks leaves as `unpaired`.
    Otherwise, and where as many rows without numbers stand beside numbered ones, the nth row goes with the nth, and
    both must have as many; with `beginning` the version may end early. A row that one of them cannot use leaves with
    its reader's reason. Both are read twice.

    Raises InputError when the rows cannot be brought together: it says how many there are, and which numbers are only
    in one of them. Raises as `source_items` does.
    """
    ours, theirs = _Numbers.of(source, root), _Numbers.of(version, root)
    splits = ours.split and theirs.split
    if _name_items(ours, theirs, splits=splits):
        yield from _by_number(source, version, root, ["split", "number"] if splits else ["number"])
        return
    if ours.rows != theirs.rows and not (beginning and theirs.rows < ours.rows):
        raise _unlike(ours, theirs, source, version)
    yield from _by_order(source, version, root)


@dataclass(frozen=True)
class _Numbers:
    """The numbers that a version's rows bear."""

    rows: int
    names: tuple[str, ...]
    """Of each item its split and number."""
    given: bool
    """Whether the numbers do more than count the rows."""
    numbered: bool
    """Whether each item has a number …"""
    split: bool
    """… and a split."""
    unused: frozenset[str]
    """Places of rows that make no item, where they are known."""

    @classmethod
    def of(cls, benchmark: BenchmarkSettings, root: Path) -> _Numbers:
        rows, names, given, numbered, split = 0, [], False, True, True
        unused: set[str] = set()
        for place, row in numbered_rows(benchmark, root):
            rows += 1
            if isinstance(row, BenchmarkItem):
                names.append(f"{row.split}{_BETWEEN}{row.number}")
                given = given or row.number != place
                numbered, split = numbered and bool(row.number), split and bool(row.split)
            elif place:
                unused.add(place)
        return cls(rows, tuple(names), given, numbered, split, frozenset(unused))

    def keys(self, *, splits: bool) -> frozenset[str]:
        """What names each item; nothing where an item has no number, or two have the same."""
        found = frozenset(self.names if splits else self.numbers())
        return found if self.numbered and len(found) == len(self.names) else frozenset()

    def numbers(self) -> Iterator[str]:
        """Without the splits."""
        return (name.partition(_BETWEEN)[2] for name in self.names)


def _name_items(ours: _Numbers, theirs: _Numbers, *, splits: bool) -> bool:
    """Whether numbers say which item is which."""
    mine, other = ours.keys(splits=splits), theirs.keys(splits=splits)
    if ours.given and theirs.given:
        return not mine.isdisjoint(other)
    # rows without numbers are counted, from 1: the other's numbers may mean those places where all are among them
    if theirs.given:
        return bool(other) and other <= mine | ours.unused
    # as many rows without numbers were translated line by line, whatever the source's numbers are
    return ours.given and ours.rows != theirs.rows and bool(mine) and mine <= other | theirs.unused


def _by_order(source: BenchmarkSettings, version: BenchmarkSettings, root: Path) -> Iterator[Pair | Dropped]:
    for (_, ours), (_, theirs) in zip_longest(
        numbered_rows(source, root), numbered_rows(version, root), fillvalue=("", Dropped("", UNPAIRED))
    ):
        if isinstance(ours, Dropped):
            yield ours
        elif isinstance(theirs, Dropped):
            yield theirs if theirs.place else Dropped(ours.id, UNPAIRED, f"{version.path} ends before")
        else:
            yield ours, theirs


def _by_number(
    source: BenchmarkSettings, version: BenchmarkSettings, root: Path, keys: list[str]
) -> Iterator[Pair | Dropped]:
    with tempfile.TemporaryDirectory(prefix="minga-pairs-") as folder:
        sorters = []
        for name, benchmark in (("source", source), ("version", version)):
            runs = Path(folder) / name
            runs.mkdir()
            sorters.append(ExternalSorter(runs, keys))
            items = _items(benchmark, root)
            while rows := list(islice(items, _BATCH)):
                yield from (row for row in rows if isinstance(row, Dropped))
                kept = [row for row in rows if isinstance(row, BenchmarkItem)]
                sorters[-1].add(to_batch(kept, BenchmarkItem.schema))
        key = partial(_key, keys)
        for ours, theirs in beside(sorted_items(sorters[0]), sorted_items(sorters[1]), key, key):
            if ours is not None and theirs is not None:
                yield ours, theirs
            elif ours is not None:
                yield Dropped(ours.id, UNPAIRED, f"{_named(key(ours))} is not in {version.path}")
            elif theirs is not None:
                yield Dropped(theirs.id, UNPAIRED, f"{_named(key(theirs))} is not in {source.path}")


def _items(benchmark: BenchmarkSettings, root: Path) -> Iterator[BenchmarkItem | Dropped]:
    return (row for _, row in numbered_rows(benchmark, root))


def _key(names: list[str], item: BenchmarkItem) -> tuple[str, ...]:
    return (item.split, item.number) if "split" in names else (item.number,)


def _named(key: tuple[str, ...]) -> str:
    return "number " + " ".join(reversed(key))


def _unlike(ours: _Numbers, theirs: _Numbers, source: BenchmarkSettings, version: BenchmarkSettings) -> InputError:
    here, there = Path(version.path).name, Path(source.path).name
    what = f"has {theirs.rows:,} questions, and {there} has {ours.rows:,}"
    if ours.given or theirs.given:
        mine, other = frozenset(ours.numbers()), frozenset(theirs.numbers())
        for name, numbers in ((there, sorted(mine - other)), (here, sorted(other - mine))):
            if numbers:
                more = f" and {len(numbers) - _SHOWN:,} more" if len(numbers) > _SHOWN else ""
                what += f"; only in {name}: {', '.join(numbers[:_SHOWN])}{more}"
    hint = "give versions with the same items in the same order, or with a number (id) of each item"
    return InputError(what, where=version.path, hint=hint)
