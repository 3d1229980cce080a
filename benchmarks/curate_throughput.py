"""How many records a second the whole default pipeline of `curate` passes, in how much memory, and how that grows.

Instruction records in Spanish are generated from natural text (Debian packages, downloaded into `.benchmarks`), about
115 words each, one in ten an edited copy of another. Making them is not counted. Each run is a process of its own.

Last line: JSON with `records`, `records_per_second` (wall clock), `cpu_seconds` and `records_per_cpu_second` (the
process tree), `peak_gib` (largest sum of the proportional set sizes of the process tree, five times a second),
`linearity` (CPU time per record of the whole set over that of a tenth), `over_floor` (CPU time of the near-duplicate
stage on as many documents as the tenth, over that of reading, hashing and writing alone; both with their start),
`ray_identical` (whether Ray gives the same bytes on `ray_records` records; null without Ray or when it takes over ten
minutes), `kept`, `dropped`; and from which `_curate_throughput/sizing.py` computes what larger corpora take: `steps`
(records a second of one core, and the share of a step in the process that leads), `gib_per_million` records of memory
(from the tenth to the whole set), of tables and of scratch files, `base_gib` of memory for none.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from _curate_throughput.measured import run
from _curate_throughput.records import make_records
from _near_duplicates import corpus
from _near_duplicates.peers import Parameters

_HERE = Path(__file__).parent
_PACKAGES = _HERE.parent / ".benchmarks/near_duplicates/packages"
_PATIENCE = 600
"""Seconds that Ray may take."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--ray-records", type=int, default=5_000)
    parser.add_argument("--quick", action="store_true", help="20,000 records, 500 for Ray")
    asked = parser.parse_args()
    records, ray_records = (20_000, 500) if asked.quick else (asked.records, asked.ray_records)
    corpus.fetch(_PACKAGES)
    with tempfile.TemporaryDirectory(prefix="minga-curate-") as scratch:
        print(json.dumps(measure(Path(scratch), records, ray_records)))


def measure(scratch: Path, records: int, ray_records: int) -> dict[str, Any]:
    """What the last line says."""
    floor = _over_floor(scratch, records // 10)
    tenth = _curate(scratch / "tenth", records // 10)
    whole = _curate(scratch / "whole", records)
    return {
        "records": records,
        "records_per_second": round(records / whole["seconds"]),
        "cpu_seconds": round(whole["cpu"], 1),
        "records_per_cpu_second": round(records / whole["cpu"]),
        "peak_gib": round(whole["peak"] / 2**30, 2),
        "linearity": round(whole["cpu"] / records / (tenth["cpu"] / (records // 10)), 3),
        "over_floor": floor,
        "ray_identical": _ray_identical(scratch, ray_records),
        "ray_records": ray_records,
        "kept": whole["kept"],
        "dropped": whole["dropped"],
        **_growth(tenth, whole, records),
    }


def _growth(tenth: dict[str, Any], whole: dict[str, Any], records: int) -> dict[str, Any]:
    """What grows with the records, and how fast."""
    memory = (whole["peak"] - tenth["peak"]) / (records - records // 10)
    tables, scratch = whole["bytes"]["tables"], whole["bytes"]["scratch"]
    each = {
        "memory": memory,
        "input": tables["donations"] / records,
        "annotated": tables["annotated"] / records,
        "curated": tables["curated"] / records,
        "scratch": sum(scratch.values()) / records,
        "sorted": scratch.get("sorted", 0) / records,
    }
    return {
        "steps": {
            name: {
                "records_per_core_second": round(records / step["cpu"]),
                "driver_share": round(min(1, step["driver"] / step["cpu"]), 3),
            }
            for name, step in whole["steps"].items()
        },
        "gib_per_million": {name: round(size * 1e6 / 2**30, 3) for name, size in each.items()},
        "base_gib": round((whole["peak"] - memory * records) / 2**30, 2),
    }


def _curate(folder: Path, records: int, kind: str = "native", timeout: float | None = None) -> dict[str, Any]:
    make_records(folder, _PACKAGES, records)
    found = run([str(_HERE / "_curate_throughput/run.py"), str(folder), kind, "donations/generated"], timeout)
    print(f"{kind} {records:,}: {json.dumps(found)}", file=sys.stderr)
    return found


def _over_floor(scratch: Path, documents: int) -> float:
    """The stage with its search over the stage without; A B A B, the lesser time of each."""
    source = scratch / "documents.parquet"
    given = Parameters()
    corpus.make(_PACKAGES, documents, source, given.shingle, given.threshold)
    times: dict[str, list[float]] = {"": [], "floor": []}
    for _ in range(2):
        for mode, taken in times.items():
            script = [str(_HERE / "_near_duplicates/ours.py"), str(source), str(scratch / f"out{mode}")]
            taken.append(run([*script, *given.arguments, mode])["cpu"])
    print(f"duplicate stage on {documents:,}: {times}", file=sys.stderr)
    return round(min(times[""]) / min(times["floor"]), 3)


def _ray_identical(scratch: Path, records: int) -> bool | None:
    if importlib.util.find_spec("ray") is None:
        return None
    native = _curate(scratch / "native", records)
    try:
        return bool(_curate(scratch / "ray", records, "ray", _PATIENCE)["content"] == native["content"])
    except subprocess.TimeoutExpired:
        return None


if __name__ == "__main__":
    main()
