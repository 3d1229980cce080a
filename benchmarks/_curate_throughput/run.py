"""One measured run of `curate`: `run.py FOLDER ENGINE TABLE…`; prints a line of JSON."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from _curate_throughput.records import project_space
from _curate_throughput.steps import Steps, bytes_below
from minga.curate import curate, stage, verdicts
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.curate.judged import Judged
from minga.engine import Engine
from minga.external_sort import ExternalSorter
from minga.settings import CurateSettings


def main() -> None:
    folder, kind = Path(sys.argv[1]), sys.argv[2]
    space = project_space(folder)
    tables = [table for name in sys.argv[3:] if (table := space.latest(name))]
    if not tables:
        raise SystemExit(f"{folder} has no records")
    written, searched = Counter[str](), Counter[str]()
    _count_bytes(written)
    _count_search(searched)
    steps = Steps()
    steps.time(stage, "annotate", "measure")
    steps.time(Judged, "write", "decide")
    steps.time(verdicts, "find_clusters", "duplicates")
    started = time.monotonic()
    curated = curate(tables, CurateSettings(), ["es"], space, Engine("ray" if kind == "ray" else "native"))
    seconds = time.monotonic() - started
    steps.enter("end")
    taken = {name: {"cpu": steps.seconds[name], "driver": steps.driver[name]} for name in _STEPS}
    sizes = {"tables": bytes_below(folder / "data"), "scratch": dict(written)}
    print(json.dumps({"seconds": seconds, "kept": curated.rows, "dropped": curated.manifest.counts.dropped,
                      "content": curated.content, "steps": taken, "bytes": sizes,
                      "search": dict(searched)}))  # fmt: skip


_STEPS = ("measure", "decide", "duplicates", "write")


def _count_bytes(written: Counter[str]) -> None:
    """Adds up, from outside, what is written to files that are gone afterwards."""
    write_run, judge, add = ExternalSorter._written, Judged.write, ShingleSets.add

    def counted_run(self: ExternalSorter, *given: Any) -> Path:
        path = write_run(self, *given)
        written["sorted"] += path.stat().st_size
        return path

    def counted_judge(self: Judged, *given: Any) -> None:
        judge(self, *given)
        written["judged"] += self._path.stat().st_size

    def counted_add(self: ShingleSets, *given: Any) -> None:
        before = self._path.stat().st_size
        add(self, *given)
        written["shingles"] += self._path.stat().st_size - before

    for owner, name, counted in (
        (ExternalSorter, "_written", counted_run),
        (Judged, "write", counted_judge),
        (ShingleSets, "add", counted_add),
    ):
        setattr(owner, name, counted)


def _count_search(searched: Counter[str]) -> None:
    """Adds up the texts that the search for duplicates reads, and the pairs that it compares."""
    add, jaccard = ShingleSets.add, ShingleSets.jaccard

    def counted_add(self: ShingleSets, *given: Any) -> None:
        before = len(self)
        add(self, *given)
        searched["texts"] += len(self) - before

    def counted_jaccard(self: ShingleSets, first: Any, second: Any) -> Any:
        searched["comparisons"] += len(first)
        return jaccard(self, first, second)

    for name, counted in (("add", counted_add), ("jaccard", counted_jaccard)):
        setattr(ShingleSets, name, counted)


if __name__ == "__main__":
    main()
