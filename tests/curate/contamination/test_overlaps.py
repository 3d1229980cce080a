from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from minga.curate import curate
from minga.curate.contamination import contamination_report
from minga.curate.explain import explain
from minga.engine import Engine
from minga.records import BenchmarkItem, InstructionRecord, to_batch
from minga.settings import ContaminationSettings, CurateSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace
from tests.curate.test_stage import LONG, dropped, kept, record, table

QUESTION = "¿Qué nombre recibe en los Andes el trabajo que una comunidad hace en común para provecho de todos?"
ENGLISH = "What is the name of the work that a community in the Andes does together for everybody's good?"
ANSWER = "Ese trabajo se llama minga, y también minka o mingaco, según el lugar de los Andes en que se viva."


def space(root: Path, *, dry: bool = False) -> Workspace:
    return Workspace(root / "data", root / ".minga", dry=dry)


def item(question: str, **values: object) -> BenchmarkItem:
    about = {"benchmark": "saberes", "language": "es", "origin": "human", "licence": "CC0-1.0"}
    choices = {"choices": ("minga", "trueque", "fiesta", "feria"), "answer": 0}
    return BenchmarkItem.model_validate({"question": question, **choices, **about, **values})


def benchmark(root: Path, name: str, items: Sequence[BenchmarkItem]) -> Table:
    ordered = sorted(items, key=lambda item: item.id)

    def build(writer: TableWriter) -> None:
        writer.count_in(len(ordered))
        writer.write(to_batch(ordered, BenchmarkItem.schema))

    recipe = Recipe(name, "test", 1, inputs={"ids": " ".join(item.id for item in ordered)})
    return space(root).make_table(recipe, BenchmarkItem.schema, build)


def both(root: Path) -> tuple[list[Table], BenchmarkItem, BenchmarkItem]:
    """The tables of a benchmark in English and Spanish, and their one item."""
    english = item(ENGLISH, language="en")
    spanish = item(QUESTION, source_item=english.id, origin="translated")
    tables = [benchmark(root, "benchmarks/saberes", [english]), benchmark(root, "translated/saberes-es", [spanish])]
    return tables, english, spanish


def run(
    root: Path, tables: Sequence[Table], benchmarks: Sequence[Table], *, dry: bool = False, **settings: object
) -> Table:
    wanted = CurateSettings(contamination=ContaminationSettings.model_validate(settings))
    return curate(tables, wanted, ["es-PE"], space(root, dry=dry), Engine(), benchmarks=benchmarks)


def donations(root: Path) -> tuple[list[Table], InstructionRecord, InstructionRecord]:
    """Two donations with a clean record each; the second holds the item, once word for word and once in other words."""
    verbatim = record(ANSWER, f"Responde, por favor. {QUESTION.upper()}", source="aula", contributor="Rosa")
    near = record(LONG, "¿Qué nombre se da en los Andes al trabajo que hace una comunidad en provecho de todos?")
    clean = record("Se muele el maíz, se hierve y se deja fermentar unos días.", "¿Cómo se hace la chicha?")
    return [table(root, "a", [clean]), table(root, "b", [record(LONG), verbatim, near])], verbatim, near


def test_records_that_hold_an_item_leave_with_benchmark_and_item(tmp_path: Path) -> None:
    tables, verbatim, near = donations(tmp_path)
    benchmarks, _, spanish = both(tmp_path)
    curated = run(tmp_path, tables, benchmarks)
    left = dropped(curated)
    assert set(left) == {verbatim.id, near.id}
    assert left[verbatim.id] == ("contaminated", f"saberes: {spanish.id}, word for word")
    reason, detail = left[near.id]
    assert reason == "contaminated"
    assert detail.startswith(f"saberes: {spanish.id}, in other words (similarity 0.")
    assert curated.manifest.notes["contamination"] == {"saberes": {"items": 1, "records": 2}}


