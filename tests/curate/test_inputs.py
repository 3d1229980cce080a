from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.curate.inputs import InOrder
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

SCHEMA = pa.schema([("id", pa.string()), ("number", pa.int64())])


def _table(folder: Path, name: str, ids: Sequence[int]) -> Table:
    rows = [{"id": f"{one:03d}", "number": place} for place, one in enumerate(sorted(ids))]

    def build(writer: TableWriter) -> None:
        writer.count_in(len(rows))
        writer.write(pa.Table.from_pylist(rows, SCHEMA))

    recipe = Recipe(name, "test", 1, inputs={"ids": str(sorted(ids))})
    return Workspace(folder / "data", folder / ".minga").make_table(recipe, SCHEMA, build)


@pytest.fixture
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row groups of 4 rows, two to a shard."""
    monkeypatch.setattr(TableWriter, "group_rows", 4)
    monkeypatch.setattr(TableWriter, "shard_rows", 8)


@pytest.mark.usefixtures("small_groups")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ids=st.lists(st.lists(st.integers(0, 40), unique=True, max_size=20), min_size=1, max_size=3),
    chosen=st.sets(st.integers(0, 60)),
    seen_before=st.booleans(),
)
def test_what_a_mask_selects_are_those_rows_of_all_in_order(
    tmp_path: Path, ids: list[list[int]], chosen: set[int], seen_before: bool
) -> None:
    records = InOrder([_table(tmp_path, f"t{number}", one) for number, one in enumerate(ids)])
    mask = np.isin(np.arange(records.rows), sorted(chosen))
    all_rows = [row for table in InOrder(records.tables).batches() for row in table.to_pylist()]
    assert [row["id"] for row in all_rows] == sorted(f"{one:03d}" for some in ids for one in some)
    if seen_before:
        assert sum(table.num_rows for table in records.batches(["id"])) == records.rows
    found = [row for table in records.selected(mask) for row in table.to_pylist()]
    assert found == [row for row, stays in zip(all_rows, mask, strict=True) if stays]


@pytest.mark.usefixtures("small_groups")
def test_only_row_groups_with_a_selected_row_are_read(tmp_path: Path) -> None:
    table = _table(tmp_path, "t", range(20))
    mask = np.zeros(20, bool)
    mask[[1, 2, 17]] = True
    batches = list(table.selected(mask, ["number"], size=4))
    assert [batch.to_pydict() for batch in batches] == [{"number": [1, 2]}, {"number": [17]}]
    assert list(table.selected(np.zeros(20, bool))) == []
