from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.records import InstructionRecord
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.tune.examples import choose, examples_of
from minga.workspace import Recipe, Workspace


def message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def table(root: Path, rows: int) -> Table:
    schema = pa.schema([InstructionRecord.schema.field("id"), InstructionRecord.schema.field("messages")])

    def build(writer: TableWriter) -> None:
        writer.count_in(rows)
        messages = [
            [message("user", f"pregunta {row}"), message("assistant", f"respuesta {row}")] for row in range(rows)
        ]
        content = [{"id": f"{row:032x}", "messages": turns} for row, turns in enumerate(messages)]
        writer.write(pa.RecordBatch.from_pylist(content, schema=schema))

    return Workspace(root / "data", root / ".minga").make_table(Recipe("reviewed", "review", 1), schema, build)


def test_every_answer_of_a_conversation_is_learned_after_what_came_before_it() -> None:
    turns = [
        message("system", "Respondes en guaraní."),
        message("user", "¿Cómo se dice agua?"),
        message("assistant", "Y."),
        message("user", "¿Y fuego?"),
        message("assistant", "Tata."),
    ]
    assert examples_of(turns) == [
        {"prompt": turns[:2], "completion": [turns[2]]},
        {"prompt": turns[:4], "completion": [turns[4]]},
    ]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Table:
    return table(tmp_path_factory.mktemp("project"), 9000)


@given(wanted=st.integers(1, 40), seed=st.integers(0, 2**63))
def test_so_many_different_records_are_drawn_and_the_same_each_time(records: Table, wanted: int, seed: int) -> None:
    drawn = choose(records, wanted, seed)
    assert drawn == choose(records, wanted, seed)
    questions = [example["prompt"][0]["content"] for example in drawn]
    assert len(set(questions)) == wanted
    assert all(
        example["completion"][0]["content"] == question.replace("pregunta", "respuesta")
        for example, question in zip(drawn, questions, strict=True)
    )


def test_a_longer_run_sees_what_a_shorter_one_saw_and_more(records: Table) -> None:
    assert choose(records, 50, 7)[:20] == choose(records, 20, 7)


def test_where_there_are_fewer_records_all_are_taken(tmp_path: Path) -> None:
    assert len(choose(table(tmp_path, 3), 10, 1)) == 3
