from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.benchmark.catalogue import catalogue, suite_named
from minga.cli import app
from tests.evaluate.importing.files import results_file, sample, samples_file

SETTINGS = """[project]
name = "Resultados ajenos"
slug = "ajenos"

[[models]]
name = "andes/llama-1b"
licence = "Apache-2.0"
open_weights = true
kind = "instruct"
"""
RIGHT = [True, True, True, False]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def said(folder: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*arguments, "--project", str(folder), "--json"])
    assert done.exit_code == code, done.output
    return dict(json.loads(done.stdout))


def test_a_project_of_nothing_but_imports_has_a_leaderboard_with_its_holes(folder: Path) -> None:
    both = {"xcopa_es": {"acc,none": 0.75}, "xcopa_eu": {"acc,none": 0.5}}
    file = results_file(folder / "from", results=both)
    for task, right in (("xcopa_es", RIGHT), ("xcopa_eu", [True, False, True, False])):
        samples_file(file, task, [sample(number, each) for number, each in enumerate(right)])
    file = results_file(folder / "from", "andes/<b>dos")
    samples_file(file, "xcopa_es", [sample(number, right) for number, right in enumerate(RIGHT)])
    done = said(folder, "leaderboard", "import", str(folder / "from"))
    assert done["imported"] == {"files": 2, "models": 2, "tasks": 2, "results": 3, "left_out_by_reason": {}}
    assert any("xcopa_es: unknown (licence)" in remark for remark in done["remarks"])
    [board] = said(folder, "leaderboard")["made"]
    numbers = json.loads((folder / board["path"] / "scores.json").read_text(encoding="utf-8"))
    assert [(hole["model"], hole["task"], hole["gap"]["reason"]) for hole in numbers["holes"]] == [
        ("b-dos", "xcopa_eu", "not-run")
    ]
    assert {score["task"] for score in numbers["scores"] if score["interval"]} == {"xcopa_es", "xcopa_eu"}
    facts = next(model for model in numbers["models"] if model["slug"] == "llama-1b")
    assert (facts["licence"], facts["open_weights"], facts["kind"]) == ("Apache-2.0", True, "instruct")
    assert facts["parameters"] == 1_000_000
    pages = [page.read_text(encoding="utf-8") for page in (folder / board["path"]).rglob("*.html")]
    assert not any("<b>dos" in page for page in pages)


def test_what_the_catalogue_knows_of_a_task_is_on_its_card(folder: Path) -> None:
    with (folder / "minga.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[[tasks]]\nname = "belebele_*"\ndonor = "Rosa"\n')
    results_file(folder / "from", results={"belebele_eus_Latn": {"acc,none": 0.75}})
    done = said(folder, "leaderboard", "import", str(folder / "from"))
    card = json.loads((folder / "data/tasks/belebele_eus_Latn/latest/minga-task.json").read_text("utf-8"))
    known = catalogue()["belebele_eus_Latn"]
    assert (card["random"], card["licence"], card["family"]) == (known.random, known.licence, known.family)
    assert (card["donor"], card["items"], card["language"]) == ("Rosa", 4, "eu")
    assert not done["remarks"]


def test_results_on_a_suite_that_the_project_evaluates_stand_beside_its_own(folder: Path) -> None:
    """The suite's card has no number of items: that of the results counts."""
    suite = suite_named("eu", ())
    task = next(each for each in suite.tasks if catalogue()[each].items is None)
    with (folder / "minga.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[evaluate]\nmodels = []\nsuites = ["eu"]\n')
    known = catalogue()[task]
    numbers = {task: {f"{known.metric},none": 0.75, f"{known.metric}_stderr,none": 0.1}}
    results_file(folder / "from", results=numbers, shots=suite.shots or 0)
    said(folder, "leaderboard", "import", str(folder / "from"))
    manifest = json.loads((folder / f"data/tasks/{task}/latest/manifest.json").read_text("utf-8"))
    assert manifest["stage"] == "catalogue"
    [board] = said(folder, "leaderboard")["made"]
    board = json.loads((folder / board["path"] / "scores.json").read_text(encoding="utf-8"))
    [score] = board["scores"]
    assert (score["task"], score["value"]) == (task, 0.75)
    assert task not in {hole["task"] for hole in board["holes"]}
    assert next(card for card in board["tasks"] if card["task"] == task)["items"] == 4


def test_what_is_left_out_ends_with_3_and_is_named(folder: Path) -> None:
    results_file(folder / "from")
    (folder / "from" / "roto.json").write_text("{", encoding="utf-8")
    done = said(folder, "leaderboard", "import", str(folder / "from"), code=3)
    assert done["left_out"][0].startswith("roto.json: unreadable")
    assert done["imported"]["left_out_by_reason"] == {"unreadable": 1}


def test_the_metric_is_chosen_on_the_command_line(folder: Path) -> None:
    results_file(folder / "from", results={"sumas_ca": {"exact_match,strict": 0.25, "exact_match,flexible": 0.5}})
    said(folder, "leaderboard", "import", str(folder / "from"), "--metric", "sumas_ca=exact_match,flexible")
    manifest = json.loads((folder / "data/evaluations/llama-1b/sumas_ca/latest/manifest.json").read_text("utf-8"))
    assert manifest["notes"]["value"] == 0.5
    wrong = said(folder, "leaderboard", "import", str(folder / "from"), "--metric", "sumas_ca", code=2)
    assert "no task and metric" in wrong["error"]["what"]


def test_without_anything_to_rank_the_command_says_what_is_missing(folder: Path) -> None:
    assert "leaderboard" in json.dumps(said(folder, "leaderboard", code=1))
