from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga import external_sort
from minga.errors import TableError
from minga.external_sort import ExternalSorter, merge


def _batch(ids: list[str], numbers: list[int] | None = None) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"id": ids, "number": numbers or list(range(len(ids)))})


def _rows(tables: object) -> list[tuple[str, int]]:
    return [(row["id"], row["number"]) for table in tables for row in table.to_pylist()]  # type: ignore[attr-defined]


@settings(deadline=None)
@given(
    runs=st.lists(st.lists(st.text(max_size=3), max_size=20), max_size=5),
    size=st.integers(1, 4),
)
def test_a_merge_is_what_sorting_everything_would_give(runs: list[list[str]], size: int) -> None:
    batches = [
        [_batch(sorted(run)[start : start + size], [number] * len(run[start : start + size]))
         for start in range(0, len(run), size)]
        for number, run in enumerate(runs)
    ]  # fmt: skip
    expected = sorted((text, number) for number, run in enumerate(runs) for text in run)
    assert _rows(merge(batches, ["id"])) != [] or not expected
    assert [text for text, _ in _rows(merge(batches, ["id"]))] == [text for text, _ in expected]
    assert sorted(_rows(merge(batches, ["id"]))) == expected


def test_rows_that_do_not_fit_in_memory_go_through_the_disk_and_come_back_in_order(tmp_path: Path) -> None:
    sorter = ExternalSorter(tmp_path, ["id", "number"], memory=10_000)
    for start in range(0, 5_000, 100):
        sorter.add(
            _batch([f"{(7 * row) % 1000:04d}" for row in range(start, start + 100)], [*range(start, start + 100)])
        )
    rows = _rows(sorter.batches())
    assert len(list(tmp_path.iterdir())) > 5
    assert rows == sorted(rows)
    assert len(rows) == 5_000


def test_many_runs_are_merged_to_fewer_and_longer_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external_sort, "_MOST", 3)
    sorter = ExternalSorter(tmp_path, ["id", "number"], memory=0)
    for number in range(11):
        sorter.add(_batch([f"{(7 * row) % 11:04d}" for row in range(4)], [number] * 4))
        assert len(list(tmp_path.iterdir())) == (number + 1) // 3 + (number + 1) % 3
    assert _rows(sorter.batches()) == sorted(
        (f"{(7 * row) % 11:04d}", number) for row in range(4) for number in range(11)
    )


def test_nothing_in_gives_nothing_out(tmp_path: Path) -> None:
    assert list(ExternalSorter(tmp_path, ["id"]).batches()) == []
    assert list(merge([], ["id"])) == []
    assert list(merge([[_batch([])], []], ["id"])) == []


def test_a_run_out_of_order_is_refused_with_the_row(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="b: rows are not sorted by id"):
        list(merge([[_batch(["a", "c"]), _batch(["b"])]], ["id"]))
