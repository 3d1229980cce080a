"""From what a person says of records to decisions that the next run of curating can follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from minga.curate.curated_run import CuratedRun, dropped_rows
from minga.curate.decisions import BY_HAND, FIRM, Decision, Verdict
from minga.curate.reasons import other_record, reason_of
from minga.curate.sampling import KEPT, answers_of
from minga.errors import UsageError

__all__ = ["audit_decisions", "decide_on"]

_WHY = {"keep": "an audit found that dropping it was wrong", "drop": "an audit found that keeping it was wrong"}


def decide_on(
    ids: Sequence[str],
    verdict: Verdict,
    reason: str,
    run: CuratedRun,
    *,
    who: str,
    when: str,
    decided: Collection[str] = (),
) -> list[Decision]:
    """One decision for each of `ids`, which may be those that records came in with or those that they have now.

    `decided` are the ids of which somebody decided before: `undo` takes them, also where their records are gone. Raises
    UsageError where `run` does not know another id, or nothing that a person says keeps that record.
    """
    if not reason.strip():
        raise UsageError("a decision needs a reason", hint='say it in your own words: --why "…"')
    came = {id_: run.made_from(id_) or id_ for id_ in ids}
    known = run.measures(came.values())
    for id_, own in came.items():
        if own not in known and not (verdict == "undo" and own in decided):
            raise UsageError(f"no record has the id {id_!r}", hint="ids are in: minga curate sample")
    firm = _firm(came.values(), run) if verdict == "keep" else {}
    if firm:
        id_, why = next(iter(firm.items()))
        raise UsageError(f"{id_} cannot be kept: {why.removesuffix('.')}", hint="see: minga curate explain ID")
    return [Decision(own, verdict, " ".join(reason.split()), who, when) for own in dict.fromkeys(came.values())]


def audit_decisions(
    rows: Iterable[Mapping[str, str]], where: object, run: CuratedRun, *, who: str, when: str
) -> tuple[list[Decision], list[str]]:
    """A decision for each record of an audited sample of which `right` says no, and those that nobody can keep.

    A record that was kept is dropped, one that was dropped is kept; the column `why` is the reason. Raises InputError
    where columns are missing or an answer is neither yes nor no.
    """
    wrong = {str(row["id"]): row for row, right in answers_of(rows, where) if row.get("id") and right is False}
    came = {id_: run.made_from(id_) or id_ for id_ in wrong}
    known, firm = run.measures(came.values()), _firm(came.values(), run)
    decisions, left_out = [], []
    for id_, row in wrong.items():
        verdict: Verdict = "drop" if row.get("reason") == KEPT else "keep"
        if came[id_] not in known:
            left_out.append(f"{id_}: no record has this id any more")
        elif verdict == "keep" and came[id_] in firm:
            left_out.append(f"{id_}: {firm[came[id_]]}")
        else:
            why = " ".join((row.get("why") or "").split()) or _WHY[verdict]
            decisions.append(Decision(came[id_], verdict, why, who, when))
    return decisions, left_out


def _firm(ids: Iterable[str], run: CuratedRun) -> dict[str, str]:
    """Of the records that left for a reason that nobody overrules, why."""
    found = {}
    for row in dropped_rows(run.curated, list(ids)).to_pylist():
        reason, other = row["reason"], other_record(row["detail"])
        if reason in FIRM and reason != BY_HAND and not (reason == "duplicate" and other == row["id"]):
            found[row["id"]] = f"it left as {reason}. {reason_of(reason).sentence}"
    return found
