from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from minga.errors import NothingToDo
from minga.leaderboard import Gap, leaderboard
from minga.progress import silent
from minga.results import Cost
from minga.settings import LeaderboardSettings, ProjectSettings
from minga.tables import Artifact
from minga.workspace import Workspace
from tests.leaderboard.boards import PROJECT, SETTINGS, evaluation, right_answers, task, workspace

GAPS = {("small", "andes_mmlu_ca"): Gap(reason="failed", detail="out of memory")}


def build(
    space: Workspace,
    gaps: dict[tuple[str, str], Gap] | None = None,
    settings: LeaderboardSettings = SETTINGS,
    project: ProjectSettings = PROJECT,
    **about: Any,
) -> Artifact:
    """Two models on two tasks, of which one failed."""
    tasks = [task(space, "andes_mmlu_es"), task(space, "andes_mmlu_ca", language="ca")]
    evaluations = [
        evaluation(space, "large", tasks[0], right_answers(0.8), **about),
        evaluation(space, "large", tasks[1], right_answers(0.7), **about),
        evaluation(space, "small", tasks[0], right_answers(0.4)),
    ]
    return leaderboard(evaluations, tasks, GAPS if gaps is None else gaps, settings, project, space)


def _csv(board: Artifact) -> list[dict[str, str]]:
    with (board.path / "scores.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_it_makes_a_page_pictures_and_data(tmp_path: Path) -> None:
    board = build(workspace(tmp_path))
    assert board.state == "made"
    assert {entry.path for entry in board.manifest.files} >= {
        "averages.csv",
        "averages.parquet",
        "index.html",
        "leaderboard.css",
        "models/large.html",
        "tasks/andes_mmlu_ca.html",
        "pairs.parquet",
        "plots/andes_mmlu_ca.svg",
        "plots/andes_mmlu_es.svg",
        "scores.csv",
        "scores.json",
        "scores.parquet",
    }
    assert board.manifest.notes == {"models": 2, "tasks": 2, "holes": 1}
    assert "<title>" in (board.path / "plots/andes_mmlu_es.svg").read_text(encoding="utf-8")


def test_twice_the_same_is_the_same_to_the_byte(tmp_path: Path) -> None:
    first, second = (build(workspace(tmp_path / name)) for name in ("first", "second"))
    assert first.content == second.content
    assert build(workspace(tmp_path / "first")).state == "unchanged"


@pytest.mark.parametrize(
    "change",
    [
        {"gaps": {}},
        {"settings": SETTINGS.model_copy(update={"draws": 300})},
        {"project": PROJECT.model_copy(update={"locale": "ca"})},
    ],
)
def test_what_shows_on_the_page_makes_it_anew(tmp_path: Path, change: dict[str, Any]) -> None:
    space = workspace(tmp_path)
    build(space)
    assert build(space, **change).state == "made"


def test_settings_that_do_not_show_change_nothing(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    build(space)
    assert build(space, project=PROJECT.model_copy(update={"database": "sqlite:///x"})).state == "unchanged"


def test_a_dry_run_reads_nothing_and_makes_nothing(tmp_path: Path) -> None:
    dry = workspace(tmp_path, dry=True)
    pending = task(dry, "andes_mmlu_es")
    board = leaderboard([evaluation(dry, "a", pending, [1.0])], [pending], {}, SETTINGS, PROJECT, dry)
    assert board.state == "pending"
    assert not board.path.exists()


def test_without_results_there_is_nothing_to_do(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    with pytest.raises(NothingToDo):
        leaderboard([], [task(space, "t")], {}, SETTINGS, PROJECT, space)
    with pytest.raises(NothingToDo):
        leaderboard([], [], {}, SETTINGS, PROJECT, space)


def test_a_model_that_failed_on_everything_is_on_the_page(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    board = leaderboard(
        [], [task(space, "t")], {("huge-70b", "t"): Gap(reason="failed", detail="no memory")}, SETTINGS, PROJECT, space
    )
    assert "huge-70b" in (board.path / "index.html").read_text(encoding="utf-8")
    assert "no memory" in (board.path / "models/huge-70b.html").read_text(encoding="utf-8")


def test_the_numbers_are_not_rounded_and_the_hole_is_in_every_file(tmp_path: Path) -> None:
    board = build(workspace(tmp_path))
    whole = json.loads((board.path / "scores.json").read_text(encoding="utf-8"))
    rows = _csv(board)
    table = pq.read_table(board.path / "scores.parquet").to_pylist()
    assert whole["holes"] == [
        {"model": "small", "task": "andes_mmlu_ca", "gap": {"reason": "failed", "detail": "out of memory"}}
    ]
    assert [row["missing"] for row in rows] == [row["missing"] for row in table] == ["", "", "failed out of memory", ""]
    scores = [sum(right_answers(share)) / 40 for share in (0.7, 0.8, 0.4)]
    assert sorted(score["value"] for score in whole["scores"]) == sorted(scores)
    assert sorted(float(row["score"]) for row in rows if row["score"]) == sorted(scores)
    assert [row["score"] for row in table if row["score"] is not None] == [scores[0], scores[1], scores[2]]


@pytest.mark.parametrize("name", ["=HYPERLINK(A1)", "+1", "@SUM(A1)", "-2", "\tx"])
def test_formulas_in_names_do_not_run_in_a_spreadsheet(tmp_path: Path, name: str) -> None:
    board = build(workspace(tmp_path), name=name)
    rows = _csv(board)
    assert rows[0]["model"] == f"'{name}"
    assert pq.read_table(board.path / "scores.parquet")["model"][0].as_py() == name


def test_nothing_in_the_files_names_the_machine(tmp_path: Path) -> None:
    board = build(workspace(tmp_path))
    for path in board.files:
        assert str(tmp_path).encode() not in path.read_bytes()


def test_it_says_how_far_it_is(tmp_path: Path) -> None:
    shown = []

    def progress(label: str, total: int | None, unit: str) -> Any:
        shown.append((label, total, unit))
        return silent(label, total, unit)

    build(Workspace(tmp_path / "data", tmp_path / ".minga", progress=progress))
    assert shown == [("leaderboard", 2, "tasks")]


def _parquet(board: Artifact, name: str) -> list[dict[str, Any]]:
    return list(pq.read_table(board.path / name).to_pylist())


def test_averages_are_a_file_with_what_they_are_over(tmp_path: Path) -> None:
    board = build(workspace(tmp_path))
    rows = {(row["model"], row["scope"]): row for row in _parquet(board, "averages.parquet")}
    assert [scope for model, scope in rows if model == "large"] == ["all", "ca", "es"]
    whole, part = rows["large", "all"], rows["small", "all"]
    assert (whole["tasks_done"], whole["tasks"], whole["interval"]) == (2, 2, "bootstrap")
    assert whole["low"] < whole["average"] < whole["high"]
    assert (part["tasks_done"], part["tasks"], part["average"]) == (1, 2, None)
    assert (whole["machine_validated"], whole["machine"], whole["native"]) == (1.0, 0.0, 0.0)


def test_every_pair_is_in_a_file(tmp_path: Path) -> None:
    pairs = _parquet(build(workspace(tmp_path)), "pairs.parquet")
    assert [(pair["scope"], pair["first"], pair["second"]) for pair in pairs] == [("es", "large", "small")]
    assert pairs[0]["low"] < pairs[0]["difference"] < pairs[0]["high"]


def test_costs_and_flags_are_in_the_files(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    on = task(space, "andes_mmlu_es", family="knowledge")
    key = ("a", "andes_mmlu_es")
    board = leaderboard(
        [evaluation(space, "a", on, right_answers(0.8), shots=5)],
        [on],
        {},
        SETTINGS,
        PROJECT,
        space,
        costs={key: Cost(60, 0.5, 0.1)},
        contamination={key: "3 of 40 items stand in its training records"},
    )
    [row] = _parquet(board, "scores.parquet")
    assert (row["seconds"], row["energy_kwh"], row["co2_kg"], row["shots"]) == (60, 0.5, 0.1, 5)
    assert row["contamination"] == "3 of 40 items stand in its training records"
    assert (row["family"], row["origin"], row["interval"]) == ("knowledge", "machine", "bootstrap")
    [average, _] = _parquet(board, "averages.parquet")
    assert average["kwh_per_point"] == pytest.approx(0.5 / (100 * row["normalised"]))
