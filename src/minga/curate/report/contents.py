"""All that a report of curating says, before it is written as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minga.curate.contamination import ContaminationRow, contamination_report
from minga.curate.curated_run import CuratedRun, find_rows
from minga.curate.decisions import BY_HAND
from minga.curate.duplicates.cluster_table import largest_clusters
from minga.curate.excerpts import Excerpt, excerpt
from minga.curate.language.language_matrix import MatrixRow
from minga.curate.reasons import WITHDRAWN, Threshold, reason_of, thresholds
from minga.curate.report.by_people import ByPeople, by_people
from minga.curate.report.changes import Changes, changes
from minga.curate.report.fates import Fates, Group
from minga.curate.report.measures import Distribution, Mark, distributions, languages_found, marks
from minga.curate.sampling import KEPT, Sampled, draw_several
from minga.settings import ContaminationSettings
from minga.tables import Table

__all__ = ["Cluster", "Contents", "Member", "Sizes", "Step", "contents"]

_SAMPLES = 5
_LENGTH = 320
"""Characters of an answer that is shown."""
_CLUSTERS = 8
_PAIRS = 2
"""The same where no cluster has more than two records."""
_MEMBERS = 4
"""Records of one cluster that are shown besides the best."""


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
    """Records that say the same."""

    mode: str
    """By which text: `conversation`, `prompt` or `answer`."""
    size: int
    """All records of it."""
    stay: int
    """Those that it lets stay."""
    best: Member
    others: list[Member]
    """Some of them."""


@dataclass(frozen=True)
class Sizes:
    """How many clusters of a size there are."""

    size: str
    """Their records: `2`, `5–9`, `1000–`."""
    clusters: Mapping[str, int]
    """By mode, for all that found any."""


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
    changes: Changes | None
    """None when there was no run before."""
    by_people: ByPeople | None
    """None when nobody decided of single records."""
    samples: dict[str, list[Sampled]]
    """By reason, `kept` last; nothing of what was taken back or decided by people."""
    clusters: list[Cluster]
    sizes: list[Sizes]
    contamination: list[ContaminationRow] | None
    """None where nobody looked for benchmark items."""
    matrix: list[MatrixRow]
    distributions: list[Distribution]
    marks: list[Mark]
    settings: Mapping[str, Any]


def contents(run: CuratedRun, before: Table | None, seed: int) -> Contents:
    """What there is to say of a run; `before` is the table `curated` of the run before it."""
    counts = run.curated.manifest.counts
    fates = Fates(run)
    sizes = _sizes(run)
    # what was taken back is not shown, what people decided has a section of its own
    shown = [reason for reason in fates.reasons if reason not in (WITHDRAWN, BY_HAND)]
    reasons = [*shown, *([KEPT] if counts.rows_kept else [])]
    drawn = distributions(run)
    return Contents(
        came=counts.rows_in,
        kept=counts.rows_kept,
        steps=_steps(run, fates.reasons),
        tables=fates.by_table(),
        languages=fates.groups("language"),
        origins=fates.groups("origin"),
        licences=fates.groups("licence"),
        changes=changes(run.curated, before, fates.reasons),
        by_people=by_people(run, _LENGTH // 2),
        samples=draw_several(run, reasons, _SAMPLES, seed, _LENGTH),
        clusters=[cluster for mode in (sizes[0].clusters if sizes else ()) for cluster in _clusters(run, mode)],
        sizes=sizes,
        contamination=_contamination(run),
        matrix=languages_found(run),
        distributions=drawn,
        marks=marks(run, drawn),
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


def _contamination(run: CuratedRun) -> list[ContaminationRow] | None:
    """Whose records hold which benchmark; who took hers back is not named."""
    if not run.overlaps:
        return None
    gone = run.withdrawn().to_pylist()
    rows = [row for table in run.inputs.values() for row in find_rows(table, gone, ["id", "contributor"]).values()]
    return contamination_report(
        list(run.inputs.values()),
        [run.overlaps[name] for name in run.inputs],
        ContaminationSettings.model_validate(run.settings["contamination"]),
        {row["contributor"] for row in rows},
    )


def _sizes(run: CuratedRun) -> list[Sizes]:
    """Of clusters, the smallest first."""
    found: Mapping[str, Mapping[str, int]] = run.clusters.manifest.notes["sizes"]
    modes = {mode: counts for mode, counts in found.items() if counts}
    sizes = {size for counts in modes.values() for size in counts}
    ordered = sorted(sizes, key=lambda size: int(size.partition("–")[0]))
    return [Sizes(size, {mode: counts.get(size, 0) for mode, counts in modes.items()}) for size in ordered]


def _clusters(run: CuratedRun, mode: str) -> list[Cluster]:
    """Those of a mode with most records."""
    largest = largest_clusters(run.clusters, mode, _CLUSTERS, _MEMBERS)
    several = [one for one in largest if one.size > 2]
    found = several or largest[:_PAIRS]
    records = run.records({id_ for one in found for id_ in [one.id, *one.others]})
    members = {id_: Member(id_, row["table"], excerpt(row, _LENGTH // 2)) for id_, row in records.items()}
    return [Cluster(mode, one.size, one.kept, members[one.id], [members[id_] for id_ in one.others]) for one in found]
