"""What the linter says about a whole translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from minga.errors import InputError, NothingToDo
from minga.records import BenchmarkItem, Finding, records_of
from minga.settings import BenchmarkSettings
from minga.tables import Table
from minga.translate.lint import explain, lint
from minga.translate.lint.pairs import Severity
from minga.translate.readers import rows_in_order
from minga.translate.source_checks import source_findings
from minga.translate.texts import texts_of
from minga.workspace import Workspace

__all__ = ["CheckReport", "Example", "LintReport", "SEVERITIES", "pairs_of_files", "pairs_of_table", "report_on"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""The worst first."""

Pair = tuple[BenchmarkItem, BenchmarkItem]
_OF_THE_BENCH = frozenset({"unknown-word", "glossary"})
"""Findings that rest on what only the engine or the project's glossary knew; they stand with the item."""


@dataclass(frozen=True)
class Example:
    """One finding, for reading."""

    item: str
    """Id of the translated item."""
    finding: Finding
    explanation: str
    source: str
    """The field as the source has it."""
    target: str
    """The field as the translation has it."""

    def as_json(self) -> dict[str, Any]:
        """Everything of it."""
        texts = {"explanation": self.explanation, "source": self.source, "target": self.target}
        return {"item": self.item, **self.finding.model_dump(), **texts}


@dataclass
class CheckReport:
    """What one check found."""

    severity: Severity
    """The worst of its findings."""
    findings: int = 0
    items: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass
class LintReport:
    """What all checks found in a translation."""

    name: str
    items: int = 0
    by_severity: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(SEVERITIES, 0))
    """Items whose worst finding is of that severity."""
    checks: dict[str, CheckReport] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Everything of it, checks in the order of their severity and number."""
        checks = {
            name: {
                "severity": one.severity,
                "findings": one.findings,
                "items": one.items,
                "examples": [example.as_json() for example in one.examples],
            }
            for name, one in self.sorted()
        }
        return {"name": self.name, "items": self.items, "items_by_severity": dict(self.by_severity), "checks": checks}

    def sorted(self) -> list[tuple[str, CheckReport]]:
        """The checks that found something, the worst and most frequent first."""
        return sorted(self.checks.items(), key=lambda one: (SEVERITIES.index(one[1].severity), -one[1].items, one[0]))


def report_on(
    name: str, pairs: Iterable[Pair], *, locale: str = "en", least: Severity = "note", examples: int = 3
) -> LintReport:
    """What the linter finds in source items and their translations, explained in a language (BCP-47).

    `least` is the mildest severity that counts; `examples` are kept of every check.
    """
    report = LintReport(name)
    wanted = SEVERITIES[: SEVERITIES.index(least) + 1]
    for source, target in pairs:
        report.items += 1
        findings = [one for one in _findings(source, target) if one.severity in wanted]
        _count(report, findings)
        for finding in findings:
            shown = report.checks[finding.check].examples
            if len(shown) < examples:
                shown.append(_example(source, target, finding, locale))
    return report


def pairs_of_table(table: Table, workspace: Workspace) -> Iterator[Pair]:
    """The items of a translated table beside their source items. Raises NothingToDo when the source is not there."""
    name = next((parent.name for parent in table.manifest.parents if parent.name.startswith("benchmarks/")), "")
    source = workspace.latest(name) if name else None
    if source is None:
        raise NothingToDo(f"the source items of {table.name} are not there", hint="make them: minga translate")
    sources = {item.id: item for item in records_of(source.batches(), BenchmarkItem)}
    for item in records_of(table.batches(), BenchmarkItem):
        if item.source_item in sources:
            yield sources[item.source_item], item


def pairs_of_files(source: Path, target: Path, languages: tuple[str, str]) -> Iterator[Pair]:
    """The nth question of one benchmark file beside the nth of another; `languages` are theirs (BCP-47).

    Questions that a reader drops are passed over. Raises InputError when the files have not as many questions, or
    cannot be read.
    """
    rows = [
        list(
            rows_in_order(
                BenchmarkSettings(name="file", path=str(path.resolve()), language=language, licence="NOASSERTION"),
                Path(),
            )
        )
        for path, language in zip((source, target), languages, strict=True)
    ]
    if len(rows[0]) != len(rows[1]):
        what = f"has {len(rows[1]):,} questions, and {source.name} has {len(rows[0]):,}"
        raise InputError(what, where=target, hint="give a benchmark and its translation, question by question")
    for ours, theirs in zip(*rows, strict=True):
        if isinstance(ours, BenchmarkItem) and isinstance(theirs, BenchmarkItem):
            yield ours, theirs


def _findings(source: BenchmarkItem, target: BenchmarkItem) -> list[Finding]:
    kept = [one for one in target.findings if one.check in _OF_THE_BENCH]
    found = (*lint(source, target), *source_findings(source))
    return [*kept, *(one for one in found if one not in kept)]


def _count(report: LintReport, findings: list[Finding]) -> None:
    if findings:
        report.by_severity[min((one.severity for one in findings), key=SEVERITIES.index)] += 1
    for check in {one.check for one in findings}:
        found = [one for one in findings if one.check == check]
        worst = min((one.severity for one in found), key=SEVERITIES.index)
        entry = report.checks.setdefault(check, CheckReport(worst))
        entry.severity = min(entry.severity, worst, key=SEVERITIES.index)
        entry.findings += len(found)
        entry.items += 1


def _example(source: BenchmarkItem, target: BenchmarkItem, finding: Finding, locale: str) -> Example:
    ours, theirs = texts_of(source).get(finding.field, ""), texts_of(target).get(finding.field, "")
    return Example(target.id, finding, explain(finding, locale), ours, theirs)
