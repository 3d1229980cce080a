"""What is in a table of records, counted in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from minga.credits import is_simulated
from minga.progress import Advance
from minga.tables import Table

__all__ = ["Tally", "count"]

Key = tuple[str, ...]


@dataclass
class Tally:
    """How many records there are of each sort. Empty strings stand for what a record does not say."""

    most: ClassVar[int] = 50_000
    """Distinct keys that are counted apart; those that come later go together under `…`."""

    rows: int = 0
    edited: int = 0
    """Records that people rewrote."""
    reviewed: int = 0
    """Records that somebody's answer decided on."""
    places: Counter[Key] = field(default_factory=Counter)
    """By language tag and country."""
    domains: Counter[Key] = field(default_factory=Counter)
    origins: Counter[Key] = field(default_factory=Counter)
    licences: Counter[Key] = field(default_factory=Counter)
    generators: Counter[Key] = field(default_factory=Counter)
    """By model."""
    sources: Counter[Key] = field(default_factory=Counter)
    """By source, contributor and licence."""
    contributors: Counter[Key] = field(default_factory=Counter)
    reviewers: Counter[Key] = field(default_factory=Counter)
    """By public name; one record counts for each of its reviewers."""

    @property
    def languages(self) -> list[str]:
        """Language tags, most records first."""
        total: Counter[str] = Counter()
        for (language, _), rows in self.places.items():
            if language != "…":
                total[language] += rows
        return [tag for tag, _ in sorted(total.items(), key=lambda entry: (-entry[1], entry[0]))]

    @property
    def people(self) -> list[str]:
        """Public names of the reviewers, simulated ones left out, by name."""
        return sorted(name for (name,) in self.reviewers if not is_simulated(name))

    @property
    def simulated(self) -> list[str]:
        """Names of simulated reviewers."""
        return sorted(name for (name,) in self.reviewers if is_simulated(name))

    def add(self, counter: Counter[Key], keys: Iterable[Key]) -> None:
        """Count keys, at most `most` different ones."""
        for key in keys:
            counter[key if key in counter or len(counter) < self.most else ("…",) * len(key)] += 1


_COLUMNS: dict[str, tuple[str, ...]] = {
    "places": ("language", "country"),
    "domains": ("domain",),
    "origins": ("origin",),
    "licences": ("licence",),
    "sources": ("source", "contributor", "licence"),
    "contributors": ("contributor",),
}
_READ = (
    "language", "country", "domain", "origin", "generator", "source", "licence", "contributor", "parents",
    "validated_by",
)  # fmt: skip


def count(tables: Sequence[Table], advance: Advance = lambda rows: None) -> Tally:
    """Count the records or items of `tables`; only one batch of them is in memory at a time."""
    tally = Tally()
    for table in tables:
        translated = "source_item" in table.schema.names
        for batch in table.batches([*_READ, "source_item"] if translated else _READ):
            _add(tally, batch)
            advance(batch.num_rows)
    return tally


def _add(tally: Tally, batch: pa.RecordBatch) -> None:
    tally.rows += batch.num_rows
    for name, columns in _COLUMNS.items():
        tally.add(getattr(tally, name), zip(*(_texts(batch[column]) for column in columns), strict=True))
    tally.add(tally.generators, ((model,) for model in _texts(pc.struct_field(batch["generator"], "model")) if model))
    for parents, names, source in zip(
        batch["parents"].to_pylist(), batch["validated_by"].to_pylist(), _sources(batch), strict=True
    ):
        tally.reviewed += bool(names)
        # a translation's nearest parent is its source item, until somebody rewrites it
        tally.edited += bool(names and parents and parents[0] != source)
        tally.add(tally.reviewers, ((name,) for name in names or ()))


def _sources(batch: pa.RecordBatch) -> list[Any]:
    return batch["source_item"].to_pylist() if "source_item" in batch.schema.names else [""] * batch.num_rows


def _texts(column: pa.Array) -> list[str]:
    return [value or "" for value in column.to_pylist()]
