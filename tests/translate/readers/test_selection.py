from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from minga.records import BenchmarkItem
from minga.table_writer import TableWriter
from minga.translate.readers.sampling import spread
from minga.translate.readers.selection import sorted_items, write_spread
from tests.translate.readers.making import items_in, lines, table_of


def test_of_two_equal_questions_the_first_stays(tmp_path: Path) -> None:
    row = {"question": "2 + 2?", "reference": "4"}
    table = table_of(tmp_path, "x.jsonl", lines(row | {"subject": "first"}, row | {"subject": "second"}))
    [item] = items_in(table)
    assert (item.subject, item.number) == ("first", "1")
    assert table.manifest.counts.dropped == {"duplicate": 1}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=30), st.integers(0, 12))
def test_what_stays_is_what_a_look_at_all_items_would_choose(
    tmp_path_factory: object, questions: list[tuple[int, int]], limit: int
) -> None:
    folder: Path = tmp_path_factory.mktemp("x")  # type: ignore[attr-defined]
    rows = [
        BenchmarkItem(
            benchmark="b", question=f"{question}?", reference="r", subject=f"s{subject}", language="en", origin="human",
            licence="MIT",
        )
        for question, subject in questions
    ]  # fmt: skip
    first = {row.id: row for row in reversed(rows)}
    with TableWriter(folder / "table", BenchmarkItem.schema) as writer:
        (folder / "table").mkdir()
        write_spread(sorted_items(rows, frozenset(), writer, folder), limit, writer)
    assert writer.counts.rows_kept == len(spread(first.values(), limit))
    assert writer.counts.dropped.get("duplicate", 0) == len(rows) - len(first)
    assert writer.counts.rows_in == len(rows)
