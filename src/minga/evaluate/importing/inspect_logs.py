"""Logs of Inspect (UK AI Security Institute), `.json` and `.eval`, read without the library, in the harness's form.

The metric `accuracy` of the scorer `choice` becomes `accuracy,choice`; a task is called `inspect_NAME`, because its
prompts are not those of the harness's task of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from minga.errors import InputError
from minga.evaluate.importing.archives import JsonArchive
from minga.evaluate.importing.inspect_samples import archive_samples, log_samples
from minga.evaluate.importing.json_files import read_json
from minga.evaluate.importing.naming import model_name, task_name
from minga.evaluate.importing.run import ImportedModel, LeftOut, Origin, Run
from minga.manifests import digest, file_hash
from minga.records import first_fault

__all__ = ["is_inspect_log", "read_inspect_archive", "read_inspect_log"]

_HARNESS = "inspect"


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Metric(_Part):
    name: str
    value: float


class _Score(_Part):
    name: str
    metrics: dict[str, _Metric] = {}
    scored_samples: int | None = Field(default=None, ge=0, le=10**9)


class _Results(_Part):
    total_samples: int = 0
    completed_samples: int = Field(default=0, ge=0, le=10**9)
    scores: list[_Score] = []


class _Dataset(_Part):
    name: str | None = None
    samples: int | None = Field(default=None, ge=0, le=10**9)
    sample_ids: list[Any] | None = None


class _Config(_Part):
    limit: Any = None
    sample_id: Any = None
    epochs: int | None = None


class _Eval(_Part):
    task: str
    model: str
    created: str = ""
    task_version: Any = 0
    dataset: _Dataset = _Dataset()
    config: _Config = _Config()
    packages: dict[str, str] = {}
    metadata: dict[str, Any] | None = None


class _Log(_Part):
    version: Literal[2]
    status: str
    evaluation: _Eval = Field(alias="eval")
    results: _Results | None = None


def is_inspect_log(values: object) -> bool:
    """Whether a JSON document looks like a log of Inspect."""
    return isinstance(values, dict) and "eval" in values and "status" in values


def read_inspect_log(path: Path, where: str, values: Mapping[str, Any], data: bytes) -> Iterator[Run | LeftOut]:
    """The run of a log in JSON. Raises InputError when it is malformed."""
    has_samples = bool(values.get("samples"))
    given = _checked(values, where)

    def samples() -> Iterator[dict[str, Any]]:
        # read again when it is its turn: a log holds every message
        yield from log_samples(read_json(path, where)[0], where)

    yield _run(given, where, digest(data), samples if has_samples else None)


def read_inspect_archive(path: Path, where: str) -> Iterator[Run | LeftOut]:
    """The run of a log in an archive. Raises InputError when it is malformed."""
    with JsonArchive.open(path, where) as archive:
        names = archive.names
        if "header.json" not in names:
            yield LeftOut(where, "unfinished", "it has no header.json yet")
            return
        log = _checked(archive.read("header.json"), where)
    has_samples = any(name.startswith("samples/") for name in names)
    yield _run(log, where, file_hash(path), partial(archive_samples, path, where) if has_samples else None)


def _checked(values: object, where: str) -> _Log:
    try:
        return _Log.model_validate(values)
    except ValidationError as error:
        raise InputError(first_fault(error), where=where, hint="is it a log of Inspect, version 2?") from None


def _run(log: _Log, where: str, sha256: str, samples: Any) -> Run | LeftOut:
    about, results = log.evaluation, log.results
    label = f"{where}: {about.model} on {about.task}"
    if log.status != "success" or results is None:
        return LeftOut(label, "unfinished", f"its status is {log.status}")
    task = task_name(f"inspect_{about.task}")
    name = model_name({"model_name": _without_provider(about.model)})
    if not name:
        raise InputError("does not say which model it is of", where=where)
    epochs = max(about.config.epochs or 1, 1)
    scored = [score.scored_samples for score in results.scores if score.scored_samples is not None]
    effective = min(scored, default=results.completed_samples // epochs)
    return Run(
        origin=Origin(where, sha256, _HARNESS, _seconds(about.created)),
        model=ImportedModel(name),
        task=task,
        harness_task=task,
        results=_as_harness(log, task, name, effective),
        samples=samples,
        inputs={"results": sha256},
    )


def _as_harness(log: _Log, task: str, model: str, effective: int) -> dict[str, Any]:
    about = log.evaluation
    scores = log.results.scores if log.results else []
    numbers: dict[str, float] = {}
    for score in scores:
        for metric in score.metrics.values():
            deviation = re.fullmatch(r"(?:.*/)?(stderr|std|var|bootstrap_stderr)", metric.name)
            if deviation is None:
                numbers[f"{metric.name},{score.name}"] = metric.value
        spread = score.metrics.get("stderr") or score.metrics.get("bootstrap_stderr")
        for metric in score.metrics.values() if spread else ():
            if metric.name in {"accuracy", "mean"} and spread:
                numbers[f"{metric.name}_stderr,{score.name}"] = spread.value
    config = {"task": about.task, "output_type": "generate_until", "metadata": about.metadata or {}}
    if about.dataset.name:
        config["dataset_path"] = about.dataset.name
    return {
        "results": {task: {"alias": about.task, **numbers}},
        "group_subtasks": {task: []},
        "configs": {task: config},
        "versions": {task: about.task_version},
        "n-samples": {task: {"original": max(about.dataset.samples or effective, effective), "effective": effective}},
        "config": {"model": "inspect", "model_args": f"model={model}", "limit": about.config.limit},
        "model_name": model,
        "inspect_ai_version": about.packages.get("inspect_ai", ""),
    }


def _without_provider(name: str) -> str:
    """`hf/BSC-LT/salamandra-2b` is the Hub's BSC-LT/salamandra-2b, and `openai/gpt-4o` stays as it is."""
    provider, _, rest = name.partition("/")
    return rest if "/" in rest or provider in {"hf", "vllm", "sglang", "ollama", "llama-cpp-python"} else name


def _seconds(created: str) -> float:
    try:
        return max(round(datetime.fromisoformat(created).timestamp(), 3), 0.0)
    except (ValueError, OverflowError):
        return 0.0
