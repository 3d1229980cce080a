"""Win rates as evaluations, in the form that the harness's results have."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from minga.evaluate.judge.answering import Contestant, Prompt, Reply
from minga.evaluate.judge.verdicts import Judged
from minga.manifests import digest
from minga.results import RESULTS, SAMPLES, Answer, write_items
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "METRIC", "Row", "STAGE", "make_evaluation"]

CODE = 1
"""Raised when the same verdicts would give other results."""
METRIC = "win_rate"
STAGE = "judge"

Row = tuple[Prompt, Reply, Reply, Judged | None]
"""A prompt, the model's answer, the reference's, and the verdicts; None for the reference itself."""


def make_evaluation(
    contestant: Contestant,
    parents: tuple[Artifact, ...],
    rows: Callable[[Contestant], Sequence[Row]],
    workspace: Workspace,
) -> Artifact:
    """`evaluations/MODEL/TASK`; `parents` begin with the task.

    The reference's own win rate is one half by definition.
    """
    name = parents[0].own_name
    unique = tuple({parent.name: parent for parent in parents}.values())
    recipe = Recipe(f"evaluations/{contestant.slug}/{name}", STAGE, CODE, parents=unique)
    return workspace.make_folder(recipe, partial(_fill, contestant, name, rows))


def _fill(
    contestant: Contestant,
    task: str,
    rows: Callable[[Contestant], Sequence[Row]],
    folder: Path,
    notes: dict[str, Any],
) -> None:
    given = rows(contestant)
    values = [0.5 if judged is None else judged.value for _, _, _, judged in given]
    mean = math.fsum(values) / len(values)
    results = _results(contestant, task, values, mean)
    (folder / RESULTS).write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    with (folder / SAMPLES).open("w", encoding="utf-8") as lines:
        for place, (row, value) in enumerate(zip(given, values, strict=True)):
            lines.write(json.dumps(_sample(place, row, value), ensure_ascii=False) + "\n")
    write_items(
        folder,
        (
            Answer(item=prompt.item, correct=value, prediction=own.text, target=other.text)
            for (prompt, own, other, _), value in zip(given, values, strict=True)
        ),
    )
    notes |= {
        "model": contestant.card,
        "parameters": None,
        "task": task,
        "metric": METRIC,
        "filter": "none",
        "value": mean,
        "items": len(values),
        "higher_is_better": True,
        "shots": 0,
        "versions": {},
    }


def _results(contestant: Contestant, task: str, values: Sequence[float], mean: float) -> dict[str, Any]:
    count = len(values)
    spread = math.fsum((value - mean) ** 2 for value in values)
    error = math.sqrt(spread / (count - 1) / count) if count > 1 else "N/A"
    metrics = [{"metric": METRIC, "aggregation": "mean", "higher_is_better": True}]
    return {
        "results": {task: {"alias": task, f"{METRIC},none": mean, f"{METRIC}_stderr,none": error}},
        "group_subtasks": {task: []},
        "configs": {task: {"task": task, "output_type": "generate_until", "metric_list": metrics}},
        "versions": {task: 1},
        "n-shot": {task: 0},
        "higher_is_better": {task: {METRIC: True}},
        "n-samples": {task: {"original": count, "effective": count}},
        "config": {"model": "minga-judge", "model_args": f"model={contestant.name}", "limit": None},
        "model_name": contestant.name,
    }


def _sample(place: int, row: Row, value: float) -> dict[str, Any]:
    prompt, own, other, judged = row
    verdicts = {} if judged is None else {"forward": vars(judged.forward), "backward": vars(judged.backward)}
    return {
        "doc_id": place,
        "doc": {"id": prompt.item, "question": prompt.text},
        "target": other.text,
        "arguments": {"gen_args_0": {"arg_0": prompt.text}},
        "resps": [[own.text]],
        "filtered_resps": [own.text],
        "filter": "none",
        "doc_hash": digest(prompt.text.encode()),
        METRIC: value,
        **verdicts,
    }
