"""Models' answers to each version of each item: from evaluations, or from a file of scores."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from minga.benchmark.compare.comparison import Version
from minga.benchmark.compare.versions import Trio
from minga.errors import InputError
from minga.records import first_fault
from minga.results import answers
from minga.tables import Artifact

__all__ = ["AnswerLine", "Answers", "Scores", "read_answers", "read_lines"]

VERSIONS: tuple[Version, ...] = get_args(Version)
_HINT = '{"model": …, "version": "source", "machine" or "validated", "item": source item, "correct": 0 to 1}'


class AnswerLine(BaseModel):
    """One line of a file of scores."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    model: str
    version: Version
    item: str
    """Id of the source item, whatever the version."""
    correct: float
    """The metric's value for this item, 0 to 1."""
    prediction: str = ""
    """Index of the choice taken, or the text written."""


@dataclass(frozen=True)
class Scores:
    """Answers to the items that every model answered in every version that there is."""

    models: tuple[str, ...]
    versions: tuple[Version, ...]
    items: tuple[str, ...]
    """Ids of the source items."""
    correct: NDArray[np.float64]
    """Models x versions x items."""
    left_out: tuple[str, ...] = ()
    """Models without answers to the machine or the validated version."""

    def of(self, model: int, version: Version) -> NDArray[np.float64]:
        """The scores of one model on one version, in the order of `items`."""
        return np.asarray(self.correct[model, self.versions.index(version)])

    def of_all(self, version: Version) -> NDArray[np.float64]:
        """Models x items on one version."""
        return np.asarray(self.correct[:, self.versions.index(version)])


@dataclass
class Answers:
    """Everything that models answered."""

    lines: dict[tuple[str, Version], dict[str, AnswerLine]] = field(default_factory=dict)

    def add(self, lines: Iterable[AnswerLine]) -> None:
        """Take in more lines; a later one of the same model, version and item holds."""
        for line in lines:
            self.lines.setdefault((line.model, line.version), {})[line.item] = line

    def prediction(self, model: str, version: Version, item: str) -> str:
        """What the model chose or wrote."""
        return self.lines[model, version][item].prediction

    def scores(self, trios: Mapping[str, Trio]) -> Scores:
        """The answers to items that are in all versions, as numbers."""
        named = list(dict.fromkeys(model for model, _ in self.lines))
        models = [one for one in named if all((one, version) in self.lines for version in ("machine", "validated"))]
        sourced = models and all((model, "source") in self.lines for model in models)
        versions = tuple(version for version in VERSIONS if sourced or version != "source")
        asked = [self.lines[model, version] for model in models for version in versions]
        paired = {key for key, trio in trios.items() if trio.validated is not None}
        items = tuple(sorted(paired.intersection(*map(set, asked)))) if asked else ()
        correct = np.array(
            [[[self.lines[m, v][key].correct for key in items] for v in versions] for m in models], dtype=np.float64
        ).reshape(len(models), len(versions), len(items))
        return Scores(tuple(models), versions, items, correct, tuple(one for one in named if one not in models))


def read_answers(evaluations: Mapping[Version, Sequence[Artifact]], trios: Mapping[str, Trio]) -> Iterator[AnswerLine]:
    """The answers of `evaluations/MODEL/TASK` of each version; items that are not among `trios` are passed over."""
    for version, artifacts in evaluations.items():
        ids = _ids(version, trios)
        for artifact in artifacts:
            model = str(artifact.manifest.notes["model"]["name"])
            for answer in answers(artifact):
                if answer.item in ids and answer.correct is not None:
                    yield AnswerLine(
                        model=model,
                        version=version,
                        item=ids[answer.item],
                        correct=answer.correct,
                        prediction=answer.prediction,
                    )


def read_lines(path: Path) -> Iterator[AnswerLine]:
    """The lines of a file of scores (JSON Lines). Raises InputError with the line that cannot be read."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _line(f"{path}:{number}", line)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read as UTF-8 text", where=path, hint=_HINT) from error


def _line(where: str, line: str) -> AnswerLine:
    try:
        return AnswerLine.model_validate(json.loads(line))
    except ValidationError as error:
        raise InputError(first_fault(error), where=where, hint=_HINT) from None
    except ValueError:
        raise InputError("is not JSON", where=where, hint=_HINT) from None


def _ids(version: Version, trios: Mapping[str, Trio]) -> dict[str, str]:
    """Source item by the id of the item that the model was asked."""
    if version == "source":
        return {key: key for key in trios}
    if version == "machine":
        return {trio.machine.id: key for key, trio in trios.items()}
    return {trio.validated.id: key for key, trio in trios.items() if trio.validated}
