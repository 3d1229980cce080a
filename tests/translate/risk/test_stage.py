from __future__ import annotations

from pathlib import Path

import pytest

from minga.records import BenchmarkItem, Finding
from minga.tables import Table
from minga.translate.risk import calibrate, checkpoint
from minga.workspace import Workspace
from tests.review.making import table, workspace

HALF = Finding(check="untranslated", severity="error", field="question", text="How")


def source(number: int) -> BenchmarkItem:
    return BenchmarkItem(
        benchmark="b", question=f"How many are {number} and {number}?", choices=("some", "none"), answer=0,
        language="en", origin="human", licence="MIT",
    )  # fmt: skip


def translated(number: int) -> BenchmarkItem:
    """Every third was left in English, which the linter saw."""
    broken = number % 3 == 0
    return source(number).edited(
        question=f"How many son {number}?" if broken else f"¿Cuántos son {number} y {number}?",
        choices=("algunos", "ninguno"),
        language="es",
        source_item=source(number).id,
        origin="translated",
        findings=(HALF,) if broken else (),
        risk=0.5 if broken else 0.0,
    )


def tables(work: Workspace, count: int = 90) -> list[tuple[Table, Table]]:
    sources = table(work, [source(number) for number in range(count)], "benchmarks/b")
    return [(sources, table(work, [translated(number) for number in range(count)], "translated/b-es", [sources]))]


def decisions(count: int) -> list[tuple[str, bool]]:
    """People change what is broken, and one of the others in eight."""
    return [(translated(number).id, number % 3 == 0 or number % 8 == 1) for number in range(count)]


@pytest.mark.parametrize(
    ("decided", "used"), [(0, 0), (49, 0), (50, 50), (99, 50), (100, 100), (999, 950), (1000, 1000), (1499, 1250)]
)
def test_checkpoints_depend_on_the_number_of_decisions_alone(decided: int, used: int) -> None:
    assert checkpoint(decided) == used


def test_before_the_first_checkpoint_there_is_nothing_to_learn_from(tmp_path: Path) -> None:
    work = workspace(tmp_path)
    assert calibrate(tables(work), decisions(49), work) is None


def test_every_item_gets_a_probability_that_follows_what_people_decided(tmp_path: Path) -> None:
    work = workspace(tmp_path)
    risk = calibrate(tables(work), decisions(60), work)
    assert risk is not None
    rows = {row["id"]: row for row in risk.read().to_pylist()}
    assert len(rows) == 90
    broken, fine = rows[translated(81).id], rows[translated(82).id]
    assert broken["probability"] > 0.7 > 0.4 > fine["probability"] > 0.05
    assert (broken["default"], fine["default"]) == (0.5, 0.0)
    assert {row["table"] for row in rows.values()} == {"translated/b-es"}


def test_what_was_learnt_from_stands_in_the_table(tmp_path: Path) -> None:
    work = workspace(tmp_path)
    risk = calibrate(tables(work), decisions(73), work)
    assert risk is not None
    used = {row["id"]: row["changed"] for row in risk.read().to_pylist() if row["changed"] is not None}
    assert used == dict(decisions(50))
    notes = risk.manifest.notes
    assert notes["decisions"] == 50
    assert notes["weights"]["check:untranslated"] > 0
    everything, one = notes["calibration"]["all"], notes["calibration"]["translated/b-es"]
    assert everything == one
    assert everything["learnt"]["brier"] < everything["default"]["brier"]
    assert [fifth["items"] for fifth in one["learnt"]["fifths"]] == [10] * 5


def test_decisions_between_two_checkpoints_change_nothing(tmp_path: Path) -> None:
    work = workspace(tmp_path)
    first, second, third = (calibrate(tables(work), decisions(count), work) for count in (50, 79, 90))
    assert first is not None
    assert second is not None
    assert (second.state, second.content) == ("unchanged", first.content)
    assert third is not None
    other = [*decisions(49), (translated(49).id, False)]
    changed = calibrate(tables(work), other, work)
    assert changed is not None
    assert changed.content != first.content


def test_the_same_decisions_give_the_same_bytes(tmp_path: Path) -> None:
    shards = []
    for name in ("one", "two"):
        work = workspace(tmp_path / name)
        risk = calibrate(tables(work), decisions(60), work)
        assert risk is not None
        shards.append([path.read_bytes() for path in risk.shards])
    assert shards[0] == shards[1]
