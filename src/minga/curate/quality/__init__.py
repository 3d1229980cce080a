"""How good an answer looks: what is measured of it, and the rules that go by that (`quality.*`)."""

from __future__ import annotations

from minga.curate.quality import (
    answers,
    balance,
    boilerplate,
    characters,
    endings,
    injections,
    length,
    mojibake,
    placeholders,
    prompts,
    refusals,
    repetition,
    thresholds,
    translationese,
)
from minga.curate.quality.shares import share_rule
from minga.curate.quality.thresholds import threshold
from minga.curate.rules import Annotator, Rule
from minga.settings import CurateSettings

__all__ = ["QUALITY", "quality_rules"]

QUALITY: tuple[Annotator, ...] = (
    *thresholds.MEASURES,
    *answers.MEASURES,
    *length.MEASURES,
    *refusals.MEASURES,
    *repetition.MEASURES,
    *mojibake.MEASURES,
    *placeholders.MEASURES,
    *injections.MEASURES,
    *boilerplate.MEASURES,
    *endings.MEASURES,
    *prompts.MEASURES,
    characters.CharacterShares(),
    *translationese.MEASURES,
    *balance.MEASURES,
)
"""All measures of quality."""


def quality_rules(settings: CurateSettings) -> tuple[Rule, ...]:
    """The rules that go by them, in the order in which a record is asked why it leaves."""
    own = settings.quality
    least, most = (
        threshold(settings, "min_words", settings.min_words),
        threshold(settings, "max_words", settings.max_words),
    )
    switched = (
        (own.mojibake, mojibake.MOJIBAKE),
        (own.injections, injections.INJECTION),
        (own.role_markers, injections.ROLE_MARKER),
        (settings.refusals, refusals.REFUSAL),
        (own.boilerplate, boilerplate.BOILERPLATE),
        (own.prompts_without_task, prompts.PROMPT_WITHOUT_TASK),
    )
    return (
        answers.EMPTY_ANSWER,
        *((placeholders.PLACEHOLDER,) if own.placeholders == "drop" else ()),
        *length.length_rules(least, most),
        answers.REPEATED_PROMPT,
        *(rule for switch, rule in switched if switch == "drop"),
        share_rule(
            "repetitive", repetition.SHARE, threshold(settings, "max_repetition", settings.max_repetition), "words"
        ),
        share_rule("symbols", characters.SYMBOLS, threshold(settings, "max_symbols"), "characters"),
        share_rule("uppercase", characters.UPPERCASE, threshold(settings, "max_uppercase"), "letters"),
        share_rule(
            "lost-marks", translationese.LOST_MARKS, threshold(settings, "max_lost_marks"), "questions and exclamations"
        ),
        share_rule("english-words", translationese.ENGLISH, threshold(settings, "max_english"), "words"),
        translationese.calque_rule(threshold(settings, "max_calques")),
        endings.unfinished_rule(own.unfinished),
    )
