"""Choices that speak of other choices by their letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["broken_reference"]

_NAME = r"\(?(?:[A-H]|I{1,3}|IV|VI{0,3})\)?"
_ALONE = re.compile(r"(?<![\w.'’])(?:[A-H]|I{1,3}|IV|VI{0,3})(?![\w'’])")


def broken_reference(text: TextPair) -> Iterator[Fault]:
    """`both A and B` lost one of its letters on the way."""
    if not text.source_rules.known:
        return
    there = Counter(_ALONE.findall(text.target))
    for found in _reference(text.source_rules).finditer(text.source):
        wanted = Counter(_ALONE.findall(found[0]))
        if wanted - there:
            yield text.in_source(found.start(), found.end())


@lru_cache(maxsize=32)
def _reference(rules: LanguageRules) -> re.Pattern[str]:
    conjunctions = rules.values.get("conjunctions") or "(?!)"
    return re.compile(rf"(?<![\w.'’]){_NAME}(?:\s*,\s*{_NAME})*,?\s+(?:{conjunctions})\s+{_NAME}(?![\w'’])")
