from __future__ import annotations

import pyarrow as pa

from minga.curate.language import MatrixRow, language_matrix


def test_declared_against_detected_counts_every_record() -> None:
    annotated = pa.table(
        {
            "language.declared": ["es", "es", "ca", "es", "es", "nah"],
            "language.answer": ["es", "es", "es", "und", "en", None],
        }
    )
    rows = language_matrix(annotated)
    assert rows == [
        MatrixRow("es", {"es": 2, "en": 1, "und": 1}),
        MatrixRow("ca", {"es": 1}),
        MatrixRow("nah", {"": 1}),
    ]
    assert sum(row.records for row in rows) == annotated.num_rows


def test_no_record_makes_no_row() -> None:
    empty = pa.table({"language.declared": pa.array([], pa.string()), "language.answer": pa.array([], pa.string())})
    assert language_matrix(empty) == []
