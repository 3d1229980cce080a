"""What a donation that comes late costs: it is measured alone, and compared only with what shares a bucket with it.

Instruction records are generated from natural text as in `curate_throughput.py`. Two corpora, the second ten times the
first, are curated, and then once more together with a donation of 1,000 records, of which one in ten is an edited copy
of a record that is there. Every run is a process of its own. In another project all is curated at once.

Last line: JSON with `small` and `large`: `records` and, of the runs `first` and `late`, `cpu_seconds` (the process
tree), `search_seconds` (CPU time of the search for duplicates), `texts` (read by it: conversations, and answers where
these decide) and `comparisons`; `texts_growth`,
`comparisons_growth` and `search_growth` (the late run of the large over that of the small corpus: 1 where what is there
does not matter, 10 where it is all that matters); `same_result` (as if all had been there from the beginning).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from _curate_throughput.measured import run
from _curate_throughput.records import make_late_records, make_records
from _near_duplicates import corpus

_PACKAGES = Path(__file__).parent.parent / ".benchmarks/near_duplicates/packages"
_SCRIPT = Path(__file__).parent / "_curate_throughput/run.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000, help="of the large corpus")
    parser.add_argument("--quick", action="store_true", help="10,000 records")
    asked = parser.parse_args()
    records = 10_000 if asked.quick else asked.records
    corpus.fetch(_PACKAGES)
    with tempfile.TemporaryDirectory(prefix="minga-late-") as scratch:
        print(json.dumps(measure(Path(scratch), records)))


def measure(scratch: Path, records: int) -> dict[str, Any]:
    """What the last line says."""
    small, large = (_two_runs(scratch / str(count), count) for count in (records // 10, records))
    growth = {
        f"{name.removesuffix('_seconds')}_growth": round(large["late"][name] / max(small["late"][name], 0.01), 2)
        for name in ("texts", "comparisons", "search_seconds")
    }
    return {"small": small, "large": large, **growth, "same_result": small.pop("same") and large.pop("same")}


def _two_runs(folder: Path, records: int) -> dict[str, Any]:
    """The corpus alone, then with the donation; and both at once, elsewhere."""
    _make(folder / "project", records)
    first = _run(folder / "project", "donations/generated")
    late = _run(folder / "project", "donations/generated", "donations/late")
    _make(folder / "at-once", records)
    at_once = _run(folder / "at-once", "donations/generated", "donations/late")
    same = late.pop("content") == at_once["content"] != first.pop("content")
    return {"records": records, "first": first, "late": late, "same": same}


def _make(folder: Path, records: int) -> None:
    make_late_records(folder, _PACKAGES, make_records(folder, _PACKAGES, records), 1000)


def _run(folder: Path, *tables: str) -> dict[str, Any]:
    found = run([str(_SCRIPT), str(folder), "native", *tables])
    print(f"{folder} {tables}: {json.dumps(found)}", file=sys.stderr)
    search = {"search_seconds": round(found["steps"]["duplicates"]["cpu"], 2), **found["search"]}
    return {"cpu_seconds": round(found["cpu"], 1), **search, "content": found["content"]}


if __name__ == "__main__":
    main()
