"""All that a report of curating says, before it is written as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.curated_run import CuratedRun, dropped_rows
from minga.curate.excerpts import Excerpt, excerpt
from minga.curate.language.language_matrix import MatrixRow
from minga.curate.reasons import DUPLICATES, Threshold, other_record, reason_of, thresholds
from minga.curate.report.fates import Fates, Group
from minga.curate.report.measures import Distribution, Mark, distributions, languages_found, marks
from minga.curate.sampling import KEPT, Sampled, draw_several
from minga.tables import Table

__all__ = ["Change", "Cluster", "Contents", "Member", "Step", "contents"]

_SAMPLES = 5
_LENGTH = 320
"""Characters of an answer that is shown."""
_CLUSTERS = 8
_PAIRS = 2
"""The same where no record has more than one copy."""
_MEMBERS = 4
"""Copies of one record that are shown."""


@dataclass(frozen=True)
class Step:
    """One reason to leave: a step of the waterfall."""

    reason: str
    sentence: str
    records: int
    remaining: int
    """Records that are left after it."""
    thresholds: list[Threshold]


@dataclass(frozen=True)
class Member:
    """A record within a cluster."""

    id: str
    table: str
    excerpt: Excerpt


@dataclass(frozen=True)
class Cluster:
    """Records that say the same: the one that stays, and some of those that leave."""

    stays: Member
    copies: int
    """All that leave."""
    shown: list[Member]


@dataclass(frozen=True)
class Change:
    """A count in the last run and in this one."""

    label: str
    then: int
    now: int


@dataclass(frozen=True)
class Contents:
    """What the report says."""

    came: int
    kept: int
    steps: list[Step]
    tables: list[Group]
    languages: list[Group]
    origins: list[Group]
    licences: list[Group]
    changes: list[Change]
    """Empty when there was no run before."""
    samples: dict[str, list[Sampled]]
    """By reason, `kept` last."""
    clusters: list[Cluster]
    matrix: list[MatrixRow]
    distributions: list[Distribution]
    marks: list[Mark]
    settings: Mapping[str, Any]


def contents(run: CuratedRun, before: Table | None, seed: int) -> Contents:
    """What there is to say of a run; `before` is the table `curated` of the run before it."""
    counts = run.curated.manifest.counts
    fates = Fates(run)
    reasons = [*fates.reasons, *([KEPT] if counts.rows_kept else [])]
    return Contents(
        came=counts.rows_in,
        kept=counts.rows_kept,
        steps=_steps(run, fates.reasons),
        tables=fates.by_table(),
        languages=fates.groups("language"),
        origins=fates.groups("origin"),
        licences=fates.groups("licence"),
        changes=_changes(run.curated, before, fates.reasons),
        samples=draw_several(run, reasons, _SAMPLES, seed, _LENGTH),
        clusters=_clusters(run),
        matrix=languages_found(run),
        distributions=distributions(run),
        marks=marks(run),
        settings=run.settings,
    )


def _steps(run: CuratedRun, reasons: Sequence[str]) -> list[Step]:
    counts = run.curated.manifest.counts
    remaining, steps = counts.rows_in, []
    for reason in reasons:
        left = counts.dropped[reason]
        remaining -= left
        steps.append(Step(reason, reason_of(reason).sentence, left, remaining, thresholds(reason, run.settings)))
    return steps


def _changes(now: Table, before: Table | None, reasons: Sequence[str]) -> list[Change]:
    if before is None:
        return []
    old, new = before.manifest.counts, now.manifest.counts
    gone = [reason for reason in old.dropped if reason not in reasons]
    rows = [Change(reason, old.dropped.get(reason, 0), new.dropped.get(reason, 0)) for reason in [*reasons, *gone]]
    return [Change("came in", old.rows_in, new.rows_in), *rows, Change("stayed", old.rows_kept, new.rows_kept)]


def _clusters(run: CuratedRun) -> list[Cluster]:
    """The records with the most copies."""
    dropped = dropped_rows(run.curated)
    copies = dropped.filter(pc.is_in(dropped["reason"], value_set=pa.array(DUPLICATES)))
    stays = [other_record(detail) for detail in copies["detail"].to_pylist()]
    largest = sorted(Counter(filter(None, stays)).items(), key=lambda pair: (-pair[1], pair[0]))[:_CLUSTERS]
    several = [pair for pair in largest if pair[1] > 1]
    largest = several or largest[:_PAIRS]
    named: dict[str, list[str]] = {id_: [] for id_, _ in largest}
    for id_, best in zip(copies["id"].to_pylist(), stays, strict=True):
        if best in named and len(named[best]) < _MEMBERS:
            named[best].append(id_)
    ids = {*named, *(id_ for some in named.values() for id_ in some)}
    members = {id_: Member(id_, row["table"], excerpt(row, _LENGTH // 2)) for id_, row in run.records(ids).items()}
    return [
        Cluster(members[id_], count, [members[one] for one in named[id_]]) for id_, count in largest if id_ in members
    ]
