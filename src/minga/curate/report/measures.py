"""How what was measured is spread: numbers as histograms by language, marks as counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.curated_run import CuratedRun
from minga.curate.language.language_identification import ANSWER, DECLARED, PROMPT
from minga.curate.language.language_matrix import MatrixRow, language_matrix
from minga.curate.personal_data.measures import COUNT
from minga.curate.quality.thresholds import LANGUAGE as TAG
from minga.curate.reasons import Threshold, thresholds_of

__all__ = ["Distribution", "Mark", "Spread", "distributions", "languages_found", "marks"]

_LANGUAGES = 4
"""Most languages with a histogram of their own; the others share one."""
_FEWEST = 20
"""Records that a language needs for a histogram of its own."""
_BINS = 30
_FAR = 2.0
"""Times the width of what is shown beyond which a threshold is named and not drawn."""
_FLAT = 0.95
"""Share of zeros from which a histogram shows nothing."""
_OTHERS = "other languages"
_BAND = re.compile(r"^duplicates\.(\w+-)?band-")


@dataclass(frozen=True)
class Spread:
    """One language's numbers in the bins of a distribution."""

    language: str
    records: int
    median: float
    counts: tuple[int, ...]
    thresholds: tuple[Threshold, ...]
    """Those that hold for its records."""


@dataclass(frozen=True)
class Distribution:
    """How one measure is spread."""

    column: str
    edges: tuple[float, ...]
    """Of the bins; numbers beyond lie in the last."""
    beyond: int
    """How many do."""
    spreads: tuple[Spread, ...]
    share: bool
    """Whether the numbers are shares, from 0 to 1."""

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Those of all its languages, each once."""
        return tuple(dict.fromkeys(limit for spread in self.spreads for limit in spread.thresholds))

    def shows(self, limit: Threshold) -> bool:
        """Whether a threshold lies within the edges."""
        return bool(self.edges[0] <= limit.value <= self.edges[-1])


@dataclass(frozen=True)
class Mark:
    """A column that says something of some records and nothing of most."""

    column: str
    records: int
    share: float
    frequent: tuple[tuple[str, int], ...]
    """The most frequent values, where they are words."""


def distributions(run: CuratedRun) -> list[Distribution]:
    """Every measure that is a number and differs between records; those with thresholds first.

    One without threshold that is 0 for nearly all has no shape: it is a mark.
    """
    languages = _languages(run)
    kinds = _columns(run)
    numeric = [name for name, kind in kinds.items() if pa.types.is_integer(kind) or pa.types.is_floating(kind)]
    found = (
        # whatever is measured in fractions is a share or a probability
        _distribution(name, _values(run, name), languages, run.settings, pa.types.is_floating(kinds[name]))
        for name in numeric
    )
    return sorted((one for one in found if one is not None), key=lambda one: not one.thresholds)


def marks(run: CuratedRun, drawn: Collection[Distribution]) -> list[Mark]:
    """All other measures: how many records have them, where some have not or they differ.

    Words are those of records that nobody took back.
    """
    # kinds of personal data say more than their number
    elsewhere = {DECLARED, PROMPT, ANSWER, TAG, COUNT, *(one.column for one in drawn)}
    found, taken_back = [], run.withdrawn()
    for name, kind in _columns(run).items():
        words = pa.types.is_string(kind) or pa.types.is_list(kind)
        if name in elsewhere or pa.types.is_binary(kind):
            continue
        column = _column(run, name)
        frequent = _frequent(_column(run, name, taken_back) if len(taken_back) else column, kind) if words else ()
        count = _marked(column, kind)
        if 0 < count < len(column) or (count and frequent):
            found.append(Mark(name, count, count / len(column), frequent))
    return found


def languages_found(run: CuratedRun) -> list[MatrixRow]:
    """Records by the language that they say and the one that their answers look like."""
    return language_matrix(pa.table({name: _column(run, name) for name in (DECLARED, ANSWER)}))


def _columns(run: CuratedRun) -> dict[str, pa.DataType]:
    """What was measured, by name."""
    schema = next(iter(run.annotated.values())).schema
    fields = (schema.field(name) for name in schema.names)
    return {field.name: field.type for field in fields if "." in field.name and not _BAND.match(field.name)}


def _column(run: CuratedRun, name: str, without: pa.Array | None = None) -> pa.ChunkedArray:
    """What was measured of all records, or of those whose ids are not in `without`."""
    columns = [name] if without is None else [name, "id"]
    batches = (batch for table in run.annotated.values() for batch in table.batches(columns, size=1 << 16))
    if without is not None:
        batches = (batch.filter(pc.invert(pc.is_in(batch["id"], value_set=without))) for batch in batches)
    return pa.chunked_array([batch[name] for batch in batches], _columns(run)[name])


def _values(run: CuratedRun, name: str) -> np.ndarray:
    """NaN where nothing was measured."""
    column = _column(run, name).cast(pa.float64())
    return np.asarray(column.fill_null(float("nan")).to_numpy())


def _marked(column: pa.ChunkedArray, kind: pa.DataType) -> int:
    if pa.types.is_boolean(kind):
        return int(pc.sum(column).as_py() or 0)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return int(pc.sum(pc.greater(column, 0)).as_py() or 0)
    sizes = pc.list_value_length(column) if pa.types.is_list(kind) else pc.utf8_length(column)
    return int(pc.sum(pc.greater(sizes, 0)).as_py() or 0)


def _frequent(column: pa.ChunkedArray, kind: pa.DataType, most: int = 5) -> tuple[tuple[str, int], ...]:
    column = pc.list_flatten(column) if pa.types.is_list(kind) else column
    counted = {row["values"]: row["counts"] for row in column.drop_null().value_counts().to_pylist()}
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def _languages(run: CuratedRun) -> np.ndarray:
    """Each record's language tag, those of few records taken together."""
    parts = [batch["language"] for table in run.inputs.values() for batch in table.batches(["language"], size=1 << 16)]
    column = pa.chunked_array(parts, pa.string()).fill_null("?")
    counts = Counter({row["values"]: row["counts"] for row in column.value_counts().to_pylist()})
    # by count, then by tag: no order of tables may change what is shown
    often = sorted(counts, key=lambda tag: (-counts[tag], tag))[:_LANGUAGES]
    own = {tag for tag in often if counts[tag] >= _FEWEST or len(counts) == 1}
    encoded = column.combine_chunks().dictionary_encode()
    names = np.array([tag if tag in own else _OTHERS for tag in encoded.dictionary.to_pylist()], object)
    tags: np.ndarray = names[encoded.indices.to_numpy()]
    return tags


