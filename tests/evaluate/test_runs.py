"""A suite with tasks that raise, crash, hang, stop, and run out of memory, and a worker that is killed: all of it real.

The project is one of minga's own, and `minga evaluate` runs as a program. Each fault is written into a task's folder
afterwards and taken out again to mend it, so that the task, and with it the evaluation, stays what it was.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

MINGA = str(Path(sys.executable).parent / "minga")

FAULTS = {
    "bien": "",
    "lanza": "process_results: !function faults.lanza",
    "cae": "process_results: !function faults.cae",
    "memoria": "process_results: !function faults.memoria",
    "cuelga": "process_docs: !function faults.cuelga",
    "para": "process_results: !function faults.para",
    "mata": "process_results: !function faults.mata",
}
CODE = '''
import os, signal, time
from pathlib import Path

def lanza(doc, results): raise ZeroDivisionError("no se puede")
def cae(doc, results): os._exit(7)
def memoria(doc, results): bytearray(1 << 40)
def cuelga(docs): time.sleep(600)
def para(doc, results): os.kill(os.getpid(), signal.SIGSTOP)

def mata(doc, results):
    """Kills the worker, twice."""
    killed = Path(__file__).with_name("killed")
    before = len(killed.read_bytes()) if killed.exists() else 0
    if before < 2:
        killed.write_bytes(b"x" * (before + 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return {"acc": 0.0}
'''
ITEMS = 6
CHOICES = 3
SETTINGS = """
[project]
name = "Saberes"
slug = "saberes"

[evaluate]
models = ["tiny-llama"]
attempts = {attempts}
retry_after = 0.1
stall_limit = 0.1
memory_limit = 8.0
batch_size = 4
country = "PER"
"""


def write_settings(folder: Path, attempts: int) -> None:
    parts = [f'[[benchmarks]]\nname = "{name}"\npath = "{name}.jsonl"\nlicence = "CC0-1.0"\n' for name in FAULTS]
    (folder / "minga.toml").write_text(SETTINGS.format(attempts=attempts) + "\n".join(parts), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "tiny-llama").symlink_to(tiny_model)
    for name in FAULTS:
        items = [
            {"question": f"{name}: ¿cuánto es {number} + 1?", "choices": ["nada", str(number + 1), "todo"], "answer": 1}
            for number in range(ITEMS)
        ]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")
    write_settings(folder, attempts=1)
    minga(folder, "benchmark")
    return folder


def minga(folder: Path, *arguments: str, code: int = 0) -> Any:
    """The JSON that a command of minga prints."""
    command = [MINGA, *arguments, "--project", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


def task_file(folder: Path, name: str) -> Path:
    return folder / "data/tasks" / f"saberes_{name}_en" / "latest" / f"saberes_{name}_en.yaml"


def rewrite(path: Path, text: str) -> None:
    """Change a file of an artifact behind its back: a file that was cut short is noticed, so its size changes too."""
    manifest = path.parent / "manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    for file in said["files"]:
        if file["path"] == path.name:
            file["bytes"] = path.stat().st_size
    manifest.write_text(json.dumps(said), encoding="utf-8")


def spoil(folder: Path, *names: str) -> None:
    for name in names:
        path = task_file(folder, name)
        (path.parent / "faults.py").write_text(CODE, encoding="utf-8")
        rewrite(path, path.read_text(encoding="utf-8") + FAULTS[name] + "\n")


def mend(folder: Path, *names: str) -> None:
    for name in names:
        path = task_file(folder, name)
        rewrite(path, path.read_text(encoding="utf-8").replace(FAULTS[name] + "\n", ""))


def jobs(folder: Path) -> dict[str, dict[str, Any]]:
    found = minga(folder, "evaluate", "--status")["evaluations"]
    return {job["task"].removeprefix("saberes_").removesuffix("_en"): job for job in found}


@pytest.fixture(scope="module")
def spoilt(project: Path) -> dict[str, Any]:
    spoil(project, *(name for name, fault in FAULTS.items() if fault))
    return dict(minga(project, "evaluate", code=3))


def test_the_rest_finishes_and_each_hole_is_named_with_its_reason(spoilt: dict[str, Any], project: Path) -> None:
    assert [made["name"] for made in spoilt["made"]] == ["evaluations/tiny-llama/saberes_bien_en"]
    found = jobs(project)
    assert {name: (job["state"], job["cause"]) for name, job in found.items()} == {
        "bien": ("done", ""),
        "lanza": ("failed", "task"),
        "cae": ("failed", "crash"),
        "memoria": ("failed", "memory"),
        "cuelga": ("failed", "stalled"),
        "para": ("failed", "stalled"),
        "mata": ("failed", "killed"),
    }
    reasons = {
        "lanza": "ZeroDivisionError: no se puede",
        "cae": "its process ended before it was done (exit code 7)",
        "memoria": "memory ran out (MemoryError)",
        "cuelga": "hung: gave no sign for 6 seconds",
        "para": "hung: gave no sign for 6 seconds",
        "mata": "its process was killed, most often because memory ran out",
    }
    for name, reason in reasons.items():
        log = f".minga/logs/evaluate/tiny-llama/saberes_{name}_en.log"
        assert f"tiny-llama on saberes_{name}_en: {reason} (log: {log})" in spoilt["left_out"]
        assert "attempt 1" in (project / log).read_text(encoding="utf-8")


def test_what_failed_stays_as_it_is_until_somebody_asks_for_it(spoilt: dict[str, Any], project: Path) -> None:
    again = minga(project, "evaluate", code=3)
    assert again["left_out"] == spoilt["left_out"]
    assert {job["attempts"] for job in jobs(project).values()} == {1}


def test_with_retry_all_is_completed_and_nothing_computed_twice(spoilt: dict[str, Any], project: Path) -> None:
    mend(project, "lanza", "cae", "memoria", "cuelga", "para")
    write_settings(project, attempts=3)
    done = minga(project, "evaluate", "--retry", "--workers", "2")
    assert len(done["made"]) == len(FAULTS)
    found = jobs(project)
    requests = ITEMS * CHOICES
    assert {job["state"] for job in found.values()} == {"done"}
    # what was answered before the fault came is not asked again; who died could not say how much it had been
    assert {name: job["requests"] for name, job in found.items()} == {
        "bien": {"computed": requests, "kept": 0},
        "lanza": {"computed": requests, "kept": requests},
        "cae": {"computed": 0, "kept": requests},
        "memoria": {"computed": requests, "kept": requests},
        "cuelga": {"computed": requests, "kept": 0},
        "para": {"computed": 0, "kept": requests},
        "mata": {"computed": 0, "kept": requests},
    }
    assert found["mata"]["attempts"] == 2
    assert not list((project / ".minga/cache/evaluate").iterdir())
