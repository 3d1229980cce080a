"""Declared against detected languages, as counts."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from minga.curate.language.language_identification import ANSWER, DECLARED

__all__ = ["MatrixRow", "language_matrix"]


@dataclass(frozen=True)
class MatrixRow:
    """Records that say that they are in one language, by the language that their answers are in."""

    declared: str
    answers: dict[str, int]
    """Records by language, the most frequent first: `und` where an answer is too short to tell, and an empty string
    where it is not judged (translations, and languages that the identifier does not know)."""

    @property
    def records(self) -> int:
        """All of them."""
        return sum(self.answers.values())


def language_matrix(annotated: pa.Table) -> list[MatrixRow]:
    """Declared against detected, of rows of tables `annotated/…`; the language with most records first.

    Of the columns `language.declared` and `language.answer`, so that a table may be read with these alone.
    """
    pairs = annotated.select([DECLARED, ANSWER]).group_by([DECLARED, ANSWER]).aggregate([([], "count_all")])
    counts: dict[str, dict[str, int]] = {}
    for row in pairs.to_pylist():
        counts.setdefault(row[DECLARED] or "", {})[row[ANSWER] or ""] = row["count_all"]
    ordered = [
        MatrixRow(declared, dict(sorted(answers.items(), key=lambda item: (-item[1], item[0]))))
        for declared, answers in counts.items()
    ]
    return sorted(ordered, key=lambda row: (-row.records, row.declared))
