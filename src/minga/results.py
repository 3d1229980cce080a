"""What an evaluation left: the score of a model on a task, and its answer to every item.

The artifact `evaluations/MODEL/TASK` holds two files in lm-evaluation-harness's own form, `results.json` and
`samples.jsonl`; whoever ranks, reports or publishes reads them through this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minga.errors import InputError
from minga.tables import Artifact

__all__ = ["Answer", "RESULTS", "SAMPLES", "Score", "answers", "score"]

RESULTS = "results.json"
SAMPLES = "samples.jsonl"


@dataclass(frozen=True)
class Score:
    """A model's result on a task."""

    metric: str
    """As the harness calls it: `acc`, `acc_norm`, `exact_match`, `chrf` …"""
    value: float
    """As the harness reports it, not normalised; accuracies go from 0 to 1."""
    items: int
    """Items that it was computed on."""
    higher_is_better: bool


@dataclass(frozen=True)
class Answer:
    """A model's answer to one item."""

    item: str
    """The item's id."""
    correct: float | None
    """The metric's value for this item, such as 0 or 1; None where the metric is not a number per item (BLEU, F1)."""
    prediction: str
    """Index of the choice taken, or the text written."""
    target: str
    """Index of the right choice, or the reference."""
    loglikelihoods: tuple[float, ...] = ()
    """Of each choice, in their order; empty for generated text."""


def score(evaluation: Artifact) -> Score:
    """The score of a task's main metric. Raises InputError when the artifact is no evaluation."""
    notes = _notes(evaluation)
    return Score(notes["metric"], notes["value"], notes["items"], notes["higher_is_better"])


def answers(evaluation: Artifact) -> Iterator[Answer]:
    """The answers in the order of the task's items. Raises InputError when the artifact is no evaluation."""
    notes = _notes(evaluation)
    config = json.loads((evaluation.path / RESULTS).read_text(encoding="utf-8"))["configs"][notes["task"]]
    with (evaluation.path / SAMPLES).open(encoding="utf-8") as samples:
        for line in samples:
            sample = json.loads(line)
            if sample["filter"] == notes["filter"]:
                yield _answer(sample, notes["metric"], config)


def _notes(evaluation: Artifact) -> dict[str, Any]:
    notes = evaluation.manifest.notes
    if evaluation.manifest.stage != "evaluate":
        raise InputError("is no evaluation of a model on a task", where=evaluation.path)
    return notes


def _answer(sample: Mapping[str, Any], metric: str, config: Mapping[str, Any]) -> Answer:
    value = sample.get(metric)
    correct = float(value) if isinstance(value, int | float) else None
    item = str(sample["doc"].get("id") or sample["doc_hash"])
    if config["output_type"] == "generate_until":
        return Answer(item, correct, str(sample["filtered_resps"][0]), sample["target"])
    loglikelihoods = tuple(float(reply[0]) for reply in sample["filtered_resps"])
    if config["output_type"] != "multiple_choice":
        return Answer(item, correct, sample["filtered_resps"][0][-1], sample["target"], loglikelihoods)
    choices = _choices(sample, config.get("target_delimiter", " "))
    return Answer(
        item, correct, _best(loglikelihoods, choices, metric), _index(sample["target"], choices), loglikelihoods
    )


def _choices(sample: Mapping[str, Any], delimiter: str) -> list[str]:
    return [request["arg_1"].removeprefix(delimiter) for request in sample["arguments"].values()]


def _best(loglikelihoods: Sequence[float], choices: Sequence[str], metric: str) -> str:
    """The harness's own rule: the most likely choice, for `acc_norm` per character, for `acc_bytes` per byte."""
    lengths = {
        "acc_norm": [len(choice) for choice in choices],
        "acc_bytes": [len(choice.encode()) for choice in choices],
    }.get(metric, [1] * len(choices))
    per_length = [value / max(length, 1) for value, length in zip(loglikelihoods, lengths, strict=True)]
    return str(per_length.index(max(per_length)))


def _index(target: str, choices: Sequence[str]) -> str:
    return str(choices.index(target)) if not target.isdecimal() and target in choices else target
