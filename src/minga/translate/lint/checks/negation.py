"""Statements that came to say the contrary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["added_negation", "lost_negation"]

_INSIDE = re.compile(
    r"\bnot only\b|\bwhether or not\b|\bor not\b|\bno matter\b|\bno wonder\b|\b[Nn]o\. ?\d", re.IGNORECASE
)
_ANSWER_NO = re.compile(r"No(?:[,.;] |[.!]?$)")


def lost_negation(text: TextPair) -> Iterator[Fault]:
    """The source denies, and the translation has no word that could."""
    found = _denial(text.source, text)
    if found is None or not text.target_rules.known or text.target == text.source:
        return
    rules = text.target_rules
    if "answer_no" in rules.values and _ANSWER_NO.match(text.source):
        if not rules.pattern("answer_no").match(text.target):
            only = text.source.rstrip(".!") == "No"
            yield text.in_source(0, 2, suggestion=str(rules.values.get("answer", "")) if only else "")
        return
    if rules.words("negations").search(text.target) or rules.words("negation_hints").search(text.target):
        return
    yield text.in_source(found.start(), found.end())


def added_negation(text: TextPair) -> Iterator[Fault]:
    """The translation denies, and the source has no word that could."""
    if not text.source_rules.known or not text.target_rules.known:
        return
    double = text.target_rules.words("negation_homographs")
    denials = text.target_rules.words("negations").finditer(text.target)
    found = next((found for found in denials if not double.fullmatch(found[0])), None)
    if found is None or text.source_rules.words("negations").search(text.source):
        return
    if not text.source_rules.words("negation_hints").search(text.source):
        yield text.in_target(found.start(), found.end())


def _denial(source: str, text: TextPair) -> re.Match[str] | None:
    """The first negation that is not part of a phrase that translations drop."""
    spared = [(found.start(), found.end()) for found in _INSIDE.finditer(source)]
    for found in text.source_rules.words("negations").finditer(source):
        if not any(start <= found.start() < end for start, end in spared):
            return found
    return None
