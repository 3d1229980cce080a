"""Which records leave because they hold benchmark items, and how many items were found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.contamination.overlaps import BENCHMARK, HOW, ITEMS, SIMILARITY
from minga.curate.rules import Row, Rule
from minga.settings import ContaminationSettings

__all__ = ["HELD", "contaminated", "contamination_rules", "counted"]

_SHOWN = 3
HELD = {"verbatim": "word for word", "short": "whole", "near": "in other words"}
"""The ways in which an item stands in a record, in words."""


def contamination_rules(settings: ContaminationSettings) -> tuple[Rule, ...]:
    """The rule that drops what holds benchmark items; none where such records only get a note."""
    if settings.policy != "drop":
        return ()
    return (
        Rule("contaminated", [ITEMS, BENCHMARK, HOW, SIMILARITY], lambda seen: contaminated(seen, settings), _said),
    )


def contaminated(overlaps: pa.Table, settings: ContaminationSettings) -> pa.ChunkedArray:
    """Whether each row of a table `overlaps/…` counts: its items stand there word for word, or nearly enough."""
    return pc.greater_equal(overlaps[SIMILARITY], pa.scalar(settings.near, pa.float32())).fill_null(False)


def counted(rows: Iterable[pa.Table], settings: ContaminationSettings, notes: dict[str, Any]) -> Iterator[pa.Table]:
    """`rows`, unchanged; notes say of each benchmark how many of its items were found, and in how many records."""
    items: dict[str, set[str]] = {}
    records: dict[str, int] = {}
    for table in rows:
        for row in table.select([ITEMS, BENCHMARK]).filter(contaminated(table, settings)).to_pylist():
            for item, benchmark in zip(row[ITEMS], row[BENCHMARK], strict=True):
                items.setdefault(benchmark, set()).add(item)
            for benchmark in set(row[BENCHMARK]):
                records[benchmark] = records.get(benchmark, 0) + 1
        yield table
    notes["contamination"] = {name: {"items": len(items[name]), "records": records[name]} for name in sorted(items)}


def _said(row: Row) -> str:
    more = f" and {len(row[ITEMS]) - _SHOWN} more" if row[ITEMS][_SHOWN:] else ""
    found = f"{', '.join(sorted(set(row[BENCHMARK])))}: {', '.join(row[ITEMS][:_SHOWN])}{more}"
    share = f" (similarity {row[SIMILARITY]:.3f})" if row[HOW] == "near" else ""
    return f"{found}, {HELD[row[HOW]]}{share}"
