"""The stage that looks for benchmark items in records: the tables `overlaps/NAME`, and the index that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import pyarrow as pa
from pydantic import BaseModel

from minga.curate.contamination.building import build_index
from minga.curate.contamination.item_index import Found, ItemIndex
from minga.curate.contamination.item_texts import ItemText, items_of
from minga.engine import Engine
from minga.external_sort import ExternalSorter, scratch_folder
from minga.settings import ContaminationSettings
from minga.table_writer import TableWriter
from minga.tables import Artifact, Table
from minga.workspace import Recipe, Workspace

__all__ = ["BENCHMARK", "HOW", "ITEMS", "SIMILARITY", "find_overlaps", "index_of", "overlaps_with"]

CODE = 1
"""Raised when the same records and items would overlap otherwise."""
ITEMS = "contamination.items"
"""Ids of the items that a record holds; null where it holds none, as all columns are."""
BENCHMARK = "contamination.benchmark"
"""The benchmark of each of those items."""
HOW = "contamination.how"
"""`verbatim`, `short` (all of an item that is shorter than the sequences) or `near`."""
SIMILARITY = "contamination.similarity"
"""Of `near` ones how much of the item stands there; 1 for the others."""
_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field(ITEMS, pa.list_(pa.string())),
        pa.field(BENCHMARK, pa.list_(pa.string())),
        pa.field(HOW, pa.string()),
        pa.field(SIMILARITY, pa.float32()),
    ]
)
# Daft's own types: with others every batch would be cast
_FOUND = pa.struct(
    [
        pa.field(ITEMS, pa.large_list(pa.large_string())),
        pa.field(BENCHMARK, pa.large_list(pa.large_string())),
        pa.field(HOW, pa.large_string()),
        pa.field(SIMILARITY, pa.float32()),
    ]
)


class _Options(BaseModel):
    size: int
    short: int


def find_overlaps(
    inputs: Sequence[Table],
    benchmarks: Sequence[Table],
    settings: ContaminationSettings,
    workspace: Workspace,
    engine: Engine,
) -> list[Table]:
    """For each of `inputs` the table `overlaps/NAME`, a row a record in the same order; none without benchmarks.

    `benchmarks` are tables of benchmark items, of all languages. The threshold for items in other words decides
    nothing here: all that are likely are noted.
    """
    if not benchmarks or settings.policy == "off":
        return []
    tables = sorted(benchmarks, key=lambda table: table.name)
    index = index_of("item-index", tables, lambda: items_of(tables), settings, workspace)
    return [overlaps_with(table, index, workspace, engine) for table in inputs]


def index_of(
    name: str,
    parents: Sequence[Artifact],
    items: Callable[[], Iterable[ItemText]],
    settings: ContaminationSettings,
    workspace: Workspace,
) -> Artifact:
    """The artifact `name`: an index over `items`, which are those of `parents`."""

    def build(folder: Path, notes: dict[str, object]) -> None:
        with scratch_folder(folder) as scratch:
            notes |= build_index(items(), folder, scratch, size=settings.size, short=settings.short)

    options = _Options(size=settings.size, short=settings.short)
    return workspace.make_folder(Recipe(name, "curate", CODE, options, parents), build)


def overlaps_with(table: Table, index: Artifact, workspace: Workspace, engine: Engine) -> Table:
    """The table `overlaps/NAME` of `table`, which is sorted by id: the items of `index` that each record holds."""

    def build(writer: TableWriter) -> None:
        writer.count_in(table.rows)
        frame = engine.read([table])
        frame = engine.compute(frame, "found", _Look(index.path), ["messages"], _FOUND, rows=table.rows)
        frame = frame.select("id", *(frame["found"].get(field.name).alias(field.name) for field in _FOUND))
        with (
            scratch_folder(writer.folder) as scratch,
            workspace.progress("curate: benchmark items", table.rows, "records") as advance,
        ):
            sorter = ExternalSorter(scratch, ["id"])
            for batch in engine.batches(frame):
                sorter.add(batch)
                advance(batch.num_rows)
            for rows in sorter.batches():
                writer.write(rows)

    return workspace.make_table(Recipe(f"overlaps/{table.name}", "curate", CODE, None, [table, index]), _SCHEMA, build)


class _Look:
    """Looks for the items of an index in Arrow arrays of messages; it is sent to other processes without the index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getstate__(self) -> dict[str, Path]:
        return {"folder": self.folder}

    @cached_property
    def _index(self) -> ItemIndex:
        return ItemIndex(self.folder)

    def __call__(self, messages: pa.Array) -> pa.Array:
        """One struct a record; of those that hold nothing all is null."""
        texts = ["\n".join(message["content"] for message in turns) for turns in messages.to_pylist()]
        found = self._index.find(texts)
        return pa.array([self._row(found.get(number)) for number in range(len(texts))], _FOUND)

    def _row(self, found: Found | None) -> dict[str, object]:
        if found is None:
            return {}
        names = self._index.names.take(list(found.items)).sort_by([("id", "ascending"), ("benchmark", "ascending")])
        items, benchmarks = names["id"].to_pylist(), names["benchmark"].to_pylist()
        return {ITEMS: items, BENCHMARK: benchmarks, HOW: found.how, SIMILARITY: found.similarity}
