"""Which benchmark's items came from whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from minga.curate.contamination.overlaps import BENCHMARK, HOW, ITEMS
from minga.curate.contamination.rule import contaminated
from minga.curate.inputs import side_by_side
from minga.settings import ContaminationSettings
from minga.tables import Table

__all__ = ["ContaminationRow", "contamination_report"]

import pyarrow as pa


@dataclass(frozen=True)
class ContaminationRow:
    """Items of one benchmark in what one donor gave."""

    benchmark: str
    table: str
    """The input, such as `donations/recetas`."""
    source: str
    contributor: str
    """Public name; empty where nobody is named."""
    records: int
    """Records that hold any of its items."""
    items: int
    """Different items."""
    how: dict[str, int]
    """Those records by how they hold them: `verbatim`, `short`, `near`."""


@dataclass
class _Tally:
    items: set[str] = field(default_factory=set)
    how: dict[str, int] = field(default_factory=dict)


def contamination_report(
    inputs: Sequence[Table],
    overlaps: Sequence[Table],
    settings: ContaminationSettings,
    unnamed: Collection[str] = frozenset(),
) -> list[ContaminationRow]:
    """A row for each benchmark and donor, most records first; `overlaps` are the tables of `inputs`, in their order.

    Contributors in `unnamed` stand there as if nobody were named.
    """
    tallies: dict[tuple[str, str, str, str], _Tally] = {}
    for table, overlap in zip(inputs, overlaps, strict=True):
        records = map(_table, table.batches(["id", "source", "contributor"]))
        for given, found in side_by_side(records, map(_table, overlap.batches())):
            mask = contaminated(found, settings)
            for donor, row in zip(given.filter(mask).to_pylist(), found.filter(mask).to_pylist(), strict=True):
                name = "" if donor["contributor"] in unnamed else donor["contributor"] or ""
                for benchmark in set(row[BENCHMARK]):
                    key = (benchmark, table.name, donor["source"] or "", name)
                    tally = tallies.setdefault(key, _Tally())
                    pairs = zip(row[ITEMS], row[BENCHMARK], strict=True)
                    tally.items |= {item for item, whose in pairs if whose == benchmark}
                    tally.how[row[HOW]] = tally.how.get(row[HOW], 0) + 1
    rows = [
        ContaminationRow(*key, sum(tally.how.values()), len(tally.items), dict(sorted(tally.how.items())))
        for key, tally in tallies.items()
    ]
    return sorted(rows, key=lambda row: (-row.records, row.benchmark, row.table, row.source, row.contributor))


def _table(batch: pa.RecordBatch) -> pa.Table:
    return pa.table(batch)
