"""Every kind of defect: how it is planted, and which checks count as having found it."""

from __future__ import annotations

from dataclasses import dataclass

from _translation_lint.mutations import (
    agreement,
    artefacts,
    content,
    continuation,
    denial,
    figures,
    marks,
    names,
    proportion,
    protected,
    structure,
    talk,
    terms,
    untranslated,
)
from _translation_lint.pairs import Mutation

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True)
class Kind:
    """One kind of defect."""

    name: str
    plant: Mutation
    checks: tuple[str, ...]
    """Ids of checks whose finding names this defect. Those that the linter does not have find nothing."""


_PROTECTED = ("lost-formula", "stray-markup")
_TALK = ("model-talk",)
_MORE = ("model-talk", "added-sentence", "length")
_LANGUAGE = ("wrong-language", "untranslated")
_NUMBER = ("lost-number", "added-number", "lost-number-word", "lost-date")
_NAME = ("lost-name", "added-name")
_AGREEMENT = ("stem-disagrees", "key-agrees-alone", "article-clash", "clashing-number", "key-form")
_QUOTES = ("lost-quotes", "unbalanced-quotes", "unbalanced-brackets")
_VARIETY = ("offending-word", "foreign-word")
_OTHER_TEXT = ("other-text", "broken-continuation", "choices-reordered", "length", *_NAME, *_NUMBER)
"""What says that this is no translation of that text."""

KINDS: tuple[Kind, ...] = (
    Kind("choices-identical", structure.choices_identical, ("choices-collapsed",)),
    Kind("choices-swapped", structure.choices_swapped, ("choices-reordered",)),
    Kind("key-moved", structure.key_moved, ("structure-changed",)),
    Kind("choice-lost", structure.choice_lost, ("structure-changed",)),
    Kind("reference-broken", structure.reference_broken, ("broken-reference",)),
    Kind("reference-moved", structure.reference_moved, ("broken-reference", "structure-changed", "choices-reordered")),
    Kind("choice-untranslated", untranslated.choice_untranslated, _LANGUAGE),
    Kind("stem-untranslated", untranslated.stem_untranslated, _LANGUAGE),
    Kind("half-untranslated", untranslated.half_untranslated, _LANGUAGE),
    Kind("wrong-language", untranslated.wrong_language, _LANGUAGE),
    Kind("wrong-language-half", untranslated.wrong_language_half, _LANGUAGE),
    Kind("number-changed", figures.number_changed, _NUMBER),
    Kind("number-lost", figures.number_lost, _NUMBER),
    Kind("number-added", figures.number_added, _NUMBER),
    Kind("number-word-changed", figures.number_word_changed, _NUMBER),
    Kind("unit-swapped", figures.unit_swapped, ("lost-unit", "swapped-unit", "converted-unit")),
    Kind("unit-lost", figures.unit_lost, ("lost-unit",)),
    Kind("negation-lost", denial.negation_lost, ("lost-negation",)),
    Kind("negation-added", denial.negation_added, ("added-negation",)),
    Kind("answer-flipped", denial.answer_flipped, ("lost-negation", "added-negation")),
    Kind("question-word-changed", denial.question_word_changed, ("wrong-question",)),
    Kind("name-lost", names.name_lost, _NAME),
    Kind("name-swapped", names.name_swapped, _NAME),
    Kind("country-swapped", names.country_swapped, _NAME),
    Kind("opening-mark-lost", marks.opening_mark_lost, ("missing-opening-mark",)),
    Kind("question-mark-lost", marks.question_mark_lost, ("lost-question-mark",)),
    Kind("exclamation-lost", marks.exclamation_lost, ("missing-opening-mark", "lost-exclamation-mark")),
    Kind("quotes-unbalanced", marks.quotes_unbalanced, _QUOTES),
    Kind("quotes-lost", marks.quotes_lost, _QUOTES),
    Kind("brackets-unbalanced", marks.brackets_unbalanced, ("unbalanced-brackets",)),
    Kind("brackets-lost", marks.brackets_lost, ("lost-brackets", "unbalanced-brackets")),
    Kind("markup-broken", protected.markup_broken, _PROTECTED),
    Kind("placeholder-broken", protected.placeholder_broken, _PROTECTED),
    Kind("formula-broken", protected.formula_broken, _PROTECTED),
    Kind("code-broken", protected.code_broken, _PROTECTED),
    Kind("address-broken", protected.address_broken, _PROTECTED),
    Kind("blank-broken", protected.blank_broken, ("lost-blank",)),
    Kind("unknown-word-mark", artefacts.unknown_word_mark, ("unknown-word",)),
    Kind("engine-artefact", artefacts.engine_artefact, ("stray-markup", "odd-characters")),
    Kind("choice-letter", artefacts.choice_letter, ("choice-letter",)),
    Kind("broken-encoding", artefacts.broken_encoding, ("odd-characters",)),
    Kind("odd-character", artefacts.odd_character, ("odd-characters",)),
    Kind("loop", artefacts.loop, ("repetition", "doubled-word")),
    Kind("doubled-word", artefacts.doubled_word, ("repetition", "doubled-word")),
    Kind("preface", talk.preface, _MORE),
    Kind("refusal", talk.refusal, _TALK),
    Kind("note", talk.note, _MORE),
    Kind("explanation", talk.explanation, _MORE),
    Kind("truncated", proportion.truncated, ("length", "cut-short", "lost-sentence")),
    Kind("doubled-text", proportion.doubled_text, ("length", "repetition", "added-sentence")),
    Kind("key-padded", proportion.key_padded, ("key-length",)),
    Kind("key-form", proportion.key_form, ("key-form", "case-changed")),
    Kind("agreement-subject", agreement.subject_choices, _AGREEMENT),
    Kind("agreement-one-choice", agreement.one_choice, _AGREEMENT),
    Kind("agreement-article-stem", agreement.article_stem, _AGREEMENT),
    Kind("agreement-article-noun", agreement.article_noun, _AGREEMENT),
    Kind("ending-swapped", continuation.ending_swapped, _OTHER_TEXT),
    Kind("ending-form", continuation.ending_form, ("broken-continuation", "case-changed")),
    Kind("term-inconsistent", terms.term_inconsistent, ("mixed-terms",)),
    Kind("terms-collapsed", terms.terms_collapsed, ("terms-collapsed", "choices-collapsed", "mixed-terms")),
    Kind("language-bound", content.language_bound, ("language-bound",)),
    Kind("culture-bound", content.culture_bound, ("culture-bound",)),
    Kind("idiom", content.idiom, ("idiom", "culture-bound")),
    Kind("false-friend", content.false_friend, ("false-friend",)),
    Kind("variety-word", content.variety_word, _VARIETY),
    Kind("variety-form", content.variety_form, _VARIETY),
)
