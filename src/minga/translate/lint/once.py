"""One defect, one finding: what follows from another finding is not said a second time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from minga.records import Finding

__all__ = ["said_once"]

_SEVERITIES = ("error", "warning", "note")
_NAMES = frozenset(["lost-name", "added-name"])
_NUMBERS = frozenset(["lost-number", "added-number", "lost-number-word", "lost-date"])
_DENIALS = frozenset(["lost-negation", "added-negation"])
_LENGTHS = frozenset(["length", "added-sentence", "lost-sentence"])
_QUESTIONS = frozenset(["lost-question-mark", "wrong-question"])
_OTHER_WORDS = _NAMES | _NUMBERS | _DENIALS | _LENGTHS | _QUESTIONS | {"mixed-terms"}
"""What is found of each text that says something else than its source."""

_FOLLOWS: Mapping[str, frozenset[str]] = {
    "model-talk": _OTHER_WORDS
    | {"other-text", "untranslated", "wrong-language", "case-changed", "key-form", "doubled-mark"}
    | {"stray-markup", "missing-opening-mark"},
    "choices-reordered": _OTHER_WORDS
    | {"other-text", "broken-reference", "case-changed", "lost-quotes", "lost-brackets", "lost-formula"},
    "other-text": _OTHER_WORDS | {"case-changed", "lost-quotes", "lost-brackets", "broken-reference", "cut-short"},
    "choices-collapsed": _OTHER_WORDS | {"other-text"},
    "untranslated": frozenset(["mixed-terms", "wrong-language", "other-text", "missing-opening-mark"]),
    "unknown-word": frozenset(["untranslated"]),
    "wrong-language": frozenset(["mixed-terms", "other-text", "missing-opening-mark"]),
    "repetition": _LENGTHS | {"doubled-word", "terms-collapsed", "added-number", "added-name", "mixed-terms"},
    "doubled-word": frozenset(["terms-collapsed", "added-number"]),
    "odd-characters": frozenset(["stray-markup", "mixed-terms"]),
    "stray-markup": frozenset(["added-number"]),
    "choice-letter": frozenset(["added-number"]),
    "lost-formula": frozenset(["stray-markup", "lost-brackets", "untranslated", "terms-collapsed"]) | _NUMBERS,
    "lost-blank": frozenset(["doubled-word"]),
    "lost-question-mark": frozenset(["unbalanced-quotes"]),
    "lost-sentence": frozenset(["length", "cut-short"]),
    "added-sentence": frozenset(["length"]),
    "cut-short": frozenset(["length", "lost-question-mark"]),
    "lost-name": frozenset(["mixed-terms"]),
    "idiom": frozenset(["other-text"]),
}
"""What the error or warning of a check explains in the same text, where that is no worse than itself. Nothing may
explain, by way of others, what explains it: both would be left out."""


def said_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings but those that follow from another one in the same text, or that lie in one of the same check."""
    every = list(findings)
    explained = _explained(every)
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for finding in every:
        key = finding.field, finding.check
        follows = explained.get(key, len(_SEVERITIES)) <= _SEVERITIES.index(finding.severity)
        if not _lies_in_one(finding, places.setdefault(key, [])) and not follows:
            yield finding


def _explained(findings: Iterable[Finding]) -> dict[tuple[str, str], int]:
    """The fields and checks whose findings another finding explains, with the place of its severity at the worst."""
    explained: dict[tuple[str, str], int] = {}
    for field, check, severity in {(one.field, one.check, one.severity) for one in findings}:
        if severity != "note":
            for name in _FOLLOWS.get(check, ()):
                rank = _SEVERITIES.index(severity)
                explained[field, name] = min(rank, explained.get((field, name), rank))
    return explained


def _lies_in_one(finding: Finding, places: list[tuple[int, int]]) -> bool:
    """Whether one of `places` (of earlier findings of the check, in their order) holds this one's; else it joins them.

    No place lies in another, so the last one that begins no later reaches furthest.
    """
    start, end = finding.start, finding.start + len(finding.text)
    if start < 0:
        return False
    at = bisect_right(places, start, key=itemgetter(0))
    if at and end <= places[at - 1][1]:
        return True
    first = bisect_left(places, start, key=itemgetter(0))
    last = first
    while last < len(places) and places[last][1] <= end:
        last += 1
    places[first:last] = [(start, end)]
    return False
