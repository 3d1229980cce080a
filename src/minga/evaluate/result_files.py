"""A result's files, in the harness's own form but for what differs between two equal runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from minga.evaluate.item_answers import answers_of
from minga.evaluate.main_score import MainScore, main_score
from minga.results import RESULTS, SAMPLES, write_items
from minga.task_cards import CARD

__all__ = ["write_result"]

Job = Mapping[str, Any]
Samples = Mapping[str, Sequence[Mapping[str, Any]]]
"""By the harness's name of a task."""

# clock, host and working directory
_OF_THE_RUN = ("date", "git_hash", "pretty_env_info", "upper_git_hash")
_INFORMATIVE = frozenset({"dtype", "parallelize", "load_in_4bit", "load_in_8bit", "revision", "max_length"})


def write_result(folder: Path, results: Mapping[str, Any], job: Job) -> dict[str, Any]:
    """Write `results.json`, `samples.jsonl` and `items.parquet` of a task or a group; what the manifest notes of them.

    `results` are what `simple_evaluate` gave. Raises InputError when the metric that ranks the task is not there.
    """
    card = _card_fields(Path(job["tasks"]))
    samples: Samples = {name: [_plain_sample(sample) for sample in given] for name, given in results["samples"].items()}
    score = main_score(results, list(samples), job["task"], card.get("metric"), card.get("weighting", "items"))
    _write_results(folder, results, samples, job)
    _write_samples(folder, samples, grouped=bool(score.subtasks))
    write_items(
        folder,
        (
            answer
            for name, given in samples.items()
            for answer in answers_of(
                given,
                results["configs"][name],
                metric=score.metric,
                filter_name=score.filter,
                cluster=card.get("cluster") or "",
                subtask=name if score.subtasks else "",
            )
        ),
    )
    return _notes(score, results, list(samples), job)


def _notes(score: MainScore, results: Mapping[str, Any], names: Sequence[str], job: Job) -> dict[str, Any]:
    shots = {results["n-shot"].get(name, 0) for name in names}
    subtasks = {name: {"value": value, "items": items} for name, (value, items) in score.subtasks.items()}
    return {
        "task": job["task"],
        "metric": score.metric,
        "filter": score.filter,
        "value": score.value,
        "items": score.items,
        "higher_is_better": score.higher_is_better,
        "shots": shots.pop() if len(shots) == 1 else None,
        "parameters": results["config"].get("model_num_parameters"),
        "seeds": dict(job["options"]["seeds"]),
    } | ({"subtasks": subtasks} if subtasks else {})


def _write_results(folder: Path, results: Mapping[str, Any], samples: Samples, job: Job) -> None:
    """`results.json`, as `lm_eval --output_path` would write it, without clock, host and places on this machine."""
    from lm_eval.utils import hash_string, sanitize_model_name

    backend = job["options"]["backend"]
    hashes = {
        name: hash_string("".join(one["doc_hash"] + one["prompt_hash"] + one["target_hash"] for one in given))
        for name, given in samples.items()
    }
    dropped = (*_OF_THE_RUN, "samples")
    stable = {key: value for key, value in results.items() if key not in dropped} | {
        "config": {**results["config"], "model": backend, "model_args": _model_args(job), "batch_sizes": []},
        "task_hashes": hashes,
        "model_source": backend,
        "model_name": job["published"],
        "model_name_sanitized": sanitize_model_name(job["published"]),
    }
    text = json.dumps(_placeless(stable, job["tasks"]), indent=2, default=_plain, ensure_ascii=False)
    (folder / RESULTS).write_text(text + "\n", encoding="utf-8")


def _model_args(job: Job) -> dict[str, Any]:
    """What the model was loaded with, without addresses and keys of servers."""
    told = {key: value for key, value in job["options"]["model_args"].items() if key in _INFORMATIVE}
    arguments = {"pretrained": job["published"], "dtype": "float32"} | told
    return arguments | ({"peft": "adapter"} if job["adapter"] else {})


def _write_samples(folder: Path, samples: Samples, *, grouped: bool) -> None:
    """`samples.jsonl`, one line an item; those of a group say in `subtask` of which part they are."""
    with (folder / SAMPLES).open("w", encoding="utf-8") as lines:
        for name, given in samples.items():
            for sample in given:
                line = {"subtask": name, **sample} if grouped else sample
                lines.write(json.dumps(line, default=_plain, ensure_ascii=False) + "\n")


def _plain_sample(sample: Mapping[str, Any]) -> dict[str, Any]:
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


def _card_fields(tasks: Path) -> dict[str, Any]:
    """What `minga-task.json` says; empty where there is none."""
    described = tasks / CARD
    return dict(json.loads(described.read_text(encoding="utf-8"))) if described.is_file() else {}


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
