"""One measured run of `curate` on some tables of a project: `late.py FOLDER TABLE…`; prints a line of JSON."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from _curate_throughput.records import project_space
from minga.curate import curate, verdicts
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.engine import Engine
from minga.settings import CurateSettings

_COUNTS: Counter[str] = Counter()


def main() -> None:
    space = project_space(Path(sys.argv[1]))
    tables = [table for table in map(space.latest, sys.argv[2:]) if table]
    _watch()
    started = time.process_time()
    curated = curate(tables, CurateSettings(), ["es"], space, Engine())
    counts = {name: _COUNTS[name] for name in ("texts", "comparisons")}
    print(
        json.dumps(
            {
                "seconds": round(time.process_time() - started, 2),
                "search_seconds": round(_COUNTS["search"] / 1e9, 2),
                **counts,
                "kept": curated.rows,
                "content": curated.content,
            }
        )
    )


def _watch() -> None:
    """Counts, from outside, what the search for duplicates reads and compares, and its processor time."""
    add, jaccard, search = ShingleSets.add, ShingleSets.jaccard, verdicts.find_clusters

    def counted_add(self: ShingleSets, texts: Iterable[pa.Array]) -> None:
        add(self, texts)
        _COUNTS["texts"] = len(self)

    def counted_jaccard(self: ShingleSets, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        _COUNTS["comparisons"] += len(first)
        return jaccard(self, first, second)

    def timed_search(*given: Any, **named: Any) -> Any:
        started = time.process_time_ns()
        found = search(*given, **named)
        _COUNTS["search"] += time.process_time_ns() - started
        return found

    ShingleSets.add, ShingleSets.jaccard = counted_add, counted_jaccard  # type: ignore[method-assign]  # to count
    verdicts.find_clusters = timed_search  # to time


if __name__ == "__main__":
    main()
