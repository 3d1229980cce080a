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


_MARKUP = ("lost-markup", "lost-placeholder", "lost-formula", "stray-markup", "lost-address", "lost-code")
_TALK = ("model-talk", "refusal", "model-refusal", "model-note", "model-preface", "model-explanation")
_LANGUAGE = ("wrong-language", "untranslated", "half-translated")
_AGREEMENT = ("agreement", "agreement-stem", "agreement-choices", "key-form")
_REFERENCE = ("broken-reference", "reference-order")
_QUOTES = ("lost-quotes", "unbalanced-quotes", "unbalanced-brackets")

KINDS: tuple[Kind, ...] = (
    Kind("choices-identical", structure.choices_identical, ("choices-collapsed",)),
    Kind("choices-swapped", structure.choices_swapped, ("choices-swapped", "order-changed")),
    Kind("key-moved", structure.key_moved, ("structure-changed",)),
    Kind("choice-lost", structure.choice_lost, ("structure-changed",)),
    Kind("reference-broken", structure.reference_broken, _REFERENCE),
    Kind("reference-moved", structure.reference_moved, ("structure-changed", *_REFERENCE)),
    Kind("choice-untranslated", untranslated.choice_untranslated, _LANGUAGE),
    Kind("stem-untranslated", untranslated.stem_untranslated, _LANGUAGE),
    Kind("half-untranslated", untranslated.half_untranslated, _LANGUAGE),
    Kind("wrong-language", untranslated.wrong_language, _LANGUAGE),
    Kind("wrong-language-half", untranslated.wrong_language_half, _LANGUAGE),
    Kind("number-changed", figures.number_changed, ("lost-number", "added-number")),
    Kind("number-lost", figures.number_lost, ("lost-number",)),
    Kind("number-added", figures.number_added, ("added-number",)),
    Kind("number-word-changed", figures.number_word_changed, ("lost-number", "added-number")),
    Kind("unit-swapped", figures.unit_swapped, ("lost-unit", "converted-unit", "added-unit")),
    Kind("unit-lost", figures.unit_lost, ("lost-unit",)),
    Kind("negation-lost", denial.negation_lost, ("lost-negation",)),
    Kind("negation-added", denial.negation_added, ("added-negation",)),
    Kind("answer-flipped", denial.answer_flipped, ("lost-negation", "added-negation", "answer-flipped")),
    Kind("name-lost", names.name_lost, ("lost-name",)),
    Kind("name-swapped", names.name_swapped, ("lost-name", "added-name", "swapped-name")),
    Kind("country-swapped", names.country_swapped, ("lost-name", "added-name", "swapped-name")),
    Kind("opening-mark-lost", marks.opening_mark_lost, ("missing-opening-mark",)),
    Kind("question-mark-lost", marks.question_mark_lost, ("lost-question-mark",)),
    Kind("exclamation-lost", marks.exclamation_lost, ("missing-opening-mark", "lost-exclamation-mark")),
    Kind("quotes-unbalanced", marks.quotes_unbalanced, _QUOTES),
    Kind("quotes-lost", marks.quotes_lost, _QUOTES),
    Kind("brackets-unbalanced", marks.brackets_unbalanced, ("unbalanced-brackets",)),
    Kind("brackets-lost", marks.brackets_lost, ("unbalanced-brackets", "lost-brackets")),
    Kind("markup-broken", protected.markup_broken, _MARKUP),
    Kind("placeholder-broken", protected.placeholder_broken, _MARKUP),
    Kind("formula-broken", protected.formula_broken, _MARKUP),
    Kind("code-broken", protected.code_broken, _MARKUP),
    Kind("address-broken", protected.address_broken, _MARKUP),
    Kind("blank-broken", protected.blank_broken, ("lost-blank",)),
    Kind("unknown-word-mark", artefacts.unknown_word_mark, ("unknown-word",)),
    Kind("engine-artefact", artefacts.engine_artefact, ("stray-markup", "engine-artefact")),
    Kind("broken-encoding", artefacts.broken_encoding, ("mojibake",)),
    Kind("odd-character", artefacts.odd_character, ("odd-character", "mojibake")),
    Kind("loop", artefacts.loop, ("repetition", "doubled-word")),
    Kind("doubled-word", artefacts.doubled_word, ("repetition", "doubled-word")),
    Kind("preface", talk.preface, _TALK),
    Kind("refusal", talk.refusal, _TALK),
    Kind("note", talk.note, _TALK),
    Kind("explanation", talk.explanation, (*_TALK, "length")),
    Kind("truncated", proportion.truncated, ("length", "truncated")),
    Kind("doubled-text", proportion.doubled_text, ("length", "repetition")),
    Kind("key-padded", proportion.key_padded, ("key-length",)),
    Kind("key-form", proportion.key_form, ("key-form",)),
    Kind("agreement-subject", agreement.subject_choices, _AGREEMENT),
    Kind("agreement-one-choice", agreement.one_choice, _AGREEMENT),
    Kind("agreement-article-stem", agreement.article_stem, _AGREEMENT),
    Kind("agreement-article-noun", agreement.article_noun, _AGREEMENT),
    Kind("ending-swapped", continuation.ending_swapped, ("continuation",)),
    Kind("ending-form", continuation.ending_form, ("continuation",)),
    Kind("term-inconsistent", terms.term_inconsistent, ("inconsistent-term",)),
    Kind("terms-collapsed", terms.terms_collapsed, ("terms-collapsed", "choices-collapsed")),
    Kind("language-bound", content.language_bound, ("language-bound",)),
    Kind("culture-bound", content.culture_bound, ("culture-bound",)),
    Kind("idiom", content.idiom, ("idiom", "culture-bound")),
    Kind("false-friend", content.false_friend, ("false-friend",)),
    Kind("variety-word", content.variety_word, ("variety-word",)),
    Kind("variety-form", content.variety_form, ("variety-form", "wrong-variety")),
)
