"""What became of each thing that was asked for, into the table: in one order, whatever came first."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from minga.external_sort import ExternalSorter
from minga.generate.judging import Unusable
from minga.records import InstructionRecord, normalise_text, to_batch
from minga.table_writer import TableWriter

__all__ = ["Harvest", "Outcome"]

_BATCH = 1000


@dataclass(frozen=True)
class Outcome:
    """What became of one unit: a record, or why there is none."""

    number: int
    """The unit's place in the order of asking, from 0, without gaps."""
    unit: str
    """The unit's name, for the table of what was dropped."""
    result: InstructionRecord | Unusable


class Harvest:
    """Takes outcomes as they come and writes records in order of ids, losses in order of asking.

    Records beyond what fits in memory go to `scratch`.
    """

    def __init__(self, writer: TableWriter, scratch: Path) -> None:
        self._writer = writer
        self._sorter = ExternalSorter(scratch, ["id", "number"])
        self._early: list[tuple[int, Outcome]] = []
        self._next = 0
        self._kept: list[tuple[int, InstructionRecord]] = []

    def take(self, outcome: Outcome) -> None:
        """Take one outcome; it waits until those before it have come."""
        heapq.heappush(self._early, (outcome.number, outcome))
        while self._early and self._early[0][0] == self._next:
            self._settle(heapq.heappop(self._early)[1])
            self._next += 1

    def write(self) -> None:
        """Write all records. Call it once, after the last outcome."""
        self._flush()
        last = ""
        for table in self._sorter.batches():
            keep = []
            for id_ in table["id"].to_pylist():
                keep.append(id_ != last)
                if id_ == last:
                    self._writer.drop("duplicate-id", id_, "the same was asked and answered twice")
                last = id_
            self._writer.write(table.filter(pa.array(keep)))

    def _settle(self, outcome: Outcome) -> None:
        self._writer.count_in()
        if isinstance(outcome.result, Unusable):
            self._writer.drop(outcome.result.reason, outcome.unit, normalise_text(outcome.result.detail))
            return
        self._kept.append((outcome.number, outcome.result))
        if len(self._kept) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._kept:
            batch = to_batch((record for _, record in self._kept), InstructionRecord.schema)
            numbers = pa.array([number for number, _ in self._kept], pa.int64())
            self._sorter.add(batch.append_column("number", numbers))
            self._kept = []
