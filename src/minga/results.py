"""What an evaluation left: the score of a model on a task, and its answer to every item.

The artifact `evaluations/MODEL/TASK` holds `results.json` and `samples.jsonl` in lm-evaluation-harness's own form, and
`items.parquet` with what minga reads of every item. Whoever ranks, reports or publishes reads them through this module.
Of results that were made elsewhere there may be no samples, and so no items.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from minga.errors import InputError
from minga.tables import Artifact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Answer", "Cost", "ITEMS", "ItemScores", "Missing", "RESULTS", "SAMPLES", "STAGES",
    "Score", "answers", "answers_at", "item_scores", "score", "standard_error", "subtask_values", "write_items",
]  # fmt: skip

RESULTS = "results.json"
SAMPLES = "samples.jsonl"
ITEMS = "items.parquet"
STAGES = frozenset({"evaluate", "import", "judge"})
"""Stages that leave such artifacts: computed here, brought in from elsewhere, or judged by a language model."""


@dataclass(frozen=True)
class Score:
    """A model's result on a task."""

    metric: str
    """As the harness calls it: `acc`, `acc_norm`, `exact_match`, `chrf` …"""
    value: float
    """As the harness reports it, not normalised; accuracies go from 0 to 1."""
    items: int
    """Items that it was computed on."""
    higher_is_better: bool


@dataclass(frozen=True)
class Cost:
    """What an evaluation took. It differs between equal runs, so it is no part of the artifact."""

    seconds: float
    """Of all attempts together, without what waited."""
    energy_kwh: float | None = None
    """Estimated; None where it was not measured."""
    co2_kg: float | None = None
    """CO2 equivalent of that energy where it was spent."""


@dataclass(frozen=True)
class Missing:
    """Why a result that is wanted is not there."""

    state: Literal["not-run", "queued", "running", "cancelled", "failed", "timeout"]
    reason: str = ""
    """Of the last failure, in one line."""
    attempts: int = 0
    log: str = ""
    """What was printed, relative to the project's folder."""

    @property
    def detail(self) -> str:
        """The reason with the number of attempts and the log, in one line."""
        said = self.reason or self.state
        tries = f"{self.attempts} attempts" if self.attempts > 1 else ""
        more = "; ".join(part for part in (tries, f"log: {self.log}" if self.log else "") if part)
        return f"{said} ({more})" if more else said


@dataclass(frozen=True)
class Answer:
    """A model's answer to one item."""

    item: str
    """The item's id."""
    correct: float | None
    """The metric's value for this item, such as 0 or 1; None where the metric is not a number per item (BLEU, F1)."""
    prediction: str
    """Index of the choice taken, or the text written."""
    target: str
    """Index of the right choice, or the reference."""
    loglikelihoods: tuple[float, ...] = ()
    """Of each choice, in their order; empty for generated text."""
    cluster: str = ""
    """What this item shares with others, such as their passage; empty where items stand alone."""
    subtask: str = ""
    """The part of a group of tasks that the item belongs to; empty where the task is one."""


@dataclass(frozen=True)
class ItemScores:
    """An evaluation by item, in the order of the task's items."""

    items: list[str]
    subtasks: list[str]
    clusters: list[str]
    correct: NDArray[np.float64]
    """One number an item; NaN where the metric is not a number per item."""
    predictions: list[str]
    """Empty unless they were asked for."""
    targets: list[str]
    """Empty unless they were asked for."""


def score(evaluation: Artifact) -> Score:
    """The score of a task's main metric. Raises InputError when the artifact is no evaluation."""
    notes = _notes(evaluation)
    return Score(notes["metric"], notes["value"], notes["items"], notes["higher_is_better"])


def answers(evaluation: Artifact) -> Iterator[Answer]:
    """The answers in the order of the task's items; none where only the score is known.

    Raises InputError when the artifact is no evaluation.
    """
    import pyarrow.parquet as pq

    _notes(evaluation)
    path = evaluation.path / ITEMS
    if not path.is_file():
        return
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                yield Answer(**{**row, "loglikelihoods": tuple(row["loglikelihoods"])})


def answers_at(evaluation: Artifact, rows: Sequence[int]) -> dict[int, Answer]:
    """The answers to the items in these rows, by row; those that there are.

    Raises InputError when the artifact is no evaluation.
    """
    import pyarrow.parquet as pq

    _notes(evaluation)
    path = evaluation.path / ITEMS
    if not path.is_file():
        return {}
    table = pq.read_table(path)
    there = [row for row in rows if row < table.num_rows]
    found = zip(there, table.take(there).to_pylist(), strict=True) if there else ()
    return {row: Answer(**{**one, "loglikelihoods": tuple(one["loglikelihoods"])}) for row, one in found}


def item_scores(evaluation: Artifact, *, texts: bool = False) -> ItemScores | None:
    """The columns that statistics need, with what was predicted only on request; None where only the score is known.

    Raises InputError when the artifact is no evaluation.
    """
    import pyarrow.parquet as pq

    _notes(evaluation)
    path = evaluation.path / ITEMS
    if not path.is_file():
        return None
    names = ["item", "subtask", "cluster", *(["prediction", "target"] if texts else [])]
    with pq.ParquetFile(path) as file:  # three times as fast as `read_table` on files of a thousand rows
        table = file.read(columns=[*names, "correct"], use_threads=False)
    return ItemScores(
        items=table["item"].to_pylist(),
        subtasks=table["subtask"].to_pylist(),
        clusters=table["cluster"].to_pylist(),
        correct=table["correct"].to_numpy(),
        predictions=table["prediction"].to_pylist() if texts else [],
        targets=table["target"].to_pylist() if texts else [],
    )


def standard_error(evaluation: Artifact) -> float | None:
    """The standard error of the score as the harness reports it; None where it is not known.

    Raises InputError when the artifact is no evaluation.
    """
    notes = _notes(evaluation)
    try:
        results = json.loads((evaluation.path / RESULTS).read_bytes())["results"]
        value = results[notes["task"]][f"{notes['metric']}_stderr,{notes['filter']}"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    known = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    return float(value) if known else None


def subtask_values(evaluation: Artifact) -> dict[str, float] | None:
    """The scores of a group's subtasks; None where they are not known.

    Raises InputError when the artifact is no evaluation.
    """
    known = _notes(evaluation).get("subtasks")
    return None if known is None else {name: float(part["value"]) for name, part in known.items()}


def write_items(folder: Path, given: Iterable[Answer]) -> None:
    """Write `items.parquet`: one row an item, in the order of the task's items."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, number = pa.string(), pa.float64()
    schema = pa.schema(
        [
            ("item", text), ("correct", number), ("prediction", text), ("target", text),
            ("loglikelihoods", pa.list_(number)), ("cluster", text), ("subtask", text),
        ]
    )  # fmt: skip
    pq.write_table(
        pa.Table.from_pylist([vars(one) for one in given], schema=schema), folder / ITEMS, compression="zstd"
    )


def _notes(evaluation: Artifact) -> dict[str, Any]:
    notes = evaluation.manifest.notes
    if evaluation.manifest.stage not in STAGES:
        raise InputError("is no evaluation of a model on a task", where=evaluation.path)
    return notes
