"""Which of a few neighbouring languages a word looks like: by lists of small words, and by its letters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from minga.translate.lint.language_rules import LanguageRules, languages_with_rules, rules_for

__all__ = ["Leaning", "leaning"]

_SMALL_WORD = 2.0
"""What a word counts that holds the sentences of one of two languages together and is none of the other's …"""
_LETTERS = 0.5
"""… what each nat counts that its letters are likelier in one of them …"""
_MOST = 2.5
"""… and how much its letters can count at most."""


class Leaning(NamedTuple):
    """What a word says for each other language and against the own one: above 0 it is rather the other's."""

    most: float
    """The most that it says for any of them."""
    towards: Mapping[str, float]
    strange: bool
    """Whether it is spelt as the rules say that no word of the own language is."""


@lru_cache(maxsize=65536)
def leaning(word: str, rules: LanguageRules) -> Leaning:
    """What a word (in lower case) that stands in a text of the rules' language says for the other languages.

    Words that are written alike in both, and own words that look like another's small word, say nothing for it.
    """
    small = word in rules.function_words
    strange = not small and "strange" in rules.values and rules.pattern("strange").search(word) is not None
    telling = rules.telling.get(word, ())
    likely = _likelihoods(word)
    own = likely.get(rules.language)
    towards: dict[str, float] = {}
    for language in languages_with_rules():
        if language == rules.language:
            continue
        other = likely.get(language)
        letters = 0.0 if own is None or other is None else _LETTERS * (other - own)
        letters = max(-_MOST, min(_MOST, letters))
        if small:
            towards[language] = 0.0 if word in rules_for(language).function_words else -_SMALL_WORD
        elif language in telling or strange:
            towards[language] = max(_SMALL_WORD, letters)
        else:
            towards[language] = min(0.0, letters) if word in rules.homographs else letters
    return Leaning(max(towards.values(), default=0.0), towards, strange)


def _likelihoods(word: str) -> Mapping[str, float]:
    """The logarithm of a word's likelihood in each language that py3langid knows; empty where letters tell nothing."""
    identifier = _identifier()
    scores = dict(identifier.rank(f" {word} "))
    priors = dict(zip(identifier.nb_classes, identifier.nb_pc.tolist(), strict=True))
    if len({round(score, 3) for score in scores.values()}) == 1:
        return {}
    return {language: score - priors[language] for language, score in scores.items()}


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([language for language in identifier.labels if language in languages_with_rules()])
    return identifier
