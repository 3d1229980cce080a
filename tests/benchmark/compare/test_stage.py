from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from minga.benchmark.compare import CompareOptions, Evidence, Versions, compare
from minga.benchmark.compare.versions import trios
from minga.errors import InputError, NothingToDo
from minga.records import BenchmarkItem, to_batch
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace
from tests.benchmark.compare.making import trio

OPTIONS = CompareOptions(draws=100, campaigns=3)
TRIOS = [
    trio(1, "¿Una?", "¿Una?"),
    trio(2, "¿Dos?", "¿Las dos?", severity="error"),
    trio(3, "¿Tres?", None, verdict="rejected"),
    trio(4, "¿Cuatro?", None, verdict="undecided"),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def table(
    workspace: Workspace, name: str, items: Sequence[BenchmarkItem], dropped: Sequence[tuple[str, str]] = ()
) -> Table:
    def build(writer: TableWriter) -> None:
        writer.count_in(len(items) + len(dropped))
        writer.write(to_batch(sorted(items, key=lambda item: item.id), BenchmarkItem.schema))
        for reason, key in dropped:
            writer.drop(reason, key)

    inputs = {"items": ",".join(item.id for item in items), "dropped": ",".join(map(str, dropped))}
    return workspace.make_table(Recipe(name, "test", 1, inputs=inputs), BenchmarkItem.schema, build)


@pytest.fixture
def versions(workspace: Workspace) -> Versions:
    return Versions(
        table(workspace, "benchmarks/b", [one.source for one in TRIOS]),
        table(workspace, "translated/b-es", [one.machine for one in TRIOS]),
        table(
            workspace,
            "validated/b-es",
            [one.validated for one in TRIOS if one.validated],
            [("rejected", TRIOS[2].machine.id)],
        ),
    )


def scores(path: Path, **changes: object) -> Path:
    lines = [
        {"model": "m", "version": version, "item": one.source.id, "correct": float(place == 0), "prediction": "0"}
        for version in ("machine", "validated")
        for place, one in enumerate(TRIOS)
    ]
    lines[0] |= changes
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_items_are_aligned_by_their_source_and_say_what_people_decided(versions: Versions) -> None:
    found = trios(versions)
    assert {key: one.verdict for key, one in found.items()} == {one.source.id: one.verdict for one in TRIOS}


def test_two_translations_of_one_item_are_an_error(versions: Versions, workspace: Workspace) -> None:
    twice = [TRIOS[0].machine, TRIOS[0].machine.edited(question="¿Otra?", parents=())]
    with pytest.raises(InputError, match="two items translate the same one"):
        trios(Versions(versions.source, table(workspace, "translated/c-es", twice), versions.validated))


def test_versions_without_a_common_item_are_nothing_to_compare(versions: Versions, workspace: Workspace) -> None:
    other = table(workspace, "benchmarks/other", [trio(9, "¿?", None).source])
    with pytest.raises(NothingToDo, match="no item in common"):
        trios(Versions(other, versions.machine, versions.validated))


def test_the_comparison_is_an_artifact_that_is_made_once(
    versions: Versions, workspace: Workspace, tmp_path: Path
) -> None:
    evidence = Evidence(lines=scores(tmp_path / "scores.jsonl"))
    made = compare("b", "es", versions, evidence, OPTIONS, workspace)
    assert (made.name, made.state) == ("comparisons/b-es", "made")
    files = {path.relative_to(made.path).as_posix() for path in made.files}
    assert files == {"comparison.json", "comparison.md", "index.html", "plots/curve.svg", "plots/scores.svg"}
    assert made.manifest.notes == {"items": 4, "paired": 2, "models": ["m"]}
    assert compare("b", "es", versions, evidence, OPTIONS, workspace).state == "unchanged"
    scores(tmp_path / "scores.jsonl", correct=0.0)
    again = compare("b", "es", versions, evidence, OPTIONS, workspace)
    assert again.state == "made"


def test_two_comparisons_of_the_same_are_the_same_bytes(versions: Versions, tmp_path: Path) -> None:
    evidence = Evidence(lines=scores(tmp_path / "scores.jsonl"))
    spaces = [Workspace(tmp_path / name, tmp_path / f".{name}") for name in ("one", "two")]
    one, two = (compare("b", "es", versions, evidence, OPTIONS, space) for space in spaces)
    assert one.content == two.content


@pytest.mark.parametrize(
    ("line", "fault"),
    [('{"model": "m"}', "version: field required"), ("{", "is not JSON"), ('{"model": 1}', "model")],
)
def test_a_score_that_cannot_be_read_is_named_by_its_line(
    versions: Versions, workspace: Workspace, tmp_path: Path, line: str, fault: str
) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        compare("b", "es", versions, Evidence(lines=path), OPTIONS, workspace)
    assert str(raised.value.where).endswith("scores.jsonl:2")
    assert fault.lower() in str(raised.value).lower()
