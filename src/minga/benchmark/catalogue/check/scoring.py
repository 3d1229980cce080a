"""Whether a model that knows the answers is told so, and what one that guesses gets."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import fmean, pstdev
from typing import Any

from minga.benchmark.catalogue.check.findings import Finding, finding
from minga.benchmark.catalogue.check.formatted import Formatted, format_item

__all__ = ["score_right_answers", "scoring_findings"]

_CERTAIN, _IMPOSSIBLE = -0.01, -1e4
_CLOSE = 0.005
"""A score of right answers may miss the maximum by so much of it: a sum of floats."""
_NEAR = 0.02
"""How far the baseline of an entry may be from the items' own."""
_EXAMPLES = 8
_ACCURACIES = ("acc", "acc_norm", "acc_bytes")
_NEEDS_CLASSES = ("mcc", "pearsonr", "spearman")
"""Metrics that say nothing where all items have the same answer."""


def scoring_findings(
    name: str, items: Sequence[Formatted], task: Any, *, metric: str, random: float, maximum: float, bias: bool
) -> Iterator[Finding]:
    """Faults of how the formatted items are scored; of tests for bias there are no right answers to score."""
    metrics = {getattr(m["metric"], "__name__", m["metric"]) for m in task.config.metric_list or []}
    if metric not in metrics:
        yield finding(name, "metric-not-computed", f"it computes {', '.join(sorted(map(str, metrics)))}, not {metric}")
        return
    if not bias:
        yield from _maximum(name, items, task, metric, maximum)
    if task.OUTPUT_TYPE == "multiple_choice" and metric in _ACCURACIES:
        yield from _baseline(name, items, task, metric, random)


def _maximum(name: str, items: Sequence[Formatted], task: Any, metric: str, maximum: float) -> Iterator[Finding]:
    scored = [item for item in items if _sound(item, task)]
    answers = {str(item.target) for item in scored}
    if not scored or (metric in _NEEDS_CLASSES and len(answers) < 2):
        return
    try:
        best = score_right_answers(scored, task, metric)
    except Exception as error:  # whatever the task's own code raises
        yield finding(name, "scoring-fails", f"{type(error).__name__}: {' '.join(str(error).split())[:160]}")
        return
    for filtered, (value, wrong) in best.items():
        if abs(value - maximum) <= _CLOSE * max(1.0, abs(maximum)):
            continue
        if wrong and _found_in_examples(task, filtered):
            what = f"answers are found only as worked examples write them, and not «{_short(wrong.target)}»"
            yield finding(name, "answer-needs-form", what)
            continue
        if value == 0 and task.OUTPUT_TYPE == "generate_until" and callable(task.config.process_results):
            what = f"the task's own scoring finds nothing in any reference, such as «{_short(scored[0].target)}»"
            yield finding(name, "reference-is-no-answer", what)
            continue
        by = f" behind the filter {filtered}" if len(best) > 1 else ""
        example = f"; item {wrong.number}: «{_short(wrong.target)}»" if wrong else ""
        what = f"the right answers score {value:.4g} of {maximum:g} by {metric}{by}{example}"
        yield finding(name, "right-answer-scores-less", what, item=str(wrong.number) if wrong else "")


def _found_in_examples(task: Any, filtered: str) -> bool:
    """Whether the filter takes something out of each worked example's answer, which is written at greater length."""
    if task.OUTPUT_TYPE != "generate_until" or task.fewshot_docs() is None:
        return False
    docs = zip(range(_EXAMPLES), task.fewshot_docs(), strict=False)
    examples = [format_item(task, number, dict(doc)) for number, doc in docs]
    instances = [instance for item in examples for instance in _answered(item, task)]
    next(ensemble for ensemble in task._filters if ensemble.name == filtered).apply(instances)
    taken = [(str(one.filtered_resps[filtered]), one.resps[0]) for one in instances]
    return bool(taken) and all(part in whole and part not in ("", whole) for part, whole in taken)


def _sound(item: Formatted, task: Any) -> bool:
    """Whether it has a right answer, and a text for each choice; what has not is said of the items.

    Some tasks keep their references to themselves: their target is empty.
    """
    if task.OUTPUT_TYPE != "multiple_choice":
        return bool(str(item.target).strip(" []'"))
    return bool(item.right) and all(choice.strip() for choice in item.choices)


def score_right_answers(
    items: Sequence[Formatted], task: Any, metric: str
) -> dict[str, tuple[float, Formatted | None]]:
    """By the name of the filter: what the right answers score together, and the first item that gets less alone.

    Raises whatever the task's own code raises.
    """
    groups = [_answered(item, task) for item in items]
    instances = [instance for group in groups for instance in group]
    for ensemble in task._filters:  # the harness applies them only to instances that it built itself
        ensemble.apply(instances)
    scores: dict[str, tuple[float, Formatted | None]] = {}
    for name in [ensemble.name for ensemble in task._filters]:
        values = [
            task.process_results(item.doc, [instance.filtered_resps[name] for instance in group])[metric]
            for item, group in zip(items, groups, strict=True)
        ]
        numbers = [value if isinstance(value, int | float) else math.nan for value in values]
        most = max((number for number in numbers if not math.isnan(number)), default=math.nan)
        wrong = next((item for item, number in zip(items, numbers, strict=True) if number < most or number == 0), None)
        scores[name] = (float(task.aggregation()[metric](values)), wrong)
    return scores


def _answered(item: Formatted, task: Any) -> list[Any]:
    """The harness's requests for an item, with the answers of a model that knows."""
    context: Any = list(item.contexts) or item.prompt
    requests = task.construct_requests(doc=item.doc, ctx=context, metadata=(task.task_name, item.number, 1))
    if task.OUTPUT_TYPE == "multiple_choice":
        for place, request in enumerate(requests):
            request.resps = [(_CERTAIN, True) if place in item.right else (_IMPOSSIBLE, False)]
        return list(requests)
    targets = item.target if isinstance(item.target, list) else [item.target]
    requests.resps = [_until_stop(str(targets[0]), task)]
    return [requests]


def _until_stop(answer: str, task: Any) -> str:
    """What would come of a model that writes `answer`: it is stopped at the first stop sequence."""
    stops = (task.config.generation_kwargs or {}).get("until") or []
    for stop in [stops] if isinstance(stops, str) else stops:
        answer = answer.split(stop)[0] if stop else answer
    return answer


def _baseline(name: str, items: Sequence[Formatted], task: Any, metric: str, random: float) -> Iterator[Finding]:
    guesses = [guess for item in items if (guess := _guess(item, task, metric)) is not None]
    if not guesses:
        return
    mean = fmean(guesses)
    doubt = 2 * pstdev(guesses) / math.sqrt(len(guesses))
    if abs(mean - random) > _NEAR + doubt:
        what = f"guessing scores {mean:.4f} on {len(guesses)} items, and the entry says {random:g}"
        yield finding(name, "baseline-differs", what)


def _guess(item: Formatted, task: Any, metric: str) -> float | None:
    """What guessing scores on an item; where the task scores likelihoods itself, what equal ones get."""
    if not item.options:
        return None
    if not callable(task.config.process_results):
        return max(1, len(item.right)) / item.options
    value = task.process_results(item.doc, [(-1.0, False)] * item.options).get(metric)
    # a metric that takes the best of equal choices says nothing of guessing
    return float(value) if isinstance(value, int | float) and value not in (0, 1) else None


def _short(target: Any) -> str:
    text = " ".join(str(target).split())
    return text if len(text) <= 60 else text[:57] + "…"
