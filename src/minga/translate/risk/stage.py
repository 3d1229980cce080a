"""The stage: translated tables and what people decided in, the probability that each item has to be changed out."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from minga.external_sort import ExternalSorter, scratch_folder
from minga.manifests import hash_of
from minga.records import BenchmarkItem
from minga.source_pairs import with_sources
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.engines import engine_disagreement
from minga.translate.risk.calibration import calibration_of
from minga.translate.risk.features import features_of
from minga.translate.risk.model import Example, RiskModel, fit
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "SCHEMA", "calibrate", "checkpoint", "learn"]

CODE = 1
"""Raised when the same decisions would give other probabilities."""
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("table", pa.string()),
        pa.field("language", pa.string()),
        pa.field("default", pa.float64()),
        pa.field("probability", pa.float64()),
        pa.field("changed", pa.bool_()),
        pa.field("foreseen", pa.float64()),
    ]
)
"""`default` is the linter's own risk, `changed` what people decided (null for what is not learnt from), and `foreseen`
the probability of such an item from the decisions on the others."""
_FIRST, _OFTEN, _MANY = 50, 50, 1000
_SELDOM = 250
_FOLDS = 5
_BATCH = 1000


def checkpoint(decided: int) -> int:
    """How many decisions are learnt from where there are `decided`: none below 50, then every 50, from 1,000 every 250.

    >>> checkpoint(49), checkpoint(120), checkpoint(1300)
    (0, 100, 1250)
    """
    step = _OFTEN if decided < _MANY else _SELDOM
    return 0 if decided < _FIRST else decided - decided % step


def calibrate(
    tables: Sequence[tuple[Table, Table]], decided: Sequence[tuple[str, bool]], workspace: Workspace
) -> Table | None:
    """The table `risk`: every item of the translated tables with the probability that a person has to change it.

    `tables` are pairs of a source and its translation; `decided` are ids of translated items with whether they had to
    be changed, in the order in which people decided. Only those up to the last `checkpoint` are learnt from; before the
    first there is no table (None). The manifest's notes have the weights and how well each decided item is foreseen
    from the others, `all` together and by table.
    """
    used = dict(decided[: checkpoint(len(decided))])
    if not used:
        return None
    ordered = sorted(tables, key=lambda pair: pair[1].name)
    recipe = Recipe(
        name="risk",
        stage="translate",
        code=CODE,
        parents=list({table.name: table for pair in ordered for table in pair}.values()),
        inputs={"decisions": hash_of(f"{record} {changed}" for record, changed in sorted(used.items()))},
    )

    def build(writer: TableWriter) -> None:
        with scratch_folder(writer.folder) as scratch:
            examples = _examples(ordered, used, scratch)
            looked_at = {item.id: _Known(table, item.risk, example) for table, item, example in examples}
            model, foreseen = learn({record: known.example for record, known in looked_at.items()})
            writer.notes |= {"weights": dict(model.weights), "decisions": len(looked_at)}
            writer.notes["calibration"] = _calibrations(looked_at, foreseen)
            sorter = ExternalSorter(scratch, ["table", "id"])
            for rows in _batched(_rows(ordered, model, used, foreseen, scratch)):
                writer.count_in(len(rows))
                sorter.add(pa.RecordBatch.from_pylist(rows, schema=SCHEMA))
            for part in sorter.batches():
                writer.write(part)

    return workspace.make_table(recipe, SCHEMA, build)


def learn(examples: Mapping[str, Example]) -> tuple[RiskModel, dict[str, float]]:
    """The model of all decided items (by id), and how likely each was to be changed by a model of the others.

    For the latter the items are dealt into five parts by a hash of their ids.
    """
    ordered = dict(sorted(examples.items()))
    foreseen: dict[str, float] = {}
    for fold in range(_FOLDS):
        model = fit([example for record, example in ordered.items() if _fold(record) != fold])
        for record, example in ordered.items():
            if _fold(record) == fold:
                foreseen[record] = model.probability(example.language, example.features)
    return fit(list(ordered.values())), foreseen


@dataclass(frozen=True)
class _Known:
    """A decided item."""

    table: str
    default: float
    example: Example


def _fold(record: str) -> int:
    return hashlib.sha256(f"fold {record}".encode()).digest()[0] % _FOLDS


def _items(
    tables: Sequence[tuple[Table, Table]], scratch: Path
) -> Iterator[tuple[str, BenchmarkItem, BenchmarkItem | None]]:
    """Name of the table, item and source item, in the order of tables and of the sources' ids."""
    for source, table in tables:
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            for original, item in with_sources(source, table, Path(folder)):
                yield table.name, item, original


def _features(item: BenchmarkItem, source: BenchmarkItem | None) -> dict[str, float]:
    return features_of(item, source, engine_disagreement(item))


def _examples(
    tables: Sequence[tuple[Table, Table]], used: Mapping[str, bool], scratch: Path
) -> Iterator[tuple[str, BenchmarkItem, Example]]:
    for table, item, source in _items(tables, scratch):
        if item.id in used:
            yield table, item, Example(item.language, _features(item, source), used[item.id])


def _rows(
    tables: Sequence[tuple[Table, Table]],
    model: RiskModel,
    used: Mapping[str, bool],
    foreseen: Mapping[str, float],
    scratch: Path,
) -> Iterator[dict[str, Any]]:
    for table, item, source in _items(tables, scratch):
        yield {
            "id": item.id,
            "table": table,
            "language": item.language,
            "default": item.risk,
            "probability": model.probability(item.language, _features(item, source)),
            "changed": used.get(item.id),
            "foreseen": foreseen.get(item.id),
        }


def _batched(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _calibrations(known: Mapping[str, _Known], foreseen: Mapping[str, float]) -> dict[str, Any]:
    """By name of the table, and `all`: the linter's own risk, and what was foreseen from the other decisions."""
    groups = {"all": list(known)}
    for record, one in known.items():
        groups.setdefault(one.table, []).append(record)
    found: dict[str, Any] = {}
    for name, records in sorted(groups.items()):
        changed = [known[record].example.changed for record in records]
        default = calibration_of([known[record].default for record in records], changed)
        learnt = calibration_of([foreseen[record] for record in records], changed)
        if default and learnt:
            found[name] = {"default": default.as_json, "learnt": learnt.as_json}
    return found
