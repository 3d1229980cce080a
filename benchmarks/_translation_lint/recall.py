"""How many of the planted defects the linter finds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from _translation_lint.kinds import KINDS, Kind
from _translation_lint.pairs import Material, Pair, Planted
from minga.records import Finding
from minga.translate.lint import CHECKS, lint

__all__ = ["Tally", "plant", "recall_of", "table"]

_TRIES = 3
"""Places that are tried in one item before it is given up for a kind."""


@dataclass
class Tally:
    """One kind of defect in one language."""

    kind: str
    language: str
    planted: int = 0
    found: int = 0
    """A finding of an accepted check that the clean pair does not have, in the right field."""
    noticed: int = 0
    """Any finding of warning or error that the clean pair does not have."""
    clean_alarms: int = 0
    """Clean pairs in which an accepted check already finds something at warning or error."""
    checks: tuple[str, ...] = ()
    """Accepted checks that the linter has."""
    missed: list[Planted] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        """Share found; None where nothing could be planted."""
        return self.found / self.planted if self.planted else None


def plant(kind: Kind, material: Material, count: int, seed: int) -> Iterator[Planted]:
    """Up to `count` defects of a kind, at most one an item, in items drawn without replacement.

    Items come in another order for every kind, and the order depends on the seed alone.
    """
    draw = random.Random(f"{seed} {kind.name} {material.language}")
    made = 0
    for pair in draw.sample(list(material.pairs), len(material.pairs)):
        if made == count:
            return
        planted = next(filter(None, (kind.plant(pair, draw, material) for _ in range(_TRIES))), None)
        if planted is not None:
            made += 1
            yield planted


def recall_of(material: Material, count: int, seed: int, kinds: Sequence[Kind] = KINDS) -> list[Tally]:
    """Each kind's tally in one language."""
    known = {check.name for check in CHECKS}
    clean: dict[tuple[str, str], tuple[Finding, ...]] = {}
    tallies = []
    for kind in kinds:
        tally = Tally(kind.name, material.language, checks=tuple(sorted(known & set(kind.checks))))
        for planted in plant(kind, material, count, seed):
            _count(tally, planted, clean)
        tallies.append(tally)
    return tallies


def _count(tally: Tally, planted: Planted, known: dict[tuple[str, str], tuple[Finding, ...]]) -> None:
    key = planted.clean.source.id, planted.clean.target.id
    clean = known[key] = known[key] if key in known else _findings(planted.clean)
    before = Counter(map(_key, clean))
    fresh = [finding for finding in _findings(planted.broken) if not _taken(before, finding)]
    named = [finding for finding in fresh if finding.check in tally.checks]
    found = any(not planted.fields or finding.field in planted.fields for finding in named)
    tally.planted += 1
    tally.found += found
    tally.noticed += any(finding.severity != "note" for finding in fresh)
    tally.clean_alarms += any(one.check in tally.checks and one.severity != "note" for one in clean)
    if not found:
        tally.missed.append(planted)


def _findings(pair: Pair) -> tuple[Finding, ...]:
    return lint(pair.source, pair.target)


def _key(finding: Finding) -> tuple[str, str, str, str, str]:
    return finding.check, finding.severity, finding.field, finding.text, finding.source_text


def _taken(before: Counter[tuple[str, str, str, str, str]], finding: Finding) -> bool:
    """Whether the clean pair had this finding; each is taken once."""
    key = _key(finding)
    before[key] -= 1
    return before[key] >= 0


def table(tallies: Iterable[Tally]) -> str:
    """One line a kind: planted and recall by language, and what any finding would have noticed."""
    by_kind: dict[str, list[Tally]] = {}
    for tally in tallies:
        by_kind.setdefault(tally.kind, []).append(tally)
    languages = sorted({tally.language for group in by_kind.values() for tally in group})
    lines = [f"{'kind':24}" + "".join(f"{language:>16}" for language in languages) + "   noticed  on clean  checks"]
    for kind, group in by_kind.items():
        cells = {tally.language: _cell(tally) for tally in group}
        planted = sum(tally.planted for tally in group)
        noticed, alarms = (
            f"{sum(counts) / planted:8.1%}" if planted else f"{'-':>8}"
            for counts in ([tally.noticed for tally in group], [tally.clean_alarms for tally in group])
        )
        lines.append(
            f"{kind:24}" + "".join(f"{cells.get(one, '-'):>16}" for one in languages)
            + f"  {noticed}  {alarms}  {', '.join(group[0].checks) or 'no check'}"
        )  # fmt: skip
    return "\n".join(lines)


def _cell(tally: Tally) -> str:
    return "-" if tally.recall is None else f"{tally.recall:.1%} of {tally.planted}"
