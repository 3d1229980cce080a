"""`minga benchmark list`, `show` and `check`, in a project with a benchmark of its own and outside of any."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app

SETTINGS = """
[project]
name = "Saberes"
slug = "saberes"

[[benchmarks]]
name = "mate"
path = "items.jsonl"
language = "es-UY"
licence = "CC0-1.0"
citation = "Pérez (2024)"
donor = "Liceo N.º 2"
family = "knowledge"

[[suites]]
name = "rioplatense"
tasks = ["saberes_mate_es_uy", "crows_pairs_spanish"]
"""
ITEMS = [
    {"question": f"¿Cuántas letras tiene la palabra número {n}?", "choices": ["Una", "Dos", "Tres"], "answer": n % 3}
    for n in range(9)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saberes")
    (folder / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    lines = [json.dumps(item, ensure_ascii=False) for item in ITEMS]
    (folder / "items.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["benchmark", "run", "--project", str(folder)]).exit_code == 0
    return folder


def run(folder: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["benchmark", *arguments, "--project", str(folder), "--json"])
    assert done.exit_code == code, done.stderr
    return json.loads(done.stdout)


def names(listed: Any) -> list[str]:
    return [task["task"] for task in listed["tasks"]]


def test_the_catalogue_is_listed_with_the_projects_own_first(folder: Path) -> None:
    tasks = run(folder, "list")["tasks"]
    assert tasks[0]["task"] == "saberes_mate_es_uy"
    assert (tasks[0]["family"], tasks[0]["donor"], tasks[0]["files"]) == ("knowledge", "Liceo N.º 2", "project")
    assert len(tasks) > 150


def test_a_list_is_narrowed(folder: Path) -> None:
    assert names(run(folder, "list", "--language", "ca-valencia")) == [
        task
        for task in names(run(folder, "list", "--language", "ca"))
        if task in names(run(folder, "list", "--language", "ca-valencia"))
    ]
    assert names(run(folder, "list", "--language", "gn")) == ["belebele_grn_Latn", "americasnli_gn"]
    assert names(run(folder, "list", "--suite", "rioplatense")) == ["saberes_mate_es_uy", "crows_pairs_spanish"]
    assert names(run(folder, "list", "--suite", "own")) == ["saberes_mate_es_uy"]
    natives = run(folder, "list", "--family", "reading", "--origin", "native")
    assert names(natives) == ["eus_reading"]
    assert run(folder, "list", "--family", "jokes", code=2)["error"]["kind"] == "UsageError"


def test_suites_are_listed(folder: Path) -> None:
    suites = {suite["name"]: suite for suite in run(folder, "list", "--suites")["suites"]}
    assert suites["own"]["tasks"] == ["saberes_mate_es_uy"]
    assert suites["rioplatense"]["tasks"][1] == "crows_pairs_spanish"
    assert suites["gl"]["shots"] == 5


def test_the_list_needs_no_project(tmp_path: Path) -> None:
    assert len(names(run(tmp_path, "list"))) > 150


def test_all_that_is_known_is_shown_and_what_is_not(folder: Path) -> None:
    shown = run(folder, "show", "crows_pairs_spanish", "--no-example")
    assert shown["language"] == "es-AR"
    assert shown["suites"] == ["es", "la-leaderboard", "rioplatense"]
    assert {"items", "gated", "shots"} <= set(shown["unknown"])
    text = CliRunner().invoke(app, ["benchmark", "show", "dibt_es", "--no-example", "--project", str(folder)]).stdout
    assert "cannot be run" in text
    assert "not known" in text


def test_an_example_is_formatted_where_the_data_are_at_hand(folder: Path) -> None:
    shown = run(folder, "show", "saberes_mate_es_uy")
    assert shown["example"]["prompt"].startswith("¿Cuántas letras")
    assert "no_example" in run(folder, "show", "bertaqa_eu")


def test_the_projects_own_tasks_are_checked(folder: Path) -> None:
    (checked,) = run(folder, "check")["tasks"]
    assert (checked["task"], checked["items"]) == ("saberes_mate_es_uy", 9)
    assert [fault["rule"] for fault in checked["findings"]] == ["shots-from-scored-split"]


def test_what_cannot_be_checked_is_never_fine(folder: Path) -> None:
    outcome = run(folder, "check", "xnli_es", "dibt_es", "--data", str(folder), code=3)
    states = {task["task"]: task["not_checked"] for task in outcome["tasks"]}
    assert "judge" in states["dibt_es"]
    assert "there are no data" in states["xnli_es"]
    (stock,) = [task for task in outcome["tasks"] if task["task"] == "xnli_es"]
    assert {fault["rule"] for fault in stock["findings"]} == {"opening-mark-missing", "accent-missing"}
    assert len(outcome["left_out"]) == 2


def test_errors_in_a_task_are_named_and_end_with_3(folder: Path, tmp_path: Path) -> None:
    rows = [{"premise": f"Persona {n}.", "hypothesis": "¿Y?", "label": 1 + 6 * (n > 7)} for n in range(9)]
    (tmp_path / "americasnli_gn").mkdir()
    for split in ("test", "validation"):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (tmp_path / "americasnli_gn" / f"{split}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(
        app, ["benchmark", "check", "americasnli_gn", "--data", str(tmp_path), "--project", str(folder)]
    )
    assert done.exit_code == 3
    assert "answer-not-among-choices" in done.stdout
    assert "americasnli_gn: 1 error" in " ".join(done.stderr.split())


def test_without_a_task_there_is_nothing_to_check(tmp_path: Path) -> None:
    assert run(tmp_path, "check", code=1)["error"]["kind"] == "NothingToDo"
