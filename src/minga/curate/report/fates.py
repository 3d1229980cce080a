"""What became of every record that came in, counted by what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.curated_run import CuratedRun, dropped_rows
from minga.curate.reasons import in_order

__all__ = ["Fates", "Group"]


@dataclass
class Group:
    """Records that have something in common."""

    label: str
    came: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    """By reason."""

    @property
    def kept(self) -> int:
        """Those that stay."""
        return self.came - sum(self.dropped.values())


class Fates:
    """For each input, in the order of its rows, whether a record stays and why not."""

    def __init__(self, run: CuratedRun) -> None:
        self.run = run
        self.reasons = in_order(run.curated.manifest.counts.dropped)
        dropped = dropped_rows(run.curated).select(["id", "reason"])
        self._ids = dropped["id"].combine_chunks()
        self._codes = pc.index_in(dropped["reason"], value_set=pa.array(self.reasons, pa.string())).to_numpy()
        self._taken = np.zeros(len(self._ids), bool)
        # of a record that came in several times that of the first table stays, if one does
        self._by_table = {name: self._of(name) for name in sorted(run.inputs, reverse=True)}

    def groups(self, column: str) -> list[Group]:
        """Counts by the values of a column of the records, the largest group first."""
        found: dict[str, Group] = {}
        for name, table in self.run.inputs.items():
            start = 0
            for batch in table.batches([column], size=1 << 16):
                codes = self._by_table[name][start : start + batch.num_rows]
                start += batch.num_rows
                self._count(batch[column].dictionary_encode(), codes, found)
        return sorted(found.values(), key=lambda group: (-group.came, group.label))

    def by_table(self) -> list[Group]:
        """Counts by the input that records came in."""
        found: dict[str, Group] = {}
        for name, codes in self._by_table.items():
            labels = pa.DictionaryArray.from_arrays(np.zeros(len(codes), np.int32), [name])
            self._count(labels, codes, found)
        return sorted(found.values(), key=lambda group: (-group.came, group.label))

    def _of(self, name: str) -> np.ndarray:
        """The reason's number for every row of an input (int16); -1 for those that stay."""
        ids = [batch["id"] for batch in self.run.annotated[name].batches(["id"], size=1 << 16)]
        places = pc.index_in(pa.chunked_array(ids, pa.string()), value_set=self._ids).fill_null(-1).to_numpy()
        fates = np.full(len(places), -1, np.int16)
        hit = np.flatnonzero(places >= 0)
        first = hit[~self._taken[places[hit]]]
        fates[first] = self._codes[places[first]]
        self._taken[places[first]] = True
        for row in np.setdiff1d(hit, first).tolist():  # the same record in several inputs, which is rare
            place = int(places[row])
            while place < len(self._ids) and self._ids[place] == self._ids[places[row]]:
                if not self._taken[place]:
                    self._taken[place], fates[row] = True, self._codes[place]
                    break
                place += 1
        return fates

    def _count(self, labels: pa.DictionaryArray, codes: np.ndarray, found: dict[str, Group]) -> None:
        names: Sequence[str] = [value or "" for value in labels.dictionary.to_pylist()]
        numbers = labels.indices.fill_null(len(names)).to_numpy()
        width = len(self.reasons) + 1
        counts = np.bincount(numbers * width + codes + 1, minlength=(len(names) + 1) * width).reshape(-1, width)
        for label, row in zip([*names, ""], counts.tolist(), strict=True):
            if sum(row):
                group = found.setdefault(label, Group(label))
                group.came += sum(row)
                for reason, count in zip(self.reasons, row[1:], strict=True):
                    if count:
                        group.dropped[reason] = group.dropped.get(reason, 0) + count
