"""The harness's own command line is the judge: what minga writes must be its numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from minga.evaluate import evaluate, score
from minga.models import find_model
from minga.settings import EvaluateSettings
from minga.workspace import Workspace
from tests.evaluate.tasks import make_task

pytestmark = pytest.mark.slow


def stock(model: Path, task: Path, name: str, output: Path) -> tuple[dict[str, object], list[dict[str, object]]]:
    """`results` and samples of a run of `lm_eval` that knows nothing of minga."""
    command = [sys.executable, "-m", "lm_eval", "run", "--model", "hf", "--tasks", name, "--include_path", str(task)]
    command += ["--model_args", f"pretrained={model},dtype=float32", "--device", "cpu", "--batch_size", "8"]
    command += ["--log_samples", "--output_path", str(output)]
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_DATASETS_CACHE": str(output / "datasets")}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | offline | {"OMP_NUM_THREADS": "2"}
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (results,) = output.glob("*/results_*.json")
    (samples,) = output.glob("*/samples_*.jsonl")
    lines = samples.read_text(encoding="utf-8").splitlines()
    return json.loads(results.read_text(encoding="utf-8")), [json.loads(line) for line in lines]


def same(ours: object, theirs: object) -> bool:
    """Whether two samples are equal but for the last digits of numbers: sums of floats differ with their order."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    try:
        return abs(float(ours) - float(theirs)) <= 1e-4  # type: ignore[arg-type]  # what is no number is told by that
    except (TypeError, ValueError):
        return ours == theirs


def test_stock_lm_eval_gives_the_same_numbers(smollm2_folder: Path, tmp_path: Path) -> None:
    space = Workspace(tmp_path / "data", tmp_path / ".minga")
    task = make_task(space, "demo_saberes_es")
    outcome = evaluate(find_model(str(smollm2_folder), space), [task], EvaluateSettings(), space)
    assert outcome.failed == {}
    (artifact,) = outcome.done
    theirs, their_samples = stock(smollm2_folder, task.path, "demo_saberes_es", tmp_path / "stock")
    ours = json.loads((artifact.path / "results.json").read_text(encoding="utf-8"))
    for metric in ("acc,none", "acc_norm,none", "acc_stderr,none"):
        assert ours["results"]["demo_saberes_es"][metric] == pytest.approx(
            theirs["results"]["demo_saberes_es"][metric],  # type: ignore[index]  # the harness's own structure
            abs=1e-9,
        )
    assert score(artifact).value == ours["results"]["demo_saberes_es"]["acc,none"]
    assert ours["task_hashes"] == theirs["task_hashes"]
    samples = (artifact.path / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    assert same([json.loads(sample) for sample in samples], their_samples)
    assert theirs.keys() - ours.keys() <= {
        *("date", "git_hash", "pretty_env_info", "upper_git_hash", "total_evaluation_time_seconds", "start_time"),
        *("end_time", "system_instruction", "system_instruction_sha", "fewshot_as_multiturn", "chat_template"),
        "chat_template_sha",
    }
