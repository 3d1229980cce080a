"""`minga evaluate` is stopped with Ctrl-C, then killed, and goes on from the answers that it had."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.evaluate.test_runs import MINGA, minga

pytestmark = pytest.mark.slow

ITEMS = 900
CHOICES = 3
SETTINGS = """
[project]
name = "Saberes"
slug = "saberes"

[[benchmarks]]
name = "sumas"
path = "sumas.jsonl"
licence = "CC0-1.0"

[evaluate]
models = ["tiny-llama"]
batch_size = 1
"""


@pytest.fixture
def project(tmp_path: Path, tiny_model: Path) -> Path:
    (tmp_path / "tiny-llama").symlink_to(tiny_model)
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    items = [
        {"question": f"¿Cuánto es {number} + 1?", "choices": ["nada", str(number + 1), "todo"], "answer": 1}
        for number in range(ITEMS)
    ]
    (tmp_path / "sumas.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    return tmp_path


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False


def kept(folder: Path) -> int:
    """Answers on the disk."""
    return sum(path.read_bytes().count(b"\n") for path in (folder / ".minga/cache/evaluate").glob("*/*.jsonl"))


def cut_off(folder: Path, signal_: signal.Signals) -> int:
    """Exit code of an evaluation that is sent a signal while the model answers."""
    before = kept(folder)
    process = subprocess.Popen([MINGA, "evaluate", "--project", str(folder), "--quiet"], stderr=subprocess.DEVNULL)
    assert eventually(lambda: kept(folder) > before + 50)
    process.send_signal(signal_)
    code = process.wait(timeout=60)
    assert eventually(lambda: not harness_of(folder))
    assert before + 50 < kept(folder) < ITEMS * CHOICES
    return code


def harness_of(folder: Path) -> list[str]:
    """Processes that hold the log of this project open: those that its models are in."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            try:
                output = os.readlink(process / "fd/2")  # noqa: PTH115 - as it stands
            except OSError:
                continue
            found += [process.name] if output.startswith(str(folder)) else []
    return found


def test_what_was_answered_is_not_computed_again(project: Path) -> None:
    assert cut_off(project, signal.SIGINT) == 130
    (job,) = minga(project, "evaluate", "--status")["evaluations"]
    assert (job["state"], job["attempts"]) == ("queued", 0)

    assert cut_off(project, signal.SIGKILL) == -signal.SIGKILL
    (job,) = minga(project, "evaluate", "--status")["evaluations"]
    assert (job["state"], job["attempts"]) == ("running", 1)

    there = kept(project)
    minga(project, "evaluate")
    (job,) = minga(project, "evaluate", "--status")["evaluations"]
    assert (job["state"], job["attempts"]) == ("done", 2)
    assert job["requests"] == {"computed": ITEMS * CHOICES - there, "kept": there}
