"""Every check, with its name and how bad it is what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from minga.translate.lint.checks.agreement import article_clash, key_agrees_alone, stem_disagrees
from minga.translate.lint.checks.artefacts import choice_letter, marked_word, model_talk, repetition, stray_markup
from minga.translate.lint.checks.calques import false_friend
from minga.translate.lint.checks.characters import odd_characters, wrong_spelling
from minga.translate.lint.checks.choices import choices_collapsed, key_length_changed, structure_changed
from minga.translate.lint.checks.continuation import broken_continuation, clashing_number, repeated_stem
from minga.translate.lint.checks.culture import culture_bound, idiom
from minga.translate.lint.checks.doubling import doubled_mark, doubled_word
from minga.translate.lint.checks.forms import case_changed, key_form
from minga.translate.lint.checks.language_bound import language_bound
from minga.translate.lint.checks.mixed_terms import mixed_terms
from minga.translate.lint.checks.names import added_name, lost_name
from minga.translate.lint.checks.negation import added_negation, lost_negation
from minga.translate.lint.checks.numbers import added_number, lost_number
from minga.translate.lint.checks.numerals import lost_date, lost_number_word
from minga.translate.lint.checks.order import choices_reordered
from minga.translate.lint.checks.other_text import other_text
from minga.translate.lint.checks.predicates import predicate_disagrees
from minga.translate.lint.checks.proportion import length_out_of_proportion
from minga.translate.lint.checks.protected_text import lost_blank, lost_formula
from minga.translate.lint.checks.punctuation import (
    lost_brackets,
    lost_exclamation_mark,
    lost_question_mark,
    lost_quotes,
    missing_opening_mark,
    unbalanced_brackets,
    unbalanced_quotes,
)
from minga.translate.lint.checks.question_type import wrong_question
from minga.translate.lint.checks.references import broken_reference
from minga.translate.lint.checks.sentences import added_sentence, cut_short, lost_sentence
from minga.translate.lint.checks.terms import terms_collapsed
from minga.translate.lint.checks.units import converted_unit, lost_unit, swapped_unit
from minga.translate.lint.checks.untranslated import untranslated
from minga.translate.lint.checks.variety import foreign_word, offending_word
from minga.translate.lint.checks.wrong_language import wrong_language
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

    find_all.__doc__ = find.__doc__
    return find_all


def _of_signs(find: Callable[[TextPair], Iterator[Fault]]) -> Callable[[ItemPair], Iterator[Fault]]:
    """A check of one text that looks at digits, brackets, formulas and the like: most texts have none."""

    def find_all(pair: ItemPair) -> Iterator[Fault]:
        for text in pair.texts:
            if text.target and text.has_signs:
                yield from find(text)

    find_all.__doc__ = find.__doc__
    return find_all


def _both(
    one: Callable[[ItemPair], Iterator[Fault]], other: Callable[[ItemPair], Iterator[Fault]]
) -> Callable[[ItemPair], Iterator[Fault]]:
    """Two ways to find the same, the other where the one finds nothing."""

    def find_all(pair: ItemPair) -> Iterator[Fault]:
        found = list(one(pair))
        yield from found or other(pair)

    find_all.__doc__ = one.__doc__
    return find_all


CHECKS: tuple[Check, ...] = (
    Check("structure-changed", "error", structure_changed),
    Check("choices-collapsed", "error", choices_collapsed),
    Check("choices-reordered", "error", choices_reordered),
    Check("untranslated", "error", _each(untranslated)),
    Check("wrong-language", "warning", wrong_language),
    Check("lost-number", "error", _of_signs(lost_number)),
    Check("added-number", "warning", _of_signs(added_number)),
    Check("lost-number-word", "error", _each(lost_number_word)),
    Check("lost-date", "error", _each(lost_date)),
    Check("lost-unit", "warning", _of_signs(lost_unit)),
    Check("swapped-unit", "error", _of_signs(swapped_unit)),
    Check("converted-unit", "note", _of_signs(converted_unit)),
    Check("lost-negation", "error", _each(lost_negation)),
    Check("added-negation", "warning", _each(added_negation)),
    Check("lost-name", "warning", lost_name),
    Check("added-name", "warning", added_name),
    Check("lost-formula", "error", _of_signs(lost_formula)),
    Check("lost-blank", "error", _of_signs(lost_blank)),
    Check("broken-reference", "error", _each(broken_reference)),
    Check("wrong-question", "warning", _each(wrong_question)),
    Check("model-talk", "error", model_talk),
    Check("choice-letter", "warning", _each(choice_letter)),
    Check("repetition", "error", _each(repetition)),
    Check("doubled-word", "warning", _each(doubled_word)),
    Check("doubled-mark", "note", _each(doubled_mark)),
    Check("unknown-word", "warning", _each(marked_word)),
    Check("stray-markup", "warning", _each(stray_markup)),
    Check("odd-characters", "warning", _each(odd_characters)),
    Check("wrong-spelling", "warning", _each(wrong_spelling)),
    Check("missing-opening-mark", "warning", _each(missing_opening_mark)),
    Check("lost-question-mark", "warning", _each(lost_question_mark)),
    Check("lost-exclamation-mark", "note", _of_signs(lost_exclamation_mark)),
    Check("unbalanced-brackets", "warning", _of_signs(unbalanced_brackets)),
    Check("lost-brackets", "warning", _of_signs(lost_brackets)),
    Check("unbalanced-quotes", "warning", _each(unbalanced_quotes)),
    Check("lost-quotes", "note", _each(lost_quotes)),
    Check("length", "warning", length_out_of_proportion),
    Check("other-text", "warning", other_text),
    Check("lost-sentence", "warning", _each(lost_sentence)),
    Check("added-sentence", "warning", _each(added_sentence)),
    Check("cut-short", "warning", _each(cut_short)),
    Check("article-clash", "warning", _each(article_clash)),
    Check("stem-disagrees", "error", _both(stem_disagrees, predicate_disagrees)),
    Check("key-agrees-alone", "error", key_agrees_alone),
    Check("key-length", "note", key_length_changed),
    Check("key-form", "warning", key_form),
    Check("case-changed", "note", case_changed),
    Check("broken-continuation", "warning", broken_continuation),
    Check("repeated-stem", "warning", repeated_stem),
    Check("clashing-number", "warning", clashing_number),
    Check("mixed-terms", "note", mixed_terms),
    Check("terms-collapsed", "warning", terms_collapsed),
    Check("language-bound", "warning", language_bound),
    Check("culture-bound", "note", culture_bound),
    Check("idiom", "warning", idiom),
    Check("false-friend", "warning", _each(false_friend)),
    Check("offending-word", "warning", offending_word),
    Check("foreign-word", "note", foreign_word),
)