def test_what_was_found_stays_beside_each_input(tmp_path: Path) -> None:
    tables, verbatim, near = donations(tmp_path)
    benchmarks, _, spanish = both(tmp_path)
    run(tmp_path, tables, benchmarks)
    overlaps = space(tmp_path).latest("overlaps/donations/b")
    assert overlaps is not None
    rows = {row.pop("id"): row for row in overlaps.read().to_pylist()}
    assert list(rows) == tables[1].read(["id"])["id"].to_pylist()
    assert rows[verbatim.id] == {
        "contamination.items": [spanish.id],
        "contamination.benchmark": ["saberes"],
        "contamination.how": "verbatim",
        "contamination.similarity": 1.0,
    }
    assert rows[near.id]["contamination.how"] == "near"
    [clean] = rows.keys() - {verbatim.id, near.id}
    assert set(rows[clean].values()) == {None}


def test_a_threshold_changes_without_looking_again(tmp_path: Path) -> None:
    tables, verbatim, _ = donations(tmp_path)
    benchmarks, _, _ = both(tmp_path)
    run(tmp_path, tables, benchmarks)
    before = space(tmp_path).latest("overlaps/donations/b")
    assert set(dropped(run(tmp_path, tables, benchmarks, near=1.0))) == {verbatim.id}
    after = space(tmp_path).latest("overlaps/donations/b")
    assert before is not None
    assert after is not None
    assert after.path == before.path


def test_flagged_records_stay_and_are_counted(tmp_path: Path) -> None:
    tables, _, _ = donations(tmp_path)
    benchmarks, _, _ = both(tmp_path)
    curated = run(tmp_path, tables, benchmarks, policy="flag")
    assert len(kept(curated)) == 4
    assert curated.manifest.notes["contamination"]["saberes"]["records"] == 2


@pytest.mark.parametrize("policy", ["drop", "off"])
def test_nothing_is_looked_for_without_benchmarks_or_when_it_is_off(tmp_path: Path, policy: str) -> None:
    tables, _, _ = donations(tmp_path)
    benchmarks, _, _ = both(tmp_path)
    curated = run(tmp_path, tables, benchmarks if policy == "off" else [], policy=policy)
    assert len(kept(curated)) == 4
    assert "contamination" not in curated.manifest.notes
    assert not [name for name in space(tmp_path).names() if name.startswith(("overlaps", "item-index"))]


def test_a_late_donation_alone_is_looked_through(tmp_path: Path) -> None:
    tables, _, _ = donations(tmp_path)
    benchmarks, _, _ = both(tmp_path)
    run(tmp_path, tables[:1], benchmarks)
    first = space(tmp_path).latest("overlaps/donations/a")
    run(tmp_path, tables, benchmarks)
    again = space(tmp_path).latest("overlaps/donations/a")
    assert first is not None
    assert again is not None
    assert first.path == again.path


def test_a_new_version_of_a_benchmark_makes_a_dry_run_say_so(tmp_path: Path) -> None:
    tables, _, _ = donations(tmp_path)
    benchmarks, _, _ = both(tmp_path)
    run(tmp_path, tables, benchmarks)
    assert run(tmp_path, tables, benchmarks, dry=True).state == "unchanged"
    newer = benchmark(tmp_path, "benchmarks/saberes", [item(ENGLISH + " Say.", language="en")])
    assert run(tmp_path, tables, [newer, benchmarks[1]], dry=True).state == "pending"


def test_the_report_names_benchmark_and_donor(tmp_path: Path) -> None:
    tables, _, _ = donations(tmp_path)
    benchmarks, _, _ = both(tmp_path)
    run(tmp_path, tables, benchmarks)
    overlaps = [space(tmp_path).latest(f"overlaps/{one.name}") for one in tables]
    rows = contamination_report(tables, [one for one in overlaps if one], ContaminationSettings())
    assert [
        (row.benchmark, row.table, row.source, row.contributor, row.records, row.items, row.how) for row in rows
    ] == [
        ("saberes", "donations/b", "", "", 1, 1, {"near": 1}),
        ("saberes", "donations/b", "aula", "Rosa", 1, 1, {"verbatim": 1}),
    ]


def test_explain_shows_the_item(tmp_path: Path) -> None:
    tables, verbatim, _ = donations(tmp_path)
    benchmarks, _, spanish = both(tmp_path)
    run(tmp_path, tables, benchmarks)
    explained = explain(verbatim.id, space(tmp_path))
    assert explained.left[0].reason == "contaminated"
    assert explained.measures["contamination"]["items"] == [spanish.id]
