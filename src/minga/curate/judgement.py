"""All rules over one record, and what the search for duplicates needs of it, a batch of records at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from minga.credits import name_hash
from minga.curate.answers import answer_repeats_prompt, empty_answer
from minga.curate.language_identification import LanguageRule
from minga.curate.length import LengthRule
from minga.curate.refusals import refusal
from minga.curate.repetition import RepetitionRule
from minga.curate.rules import Example, Rule
from minga.settings import CurateSettings

__all__ = ["Judge", "VERDICT", "conversation_text", "rules_of"]

VERDICT = pa.struct(
    [
        pa.field("reason", pa.large_string()),  # null keeps
        pa.field("detail", pa.large_string()),
        pa.field("digest", pa.large_binary()),  # of the normalised turns: equal for exact duplicates
        pa.field("words", pa.int64()),
        pa.field("text", pa.large_string()),  # the words that near duplicates are compared by; null if too few
    ]
)


_WITHDRAWN: dict[str, object] = {"reason": "withdrawn", "detail": ""}


def rules_of(settings: CurateSettings, labels: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules, cheap ones first; `labels` are the languages that are told apart."""
    return (
        empty_answer,
        LengthRule(settings.min_words, settings.max_words),
        answer_repeats_prompt,
        *((refusal,) if settings.refusals == "drop" else ()),
        RepetitionRule(settings.max_repetition),
        LanguageRule(labels, settings.language_confidence, settings.language_min_words),
    )


def conversation_text(example: Example) -> str:
    """The words of all turns, separated by single spaces."""
    return " ".join(example.conversation_words)


@dataclass(frozen=True)
class Judge:
    """Applies `rules` in their order to Arrow arrays of messages, languages and tasks; gives an array of `VERDICT`.

    What comes from somebody whose name's hash is in `withdrawn` leaves before any rule, so that it is never the one of
    two equal records that stays.
    """

    rules: Sequence[Rule]
    shingle: int
    withdrawn: frozenset[str] = frozenset()

    def __call__(self, messages: pa.Array, languages: pa.Array, tasks: pa.Array, contributors: pa.Array) -> pa.Array:
        """One verdict a record."""
        names = contributors.to_pylist()
        gone = {name for name in set(names) if self.withdrawn and name and name_hash(name) in self.withdrawn}
        rows = zip(names, messages.to_pylist(), languages.to_pylist(), tasks.to_pylist(), strict=True)
        return pa.array([_WITHDRAWN if name in gone else self._verdict(Example(*row)) for name, *row in rows], VERDICT)

    def _verdict(self, example: Example) -> dict[str, object]:
        drop = next((drop for drop in (rule(example) for rule in self.rules) if drop), None)
        if drop:
            return {"reason": drop.reason, "detail": drop.detail}
        enough = len(example.conversation_words) >= self.shingle
        return {
            "digest": _digest(example),
            "words": len(example.conversation_words),
            "text": conversation_text(example) if enough else None,
        }


def _digest(example: Example) -> bytes:
    turns = "\x1e".join(f"{role}\x1f{text}" for role, text in example.normalised_turns)
    return hashlib.blake2b(turns.encode(), digest_size=16).digest()