def _distribution(
    column: str, values: np.ndarray, languages: np.ndarray, settings: Mapping[str, Any], share: bool
) -> Distribution | None:
    there = np.isfinite(values)
    known = values[there]
    if not len(known) or known.min() == known.max():
        return None
    tags = languages[there]
    order = sorted(set(tags.tolist()), key=lambda tag: (tag == _OTHERS, -int((tags == tag).sum()), tag))
    limits = {tag: tuple(thresholds_of(column, settings, "" if tag == _OTHERS else tag)) for tag in order}
    if not any(limits.values()) and (known == 0).mean() >= _FLAT:
        return None
    edges = _edges(known, [float(limit.value) for some in limits.values() for limit in some])
    spreads = []
    for tag in order:
        own = known[tags == tag]
        counts, _ = np.histogram(np.minimum(own, edges[-1]), edges)
        spreads.append(Spread(tag, len(own), float(np.median(own)), tuple(counts.tolist()), limits[tag]))
    beyond = int((known > edges[-1]).sum())
    return Distribution(column, tuple(edges.tolist()), beyond, tuple(spreads), share=share)


def _edges(values: np.ndarray, limits: Sequence[float]) -> np.ndarray:
    """Of bins from the least to nearly the greatest number, and to the thresholds that lie near."""
    low, high = float(values.min()), float(np.quantile(values, 0.99))
    high = high if high > low else float(values.max())
    width = high - low
    near = [limit for limit in limits if low - width / _FAR <= limit <= high + width / _FAR]
    low, high = min([low, *near]), max([high, *(limit + 0.02 * width for limit in near)])
    if low >= 0 and low < 0.2 * (high - low):
        low = 0.0
    whole = bool((values == np.round(values)).all())
    if whole:
        step = max(1, int(np.ceil((high - low) / _BINS)))
        return np.arange(np.floor(low), np.floor(high) + step + 1, step, dtype=np.float64)
    return np.linspace(low, high, _BINS + 1)
