"""Results files of lm-evaluation-harness, from 0.4.0 on: a file's models and tasks, each as a run of its own."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from minga.errors import InputError
from minga.evaluate.importing.harness_samples import sample_files, samples_of
from minga.evaluate.importing.naming import model_name, task_name
from minga.evaluate.importing.run import ImportedModel, LeftOut, Origin, Run
from minga.manifests import digest, file_hash
from minga.records import first_fault

__all__ = ["is_harness_file", "part_of", "read_harness_file"]

_HARNESS = "lm-evaluation-harness"
_BY_TASK = ("results", "groups", "configs", "versions", "n-shot", "higher_is_better", "n-samples", "task_hashes")
_OF_FILE = (
    "config", "transformers_version", "lm_eval_version", "max_length", "model_source", "model_name",
    "model_name_sanitized", "system_instruction", "system_instruction_sha", "fewshot_as_multiturn", "chat_template",
    "chat_template_sha", "total_evaluation_time_seconds",
)  # fmt: skip
_LATEST = 4_102_444_800
"""Seconds from 1970 to 2100: a date beyond is none."""
_SECRET = re.compile(r"(?i)key|token|secret|passw|auth|header")


class _Counted(BaseModel):
    original: int = Field(ge=0, le=10**9)
    effective: int = Field(ge=0, le=10**9)


class _File(BaseModel):
    """What must hold of a results file before anything of it is used."""

    model_config = ConfigDict(extra="ignore")

    results: dict[str, dict[str, Any]]
    configs: dict[str, dict[str, Any]] = {}
    groups: dict[str, dict[str, Any]] = {}
    group_subtasks: dict[str, list[str]] = {}
    versions: dict[str, Any] = {}
    shots: dict[str, Any] = Field(default={}, alias="n-shot")
    higher_is_better: dict[str, dict[str, Any]] = {}
    counted: dict[str, _Counted] = Field(default={}, alias="n-samples")
    task_hashes: dict[str, Any] = {}
    config: dict[str, Any] = {}
    date: float = 0.0


def is_harness_file(values: object) -> bool:
    """Whether a JSON document looks like a results file of the harness."""
    return isinstance(values, dict) and isinstance(values.get("results"), dict) and "versions" in values


def read_harness_file(path: Path, where: str, values: Mapping[str, Any], data: bytes) -> Iterator[Run | LeftOut]:
    """The runs of a results file, with the samples that lie beside it. Raises InputError when it is malformed."""
    file = _checked(values, where)
    model = _model(values, where)
    origin = Origin(where, digest(data), _HARNESS, _date(file, path.name))
    beside = sample_files(path)
    for task, parts in _tasks(file):
        missing = [part for part in parts if part not in file.results]
        if missing or (task in file.groups and not parts):
            lacks = f"{len(missing)} of {len(parts)} parts are missing" if missing else "its parts are not told"
            yield LeftOut(f"{where}: {model.name} on {task}", "incomplete group", lacks)
            continue
        results = part_of(values, task, parts)
        found = {name: beside[name] for name in (parts or [task]) if name in beside}
        complete = len(found) == len(parts or [task])
        yield Run(
            origin=origin,
            model=model,
            task=task_name(task),
            harness_task=task,
            results=results,
            samples=partial(samples_of, found, where, grouped=bool(parts)) if complete else None,
            inputs={"results": origin.sha256}
            | ({f"samples of {name}": file_hash(lines) for name, lines in sorted(found.items())} if complete else {}),
        )


def part_of(values: Mapping[str, Any], task: str, parts: list[str]) -> dict[str, Any]:
    """A results file with nothing in it but one task and its parts, and without places, secrets and machines."""
    kept = [task, *parts]
    by_task = {
        key: {name: _clean(values[key][name]) for name in kept if name in values[key]}
        for key in _BY_TASK
        if isinstance(values.get(key), dict)
    }
    for name, config in by_task.get("configs", {}).items():
        if isinstance(metadata := config.get("metadata"), dict):
            # from 0.4.8 on, the model's arguments are there too
            by_task["configs"][name] = config | {"metadata": _arguments(metadata)}
    # nested groups are told by their leaves alone
    by_task["group_subtasks"] = {task: list(parts)}
    of_file = {key: _clean(values[key]) for key in _OF_FILE if key in values}
    if (name := model_name(values)) and "model_name" in of_file:
        of_file["model_name"] = name
        of_file["model_name_sanitized"] = re.sub(r"[\"<>:/|\\?*\[\]]+", "__", name)
    if isinstance(arguments := of_file.get("config", {}).get("model_args"), str | dict):
        of_file["config"] = of_file["config"] | {"model_args": _arguments(arguments)}
    return by_task | of_file


def _checked(values: Mapping[str, Any], where: str) -> _File:
    try:
        file = _File.model_validate(values)
    except ValidationError as error:
        hint = "is it a results file of lm-evaluation-harness?"
        raise InputError(first_fault(error), where=where, hint=hint) from None
    if not any("," in key for each in file.results.values() for key in each):
        raise InputError(
            "has no metric with its filter (`acc,none`)",
            where=where,
            hint="files from before version 0.4.0 of lm-evaluation-harness are not read; run the model again",
        )
    return file


def _model(values: Mapping[str, Any], where: str) -> ImportedModel:
    name = model_name(values)
    if not name:
        raise InputError("does not say which model it is of", where=where, hint="add a key model_name to it")
    config = values.get("config", {})
    parameters = config.get("model_num_parameters")
    revision = config.get("model_sha")
    arguments = config.get("model_args")
    base = ""
    if "peft" in str(arguments):
        base = model_name({"config": {"model_args": _without(arguments, "peft")}})
    return ImportedModel(
        name=name,
        parameters=parameters if type(parameters) is int and parameters > 0 else None,
        base=base,
        revision=revision if isinstance(revision, str) and re.fullmatch(r"[0-9a-f]{7,64}", revision) else "",
    )


def _without(arguments: object, key: str) -> object:
    if isinstance(arguments, str):
        return ",".join(part for part in arguments.split(",") if not part.startswith(f"{key}="))
    return {name: value for name, value in arguments.items() if name != key} if isinstance(arguments, dict) else {}


def _date(file: _File, name: str) -> float:
    """When the run began; the harness's files have it as a key, and in their names as local time."""
    if 0 < file.date < _LATEST:
        return round(file.date, 3)
    found = re.search(r"(\d{4}-\d\d-\d\dT\d\d)[-:](\d\d)[-:](\d\d(?:\.\d{1,6})?)", name)
    try:
        return (
            datetime.fromisoformat("{}:{}:{}".format(*found.groups())).replace(tzinfo=UTC).timestamp() if found else 0
        )
    except ValueError:
        return 0.0


