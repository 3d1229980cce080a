"""Gender and number: articles and what follows them, stems and their choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from minga.translate.lint.folding import folded
from minga.translate.lint.language_rules import Inflection, LanguageRules
from minga.translate.lint.pairs import Fault, ItemPair, TextPair, Word

__all__ = ["article_clash", "key_agrees_alone", "stem_disagrees"]

_VERB_ENDING = re.compile(r"(?:mos|ste|stes|[aei]ndo|[aei]rl[oa]s?|r[íi]as?|abas?|avas?|[aei]ras?)$")
_EITHER = re.compile(r"(?:ista|ota|eta|crata|arca|nauta|pata|ida|cola|ema|oma|gma|sma|rama|grama|ima|tma|sta)$")
"""Endings in -a of nouns of either gender, and of Greek ones that are masculine."""
_PRONOUNS = {"es": {"la", "los", "las"}, "ca": {"el", "els", "la", "les"}, "pt": {"os", "as"}, "gl": {"os", "as"}}
"""Articles that are pronouns before a verb."""
_SHORT = 5
"""Letters up to which an ending may be the whole of a word: `avión`, `edad`."""
_BLANK = re.compile(r"[\s_.…:\-–—\"'“”«»(]*$")


def article_clash(text: TextPair) -> Iterator[Fault]:
    """An article and the noun behind it do not agree: `la perro`, `los abejas`."""
    rules = text.target_rules
    inflections = rules.inflections
    if not inflections:
        return
    words = text.target_words
    for word, noun in pairwise(words):
        article = inflections.get(word.low)
        if article is None or word.low in rules.ambiguous or noun.start != word.end + 1:
            continue
        if not noun.text.isalpha() or not noun.text[1:].islower() or noun.low in rules.function_words:
            continue
        doubtful = noun.text[0].isupper() or noun.low in text.source_set
        beside = text.target[word.end] == " "
        if beside and _clash(word.low, article, noun, rules) and not (doubtful and not _is_plain(noun.low, rules)):
            yield text.in_target(word.start, noun.end)


def _clash(word: str, article: Inflection, noun: Word, rules: LanguageRules) -> bool:
    """Whether the noun's ending shows the other gender in the same number: a pronoun before a verb looks alike."""
    kind = _plain(noun.low, rules)
    if kind is None or kind.number != article.number or kind.gender == article.gender:
        return False
    return word not in _PRONOUNS.get(rules.language, _PRONOUNS["es"]) or not _VERB_ENDING.search(noun.low)


def _is_plain(word: str, rules: LanguageRules) -> bool:
    """Whether a word ends as only nouns of one gender do: where it may be a name or the source's, it has to."""
    table = rules.values.get("agreement", {})
    endings = f"{table.get('plain_feminine', '(?!)')}|{table.get('plain_masculine', '(?!)')}"
    return len(word) > _SHORT and re.search(rf"(?:{endings})(?:e?s)?$", word) is not None


@lru_cache(maxsize=16384)
def _plain(word: str, rules: LanguageRules) -> Inflection | None:
    """Gender by the plainest endings, `-o` and `-a`, and by what the rules list."""
    if word in rules.either_gender:
        return None
    known = rules.exceptions.get(folded(word))
    if known is not None:
        return known
    number: Literal["singular", "plural"] = "plural" if word.endswith("s") else "singular"
    table = rules.values.get("agreement", {})
    for gender in ("feminine", "masculine"):
        if len(word) > _SHORT and re.search(rf"(?:{table.get(f'plain_{gender}', '(?!)')})(?:e?s)?$", word):
            return Inflection(gender, number)  # type: ignore[arg-type, unused-ignore]
    bare = word.removesuffix("s")
    if len(bare) < 4 or not bare.endswith(("o", "a")) or bare.endswith("ão") or _EITHER.search(bare):
        return None
    return Inflection("masculine" if bare.endswith("o") else "feminine", number)


def stem_disagrees(pair: ItemPair) -> Iterator[Fault]:
    """The stem ends with an article that a choice does not agree with, or with one that it repeats."""
    article = _last_article(pair)
    if article is None:
        return
    word, inflection = article
    kinds = [_kind(text, pair.rules[1]) for text in pair.choices]
    if _fits_alone(pair, kinds, inflection):
        return  # key_agrees_alone says it
    for text, kind in zip(pair.choices, kinds, strict=True):
        first = text.target_words[0] if text.target_words else None
        if first is None:
            continue
        repeated = first.low in pair.rules[1].inflections and text.source_words[:1] != []
        again = repeated and text.source_words[0].low not in {"a", "an", "the"} and first.low == word.low
        if again or (kind is not None and _differ(kind, inflection)):
            severity = None if text is pair.choices[pair.source.answer or 0] else "warning"
            yield text.in_target(first.start, first.end, severity, text.source)  # type: ignore[arg-type]


def key_agrees_alone(pair: ItemPair) -> Iterator[Fault]:
    """Only the right choice agrees with the article at the end of the stem: grammar gives the answer away."""
    article = _last_article(pair)
    if article is None or pair.stem is None:
        return
    word, inflection = article
    if _fits_alone(pair, [_kind(text, pair.rules[1]) for text in pair.choices], inflection):
        yield pair.stem.in_target(word.start, word.end)


def _fits_alone(pair: ItemPair, kinds: list[Inflection | None], wanted: Inflection) -> bool:
    key = pair.source.answer
    if key is None or len(kinds) < 2 or any(kind is None for kind in kinds):
        return False
    fits = [kind is not None and not _differ(kind, wanted) for kind in kinds]
    return fits[key] and sum(fits) == 1


def _differ(one: Inflection, other: Inflection) -> bool:
    return one.gender != other.gender or one.number != other.number


def _last_article(pair: ItemPair) -> tuple[Word, Inflection] | None:
    """The article that the translated stem ends with, the gap to be filled aside."""
    if pair.stem is None or not pair.stem.target_words or not pair.choices or not pair.rules[1].inflections:
        return None
    last = pair.stem.target_words[-1]
    rules = pair.rules[1]
    inflection = rules.inflections.get(last.low)
    if inflection is None or (last.low in rules.ambiguous and len(last.low) > 2):
        return None
    return (last, inflection) if _BLANK.match(pair.stem.target, last.end) else None


def _kind(text: TextPair, rules: LanguageRules) -> Inflection | None:
    """Gender and number of a choice, by its article or its first word; None where they do not show."""
    words = text.target_words
    if not words:
        return None
    own = rules.inflections.get(words[0].low)
    return own if own is not None else _noun(words[0].low, rules)


@lru_cache(maxsize=16384)
def _noun(word: str, rules: LanguageRules) -> Inflection | None:
    exception = rules.exceptions.get(folded(word))
    if exception is not None:
        return exception
    for number, endings in (("singular", ""), ("plural", "s|es")):
        plural = f"(?:{endings})" if endings else ""
        for gender in ("feminine", "masculine"):
            if re.search(rf"(?:{_endings(rules, gender)}){plural}$", word):
                return Inflection(gender, number)  # type: ignore[arg-type]
    return None


def _endings(rules: LanguageRules, gender: str) -> str:
    return str(rules.values.get("agreement", {}).get(f"{gender}_endings", "")) or "(?!)"
