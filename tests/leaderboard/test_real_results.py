"""What lm-evaluation-harness really wrote about a real (if tiny) model, on the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.evaluate import evaluate, score
from minga.leaderboard import leaderboard
from minga.models import find_model
from minga.settings import EvaluateSettings
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace
from tests.evaluate.tasks import CHOICES, DATA, GENERATION, ITEMS, QUESTION
from tests.leaderboard.boards import PROJECT, SETTINGS, workspace


def _task(space: Workspace, name: str, template: str, text: str, metric: str) -> Artifact:
    card = {
        "task": name, "benchmark": "saberes", "language": "es", "metric": metric, "random": 0.25 * (metric == "acc"),
        "items": len(ITEMS), "licence": "CC0-1.0",
    }  # fmt: skip

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / f"{name}.yaml").write_text(template.format(name=name, text=text), encoding="utf-8")
        (folder / "data.py").write_text(DATA, encoding="utf-8")
        lines = [json.dumps(item, ensure_ascii=False) + "\n" for item in ITEMS]
        (folder / "items.jsonl").write_text("".join(lines), encoding="utf-8")
        (folder / "minga-task.json").write_text(json.dumps(card), encoding="utf-8")

    return space.make_folder(Recipe(f"tasks/{name}", "benchmark", 1, inputs={"text": text, "metric": metric}), build)


@pytest.mark.slow
def test_the_page_has_the_harness_numbers_and_its_failures(tmp_path: Path, tiny_model: Path) -> None:
    space = workspace(tmp_path)
    tasks = [
        _task(space, "andes_saberes_es", CHOICES, QUESTION, "acc"),
        _task(space, "andes_escrita_es", GENERATION, QUESTION, "exact_match"),
        _task(space, "andes_rota_es", CHOICES, "{{question.falta.aqui}}", "acc"),
    ]
    done = evaluate(find_model(str(tiny_model), space), tasks, EvaluateSettings(), space)
    failures = {(done.model.slug, task): reason for task, reason in done.failed.items()}
    board = leaderboard(done.done, tasks, failures, SETTINGS, PROJECT, space)
    numbers = json.loads((board.path / "scores.json").read_text(encoding="utf-8"))
    values = {score["task"]: (score["value"], score["interval"] is not None) for score in numbers["scores"]}
    assert values == {each.name.rpartition("/")[2]: (score(each).value, True) for each in done.done}
    assert sorted(values) == ["andes_escrita_es", "andes_saberes_es"]
    [hole] = numbers["holes"]
    assert (hole["task"], hole["gap"]["reason"]) == ("andes_rota_es", "failed")
    assert numbers["averages"] == []
    assert numbers["models"][0]["parameters"] > 0
