"""Real items as tasks of the harness: MMLU's development questions, HellaSwag and TruthfulQA."""

from __future__ import annotations

import bz2
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

__all__ = ["SCENARIOS", "Scenario", "make_tasks"]

LETTERS = "ABCDEFGHIJ"
# shots are drawn from so many documents, which are no items; fixed ones are those of the most usual length
POOL = 40


@dataclass(frozen=True)
class Item:
    """A question with its choices."""

    question: str
    choices: tuple[str, ...]
    answer: int


@dataclass(frozen=True)
class Scenario:
    """How items are put to a model, and how many of them, in full and with --quick."""

    shots: int
    fixed: bool
    """The task's first examples; else drawn anew for every item."""
    options: int = 0
    """So many choices, with wrong answers to other questions; 0 for the item's own."""
    letters: bool = False
    """Choices are listed in the question, and named by a letter."""
    sources: tuple[str, ...] = ("mmlu", "hellaswag", "truthfulqa")
    items: int = 20
    quick: int = 4


SCENARIOS = {
    "zero_shot": Scenario(shots=0, fixed=True, items=36, quick=6),
    "three_shot": Scenario(shots=3, fixed=False, items=36, quick=6),
    "ten_options": Scenario(shots=3, fixed=False, options=10, sources=("mmlu",), items=8, quick=2),
    "first_n_five_shot": Scenario(shots=5, fixed=True, items=96, quick=24),
    "first_n_letters": Scenario(shots=5, fixed=True, letters=True, sources=("mmlu",), items=96, quick=24),
    "letters": Scenario(shots=3, fixed=False, letters=True, sources=("mmlu",), items=32, quick=8),
}


def make_tasks(folder: Path, data: Path | None, scenario: str) -> dict[str, int]:
    """Write the scenario's tasks into `folder`, for `--include_path`; names, with how many items each has."""
    way = SCENARIOS[scenario]
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for source in way.sources if data else ("mmlu",):
        items = list(_SOURCES[source](data))
        random.Random(1).shuffle(items)
        if items:
            name = f"{scenario}_{source}"
            put = [_put(item, way, items) for item in items]
            pool = sorted(put[:POOL], key=partial(_off, mean(map(_length, put)))) if way.fixed else put[:POOL]
            made[name] = _write(folder, name, pool, put[POOL:], way)
    return made


def _put(item: Item, way: Scenario, items: list[Item]) -> dict[str, Any]:
    if way.options:
        draw = random.Random(item.question)
        others = sorted({one.choices[one.answer] for one in items} - set(item.choices))
        item = replace(item, choices=(*item.choices, *draw.sample(others, way.options - len(item.choices))))
    if not way.letters:
        return {"prompt": item.question, "choices": list(item.choices), "answer": item.answer}
    letters = LETTERS[: len(item.choices)]
    listed = "\n".join(f"{letter}. {choice}" for letter, choice in zip(letters, item.choices, strict=True))
    question = item.question.removesuffix("\nAnswer:")
    return {"prompt": f"{question}\n{listed}\nAnswer:", "choices": list(letters), "answer": item.answer}


def _length(put: dict[str, Any]) -> int:
    """Signs of a worked example."""
    return len(put["prompt"]) + len(put["choices"][put["answer"]])


def _off(usual: float, put: dict[str, Any]) -> float:
    """How far from usual: five fixed examples that happened to be short would stand for no task."""
    return abs(_length(put) - usual)


def _write(folder: Path, name: str, pool: list[dict[str, Any]], items: list[dict[str, Any]], way: Scenario) -> int:
    for split, rows in (("dev", pool), ("test", items)):
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (folder / f"{name}-{split}.jsonl").write_text("".join(lines), encoding="utf-8")
    files = {split: str(folder / f"{name}-{split}.jsonl") for split in ("dev", "test")}
    task = {
        "task": name,
        "dataset_path": "json",
        "dataset_kwargs": {"data_files": files},
        "test_split": "test",
        "fewshot_split": "dev",
        "fewshot_config": {"sampler": "first_n" if way.fixed else "default"},
        "num_fewshot": way.shots,
        "output_type": "multiple_choice",
        "doc_to_text": "{{prompt}}",
        "doc_to_choice": "choices",
        "doc_to_target": "answer",
        "metric_list": [{"metric": "acc"}, {"metric": "acc_norm"}],
    }
    (folder / f"{name}.yaml").write_text(json.dumps(task), encoding="utf-8")  # JSON is YAML
    return len(items)


def _mmlu(_: Path | None) -> Iterator[Item]:
    """The five questions of every subject that the harness itself carries, as shots of `mmlu_flan_cot_fewshot`."""
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        """Passes over `!function`."""

    Loader.add_multi_constructor("!", lambda *_: None)
    spec = find_spec("lm_eval")
    assert spec is not None
    assert spec.origin is not None
    for path in sorted((Path(spec.origin).parent / "tasks" / "mmlu" / "flan_cot_fewshot").glob("mmlu_*.yaml")):
        shots = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506  # it is a SafeLoader
        for shot in shots["fewshot_config"]["samples"]:
            question, _, listed = shot["question"].partition("(A)")
            choices = tuple(part.strip() for part in re.split(r"\([A-D]\)", listed))
            found = re.search(r"answer is \(([A-D])\)", shot["target"])
            if found and len(choices) == 4 and all(choices):
                yield Item(f"Question: {question.strip()}\nAnswer:", choices, LETTERS.index(found[1]))


def _hellaswag(data: Path | None) -> Iterator[Item]:
    path = data / "hellaswag" / "hellaswag_val_full.txt.bz2" if data else None
    if path is not None and path.is_file():
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            rows = (line.rstrip("\n") for line in lines)
            while len(item := list(islice(rows, 6))) == 6:
                context, label, *endings = item
                yield Item(context, tuple(endings), int(label))


def _truthfulqa(data: Path | None) -> Iterator[Item]:
    path = data / "truthfulqa-multi" / "en.json" if data else None
    if path is not None and path.is_file():
        for row in json.loads(path.read_text(encoding="utf-8")):
            targets = row["mc1_targets"]
            yield Item(f"Q: {row['question']}\nA:", tuple(targets["choices"]), targets["labels"].index(1))


_SOURCES = {"mmlu": _mmlu, "hellaswag": _hellaswag, "truthfulqa": _truthfulqa}
