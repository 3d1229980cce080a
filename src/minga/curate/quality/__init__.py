"""How good an answer looks: what is measured of it, and the rules that go by that (`quality.*`)."""

from __future__ import annotations

from minga.curate.quality import answers, length, refusals, repetition
from minga.curate.rules import Annotator, Rule
from minga.settings import CurateSettings

__all__ = ["QUALITY", "quality_rules"]

QUALITY: tuple[Annotator, ...] = (*answers.MEASURES, *length.MEASURES, *refusals.MEASURES, *repetition.MEASURES)
"""All measures of quality."""


def quality_rules(settings: CurateSettings) -> tuple[Rule, ...]:
    """The rules that go by them, in the order in which a record is asked why it leaves."""
    return (
        answers.EMPTY_ANSWER,
        *length.length_rules(settings.min_words, settings.max_words),
        answers.REPEATED_PROMPT,
        *((refusals.REFUSAL,) if settings.refusals == "drop" else ()),
        repetition.repetition_rule(settings.max_repetition),
    )
