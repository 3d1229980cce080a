"""Every check, with its name and how bad it is what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from minga.translate.lint.checks.artefacts import marked_word, model_talk, repetition, stray_markup
from minga.translate.lint.checks.choices import choices_collapsed, key_length_changed, structure_changed
from minga.translate.lint.checks.language_bound import language_bound
from minga.translate.lint.checks.negation import added_negation, lost_negation
from minga.translate.lint.checks.numbers import added_number, lost_number
from minga.translate.lint.checks.proportion import length_out_of_proportion
from minga.translate.lint.checks.protected_text import lost_blank, lost_formula
from minga.translate.lint.checks.punctuation import (
    lost_question_mark,
    lost_quotes,
    missing_opening_mark,
    unbalanced_brackets,
)
from minga.translate.lint.checks.references import broken_reference
from minga.translate.lint.checks.units import converted_unit, lost_unit
from minga.translate.lint.checks.untranslated import untranslated
from minga.translate.lint.pairs import Fault, ItemPair, Severity, TextPair

__all__ = ["CHECKS", "Check"]


@dataclass(frozen=True)
class Check:
    """One thing that is looked for. Its explanation stands under its name in `messages/LANGUAGE.toml`."""

    name: str
    severity: Severity
    """`error`: the item may measure something else. `warning`: a person should look. `note`: good to know."""
    find: Callable[[ItemPair], Iterator[Fault]]


def _each(find: Callable[[TextPair], Iterator[Fault]]) -> Callable[[ItemPair], Iterator[Fault]]:
    """A check of one text as a check of an item."""

    def find_all(pair: ItemPair) -> Iterator[Fault]:
        for text in pair.texts:
            if text.target:
                yield from find(text)

    return find_all


CHECKS: tuple[Check, ...] = (
    Check("structure-changed", "error", structure_changed),
    Check("choices-collapsed", "error", choices_collapsed),
    Check("untranslated", "error", _each(untranslated)),
    Check("lost-number", "error", _each(lost_number)),
    Check("added-number", "warning", _each(added_number)),
    Check("lost-unit", "warning", _each(lost_unit)),
    Check("converted-unit", "note", _each(converted_unit)),
    Check("lost-negation", "error", _each(lost_negation)),
    Check("added-negation", "warning", _each(added_negation)),
    Check("lost-formula", "error", _each(lost_formula)),
    Check("lost-blank", "error", _each(lost_blank)),
    Check("broken-reference", "error", _each(broken_reference)),
    Check("model-talk", "error", _each(model_talk)),
    Check("repetition", "error", _each(repetition)),
    Check("unknown-word", "warning", _each(marked_word)),
    Check("stray-markup", "warning", _each(stray_markup)),
    Check("missing-opening-mark", "warning", _each(missing_opening_mark)),
    Check("lost-question-mark", "warning", _each(lost_question_mark)),
    Check("unbalanced-brackets", "warning", _each(unbalanced_brackets)),
    Check("lost-quotes", "note", _each(lost_quotes)),
    Check("length", "warning", _each(length_out_of_proportion)),
    Check("key-length", "note", key_length_changed),
    Check("language-bound", "warning", _each(language_bound)),
)
