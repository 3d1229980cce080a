"""A result's two files, in the harness's own form but for what differs between two equal runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from minga.errors import InputError
from minga.results import RESULTS, SAMPLES
from minga.task_cards import CARD

__all__ = ["card_fields", "main_metric", "plain_sample", "write_results", "write_samples"]

# clock, host and working directory
_OF_THE_RUN = ("date", "git_hash", "pretty_env_info", "upper_git_hash")


def write_results(
    folder: Path, results: Mapping[str, Any], samples: Sequence[Mapping[str, Any]], job: Mapping[str, Any]
) -> None:
    """Write `results.json`, as `lm_eval --output_path` would, without clock, host and places on this machine."""
    from lm_eval.utils import hash_string, sanitize_model_name

    arguments = {"pretrained": job["published"], "dtype": "float32"}
    if job["adapter"]:
        arguments["peft"] = "adapter"
    hashes = "".join(sample["doc_hash"] + sample["prompt_hash"] + sample["target_hash"] for sample in samples)
    stable = {key: value for key, value in results.items() if key not in _OF_THE_RUN} | {
        "config": {**results["config"], "model": "minga", "model_args": arguments},
        "task_hashes": {job["task"]: hash_string(hashes)},
        "model_source": "minga",
        "model_name": job["published"],
        "model_name_sanitized": sanitize_model_name(job["published"]),
    }
    text = json.dumps(_placeless(stable, job["tasks"]), indent=2, default=_plain, ensure_ascii=False)
    (folder / RESULTS).write_text(text + "\n", encoding="utf-8")


def write_samples(folder: Path, samples: Iterable[Mapping[str, Any]]) -> None:
    """Write `samples.jsonl`, one line an item, in the form of `plain_sample`."""
    with (folder / SAMPLES).open("w", encoding="utf-8") as lines:
        for sample in samples:
            lines.write(json.dumps(sample, default=_plain, ensure_ascii=False) + "\n")


def plain_sample(sample: Mapping[str, Any]) -> dict[str, Any]:
    """A sample as `lm_eval --log_samples` writes it."""
    from lm_eval.utils import sanitize_list

    return {
        **sample,
        "resps": sanitize_list(sample["resps"]),
        "filtered_resps": sanitize_list(sample["filtered_resps"]),
        "target": str(sample["target"]),
        "arguments": {
            f"gen_args_{number}": {f"arg_{place}": part for place, part in enumerate(request)}
            for number, request in enumerate(sample["arguments"])
        },
    }


def card_fields(tasks: Path) -> dict[str, Any]:
    """What `minga-task.json` says, as far as an evaluation needs it; empty where there is none."""
    described = tasks / CARD
    return dict(json.loads(described.read_text(encoding="utf-8"))) if described.is_file() else {}


def main_metric(results: Mapping[str, Any], task: str, metric: str | None) -> dict[str, Any]:
    """The task's result by `metric`, which it is ranked by; None takes its first.

    Raises InputError when the harness did not compute that one.
    """
    higher = results["higher_is_better"][task]
    metric = metric or next(iter(higher))
    key = next((key for key in results["results"][task] if key.startswith(f"{metric},")), None)
    if key is None:
        raise InputError(f"the task does not compute {metric}, by which it is ranked", where=task)
    return {
        "metric": metric,
        "filter": key.partition(",")[2],
        "value": float(results["results"][task][key]),
        "items": results["n-samples"][task]["effective"],
        "higher_is_better": higher.get(metric, True),
    }


def _plain(value: Any) -> Any:
    """What the harness's own serialiser makes of it, but sets in an order that does not change from run to run."""
    from lm_eval.utils import handle_non_serializable

    return sorted(map(str, value)) if isinstance(value, set | frozenset) else handle_non_serializable(value)


def _placeless(value: Any, place: str) -> Any:
    """`value` without the task folder's place on this machine."""
    match value:
        case str():
            return value.replace(f"{place}/", "").replace(place, ".")
        case dict():
            return {key: _placeless(part, place) for key, part in value.items()}
        case list() | tuple():
            return [_placeless(part, place) for part in value]
    return value
