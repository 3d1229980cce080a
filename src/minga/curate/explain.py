"""Why one record was kept or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from minga.curate.curated_run import ANNOTATED, CuratedRun, dropped_rows
from minga.curate.decisions import Decision
from minga.curate.duplicates.cluster_table import memberships
from minga.curate.excerpts import Excerpt, excerpt
from minga.curate.reasons import DUPLICATES, WITHDRAWN, Threshold, other_record, reason_of, thresholds
from minga.errors import UsageError
from minga.workspace import Workspace

__all__ = ["Explanation", "Left", "OtherRecord", "RecordCluster", "explain"]

_OTHERS = 5
"""Members of a cluster that are shown."""
_BANDS = re.compile(r"band-\d+$")


@dataclass(frozen=True)
class OtherRecord:
    """A record that has to do with the one that is explained."""

    id: str
    excerpt: Excerpt | None
    """None where the record is not there any more."""


@dataclass(frozen=True)
class RecordCluster:
    """Records that the one that is explained repeats, or that repeat it."""

    mode: str
    """What they have in common: the `conversation`, the `prompt` or the `answer`."""
    size: int
    """All records of the cluster."""
    stay: int
    """Those that it lets stay."""
    best: OtherRecord
    """The one that stays first of all; it may be the explained one."""
    similarity: float | None
    """With the best (0 to 1); None where the texts are equal."""
    others: list[OtherRecord]
    """A few of the others."""


@dataclass(frozen=True)
class Left:
    """Something left a table."""

    table: str
    id: str
    reason: str
    sentence: str
    """The reason in plain English."""
    detail: str


@dataclass(frozen=True)
class Explanation:
    """All that is known of a record's fate."""

    id: str
    outcome: Literal["kept", "dropped", "not curated"]
    """`not curated` is what left before: while it was collected, say."""
    table: str
    """The input that it came in."""
    left: list[Left]
    """Where it left and why, curating first; the rows of inputs may share a name (`row 12`)."""
    thresholds: list[Threshold] = field(default_factory=list)
    """The settings that decided, as they were."""
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By group, every column that was measured."""
    excerpt: Excerpt | None = None
    """None also of what was taken back."""
    decision: Decision | None = None
    """What a person decided of it."""
    overruled: str = ""
    """The reason for which it would have left, where it stays because that person wants it."""
    redacted_as: str = ""
    """The id under which it stays without its personal data."""
    duplicate_of: OtherRecord | None = None
    clusters: list[RecordCluster] = field(default_factory=list)
    """What it has in common with others."""
    edited_from: list[OtherRecord] = field(default_factory=list)
    """What it was made from, where that is known."""


def explain(id_: str, workspace: Workspace) -> Explanation:
    """Why the record `id_` was kept or dropped by the newest run, or a row (`row 12`) left before it.

    Raises NothingToDo when nothing was curated, UsageError when no table knows the id.
    """
    run = CuratedRun.newest(workspace)
    came = run.made_from(id_) or id_
    measured = run.measures([came]).get(came)
    elsewhere = list(_left(came, workspace))
    if measured is None:
        if not elsewhere:
            hint = "ids are in the column `id` of the tables, and in: minga curate sample"
            raise UsageError(f"no record has the id {id_!r}, and no row that left", hint=hint)
        return Explanation(id_, "not curated", elsewhere[0].table, elsewhere)
    record = run.records([came])[came]
    here = [left for left in elsewhere if left.table == "curated"]
    # a record that came in twice stays and is its own duplicate
    stays = run.made_into(came) if came != id_ or not here or here[0].reason in DUPLICATES else ""
    reason = "" if stays or not here else here[0].reason
    same = other_record(here[0].detail) if reason in DUPLICATES else ""
    return Explanation(
        id=id_,
        outcome="kept" if stays else "dropped",
        table=record["table"],
        left=here + [left for left in elsewhere if left.table != "curated"],
        thresholds=thresholds(reason, run.settings, record["language"]) if reason else [],
        measures=_grouped(measured, numbers_only=reason == WITHDRAWN),
        excerpt=_excerpt(record, reason, here[0].detail if reason else "", run),
        decision=run.decided([came]).get(came),
        overruled=run.overruled.get(came, ""),
        redacted_as=stays if stays != came else "",
        duplicate_of=_others([same], run)[0] if same else None,
        clusters=list(_clusters(came, run)),
        edited_from=_others(record.get("parents") or [], run),
    )


def _excerpt(record: Mapping[str, Any], reason: str, detail: str, run: CuratedRun) -> Excerpt | None:
    """The part of a record that decided; none of what was taken back."""
    if reason == WITHDRAWN:
        return None
    item = "".join(run.items([other_record(detail)]).values()) if reason == "contaminated" else ""
    return excerpt(record, reason=reason, detail=detail, item=item)


def _left(id_: str, workspace: Workspace) -> Iterator[Left]:
    for name in workspace.names():
        table = None if name.startswith(ANNOTATED) else workspace.latest(name)
        if table is not None and table.manifest.counts.dropped:
            for row in dropped_rows(table, [id_]).to_pylist():
                yield Left(name, id_, row["reason"], reason_of(row["reason"]).sentence, row["detail"])


def _clusters(id_: str, run: CuratedRun) -> Iterator[RecordCluster]:
    for one in memberships(run.clusters, id_, _OTHERS):
        best, *others = _others([one.cluster.id, *one.cluster.others], run)
        yield RecordCluster(one.mode, one.cluster.size, one.cluster.kept, best, one.similarity, others)


def _others(ids: list[str], run: CuratedRun) -> list[OtherRecord]:
    records = run.records(ids)
    return [OtherRecord(id_, excerpt(records[id_]) if id_ in records else None) for id_ in ids]


def _grouped(measured: Mapping[str, Any], *, numbers_only: bool) -> dict[str, dict[str, Any]]:
    """Columns by the group that their names begin with; hashes say nothing to people.

    Of what was taken back no words are shown, and some columns quote the text.
    """
    groups: dict[str, dict[str, Any]] = {}
    for name, value in measured.items():
        group, dot, rest = name.partition(".")
        if dot and not _BANDS.search(name) and not isinstance(value, (bytes, str, list) if numbers_only else bytes):
            groups.setdefault(group, {})[rest] = value
    return groups
