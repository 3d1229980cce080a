"""What was published gives the numbers that were published: others' tools, on folders that were moved away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from minga.benchmark import build_task
from minga.evaluate import evaluate, models_of
from minga.publish import publish_benchmark, publish_model
from minga.publish.card_schema import front_matter
from minga.settings import EvaluateSettings, ProjectSettings, TuneSettings
from minga.tune import tune
from tests.publish.projects import BENCHMARK, IMPRINT, benchmark_tables, reviewed, workspace

pytestmark = pytest.mark.slow
PROJECT = ProjectSettings(name="Recetas", slug="recetas")


def stock(base: Path, adapter: Path, tasks: Path, names: list[str], output: Path) -> dict[str, dict[str, float]]:
    """The numbers of `lm_eval` by task; it knows nothing of minga."""
    command = [sys.executable, "-m", "lm_eval", "run", "--model", "hf", "--include_path", str(tasks)]
    command += ["--tasks", ",".join(names)]
    command += ["--model_args", f"pretrained={base},peft={adapter},dtype=float32", "--device", "cpu"]
    command += ["--batch_size", "8", "--output_path", str(output)]
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_DATASETS_CACHE": str(output / "cache")}
    environment = os.environ | offline | {"OMP_NUM_THREADS": "2"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    (results,) = output.glob("*/results_*.json")
    found: dict[str, dict[str, float]] = json.loads(results.read_text(encoding="utf-8"))["results"]
    return found


def test_stock_lm_eval_on_the_published_folders_gives_the_cards_number(tiny_model: Path, tmp_path: Path) -> None:
    space = workspace(tmp_path / "project")
    source, validated = benchmark_tables(space)
    tasks = [
        build_task(validated, PROJECT, BENCHMARK, "es", space),
        build_task(source, PROJECT, BENCHMARK, "en", space),
    ]
    chosen = TuneSettings(base=str(tiny_model), steps=3, batch_size=2, learning_rate=0.05, max_length=300)
    adapter = tune(reviewed(space), chosen, space, 7)
    settings = EvaluateSettings(models=(str(tiny_model),))
    models = models_of(settings, chosen, PROJECT, adapter, space)
    results = [result for model in models for result in evaluate(model, tasks, settings, space).done]
    assert len(results) == 4
    imprint = IMPRINT.model_copy(update={"base_licence": "MIT"})
    benchmark = publish_benchmark([validated, source], tasks, imprint, space)
    model = publish_model(adapter, results, tasks, imprint, space)
    moved = [
        Path(shutil.copytree(each.path, tmp_path / "elsewhere" / each.path.parent.name)) for each in (benchmark, model)
    ]
    shutil.rmtree(tmp_path / "project")

    (index,) = front_matter((moved[1] / "README.md").read_text(encoding="utf-8"))["model-index"]
    published = {result["task"]["name"]: result["metrics"][0] for result in index["results"]}
    assert list(published) == ["recetas_saberes_en", "recetas_saberes_es"]
    theirs = stock(tiny_model, moved[1], moved[0] / "tasks", list(published), tmp_path / "stock")
    for task, metric in published.items():
        assert theirs[task][f"{metric['type']},none"] == pytest.approx(metric["value"], abs=1e-9)
