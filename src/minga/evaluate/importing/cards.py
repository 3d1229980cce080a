"""The card of a task that came with imported results: what `[[tasks]]` and its runs say, and what neither does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from minga.errors import InputError
from minga.evaluate.importing.naming import benchmark_of, language_of_task
from minga.evaluate.importing.run import Measure, Run, metric_scale
from minga.settings import TaskSettings
from minga.task_cards import Subtask, TaskCard

__all__ = ["Chances", "card_of", "chances_of", "declared", "measure_of"]

_CHOSEN = frozenset({"acc", "acc_norm", "acc_bytes", "accuracy"})
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Chances:
    """What guessing scores on a task and on each of its parts, where it can be known."""

    task: float | None
    parts: dict[str, float]


def declared(task: str, settings: Sequence[TaskSettings]) -> TaskSettings:
    """What is said of a task: each fact by the first of `settings` that has it."""
    facts: dict[str, Any] = {}
    for each in settings:
        if fnmatchcase(task, each.name):
            facts = each.model_dump(exclude_none=True) | facts
    return TaskSettings(**{**facts, "name": task})


def measure_of(run: Run, wanted: str) -> Measure | None:
    """The number of a run that `METRIC` or `METRIC,FILTER` names; None when it has none."""
    return next((each for each in run.measures if wanted in (each.metric, each.key)), None)


def card_of(runs: Sequence[Run], said: TaskSettings, metric: str, chances: Chances) -> TaskCard:
    """The card of the task of `runs`, which are ranked by `metric`. Raises InputError when that cannot rank."""
    first = runs[0]
    config = first.config
    name = metric.partition(",")[0]
    language = said.language or language_of_task(first.harness_task, config)
    items = Counter(run.items for run in runs).most_common()
    random = said.random if said.random is not None else chances.task
    learnt = {
        "random": random,
        "language": language or None,
        "items": max((count for count, often in items if often == items[0][1]), default=0) or None,
        "licence": said.licence,
    }
    values = {
        "task": first.task,
        "benchmark": said.benchmark or benchmark_of(first.harness_task, config),
        "language": language or "und",
        "metric": name,
        "random": random or 0.0,
        "maximum": said.maximum if said.maximum is not None else metric_scale(name),
        "items": learnt["items"] or 0,
        "licence": said.licence or "NOASSERTION",
        "shots": first.shots,
        "version": first.version,
        "unknown": tuple(key for key, value in learnt.items() if value is None),
    }
    for key in ("family", "origin", "cluster", "donor", "citation", "source"):
        if (value := getattr(said, key)) is not None:
            values[key] = value
    values |= _parts(first, metric, chances, values)
    try:
        return TaskCard.model_validate(values)
    except ValueError:
        raise InputError(
            f"guessing scores {values['random']}, the maximum is {values['maximum']}",
            where=f"[[tasks]] {said.name}",
            hint="they must differ",
        ) from None


def _parts(run: Run, metric: str, chances: Chances, values: dict[str, object]) -> dict[str, object]:
    """Subtasks and their weighting, where the group's number follows from theirs."""
    given = {
        part: next((m for m in run.measures_of(part) if metric in (m.metric, m.key)), None) for part in run.subtasks
    }
    whole = measure_of(run, metric)
    known = {part: measure.value for part, measure in given.items() if measure is not None}
    items = {part: run.items_of(part) for part in known}
    if whole is None or not known or len(known) < len(given):
        return {}
    weightings = {"equal": sum(known.values()) / len(known)}
    if all(items.values()):
        weightings["items"] = sum(known[part] * items[part] for part in known) / sum(items.values())
    fits = [way for way in ("items", "equal") if abs(weightings.get(way, float("inf")) - whole.value) < _TOLERANCE]
    if not fits:
        return {}
    subtasks = tuple(
        Subtask(
            task=part,
            random=chances.parts.get(part, float(str(values["random"]))),
            maximum=float(str(values["maximum"])),
            items=items[part],
        )
        for part in known
    )
    return {"subtasks": subtasks, "weighting": fits[0]}


def chances_of(runs: Sequence[Run], metric: str) -> Chances:
    """What guessing scores, from the number of choices in the samples of the first run that has any."""
    name = metric.partition(",")[0]
    run = runs[0]
    kind = run.config.get("output_type")
    if run.origin.harness != "inspect":
        if kind == "generate_until" or name == "mcc":
            return Chances(0.0, {})
        if kind != "multiple_choice" or "process_results" in run.config or name not in _CHOSEN:
            return Chances(None, {})
    elif name not in _CHOSEN:
        return Chances(None, {})
    for run in runs:
        if run.samples is not None and (found := _counted(run)) is not None:
            return found
    return Chances(None, {})


def _counted(run: Run) -> Chances | None:
    """None where a sample does not show its choices, or cannot be read."""
    sums: dict[str, list[float]] = {}
    try:
        for sample in run.samples() if run.samples else ():
            chance = _chance(sample, run.origin.harness)
            if chance is None:
                return None
            sums.setdefault(sample.get("subtask", ""), []).append(chance)
    except (InputError, TypeError):
        return None
    counts = [chance for chances in sums.values() for chance in chances]
    if not counts:
        return None
    parts = {part: sum(chances) / len(chances) for part, chances in sums.items() if part}
    return Chances(sum(counts) / len(counts), parts)


def _chance(sample: dict[str, Any], harness: str) -> float | None:
    """What guessing scores on an item; nothing where the answer is written, None where the choices are not shown."""
    if harness == "inspect":
        choices = sample["doc"].get("choices")
        return 1 / len(choices) if isinstance(choices, list) and len(choices) > 1 else 0.0
    return 1 / len(sample["arguments"]) if len(sample["arguments"]) > 1 else None
