"""What the linter says about a whole translation."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from minga.errors import NothingToDo
from minga.records import BenchmarkItem, Finding
from minga.settings import BenchmarkSettings
from minga.source_pairs import with_sources
from minga.tables import Table
from minga.translate.glossary import Terms, no_terms
from minga.translate.inspection import looked_over
from minga.translate.lint import explain
from minga.translate.lint.pairs import Severity
from minga.translate.pairing import UNPAIRED, Pair, paired_items
from minga.translate.readers import rows_in_order
from minga.translate.readers.rows import Dropped
from minga.translate.source_checks import Disputes
from minga.translate.texts import texts_of
from minga.workspace import Workspace

__all__ = [
    "CheckReport",
    "Example",
    "LintReport",
    "SEVERITIES",
    "items_of_file",
    "pairs_of_files",
    "pairs_of_table",
    "report_on",
    "source_of",
]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""The worst first."""
_NO_DISPUTES = Disputes({}, {})


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
    left_out: dict[str, int] = field(default_factory=dict)
    """Rows that make no pair, by reason."""
    models: Mapping[str, float] = field(default_factory=dict)
    """How much each model counts that was asked about the keys."""

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
        counts = {"items": self.items, "items_by_severity": dict(self.by_severity), "left_out": dict(self.left_out)}
        return {"name": self.name, **counts, "models": dict(self.models), "checks": checks}

    def sorted(self) -> list[tuple[str, CheckReport]]:
        """The checks that found something, the worst and most frequent first."""
        return sorted(self.checks.items(), key=lambda one: (SEVERITIES.index(one[1].severity), -one[1].items, one[0]))


def report_on(
    name: str,
    pairs: Iterable[Pair | Dropped],
    *,
    locale: str = "en",
    least: Severity = "note",
    examples: int = 3,
    glossary: Terms = no_terms,
    disputes: Disputes = _NO_DISPUTES,
) -> LintReport:
    """What is found in source items and their translations, explained in a language (BCP-47).

    `least` is the mildest severity that counts; `examples` are kept of every check; `glossary` has the project's terms,
    and `disputes` the source items whose key models dispute.
    """
    report = LintReport(name, models=disputes.skills)
    wanted = SEVERITIES[: SEVERITIES.index(least) + 1]
    for pair in pairs:
        if isinstance(pair, Dropped):
            report.left_out[pair.reason] = report.left_out.get(pair.reason, 0) + 1
            continue
        source, target = pair
        report.items += 1
        found = looked_over(source, target, glossary(source.language, target.language)).findings
        key = disputes.findings.get(source.id)
        findings = [one for one in (*found, *([key] if key else ())) if one.severity in wanted]
        _count(report, findings)
        for finding in findings:
            shown = report.checks[finding.check].examples
            if len(shown) < examples:
                shown.append(_example(source, target, finding, locale))
    return report


def source_of(table: Table, workspace: Workspace) -> Table:
    """The source items of a translated table. Raises NothingToDo when they are not there."""
    name = next((parent.name for parent in table.manifest.parents if parent.name.startswith("benchmarks/")), "")
    source = workspace.latest(name) if name else None
    if source is None:
        raise NothingToDo(f"the source items of {table.name} are not there", hint="make them: minga translate")
    return source


def pairs_of_table(table: Table, workspace: Workspace) -> Iterator[Pair | Dropped]:
    """The items of a translated table beside their source items; an item whose own is gone leaves as `unpaired`.

    Raises NothingToDo when the source is not there.
    """
    source = source_of(table, workspace)
    with tempfile.TemporaryDirectory(prefix="minga-lint-") as folder:
        for ours, theirs in with_sources(source, table, Path(folder)):
            yield (ours, theirs) if ours is not None else Dropped(theirs.id, UNPAIRED, f"not in {source.name}")


def pairs_of_files(source: Path, target: Path, languages: tuple[str, str]) -> Iterator[Pair | Dropped]:
    """The items of one benchmark file beside those of another, as `paired_items` has them; `languages` are theirs
    (BCP-47).
    """
    return paired_items(_file(source, languages[0]), _file(target, languages[1]), Path())


def items_of_file(path: Path, language: str) -> Iterator[BenchmarkItem]:
    """The items of a benchmark file, without the rows that a reader drops. Raises InputError when it cannot be read."""
    return (row for row in rows_in_order(_file(path, language), Path()) if isinstance(row, BenchmarkItem))


def _file(path: Path, language: str) -> BenchmarkSettings:
    return BenchmarkSettings(name="file", path=str(path.resolve()), language=language, licence="NOASSERTION")


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
