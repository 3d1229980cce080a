"""The samples of a run as the answers that minga keeps, if they are what the run's number was computed on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minga.errors import InputError
from minga.evaluate.importing.run import Measure, Run
from minga.evaluate.item_answers import answers_of
from minga.results import SAMPLES, Answer

__all__ = ["counted", "write_samples_of"]

_TOLERANCE = 1e-6


def counted(run: Run) -> dict[str, int]:
    """Items by task or part of a group, from the samples; empty where they cannot be read."""
    seen: dict[str, set[int]] = {}
    try:
        for sample in run.samples() if run.samples else ():
            seen.setdefault(sample.get("subtask", run.harness_task), set()).add(sample["doc_id"])
    except InputError:
        return {}
    return {task: len(items) for task, items in seen.items()}


def write_samples_of(run: Run, measure: Measure, cluster: str, folder: Path) -> list[Answer]:
    """Write `samples.jsonl`, and return the answers, in the order of the items.

    Raises InputError where samples are malformed, too few or too many, or do not give the run's number.
    """
    rows: list[tuple[int, int, Answer]] = []
    parts: dict[str, int] = {}
    with (folder / SAMPLES).open("w", encoding="utf-8") as lines:
        for sample in run.samples() if run.samples else ():
            lines.write(json.dumps(sample, ensure_ascii=False) + "\n")
            part = sample.get("subtask", "")
            answer = _answer(run, sample, measure, cluster, part)
            if answer is not None:
                rows.append((parts.setdefault(part, len(parts)), sample["doc_id"], answer))
    rows.sort(key=lambda row: row[:2])
    places = [row[:2] for row in rows]
    if len(set(places)) < len(places):
        raise InputError("an item stands twice in the samples")
    if len(rows) != run.items:
        raise InputError(f"there are samples of {len(rows)} items, and results of {run.items}")
    answers = [answer for _, _, answer in rows]
    _check_score(run, measure, answers)
    return list(_told_apart(rows))


def _answer(run: Run, sample: dict[str, Any], measure: Measure, cluster: str, part: str) -> Answer | None:
    config = run.results.get("configs", {}).get(part or run.harness_task, run.config)
    named = {"metric": measure.metric, "filter_name": measure.filter, "cluster": cluster, "subtask": part}
    try:
        answer = next(answers_of([sample], {"output_type": "generate_until", **config}, **named), None)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError) as error:
        raise InputError(f"sample {sample['doc_id']} cannot be read: {type(error).__name__}: {error}") from None
    if answer is not None and not all(map(_sound, (*answer.loglikelihoods, answer.correct))):
        raise InputError(f"sample {sample['doc_id']} has a score that is no number")
    return answer


def _sound(number: float | None) -> bool:
    return number is None or not math.isnan(number)


def _check_score(run: Run, measure: Measure, answers: list[Answer]) -> None:
    """Where the metric is a mean over items, the items' must be the number of the results file."""
    listed = run.config.get("metric_list")
    ways = {
        each.get("metric"): each.get("aggregation", "mean")
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and isinstance(each.get("metric"), str)
    }
    values = [answer.correct for answer in answers if answer.correct is not None]
    if ways.get(measure.metric, "mean") != "mean" or len(values) < len(answers) or not values or run.subtasks:
        return
    mean = math.fsum(values) / len(values)
    if not math.isclose(mean, measure.value, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE):
        raise InputError(f"the samples' mean is {mean:.6g}, and the result {measure.value:.6g}")


def _told_apart(rows: list[tuple[int, int, Answer]]) -> Iterator[Answer]:
    """Items whose ids are not their own are called by their place in the task."""
    from dataclasses import replace

    answers = [answer for _, _, answer in rows]
    if len({(answer.subtask, answer.item) for answer in answers}) == len(answers):
        yield from answers
        return
    for _, place, answer in rows:
        yield replace(answer, item=str(place))
