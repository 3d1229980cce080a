"""Samples of lm-evaluation-harness, one an item, of any version from 0.4.0 on in the form of the newest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from minga.errors import InputError
from minga.evaluate.importing.json_files import json_lines, read_json
from minga.manifests import digest
from minga.records import first_fault

__all__ = ["sample_files", "samples_of"]

_ENDINGS = (".jsonl", ".jsonl.gz")
_TIME = r"\d{4}-\d\d-\d\dT\d\d[-:]\d\d[-:]\d\d(?:\.\d+)?"


class _Sample(BaseModel):
    model_config = ConfigDict(extra="allow")

    doc_id: int
    doc: dict[str, Any]
    target: Any
    arguments: Any
    resps: list[Any]
    filtered_resps: list[Any]


def sample_files(results: Path) -> dict[str, Path]:
    """The files of samples beside a results file, by the harness's name of their task.

    From 0.4.3 on their names have the time of the results file; before, there was one run in a folder.
    """
    time = re.search(_TIME, results.name)
    found = {}
    for path in sorted(results.parent.iterdir()):
        if path.is_symlink() or not path.is_file() or not path.name.endswith(_ENDINGS):
            continue
        stem = path.name.removesuffix(".gz").removesuffix(".jsonl")
        if time and stem.startswith("samples_") and stem.endswith(f"_{time[0]}"):
            found[stem.removeprefix("samples_").removesuffix(f"_{time[0]}")] = path
        elif not time and "__" in stem:
            # 0.4.0: `pretrained__OWNER__NAME_TASK.jsonl`, where no name says where the task begins
            tail = stem.rpartition("__")[2]
            found |= {tail[place.end() :]: path for place in re.finditer("_", tail)}
    return found


def samples_of(files: Mapping[str, Path], where: str, *, grouped: bool) -> Iterator[dict[str, Any]]:
    """The samples of a task, or of the parts of a group one after the other, then with the key `subtask`.

    Raises InputError where a sample is malformed.
    """
    for task, path in files.items():
        shown = f"{Path(where).parent.as_posix()}/{path.name}".removeprefix("./")
        for number, values in enumerate(_values(path, shown), 1):
            sample = _normal(values, f"{shown}:{number}")
            yield sample | {"subtask": task} if grouped else sample


def _values(path: Path, where: str) -> Iterator[Any]:
    """One value a line; 0.4.0 wrote one list over many lines under the same ending."""
    if not path.name.endswith(".gz"):
        with path.open("rb") as file:
            as_list = file.read(2).strip() == b"["
        if as_list:
            values, _ = read_json(path, where)
            yield from values
            return
    yield from json_lines(path, where)


def _normal(values: object, where: str) -> dict[str, Any]:
    try:
        sample = _Sample.model_validate(values).model_dump()
    except ValidationError as error:
        raise InputError(first_fault(error), where=where, hint="is it a sample of lm-evaluation-harness?") from None
    if not sample["filtered_resps"]:
        raise InputError("has no answer", where=where)
    arguments = sample["arguments"]
    if isinstance(arguments, list):
        arguments = {
            f"gen_args_{place}": {f"arg_{number}": part for number, part in enumerate(_listed(request))}
            for place, request in enumerate(arguments)
        }
    if "doc_hash" not in sample:
        text = json.dumps(sample["doc"], indent=2, ensure_ascii=False)
        sample["doc_hash"] = digest(text.encode())
    return sample | {"arguments": arguments, "target": str(sample["target"])}


def _listed(request: object) -> list[Any]:
    return request if isinstance(request, list) else [request]
