"""Samples of Inspect's logs in the harness's form: one an item, of all its epochs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from minga.errors import InputError
from minga.evaluate.importing.archives import JsonArchive
from minga.manifests import digest
from minga.records import first_fault

__all__ = ["archive_samples", "log_samples"]

_WORDS = {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0, "yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
"""Values that a score may have instead of a number, and what Inspect counts them as."""


class _Score(BaseModel):
    model_config = ConfigDict(extra="ignore")

    value: Any
    answer: Any = None


class _Output(BaseModel):
    model_config = ConfigDict(extra="ignore")

    completion: str = ""


class _Sample(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: int | str
    epoch: int = 1
    input: Any = ""
    choices: list[str] | None = None
    target: str | list[str] = ""
    scores: dict[str, _Score] | None = None
    output: _Output = Field(default_factory=_Output)


def log_samples(log: dict[str, Any], where: str) -> Iterator[dict[str, Any]]:
    """The items of a log in JSON. Raises InputError where a sample is malformed."""
    yield from _items(_checked(values, where) for values in log.get("samples") or [])


def archive_samples(path: Path, where: str) -> Iterator[dict[str, Any]]:
    """The items of a log in an archive. Raises InputError where a sample is malformed."""
    with JsonArchive.open(path, where) as archive:
        names = [name for name in archive.names if name.startswith("samples/") and name.endswith(".json")]
        yield from _items(_checked(archive.read(name), f"{where}:{name}") for name in names)


def _checked(values: object, where: str) -> _Sample:
    try:
        return _Sample.model_validate(values)
    except ValidationError as error:
        raise InputError(first_fault(error), where=where, hint="is it a log of Inspect?") from None


def _items(samples: Iterable[_Sample]) -> Iterator[dict[str, Any]]:
    """One line a scorer and item; an item's score is the mean of its epochs', as Inspect's own reducer has it."""
    epochs: dict[str, list[_Sample]] = {}
    for sample in samples:
        epochs.setdefault(str(sample.id), []).append(sample)
    order = sorted(epochs, key=lambda item: (not item.isdecimal(), len(item) if item.isdecimal() else 0, item))
    for place, item in enumerate(order):
        runs = sorted(epochs[item], key=lambda sample: sample.epoch)
        for scorer in dict.fromkeys(name for sample in runs for name in sample.scores or {}):
            yield _line(place, item, scorer, runs)


def _line(place: int, item: str, scorer: str, runs: list[_Sample]) -> dict[str, Any]:
    scores = [(sample.scores or {}).get(scorer) for sample in runs]
    numbers = [_number(score.value) for score in scores if score is not None]
    known = [number for number in numbers if number is not None]
    first, answer = runs[0], next((score.answer for score in scores if score and score.answer is not None), None)
    document: dict[str, Any] = {"id": item, "input": first.input if isinstance(first.input, str) else ""}
    document |= {"choices": first.choices} if first.choices else {}
    value = sum(known) / len(known) if known and len(known) == len(runs) else None
    target = first.target if isinstance(first.target, str) else ", ".join(first.target)
    return {
        "doc_id": place,
        "doc": document,
        "target": target,
        "arguments": {},
        "resps": [[first.output.completion]],
        "filtered_resps": [str(answer) if answer is not None else first.output.completion],
        "filter": scorer,
        "doc_hash": digest(f"{document}".encode()),
        "accuracy": value,
        "mean": value,
    }


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        if value in _WORDS:
            return _WORDS[value]
        try:
            return float(value)
        except ValueError:
            return None
    try:
        return float(value) if isinstance(value, int | float) else None
    except OverflowError:  # an integer beyond all floats
        return None
