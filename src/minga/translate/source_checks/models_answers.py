"""Where models' opinions of the items come from: a file, or the project's own evaluations of the source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from minga.errors import InputError
from minga.records import first_fault
from minga.results import answers
from minga.tables import Artifact, Table
from minga.translate.source_checks.opinions import Opinions, opinions_from
from minga.workspace import Workspace

__all__ = ["evaluated_opinions", "read_opinions"]

_HINT = '{"model": …, "item": id or number of the source item, "loglikelihoods": [of each choice]}'
_LONGEST_LINE = 1 << 20


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    model: str = Field(min_length=1)
    item: str = Field(min_length=1)
    """Id of the source item, or its number in the benchmark."""
    loglikelihoods: tuple[FiniteFloat, ...] = Field(min_length=1)
    """Of each choice, in their order; natural logarithms."""
    version: str = "source"
    """Lines about a translation are passed over."""


def read_opinions(path: Path) -> list[Opinions]:
    """What each model of a file (JSON Lines) thinks of the source's items; a later line on the same item holds.

    Raises InputError with the line that cannot be read, and where there is none.
    """
    found: dict[str, dict[str, tuple[float, ...]]] = {}
    for line in _lines(path):
        if line.version == "source":
            found.setdefault(line.model, {})[line.item] = line.loglikelihoods
    if not found:
        raise InputError("has no model's answer", where=path, hint=_HINT)
    return [opinions_from(model, said) for model, said in sorted(found.items())]


def evaluated_opinions(source: Table, workspace: Workspace) -> list[Opinions]:
    """What the models think of `source`'s items that the project has evaluated on them as they are now."""
    found = []
    for name in workspace.names():
        evaluation = workspace.latest(name) if name.startswith("evaluations/") else None
        if evaluation is not None and _is_of(evaluation, source, workspace):
            said = {one.item: one.loglikelihoods for one in answers(evaluation)}
            found.append(opinions_from(str(evaluation.manifest.notes["model"]["name"]), said))
    return [one for one in found if one.probabilities]


def _is_of(evaluation: Artifact, source: Table, workspace: Workspace) -> bool:
    """Whether the task that a model was evaluated on is made of `source`."""
    for parent in evaluation.manifest.parents:
        task = workspace.latest(parent.name) if parent.name.startswith("tasks/") else None
        if task is not None and task.content == parent.content:
            return source.content in {one.content for one in task.manifest.parents}
    return False


def _lines(path: Path) -> Iterator[_Line]:
    try:
        with path.open("rb") as lines:
            number = 0
            while data := lines.readline(_LONGEST_LINE):
                number += 1
                if data.strip():
                    yield _line(f"{path}:{number}", data)
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=path, hint=_HINT) from error


def _line(where: str, data: bytes) -> _Line:
    try:
        return _Line.model_validate(json.loads(data))
    except ValidationError as error:
        raise InputError(first_fault(error), where=where, hint=_HINT) from None
    except (ValueError, RecursionError):
        raise InputError("is not JSON in UTF-8", where=where, hint=_HINT) from None
