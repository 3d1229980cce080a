"""A run of curating, after it: the table that it made, and the tables that it was made from."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from minga.curate.decisions import TABLE, Decision
from minga.curate.duplicates.cluster_table import CLUSTERS
from minga.curate.reasons import WITHDRAWN
from minga.errors import NothingToDo, TableError
from minga.tables import Table, load
from minga.workspace import Workspace

__all__ = ["ANNOTATED", "CuratedRun", "dropped_rows", "find_rows"]

ANNOTATED = "annotated/"
"""Begins the names of the tables with what was measured."""
_OVERLAPS = "overlaps/"
_HINT = "run: minga curate"


@dataclass(frozen=True)
class CuratedRun:
    """The table `curated` with its inputs, and what was measured of each of them."""

    curated: Table
    inputs: Mapping[str, Table]
    """By name."""
    annotated: Mapping[str, Table]
    """By the input's name; the same ids in the same order."""
    clusters: Table
    """What repeats what."""
    overlaps: Mapping[str, Table] = field(default_factory=dict)
    """Likewise, the benchmark items that each record holds; empty where nobody looked."""
    decisions: Table | None = None
    """What people decided of single records; None where nobody did."""
    benchmarks: Sequence[Table] = ()
    """What records were held against, as far as it is there."""

    @classmethod
    def of(cls, curated: Table, workspace: Workspace) -> CuratedRun:
        """The run that made `curated`. Raises TableError when a table that it was made from is not there any more."""
        parents = {parent.name: parent.content for parent in curated.manifest.parents}
        inputs = [name for name in parents if ANNOTATED + name in parents]
        return cls(
            curated,
            {name: _version(workspace, name, parents[name]) for name in inputs},
            {name: _version(workspace, ANNOTATED + name, parents[ANNOTATED + name]) for name in inputs},
            _beside(curated, workspace),
            {
                name: _version(workspace, _OVERLAPS + name, parents[_OVERLAPS + name])
                for name in inputs
                if _OVERLAPS + name in parents
            },
            _version(workspace, TABLE, parents[TABLE]) if TABLE in parents else None,
            _held_against(curated, workspace),
        )

    @classmethod
    def newest(cls, workspace: Workspace) -> CuratedRun:
        """The newest run. Raises NothingToDo when there is none."""
        curated = workspace.latest("curated")
        if curated is None:
            raise NothingToDo("nothing has been curated yet", hint=_HINT)
        return cls.of(curated, workspace)

    @property
    def settings(self) -> Mapping[str, Any]:
        """`[curate]` as it was in this run."""
        options: Mapping[str, Any] = self.curated.manifest.options["curate"]
        return options

    def items(self, ids: Iterable[str]) -> dict[str, str]:
        """The questions of benchmark items, by id."""
        wanted, found = set(filter(None, ids)), dict[str, str]()
        for table in self.benchmarks:
            rows = find_rows(table, wanted - found.keys(), ["id", "question"])
            found |= {id_: str(row["question"]) for id_, row in rows.items()}
        return found

    def decided(self, ids: Collection[str]) -> dict[str, Decision]:
        """What people decided of the records that came in with these ids."""
        found = {} if self.decisions is None else find_rows(self.decisions, ids)
        return {id_: Decision(**row) for id_, row in found.items()}

    @property
    def overruled(self) -> Mapping[str, str]:
        """By id, the reason for which a record would have left that stays because a person wants it."""
        return self._came_of("overruled")

    @property
    def not_kept(self) -> Mapping[str, str]:
        """By id, the reason for which a record left that a person wants to keep."""
        return self._came_of("not_kept")

    def _came_of(self, what: str) -> Mapping[str, str]:
        found: Mapping[str, str] = self.curated.manifest.notes.get("by_hand", {}).get(what, {})
        return found

    def records(self, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """The records with these ids as they came in, each with `table`, the name of its input.

        Those that only the run itself made, by taking personal data out of them, are in the table `curated`.
        """
        found: dict[str, dict[str, Any]] = {}
        for name, table in [*self.inputs.items(), ("curated", self.curated)]:
            for id_, row in find_rows(table, set(ids) - found.keys()).items():
                found[id_] = row | {"table": name}
        return found

    def made_from(self, id_: str) -> str:
        """The id that a record that stays came in with, which redacting may have changed; empty for others."""
        row = find_rows(self.curated, [id_], ["id", "parents"]).get(id_)
        if row is None:
            return ""
        return id_ if self.measures([id_]) or not row["parents"] else str(row["parents"][0])

    def made_into(self, id_: str) -> str:
        """What a record that came in became: its own id, that without its personal data, or empty where it left."""
        if find_rows(self.curated, [id_], ["id"]):
            return id_
        for batch in self.curated.batches(["id", "parents"], size=1 << 16):
            first = pc.list_element(batch["parents"].filter(pc.greater(pc.list_value_length(batch["parents"]), 0)), 0)
            if pc.any(pc.equal(first, id_)).as_py():
                rows = batch.to_pylist()
                return next(row["id"] for row in rows if row["parents"] and row["parents"][0] == id_)
        return ""

    def withdrawn(self) -> pa.Array:
        """Ids of the records that somebody took back."""
        rows = dropped_rows(self.curated)
        return rows["id"].filter(pc.equal(rows["reason"], WITHDRAWN)).combine_chunks()

    def measures(self, ids: Collection[str]) -> dict[str, dict[str, Any]]:
        """What was measured of the records with these ids."""
        found: dict[str, dict[str, Any]] = {}
        for table in self.annotated.values():
            found |= find_rows(table, set(ids) - found.keys())
        for table in self.overlaps.values():
            for id_, row in find_rows(table, ids).items():
                found.setdefault(id_, {}).update(row)
        return found


def dropped_rows(table: Table, ids: Sequence[str] | None = None) -> pa.Table:
    """What left a table, as `id`, `reason` and `detail`; with `ids` only those."""
    paths = [path for path in table.files if path.parent.name == "dropped"]
    filters = None if ids is None else [("id", "in", list(ids))]
    parts = [pq.read_table(path, filters=filters, partitioning=None) for path in paths]
    empty = pa.schema([(name, pa.string()) for name in ("id", "reason", "detail")]).empty_table()
    return pa.concat_tables(parts) if parts else empty


def find_rows(table: Table, ids: Collection[str], columns: Sequence[str] | None = None) -> dict[str, dict[str, Any]]:
    """The rows of a table that is sorted by id, by these ids; only row groups that may hold one are read."""
    found: dict[str, dict[str, Any]] = {}
    wanted = sorted(ids)
    for path in table.shards if wanted else []:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                low, high = _range(file.metadata.row_group(group))
                inside = {id_ for id_ in wanted if (low is None or low <= id_) and (high is None or id_ <= high)}
                there = file.read_row_group(group, ["id"])["id"].to_pylist() if inside else []
                places = [place for place, id_ in enumerate(there) if id_ in inside] if inside else []
                if places:
                    for row in file.read_row_group(group, columns).take(pa.array(places)).to_pylist():
                        found.setdefault(row["id"], row)
    return found


def _range(group: pq.RowGroupMetaData) -> tuple[str | None, str | None]:
    for place in range(group.num_columns):
        column = group.column(place)
        if column.path_in_schema == "id" and column.statistics is not None and column.statistics.has_min_max:
            return column.statistics.min, column.statistics.max
    return None, None


def _held_against(curated: Table, workspace: Workspace) -> list[Table]:
    """The benchmarks whose items were looked for: they are no more needed than to show an item's place."""
    artifacts = [curated]
    for step in (_OVERLAPS, "item-index", ""):
        parents = {
            (parent.name, parent.content)
            for artifact in artifacts
            for parent in artifact.manifest.parents
            if parent.name.startswith(step)
        }
        artifacts = []
        for name, content in sorted(parents):
            with contextlib.suppress(TableError):
                artifacts.append(_version(workspace, name, content))
    return artifacts


def _version(workspace: Workspace, name: str, content: str) -> Table:
    """The version of a table with this content."""
    for table in _versions(workspace, name):
        if table.content == content:
            return table
    raise TableError("what it was made from is not there any more", where=name, hint=_HINT)


def _beside(curated: Table, workspace: Workspace) -> Table:
    """The version of the table `clusters` that was made with `curated`."""
    for table in _versions(workspace, CLUSTERS):
        if _made_from(table) == _made_from(curated):
            return table
    raise TableError("is not there any more", where=CLUSTERS, hint=_HINT)


def _made_from(table: Table) -> tuple[object, ...]:
    manifest = table.manifest
    return manifest.code, manifest.options, manifest.parents, manifest.inputs


def _versions(workspace: Workspace, name: str) -> Iterator[Table]:
    """All versions of a table, the newest first."""
    latest = workspace.latest(name)
    if latest is not None:
        yield latest
    for manifest in sorted((workspace.data / name).glob("[0-9a-f]*/manifest.json")):
        yield load(name, manifest.parent, "unchanged")
