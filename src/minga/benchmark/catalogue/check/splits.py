"""Where items and worked examples come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minga.benchmark.catalogue.check.findings import Finding, finding
from minga.errors import InputError

__all__ = ["scored_items", "shot_findings"]


def scored_items(task: Any, count: int) -> list[tuple[int, dict[str, Any]]]:
    """Up to `count` items of the scored split with their numbers, spread evenly over it; 0 takes all.

    Raises InputError when the split is not there or empty.
    """
    split = task.config.test_split or task.config.validation_split
    if split is None:
        raise InputError("it names no split that is scored")
    if split not in task.dataset:
        raise InputError(f"the data have no split called {split}, only {', '.join(task.dataset)}")
    docs = task.eval_docs
    every = len(docs)
    if not every:
        raise InputError(f"the split {split} has no item")
    step = max(1.0, every / count) if count else 1.0
    numbers = sorted({int(place * step) for place in range(min(count or every, every))})
    return [(number, dict(docs[number])) for number in numbers]


def shot_findings(name: str, task: Any, shots: int | None) -> Iterator[Finding]:
    """Faults of the worked examples, of which there are to be `shots`.

    The harness leaves an item out of its own examples only where `fewshot_split` is the scored split by its name.
    """
    try:
        examples = list(task.fewshot_docs() or [])
    except Exception as error:
        yield finding(name, "split-missing", f"worked examples cannot be read: {' '.join(str(error).split())[:120]}")
        return
    if shots and len(examples) < shots:
        yield finding(name, "too-few-shots", f"{shots} are wanted and there are {len(examples)}")
    config = task.config
    scored = config.test_split or config.validation_split
    drawn = task.fewshot_cfg.split or config.training_split or config.validation_split or config.test_split
    if not examples or drawn != scored or task.fewshot_cfg.samples is not None:
        return
    if task.fewshot_cfg.split == config.test_split:
        yield finding(name, "shots-from-scored-split", f"worked examples are other items of {scored}")
    else:
        what = f"worked examples are drawn from {scored}, which is scored, and an item can be shown with its answer"
        yield finding(name, "item-among-its-shots", what)
