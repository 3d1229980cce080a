"""Which records leave for their language."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.language.language_identification import ANSWER, DECLARED, MIXED, PROMPT, UNDETERMINED, sureness
from minga.curate.rules import Row, Rule
from minga.settings import LanguageSettings

__all__ = ["language_rules"]


def language_rules(settings: LanguageSettings) -> tuple[Rule, ...]:
    """`wrong-language`: the answer, or the prompt of an answer too short to tell, is in another language than the
    record says, at least as likely as `settings.confidence`. `mixed-languages`, where it is wanted: the prompt is in
    another language than the answer."""
    wrong = Rule(
        "wrong-language",
        [DECLARED, PROMPT, sureness(PROMPT), ANSWER, sureness(ANSWER)],
        lambda seen: _wrong(seen, settings.confidence),
        _told,
    )
    mixed = Rule("mixed-languages", [MIXED, PROMPT, ANSWER], lambda seen: seen[MIXED], _both)
    return (wrong, mixed) if settings.mixed == "drop" else (wrong,)


def _wrong(seen: pa.Table, confidence: float) -> pa.ChunkedArray:
    def other(column: str) -> pa.ChunkedArray:
        sure = pc.greater_equal(seen[sureness(column)], confidence)
        return pc.fill_null(pc.and_(pc.not_equal(seen[DECLARED], seen[column]), sure), False)

    return pc.or_(other(ANSWER), pc.and_(pc.equal(seen[ANSWER], UNDETERMINED), other(PROMPT)))


def _told(row: Row) -> str:
    column = PROMPT if row[ANSWER] == UNDETERMINED else ANSWER
    whose = "its prompt looks" if column == PROMPT else "looks"
    return f"{whose} like {row[column]} ({row[sureness(column)]:.2f})"


def _both(row: Row) -> str:
    return f"prompt like {row[PROMPT]}, answer like {row[ANSWER]}"
