from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from minga.external_sort import scratch_folder
from minga.generate.harvest import Harvest, Outcome
from minga.generate.judging import Unusable
from minga.records import InstructionRecord, Message
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace


def outcome(number: int) -> Outcome:
    """Every third is a loss; 4 and 5 say the same."""
    if number % 3 == 0:
        return Outcome(number, f"unit {number}", Unusable("cut-short"))
    said = 4 if number == 5 else number
    messages = (Message(role="user", content="¿Qué es?"), Message(role="assistant", content=f"Es {said}."))
    return Outcome(
        number,
        f"unit {number}",
        InstructionRecord(messages=messages, language="es", origin="synthetic", licence="CC0-1.0"),
    )


def harvested(folder: Path, numbers: list[int]) -> Table:
    def build(writer: TableWriter) -> None:
        with scratch_folder(writer.folder) as scratch:
            harvest = Harvest(writer, scratch)
            for number in numbers:
                harvest.take(outcome(number))
            harvest.write()

    recipe = Recipe(name="generated/test", stage="generate", code=1)
    return Workspace(folder / "data", folder / ".minga").make_table(recipe, InstructionRecord.schema, build)


def test_counts_reconcile_and_the_same_id_is_kept_once(tmp_path: Path) -> None:
    counts = harvested(tmp_path, list(range(9))).manifest.counts
    assert (counts.rows_in, counts.rows_kept) == (9, 5)
    assert counts.dropped == {"cut-short": 3, "duplicate-id": 1}


@given(order=st.permutations(range(9)))
def test_the_order_in_which_answers_come_changes_no_byte(tmp_path_factory: object, order: list[int]) -> None:
    folder = tmp_path_factory.mktemp("harvest")  # type: ignore[attr-defined]  # pytest's, fresh for every example
    expected = harvested(folder / "a", list(range(9))).manifest.content
    assert harvested(folder / "b", order).manifest.content == expected
