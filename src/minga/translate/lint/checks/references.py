"""Choices that speak of other choices: by their letters, or as `all of the above`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Fault, TextPair
from minga.translate.lint.sleeping_patterns import first_match

__all__ = ["broken_reference"]

_NAME = r"\(?(?:[A-H]|I{1,3}|IV|VI{0,3})\)?"
_ALONE = re.compile(r"(?<![\w.'’])(?:[A-H]|I{1,3}|IV|VI{0,3})(?![\w'’])")
_NAMES = frozenset([*"ABCDEFGH", "I", "II", "III", "IV", "V", "VI", "VII", "VIII"])
_POSSIBLE = re.compile(
    r"\b(?:[B-H]|I[IV]+|VI*)\b|\b[AI] only|(?:nly|tatement|ption|hoice|nswer) [AI]\b|\b[AI]\)?,? \S+ \(?[AI]\b"
)
"""What every reference by letter has: A and I alone are mostly words."""
_LONGEST = 60
"""Characters of a text that is a reference and nothing else."""
_OPPOSITES = {"all": "none", "none": "all"}


def broken_reference(text: TextPair) -> Iterator[Fault]:
    """`both A and B` lost one of its letters, or `none of the above` became something else on the way."""
    if not text.source_rules.known:
        return
    if any(word.text in _NAMES for word in text.source_capitals) and _POSSIBLE.search(text.source):
        yield from _by_letter(text)
    if len(text.source) <= _LONGEST:
        yield from _other_words(text)


def _by_letter(text: TextPair) -> Iterator[Fault]:
    for found in _reference(text.source_rules).finditer(text.source):
        there = Counter(_ALONE.findall(text.target))
        wanted = Counter(_ALONE.findall(found[0]))
        if wanted - there:
            yield text.in_source(found.start(), found.end())
            return
        extra = there - Counter(_ALONE.findall(text.source))
        if extra and _is_only(found, text):
            yield text.in_target(0, len(text.target), source=found[0])
            return


def _is_only(found: re.Match[str], text: TextPair) -> bool:
    return found.end() - found.start() >= len(text.source) - 8


def _other_words(text: TextPair) -> Iterator[Fault]:
    """References in words: each of the source's kinds has to be there, and its contrary must not."""
    for key, patterns in text.source_awake.items():
        if not key.startswith("references."):
            continue
        kind, theirs = key.removeprefix("references."), text.target_rules.patterns("references")
        found = first_match(patterns, text.source) if kind in theirs else None
        if not found:
            continue
        opposite = _OPPOSITES.get(kind)
        turned = opposite and theirs[opposite].search(text.target) and not theirs[kind].search(text.target)
        if turned or not theirs[kind].search(text.target):
            yield text.in_source(found.start(), found.end())
            return


@lru_cache(maxsize=32)
def _reference(rules: LanguageRules) -> re.Pattern[str]:
    conjunctions = rules.values.get("conjunctions") or "(?!)"
    letter = r"(?:[A-H]|I{1,3}|IV|VI{0,3})"
    return re.compile(
        rf"(?<![\w.'’]){_NAME}(?:\s*,\s*{_NAME})*,?\s+(?:{conjunctions})\s+{_NAME}(?![\w'’])"
        rf"|(?<=[Oo]nly ){letter}(?=\W*$)|(?<![\w.'’]){letter}(?= only\W*$)|(?<=[Ss]tatement ){letter}(?![\w'’])"
        rf"|(?<=[Oo]ption ){letter}(?![\w'’])|(?<=[Cc]hoice ){letter}(?![\w'’])|(?<=[Aa]nswer ){letter}(?![\w'’])"
    )
