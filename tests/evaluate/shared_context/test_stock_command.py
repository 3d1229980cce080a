"""`lm_eval --model minga`, in an environment where Python reads `minga_lm_eval.pth` at its start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import minga

pytestmark = pytest.mark.slow

SOURCE = Path(minga.__file__).parent.parent
TASK = {
    "task": "colours",
    "dataset_path": "json",
    "test_split": "test",
    "output_type": "multiple_choice",
    "doc_to_text": "{{question}}",
    "doc_to_choice": "choices",
    "doc_to_target": "answer",
}
ROWS = [
    {"question": f"The colour of {thing} is", "choices": ["red", "green", "dark blue"], "answer": place}
    for place, thing in enumerate(("blood", "grass", "the deep sea"))
]


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An environment that has the packages of this one, and the file that minga installs beside itself."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    (packages,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    (packages / "a.pth").write_text(f"{sysconfig.get_path('purelib')}\n{SOURCE}\n", encoding="utf-8")
    line = (SOURCE / "minga_lm_eval.pth").read_text(encoding="utf-8")
    (packages / "minga_lm_eval.pth").write_text(line, encoding="utf-8")
    return tmp_path / "venv" / "bin" / "python"


def test_the_stock_command_knows_the_model(python: Path, tiny_model: Path, tmp_path: Path) -> None:
    data = tmp_path / "colours.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    task = TASK | {"dataset_kwargs": {"data_files": {"test": str(data)}}}
    (tmp_path / "colours.yaml").write_text(json.dumps(task), encoding="utf-8")
    command = [str(python), "-m", "lm_eval", "run", "--model", "minga", "--tasks", "colours"]
    command += ["--model_args", f"pretrained={tiny_model},dtype=float32", "--device", "cpu"]
    command += ["--include_path", str(tmp_path), "--output_path", str(tmp_path / "out")]
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_DATASETS_CACHE": str(tmp_path / "datasets")}
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | offline
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    (results,) = (tmp_path / "out").glob("*/results_*.json")
    found = json.loads(results.read_text(encoding="utf-8"))
    assert found["config"]["model"] == "minga"
    assert found["n-samples"]["colours"]["effective"] == len(ROWS)
    assert "with its whole context" not in done.stderr


def test_other_programs_start_without_it(python: Path) -> None:
    code = "import sys; print([name for name in sys.modules if name.startswith(('minga', 'lm_eval'))])"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
