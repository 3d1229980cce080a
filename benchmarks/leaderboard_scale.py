"""How long a leaderboard of 200 models on 65 tasks of 1,000 items takes, and how large its first page is.

A project is made in a throw-away folder: 65 tasks in four languages and eight families, and 200 models' answers to
their items as `minga leaderboard import` leaves them, drawn by a Rasch model (items are as hard for all models). A
fifth of the tasks have items that share passages; 1 % of the results are missing. Making it is not counted. What is
measured is `minga leaderboard` as a person runs it, in a process of its own: from the artifacts on disk to the pages
and downloads, with the start of the program.

Last line: JSON with `seconds` (wall clock), `cpu_seconds`, `peak_gib`, `first_page_kb` and `first_page_gzip_kb`
(`index.html` and the style sheets and scripts that it names; 1 kB is 1,000 bytes), `folder_mb`, `models`, `tasks`,
`items`, `scores`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

LANGUAGES = ("es", "ca", "eu", "gl")
FAMILIES = ("reading", "knowledge", "mathematics", "reasoning", "language", "truthfulness", "exams", "summaries")
MISSING = 0.01
PASSAGE = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=65)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="20 models, 12 tasks, 200 items")
    parser.add_argument("--keep", type=Path, help="make the project here, and leave it")
    asked = parser.parse_args()
    size = (20, 12, 200) if asked.quick else (asked.models, asked.tasks, asked.items)
    with tempfile.TemporaryDirectory() as scratch:
        root = asked.keep or Path(scratch)
        if not (root / "minga.toml").is_file():
            make_project(root, *size)
        print(json.dumps(measure(root) | dict(zip(("models", "tasks", "items"), size, strict=True))))


def make_project(root: Path, models: int, tasks: int, items: int) -> None:
    """A project with nothing but results that were brought in."""
    started = time.monotonic()
    root.mkdir(parents=True, exist_ok=True)
    (root / "minga.toml").write_text('[project]\nname = "Escala"\nslug = "escala"\n', encoding="utf-8")
    space, random = Workspace(root / "data", root / ".minga"), np.random.default_rng(1)
    skill = np.sort(random.normal(0.5, 1, models))[::-1]
    scores = 0
    for number in range(tasks):
        card = _card(number, items)
        task = space.make_folder(Recipe(f"tasks/{card['task']}", "import", 1, inputs=_texts(card)), _writing(card))
        hard = (
            random.normal(0, 1, items)
            + np.repeat(random.normal(0, 0.7 * bool(card["cluster"]), items), PASSAGE)[:items]
        )
        for model, answers in _drawn(skill, hard, card["random"], random):
            _result(space, task, card, f"model-{model:03}", answers)
            scores += 1
        print(f"making the project: {number + 1} of {tasks} tasks", file=sys.stderr)
    print(f"{scores:,} results made in {time.monotonic() - started:.0f} s", file=sys.stderr)


def _card(number: int, items: int) -> dict[str, Any]:
    language, family = LANGUAGES[number % len(LANGUAGES)], FAMILIES[number % 13 % len(FAMILIES)]
    return {
        "task": f"{family}_{number:02}_{language}", "benchmark": f"{family}-{number:02}", "language": language,
        "metric": "acc", "random": (0.25, 0.5, 0.0)[number % 3], "maximum": 1.0, "items": items, "family": family,
        "origin": ("native", "human", "machine")[number % 3], "cluster": "passage" if number % 5 == 0 else "",
        "validated": 0.4 if number % 3 == 2 else 0.0, "licence": "CC-BY-4.0", "donor": f"Grupo {number % 9}",
        "citation": f"@misc{{escala{number}, title={{Prueba {number}}}, year={{2024}}}}",
    }  # fmt: skip


def _drawn(
    skill: np.ndarray[Any, Any], hard: np.ndarray[Any, Any], guess: float, random: np.random.Generator
) -> Iterator[tuple[int, np.ndarray[Any, Any]]]:
    """Answers (0 or 1) of the models that have a result."""
    for model, level in enumerate(skill):
        if random.random() >= MISSING:
            right = guess + (1 - guess) / (1 + np.exp(hard - level))
            yield model, (random.random(len(hard)) < right).astype(np.float64)


def _result(space: Workspace, task: Artifact, card: dict[str, Any], model: str, answers: np.ndarray[Any, Any]) -> None:
    value, error = float(answers.mean()), float(answers.std() / np.sqrt(len(answers) - 1))
    numbers = {"alias": card["task"], "acc,none": value, "acc_stderr,none": error}
    results = {"results": {card["task"]: numbers}, "higher_is_better": {card["task"]: {"acc": True}}}
    about = {"name": f"org/{model}", "slug": model, "kind": "instruct", "licence": "Apache-2.0", "open_weights": True}
    known = {
        "model": about, "parameters": 10**8 * (1 + int(model[-3:])), "task": card["task"], "metric": "acc",
        "filter": "none", "value": value, "items": len(answers), "higher_is_better": True, "shots": 0,
    }  # fmt: skip

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
        pq.write_table(_items(card, answers), folder / "items.parquet", compression="zstd")
        notes |= known

    inputs = {"answers": answers.tobytes().hex()[:64]}
    space.make_folder(Recipe(f"evaluations/{model}/{card['task']}", "import", 1, parents=[task], inputs=inputs), build)


def _items(card: dict[str, Any], answers: np.ndarray[Any, Any]) -> pa.Table:
    """In the form of `minga.results.write_items`, which takes objects one by one: slow for 13 million of them."""
    count = len(answers)
    four = np.arange(0, 4 * count + 1, 4, dtype=np.int32)
    text = pa.array(np.where(answers == 1, "1", "2"))
    passages = [f"passage-{row // PASSAGE}" if card["cluster"] else "" for row in range(count)]
    return pa.table(
        {
            "item": pa.array([f"{card['task']}-{row}" for row in range(count)]),
            "correct": answers,
            "prediction": text,
            "target": pa.array(["1"] * count),
            "loglikelihoods": pa.ListArray.from_arrays(four, np.zeros(4 * count)),
            "cluster": pa.array(passages),
            "subtask": pa.array([""] * count),
        }
    )


def _writing(card: dict[str, Any]) -> Any:
    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "minga-task.json").write_text(json.dumps(card), encoding="utf-8")

    return build


def _texts(card: dict[str, Any]) -> dict[str, str]:
    return {"card": json.dumps(card)}


def measure(root: Path) -> dict[str, Any]:
    """`minga leaderboard` in the project, timed."""
    command = [str(Path(sys.executable).with_name("minga")), "leaderboard", "--project", str(root)]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=sys.stderr)
    seconds, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    folder = (root / "data" / "leaderboard" / "latest").resolve()
    page = (folder / "index.html").read_bytes()
    parts = [page, *((folder / name.decode()).read_bytes() for name in _assets(page))]
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "peak_gib": round(after.ru_maxrss / 2**20, 2),
        "first_page_kb": round(sum(map(len, parts)) / 1000, 1),
        "first_page_gzip_kb": round(sum(len(gzip.compress(part, 6)) for part in parts) / 1000, 1),
        "folder_mb": round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1),
        "scores": pq.read_metadata(folder / "scores.parquet").num_rows,
        "cores": os.cpu_count(),
    }


def _assets(page: bytes) -> list[bytes]:
    """Files beside the page that a browser asks for to show it."""
    found = re.findall(rb'<link[^>]+rel="?stylesheet"?[^>]*href="([^":]+)"', page)
    found += re.findall(rb'<(?:script|img)[^>]+src="([^":]+)"', page)
    return list(dict.fromkeys(found))


if __name__ == "__main__":
    main()
