"""All checks over one item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from minga.records import BenchmarkItem, Finding
from minga.translate.engines import Translation
from minga.translate.lint.once import said_once
from minga.translate.lint.pairs import Fault, ItemPair, Severity
from minga.translate.lint.table import CHECKS
from minga.translate.texts import texts_of

__all__ = ["lint", "unknown_words"]

_SYMBOL = 2
"""Words up to this length that no dictionary knows are symbols: `mm`, `kg`, `c`."""


def lint(source: BenchmarkItem, target: BenchmarkItem) -> tuple[Finding, ...]:
    """Everything that the checks find wrong with `target` as a translation of `source`, the worst first, and once.

    Places are in characters of the fields that `Finding.field` names.
    """
    pair = ItemPair(source, target)
    found = [_finding(check.name, check.severity, fault) for check in CHECKS for fault in check.find(pair)]
    if len(found) > 1:
        found = list(said_once(found))
    return tuple(sorted(found, key=lambda finding: ("error", "warning", "note").index(finding.severity)))


def unknown_words(source: BenchmarkItem, target: BenchmarkItem, answer: Mapping[str, Translation]) -> Iterator[Finding]:
    """Words that the engine said it does not know. Names are only noted: they are mostly right as they are."""
    ours, theirs = texts_of(source), texts_of(target)
    for name, translation in answer.items():
        for start, end in translation.unknown:
            word = theirs.get(name, "")[start:end]
            if len(word) <= _SYMBOL:
                continue
            severity: Severity = "note" if word[0].isupper() else "warning"
            fault = Fault(name, word, start, word, ours[name].find(word), severity=severity)
            yield _finding("unknown-word", "warning", fault)


def _finding(check: str, severity: Severity, fault: Fault) -> Finding:
    return Finding(
        check=check,
        severity=fault.severity or severity,
        field=fault.field,
        text=fault.text,
        start=fault.start,
        source_text=fault.source_text,
        source_start=fault.source_start,
        suggestion=fault.suggestion,
    )
