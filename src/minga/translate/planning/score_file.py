"""Scores of models on single items, from a CSV file that any evaluation can be turned into.

    item,model,machine,validated,lead,lead_source
    3f2a…,smollm2,0,1,-0.41,0.3
    3f2a…,gemma,1,dropped,2.77,3.1

`item` is the id of a translated item or of its source item; `machine` the score (0 to 1) on the machine's version;
`validated` that on the version that people validated, empty while nobody has, `dropped` where they left the item out.
Columns that begin with `lead` say by how much the right choice was likelier to the model than the best wrong one (in
nats), on the machine's version, on the source, on any other: they tell most. Further columns are numbers of any kind.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from minga.errors import InputError
from minga.translate.planning.population import Floats

__all__ = ["ItemScores", "read_scores"]

_NEEDED = ("item", "model", "machine")
_KNOWN = {*_NEEDED, "validated"}
_LEAD = "lead"
_MAX_BYTES = 1 << 28
_Cell = tuple[str, str]
"""An item and a model."""


@dataclass(frozen=True)
class ItemScores:
    """Scores of every item, in the order of `items`."""

    items: tuple[str, ...]
    models: tuple[str, ...]
    machine: Floats
    """(items, models)"""
    validated: Floats
    """(items, models), NaN where it is not known."""
    dropped: Floats
    """(items,) 1 where people left the item out."""
    signals: Floats
    """(items, models, signals)"""
    leads: Floats
    """(items, models, versions)"""

    @property
    def known(self) -> Floats:
        """(items,) whether people are done with the item: 1 or 0."""
        return np.maximum(self.dropped, ~np.isnan(self.validated).any(axis=1)).astype(np.float64)


def read_scores(path: Path, items: Mapping[str, str]) -> ItemScores:
    """The scores of `items` (their ids, with those of their source items) in the file at `path`.

    Raises InputError with file and line for a row that cannot be used, and where an item has no score of some model.
    """
    names = {alias: item for item, source in items.items() for alias in (source, item) if alias}
    rows: dict[_Cell, dict[str, float]] = {}
    extra: list[str] = []
    for where, row in _rows(path):
        extra = extra or [name for name in row if name not in _KNOWN]
        cell = names.get(row["item"], ""), row["model"]
        if not cell[0]:
            continue  # an item of another version of the benchmark
        if cell in rows:
            raise InputError(f"{row['item']} has a score of {row['model']} already", where=where)
        rows[cell] = _numbers(row, extra, where)
    return _arranged(path, tuple(items), rows, extra)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    hint = "columns: item, model, machine and, as they come, validated"
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"is larger than {_MAX_BYTES >> 20} MB", where=path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(_NEEDED) <= set(reader.fieldnames or ()):
                raise InputError("is no file of item scores", where=path, hint=hint)
            for row in reader:
                where = f"{path.name}:{reader.line_num}"
                if None in row or None in row.values():
                    raise InputError("has not as many cells as the heading", where=where)
                yield where, {name: value.strip() for name, value in row.items()}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"cannot be read ({error})", where=path, hint=hint) from error


def _numbers(row: Mapping[str, str], extra: list[str], where: str) -> dict[str, float]:
    said = row.get("validated", "")
    values = {"dropped": float(said == "dropped"), "validated": math.nan}
    wanted = {"machine": row["machine"], **{name: row[name] for name in extra}}
    if said and said != "dropped":
        wanted["validated"] = said
    for name, text in wanted.items():
        try:
            values[name] = float(text)
        except ValueError:
            raise InputError(f"{name} {text!r} is no number", where=where) from None
        if not math.isfinite(values[name]) or (name not in extra and not 0 <= values[name] <= 1):
            raise InputError(f"{name} {text} is not between 0 and 1", where=where)
    return values


def _arranged(
    path: Path, items: tuple[str, ...], rows: Mapping[_Cell, dict[str, float]], extra: list[str]
) -> ItemScores:
    models = tuple(sorted({model for _, model in rows}))
    if not models:
        raise InputError("has no score of an item of this benchmark", where=path, hint="item is the id in the table")
    for item in items:
        lacking = next((model for model in models if (item, model) not in rows), None)
        if lacking is not None:
            raise InputError(f"has no score of {lacking} on item {item}", where=path, hint="score every item")

    def values(name: str) -> Floats:
        return np.array([[rows[item, model][name] for model in models] for item in items], dtype=np.float64)

    def stacked(names: list[str]) -> Floats:
        return np.stack([np.zeros((len(items), len(models))), *map(values, names)], axis=2)[:, :, 1:]

    return ItemScores(
        items, models, values("machine"), values("validated"), values("dropped").max(axis=1),
        stacked([name for name in extra if not name.startswith(_LEAD)]),
        stacked([name for name in extra if name.startswith(_LEAD)]),
    )  # fmt: skip
