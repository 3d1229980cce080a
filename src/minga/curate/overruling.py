"""The rules, and above them what people decided of single records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.decisions import BY_HAND, FIRM, Decision
from minga.curate.duplicates.clusters import Clusters
from minga.curate.duplicates.compared_texts import CONVERSATION
from minga.curate.duplicates.exact_duplicates import first_twins
from minga.curate.judged import Judged
from minga.curate.rules import Rule, decide

__all__ = ["Overruling", "by_hand", "left_all_the_same"]


def by_hand(decisions: Mapping[str, Decision]) -> Rule:
    """Lets go what a person wants to let go, with her words and her name."""
    ids = _ids("drop", decisions)

    def told(row: Mapping[str, Any]) -> str:
        one = decisions[row["id"]]
        return f"{one.reason} ({one.who})" if one.who else one.reason

    return Rule(BY_HAND, ["id"], lambda seen: pc.is_in(seen["id"], value_set=ids), told)


class Overruling:
    """Asks the rules, and keeps what people want to keep unless the reason is firm (`decisions.FIRM`).

    It remembers what came of each decision.
    """

    def __init__(self, rules: Sequence[Rule], decisions: Mapping[str, Decision]) -> None:
        self._rules = rules
        self._firm = [rule for rule in rules if rule.reason in FIRM]
        self._decisions = decisions
        self._all = pa.array(sorted(decisions), pa.string())
        self._keep = _ids("keep", decisions)
        self._met: set[str] = set()
        self._overruled: dict[str, str] = {}
        self._stood: dict[str, str] = {}

    def decide(self, annotated: pa.Table) -> tuple[pa.Array, pa.Array]:
        """Reason and detail of every row; null for those that stay."""
        reasons, details = decide(self._rules, annotated)
        if not len(self._all):
            return reasons, details
        self._met.update(annotated["id"].filter(pc.is_in(annotated["id"], value_set=self._all)).to_pylist())
        asked = self._asked(annotated["id"]) & reasons.is_valid().to_numpy(zero_copy_only=False)
        if not asked.any():
            return reasons, details
        mask = pa.array(asked)
        rows, first = annotated.filter(mask), reasons.filter(mask).to_pylist()
        firm, told = decide(self._firm, rows)
        for id_, overruled, stood in zip(rows["id"].to_pylist(), first, firm.to_pylist(), strict=True):
            self._note(id_, overruled, stood)
        return pc.replace_with_mask(reasons, mask, firm), pc.replace_with_mask(details, mask, told)

    def spare(self, found: Sequence[Clusters], judged: Judged) -> list[Clusters]:
        """The clusters of all modes, in which what people want to keep stays; of several that are equal the first."""
        if not len(self._keep):
            return list(found)
        ids = judged.column("id")
        asked = self._asked(ids)
        return [self._spared(one, np.flatnonzero(asked[one.rows] & ~one.kept), ids, judged) for one in found]

    def _spared(self, one: Clusters, places: np.ndarray, ids: pa.ChunkedArray, judged: Judged) -> Clusters:
        """`one`, in which the records at `places` stay where the reason is not firm."""
        equal = np.isnan(one.similarity[places])
        firm = equal & (one.mode.equal_reason in FIRM)
        open_ = np.flatnonzero(~firm)
        digests = judged.column(CONVERSATION.digest_column).take(pa.array(one.rows[places[open_]]))
        firm[open_[first_twins(digests) != np.arange(len(open_))]] = True
        kept = one.kept.copy()
        kept[places[~firm]] = True
        for place, alike, stands in zip(places.tolist(), equal.tolist(), firm.tolist(), strict=True):
            id_, best = ids[int(one.rows[place])].as_py(), ids[int(one.best[place])].as_py()
            reason = one.mode.equal_reason if alike else one.mode.near_reason
            if id_ != best:  # a record that came in twice stays once
                self._note(id_, reason, reason if stands else None)
        return replace(one, kept=kept)

    def notes(self) -> dict[str, Any]:
        """For the manifest: how many decide what, and what came of it, by id."""
        verdicts = [one.decision for one in self._decisions.values()]
        return {
            "keep": verdicts.count("keep"),
            "drop": verdicts.count("drop"),
            "overruled": dict(sorted(self._overruled.items())),
            "not_kept": dict(sorted(self._stood.items())),
            "unknown": sorted(set(self._decisions) - self._met),
        }

    def _asked(self, ids: pa.ChunkedArray) -> np.ndarray:
        return np.asarray(pc.is_in(ids, value_set=self._keep))

    def _note(self, id_: str, reason: str, stood: str | None) -> None:
        if stood is None:
            self._overruled.setdefault(id_, reason)
        else:
            self._overruled.pop(id_, None)
            self._stood[id_] = stood


def left_all_the_same(notes: dict[str, Any], id_: str, reason: str) -> None:
    """Where a table's notes say that a person kept the record `id_`: it left after all."""
    by_hand = notes.get("by_hand", {})
    if by_hand.get("overruled", {}).pop(id_, None):
        by_hand["not_kept"] = dict(sorted({**by_hand["not_kept"], id_: reason}.items()))


def _ids(verdict: str, decisions: Mapping[str, Decision]) -> pa.Array:
    return pa.array(sorted(one.id for one in decisions.values() if one.decision == verdict), pa.string())
