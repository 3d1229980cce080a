"""What people decided of single records, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from minga.curate.curated_run import CuratedRun
from minga.curate.decisions import BY_HAND, Decision, standing
from minga.curate.excerpts import Excerpt, excerpt

__all__ = ["ByPeople", "DecidedRecord", "by_people"]

_SHOWN = 8


@dataclass(frozen=True)
class DecidedRecord:
    """A record of which somebody decided."""

    decision: Decision
    outcome: str
    """What came of it, in words."""
    excerpt: Excerpt


@dataclass(frozen=True)
class ByPeople:
    """What came of all decisions."""

    kept: Mapping[str, int]
    """Records that stay because of them, by the reason for which they would have left."""
    dropped: int
    """Records that left because of them."""
    not_kept: Mapping[str, int]
    """Records that somebody wants to keep and that left all the same, by reason."""
    unknown: int
    """Decisions on records that did not come in."""
    newest: list[DecidedRecord]


def by_people(run: CuratedRun, length: int) -> ByPeople | None:
    """What people decided; None where nobody did."""
    if run.decisions is None:
        return None
    decided = standing(run.decisions)
    # what was taken back is nobody's to read any more
    hidden = set(run.withdrawn().to_pylist())
    open_ = [one for one in decided.values() if one.id not in hidden]
    newest = sorted(open_, key=lambda one: (one.when, one.id), reverse=True)[:_SHOWN]
    records = run.records({one.id for one in newest})
    shown = [
        DecidedRecord(one, _outcome(one, run), excerpt(records[one.id], length)) for one in newest if one.id in records
    ]
    return ByPeople(
        kept=dict(Counter(run.overruled.values()).most_common()),
        dropped=run.curated.manifest.counts.dropped.get(BY_HAND, 0),
        not_kept=dict(Counter(run.not_kept.values()).most_common()),
        unknown=len(run.curated.manifest.notes["by_hand"]["unknown"]),
        newest=shown,
    )


def _outcome(one: Decision, run: CuratedRun) -> str:
    if one.decision == "drop":
        return "left"
    if one.id in run.not_kept:
        return f"left all the same, as {run.not_kept[one.id]}"
    return f"stays, and would have left as {run.overruled[one.id]}" if one.id in run.overruled else "stays"
