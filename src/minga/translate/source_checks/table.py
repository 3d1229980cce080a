"""Every check of a source item, with its name and how bad it is what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from minga.records import BenchmarkItem, Finding
from minga.translate.lint.pairs import Severity
from minga.translate.source_checks.checks.choices import (
    choice_repeats_question,
    duplicate_choices,
    equal_choices,
    merged_choices,
    stray_choice,
)
from minga.translate.source_checks.checks.experts import expert_flagged
from minga.translate.source_checks.checks.references import missing_material, missing_reference
from minga.translate.source_checks.checks.statements import blanks_unmatched, lost_choice, missing_statements
from minga.translate.source_checks.checks.sums import unlisted_result, wrong_key, wrong_solution
from minga.translate.source_checks.checks.texts import cut_text, stray_source_markup, time_dependent
from minga.translate.source_checks.source_item import Flaw, SourceItem

__all__ = ["SOURCE_CHECKS", "SourceCheck", "source_findings"]


@dataclass(frozen=True)
class SourceCheck:
    """One thing that may be wrong with a source item. It is explained under its name in `messages/LANGUAGE.toml`."""

    name: str
    severity: Severity
    """`error`: nobody can answer the item, or the key is wrong. `warning`: a person should look."""
    find: Callable[[SourceItem], Iterator[Flaw]]


SOURCE_CHECKS: tuple[SourceCheck, ...] = (
    SourceCheck("source-wrong-key", "error", wrong_key),
    SourceCheck("source-no-right-choice", "error", unlisted_result),
    SourceCheck("source-wrong-solution", "error", wrong_solution),
    SourceCheck("source-missing-statements", "error", missing_statements),
    SourceCheck("source-missing-reference", "error", missing_reference),
    SourceCheck("source-missing-material", "warning", missing_material),
    SourceCheck("source-duplicate-choices", "error", duplicate_choices),
    SourceCheck("source-equal-choices", "warning", equal_choices),
    SourceCheck("source-stray-choice", "error", stray_choice),
    SourceCheck("source-choice-repeats-question", "error", choice_repeats_question),
    SourceCheck("source-merged-choices", "error", merged_choices),
    SourceCheck("source-lost-choice", "error", lost_choice),
    SourceCheck("source-blanks", "warning", blanks_unmatched),
    SourceCheck("source-cut-text", "warning", cut_text),
    SourceCheck("source-markup", "warning", stray_source_markup),
    SourceCheck("source-time-dependent", "warning", time_dependent),
    SourceCheck("source-expert-flagged", "error", expert_flagged),
)


def source_findings(item: BenchmarkItem) -> tuple[Finding, ...]:
    """Everything that the checks find wrong with a source item, the worst first.

    Places are in the source: `source_text` and `source_start` of the field that `Finding.field` names. What models
    think of its key needs their answers to the whole benchmark: `minga.translate.source_checks.disputed_keys`.
    """
    seen = SourceItem(item)
    found = [_finding(check, flaw) for check in SOURCE_CHECKS for flaw in check.find(seen)]
    return tuple(sorted(found, key=lambda finding: ("error", "warning", "note").index(finding.severity)))


def _finding(check: SourceCheck, flaw: Flaw) -> Finding:
    return Finding(
        check=check.name,
        severity=flaw.severity or check.severity,
        field=flaw.field,
        source_text=flaw.text,
        source_start=flaw.start,
    )
