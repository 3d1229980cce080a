"""Which of several records that say the same is the one to keep."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.annotations import LENGTH
from minga.curate.inputs import InOrder
from minga.curate.judged import Judged
from minga.licences import facts

__all__ = ["by_preference"]

_ORIGINS = ("human", "exam", "translated", "synthetic")
"""What stays before what."""
_PROVENANCE = ["id", "licence", "validated_by", "source", "contributor"]


def by_preference(judged: Judged, records: InOrder) -> np.ndarray:
    """Positions of the records that the rules keep, the best first.

    Human comes before exam, translated and synthetic; then what more is known of: each person who validated it, its
    source and its contributor count one; then the freer licence, the longer text, and the lesser id.
    """
    rows = np.flatnonzero(judged.column("reason").is_null().to_numpy())
    origins = pc.index_in(judged.column("origin"), value_set=pa.array(_ORIGINS)).fill_null(len(_ORIGINS)).to_numpy()
    words = judged.column(LENGTH).fill_null(0).to_numpy()
    known, licences = [], []
    for table in records.batches(_PROVENANCE):
        known.append(_known(table))
        licences.append(table["licence"])
    provenance = np.concatenate(known)
    strictness = _strictness(pa.chunked_array([chunk for column in licences for chunk in column.chunks], pa.string()))
    return rows[np.lexsort((rows, -words[rows], strictness[rows], -provenance[rows], origins[rows]))]


def _known(records: pa.Table) -> np.ndarray:
    validated = pc.list_value_length(records["validated_by"]).fill_null(0).to_numpy().astype(np.int64)
    for name in ("source", "contributor"):
        validated = validated + pc.not_equal(records[name].fill_null(""), "").to_numpy().astype(np.int64)
    return validated


def _strictness(licences: pa.ChunkedArray) -> np.ndarray:
    """The place of each licence among those that occur, the freest first; equally free ones share a place."""
    names = licences.fill_null("NOASSERTION").unique()
    asked = [facts(name or "NOASSERTION").strictness for name in names.to_pylist()]
    places = {strictness: place for place, strictness in enumerate(sorted(set(asked)))}
    ranks = np.array([places[strictness] for strictness in asked], np.int64)
    return ranks[pc.index_in(licences.fill_null("NOASSERTION"), value_set=names).to_numpy()]
