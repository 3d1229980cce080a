"""One defect, one finding: what follows from another finding is not said a second time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    "lost-sentence": frozenset(["length", "cut-short", "other-text"]),
    "added-sentence": frozenset(["length"]),
    "cut-short": frozenset(["length", "lost-question-mark"]),
    "lost-name": frozenset(["mixed-terms"]),
}
"""What the error or warning of a check explains in the same text, where that is no worse than itself."""


def said_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings but those that follow from another one in the same text, or that lie in one of the same check."""
    every = list(findings)
    for at, finding in enumerate(every):
        there = [other for other in every if other.field == finding.field and other is not finding]
        if not any(_explains(other, finding) for other in there) and not _lies_in_one(finding, every[:at]):
            yield finding


def _explains(other: Finding, finding: Finding) -> bool:
    follows = finding.check in _FOLLOWS.get(other.check, ())
    no_milder = _SEVERITIES.index(other.severity) <= _SEVERITIES.index(finding.severity)
    return follows and no_milder and other.severity != "note"


def _lies_in_one(finding: Finding, before: Sequence[Finding]) -> bool:
    """Whether an earlier finding of the check is of a part of the translation that holds this one's."""
    return finding.start >= 0 and any(
        other.check == finding.check
        and other.field == finding.field
        and 0 <= other.start <= finding.start
        and finding.start + len(finding.text) <= other.start + len(other.text)
        for other in before
    )
