from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from minga.evaluate.workers import _card_for

ROOT = Path(__file__).parent.parent.parent
ON_RAY = """
import json, os, sys
from pathlib import Path

from minga.community import Database
from minga.engine import Engine
from minga.evaluate import RunOptions, evaluate_all
from minga.evaluate.jobs import newest_jobs
from minga.models import find_model
from minga.settings import EvaluateSettings
from minga.workspace import Workspace
from tests.evaluate.tasks import make_task

if __name__ == "__main__":
    root, model = map(Path, sys.argv[1:])
    space = Workspace(root / "data", root / ".minga")
    tasks = [make_task(space, f"demo_{name}_es") for name in ("uno", "dos")]
    settings = EvaluateSettings(workers=2, threads=1)
    with Database.at(root / ".minga/minga.db") as database:
        database.migrate()
        options = RunOptions(engine=Engine("ray"))
        (outcome,) = evaluate_all([find_model(str(model), space)], tasks, settings, space, database, options)
        jobs = [(job.state, job.worker) for job in newest_jobs(database)]
    print(json.dumps({"done": [made.name for made in outcome.done], "jobs": jobs, "asked_by": os.getpid()}))
"""


@pytest.mark.slow
def test_tasks_of_a_ray_cluster_work_off_the_same_jobs(tmp_path: Path, tiny_model: Path) -> None:
    pytest.importorskip("ray", reason="ray is not installed: pip install 'minga[ray]'")
    script = tmp_path / "on_ray.py"
    script.write_text(ON_RAY, encoding="utf-8")
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), str(tiny_model)],
        capture_output=True, text=True, check=False, timeout=300, env=os.environ | {"PYTHONPATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["done"] == ["evaluations/tiny-llama/demo_uno_es", "evaluations/tiny-llama/demo_dos_es"]
    assert [state for state, _ in said["jobs"]] == ["done", "done"]
    # of Ray's processes, not of the one that asked
    assert not {worker.split(":")[1] for _, worker in said["jobs"]} & {str(said["asked_by"])}


@pytest.mark.parametrize(
    ("cards", "workers", "shares"),
    [
        ([], 2, [None, None]),
        (["0", "1"], 2, ["0", "1"]),
        (["0", "1", "2", "3"], 2, ["0,2", "1,3"]),
        (["0", "1"], 3, ["0", "1", "0"]),
        (["4", "7"], 1, ["4,7"]),
    ],
)
def test_workers_share_the_graphics_cards(cards: list[str], workers: int, shares: list[str | None]) -> None:
    given = [_card_for(place, workers, cards) for place in range(1, workers + 1)]
    assert [one.get("CUDA_VISIBLE_DEVICES") for one in given] == shares