def _tasks(file: _File) -> Iterator[tuple[str, list[str]]]:
    """The tasks that stand for themselves, and groups that have a score, each with its parts."""
    scored = [name for name, values in file.results.items() if any("," in key for key in values)]
    groups = {name: _below(name, file) for name in scored if file.group_subtasks.get(name)}
    inside = {part for parts in groups.values() for part in parts}
    for name in scored:
        if name not in inside:
            yield name, [part for part in groups.get(name, ()) if not file.group_subtasks.get(part)]


def _below(name: str, file: _File) -> dict[str, None]:
    """Everything below a group, in order; a ring of groups is gone round once."""
    found: dict[str, None] = {}
    waiting = file.group_subtasks[name][::-1]
    while waiting:
        child = waiting.pop()
        if child not in found and child != name:
            found[child] = None
            waiting += file.group_subtasks.get(child, [])[::-1]
    return found


def _clean(value: Any) -> Any:
    """What is no number as the harness writes it; the others as they are."""
    match value:
        case float() if not math.isfinite(value):
            return "N/A"
        case dict():
            return {key: _clean(part) for key, part in value.items()}
        case list():
            return [_clean(part) for part in value]
    return value


def _arguments(given: str | dict[str, Any]) -> str | dict[str, Any]:
    """A model's arguments without keys to a service and without places on somebody's disk."""
    if isinstance(given, str):
        pairs = [part.partition("=") for part in given.split(",")]
        return ",".join(f"{key}{sign}{_shown(key, value)}" for key, sign, value in pairs)
    return {key: _shown(key, value) for key, value in given.items()}


def _shown(key: str, value: Any) -> Any:
    if _SECRET.search(key):
        return "…"
    if not isinstance(value, str):
        return _arguments(value) if isinstance(value, dict) else value
    if value.startswith(("/", "~", ".")):
        return model_name({"model_name": value})
    return re.sub(r"//[^/@\s]*@", "//", value)  # who signs in to a server, and how
