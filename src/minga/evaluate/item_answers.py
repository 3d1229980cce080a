"""The harness's samples, one line an item, as the answers that minga keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from minga.results import Answer

__all__ = ["answers_of"]

Sample = Mapping[str, Any]


def answers_of(
    samples: Iterable[Sample],
    config: Mapping[str, Any],
    *,
    metric: str,
    filter_name: str,
    cluster: str = "",
    subtask: str = "",
) -> Iterator[Answer]:
    """The answers to a task's items, in their order.

    `samples` have the form of the harness's `samples_*.jsonl`, `config` is the task's entry of `configs` in its
    results. `cluster` names the field of a document that items share.
    """
    for sample in samples:
        if sample.get("filter", filter_name) == filter_name:
            yield _answer(sample, config, metric, cluster, subtask)


def _answer(sample: Sample, config: Mapping[str, Any], metric: str, cluster: str, subtask: str) -> Answer:
    value = sample.get(metric)
    document = sample["doc"]
    kind = config["output_type"]
    loglikelihoods: tuple[float, ...] = ()
    target = str(sample["target"])
    if kind == "generate_until":
        prediction = str(sample["filtered_resps"][0])
    else:
        loglikelihoods = tuple(float(reply[0]) for reply in sample["filtered_resps"])
        prediction = str(sample["filtered_resps"][0][-1])
    if kind == "multiple_choice":
        choices = _choices(sample, config.get("target_delimiter", " "))
        prediction = _best(loglikelihoods, choices, metric)
        # where the choices stand in the contexts (Winograd's), all are continued alike, and by what is no choice
        target = _index(target, choices) if len({*choices}) > 1 else _right(prediction, value, len(choices))
    return Answer(
        item=str(document.get("id") or sample["doc_hash"]),
        correct=float(value) if isinstance(value, int | float) else None,
        prediction=prediction,
        target=target,
        loglikelihoods=loglikelihoods,
        cluster=str(document.get(cluster, "")) if cluster else "",
        subtask=subtask,
    )


def _choices(sample: Sample, delimiter: str) -> list[str]:
    return [request["arg_1"].removeprefix(delimiter) for request in sample["arguments"].values()]


def _best(loglikelihoods: Sequence[float], choices: Sequence[str], metric: str) -> str:
    """The harness's own rule: the most likely choice, for `acc_norm` per character, for `acc_bytes` per byte."""
    lengths = {
        "acc_norm": [len(choice) for choice in choices],
        "acc_bytes": [len(choice.encode()) for choice in choices],
    }.get(metric, [1] * len(choices))
    per_length = [value / max(length, 1) for value, length in zip(loglikelihoods, lengths, strict=True)]
    return str(per_length.index(max(per_length)))


def _right(prediction: str, value: object, choices: int) -> str:
    """The right choice as it follows from whether the one that was taken is right; empty where it does not."""
    if value == 1:
        return prediction
    return str(1 - int(prediction)) if value == 0 and choices == 2 else ""


def _index(target: str, choices: Sequence[str]) -> str:
    return str(choices.index(target)) if not target.isdecimal() and target in choices else target
