"""What is measured of every record, and which records leave by it.

Measuring is slow and done once: it makes the columns of the tables `annotated/…`. Deciding is fast, and done anew when
a threshold changes. A module of this package gives measures, rules, or both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
import pyarrow as pa

from minga.curate.example import Example

__all__ = ["Annotator", "BatchAnnotator", "Measure", "Rule", "annotated", "decide", "told"]

Row = Mapping[str, Any]


class Annotator(Protocol):
    """Measures one thing or several of a record. It is sent to other processes and machines: it must be picklable."""

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """The columns that it fills, called `GROUP.NAME`: `quality.words`, `language.answer`."""
        ...

    def __call__(self, example: Example) -> Row:
        """A value for each column; null where there is nothing to say."""
        ...


@runtime_checkable
class BatchAnnotator(Annotator, Protocol):
    """An annotator that looks at many records together faster than at one after the other."""

    def of_all(self, examples: Sequence[Example]) -> Sequence[Row]:
        """What it says of each of them."""
        ...


def annotated(annotators: Sequence[Annotator], examples: Sequence[Example]) -> list[dict[str, Any]]:
    """What all annotators say of each record."""
    rows: list[dict[str, Any]] = [{} for _ in examples]
    for one in annotators:
        said = one.of_all(examples) if isinstance(one, BatchAnnotator) else map(one, examples)
        for row, values in zip(rows, said, strict=True):
            row |= values
    return rows


@dataclass(frozen=True)
class Measure:
    """An annotator of one column."""

    name: str
    type: pa.DataType
    of: Callable[[Example], Any]

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """The one."""
        return {self.name: self.type}

    def __call__(self, example: Example) -> Row:
        """Its value."""
        return {self.name: self.of(example)}


@dataclass(frozen=True)
class Rule:
    """Lets records go for a `reason` in `kebab-case`."""

    reason: str
    columns: Sequence[str]
    """What it looks at."""
    leaves: Callable[[pa.Table], pa.Array | pa.ChunkedArray]
    """Whether each row leaves, by these columns; null is no."""
    detail: Callable[[Row], str] = lambda row: ""
    """Why, of a row that leaves, in words for people."""


def told(reason: str, column: str) -> Rule:
    """Lets records go of which `column`, a text, says anything, with what it says."""
    return Rule(reason, [column], lambda seen: seen[column].is_valid(), lambda row: str(row[column]))


def decide(rules: Sequence[Rule], annotated: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Reason and detail of every row, by the first rule that lets it go; null for those that stay."""
    reasons = np.full(annotated.num_rows, None, object)
    details = np.full(annotated.num_rows, None, object)
    staying = np.ones(annotated.num_rows, bool)
    for rule in rules:
        seen = annotated.select(list(rule.columns))
        leaving = staying & np.asarray(rule.leaves(seen).fill_null(False))
        if leaving.any():
            reasons[leaving] = rule.reason
            details[leaving] = [rule.detail(row) for row in seen.filter(pa.array(leaving)).to_pylist()]
            staying &= ~leaving
    return pa.array(reasons, pa.string()), pa.array(details, pa.string())
