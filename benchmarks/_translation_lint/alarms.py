"""What the linter says about translations that people made."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

from _translation_lint.pairs import Pair
from minga.records import Finding
from minga.translate.lint import explain, lint

__all__ = ["Alarms", "Rate", "alarms_in", "shown"]

_OF_THE_SOURCE = frozenset({"language-bound", "culture-bound", "idiom"})
"""Checks of what the source asks, which hold however well it was translated."""


@dataclass(frozen=True)
class Rate:
    """A share of items with its Wilson interval (95 %; Wilson, 1927)."""

    count: int
    of: int

    @property
    def share(self) -> float:
        return round(self.count / self.of, 4) if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        found = binomtest(self.count, self.of).proportion_ci(method="wilson")
        return round(float(found.low), 4), round(float(found.high), 4)

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.count + other.count, self.of + other.of)


@dataclass(frozen=True)
class Alarms:
    """Items of one language in which something was found, though a person translated them."""

    errors: Rate
    warnings: Rate
    """A warning or an error."""
    of_the_translation: Rate
    """A warning or an error that is not about what the source asks."""
    checks: Counter[tuple[str, str]]
    """Items by severity and check; notes are not counted."""
    items: tuple[tuple[Pair, Finding], ...]
    """The first error or warning of each such item."""


def alarms_in(pairs: Sequence[Pair]) -> Alarms:
    """The linter over clean pairs."""
    checks: Counter[tuple[str, str]] = Counter()
    first: list[tuple[Pair, Finding]] = []
    errors = translation = 0
    for pair in pairs:
        found = [finding for finding in lint(pair.source, pair.target) if finding.severity != "note"]
        checks.update({(finding.severity, finding.check) for finding in found})
        errors += any(finding.severity == "error" for finding in found)
        translation += any(finding.check not in _OF_THE_SOURCE for finding in found)
        if found:
            first.append((pair, found[0]))
    count = len(pairs)
    return Alarms(Rate(errors, count), Rate(len(first), count), Rate(translation, count), checks, tuple(first))


def shown(alarms: Alarms, count: int, seed: int) -> str:
    """A sample of alarms for reading, errors before warnings, each with the texts that it is about."""
    draw = random.Random(seed)
    sample = draw.sample(alarms.items, min(count, len(alarms.items)))
    blocks = []
    for pair, finding in sorted(sample, key=lambda one: (one[1].severity, one[1].check)):
        source, target = pair.texts.get(finding.field, ("", ""))
        said = explain(finding, "en")
        head = f"{finding.severity} {finding.check}: item {pair.number + 1}, {finding.field}: {said}"
        blocks.append(f"{head}\n  {source}\n  {target}")
    return "\n".join(blocks)
