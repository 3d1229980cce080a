"""Groups that are minga's over tasks that are the harness's, run by the harness with its dummy model."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from minga.benchmark.catalogue.harness_facts import harness_facts, own_task_files, stock_task_files
from tests.benchmark.catalogue.hub_shapes import SHAPES

RUN = """
import json, sys, warnings
warnings.simplefilter("ignore")
from minga.harness_compatibility import mend_harness
mend_harness()
from lm_eval import simple_evaluate
from lm_eval.tasks import TaskManager
folder, *groups = sys.argv[1:]
manager = TaskManager(include_path=folder, include_defaults=False)
results = simple_evaluate("dummy", tasks=groups, task_manager=manager, num_fewshot=0, bootstrap_iters=0)["results"]
json.dump(results, open(f"{folder}/results.json", "w"), default=str)
"""


def lay_out(group: str, folder: Path) -> None:
    """The group's file as it is, and its parts as they are but for their data."""
    facts = harness_facts()
    own = own_task_files() / facts[group].folder
    shutil.copyfile(own / f"{group}.yaml", folder / f"{group}.yaml")
    for part in facts[group].parts:
        root = own_task_files() if (own / f"{part}.yaml").is_file() else stock_task_files()
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in SHAPES[part])
        splits = {split: str(folder / f"{part}-{split}.jsonl") for split in ("train", "validation", "test")}
        for path in splits.values():
            Path(path).write_text(lines, encoding="utf-8")
        changes = {
            "include": str(root / facts[part].folder / f"{part}.yaml"),
            "task": part,
            "dataset_path": "json",
            "dataset_name": None,
            "dataset_kwargs": {"data_files": splits, "cache_dir": str(folder / "cache")},
        }
        (folder / f"{part}.yaml").write_text(yaml.safe_dump(changes), encoding="utf-8")


@pytest.mark.slow
def test_groups_average_their_parts(tmp_path: Path) -> None:
    groups = ["cabreu", "arc_ca_catalan_bench", "teleia"]
    for group in groups:
        lay_out(group, tmp_path)
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    command = [sys.executable, "-c", RUN, str(tmp_path), *groups]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=offline)
    assert done.returncode == 0, done.stderr[-2000:]
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    for group in groups:
        facts = harness_facts()[group]
        metric = f"{facts.metrics[0]},none"
        values = [results[part][metric] for part in facts.parts]
        assert results[group][metric] == pytest.approx(sum(values) / len(values))
