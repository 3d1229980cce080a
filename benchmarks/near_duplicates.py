"""Near-copies found per CPU-second, and how many of them, beside datatrove, text-dedup and data-juicer.

The documents are natural text with planted near-copies and shared boilerplate (`_near_duplicates/corpus.py`), about 145
words each, a sixth of them copies. All sides have equal hashes, bands and shingles, run whole in a process of their own
from one Parquet file to what stays, and are measured by the CPU time of their process tree, with their start; sides
alternate. minga alone verifies the true similarity of likely pairs. datatrove, which takes minutes, has fewer
documents. text-dedup runs with its fastest hash. Debian packages and peers are downloaded into
`.benchmarks/near_duplicates`.

Pairs are right when two documents hang together by pairs whose true Jaccard similarity, counted with sets of strings,
is at least the threshold.

Last line: JSON with `docs_per_cpu_second`, `recall`, `precision`, `pairs` (true ones), `vs_datatrove`, `vs_text_dedup`,
`vs_data_juicer` (how many times as many documents per CPU-second; null with a `reason` when the peer cannot be had),
`peers` (documents per CPU-second of each, and what it kept), `kept`, `documents`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from _near_duplicates import corpus
from _near_duplicates.peers import PEERS, Parameters, kept_rows

_FOLDER = Path(__file__).parent.parent / ".benchmarks/near_duplicates"
_OURS = Path(__file__).parent / "_near_duplicates/ours.py"
_GIVEN = Parameters()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--few", type=int, default=5_000, help="documents for datatrove")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="5,000 documents, 1,000 for datatrove, one round")
    asked = parser.parse_args()
    documents, few, rounds = (5_000, 1_000, 1) if asked.quick else (asked.documents, asked.few, asked.rounds)
    corpus.fetch(_FOLDER / "packages")
    with tempfile.TemporaryDirectory(prefix="minga-near-") as scratch:
        print(json.dumps(compare(Path(scratch), documents, few, rounds)))


def compare(scratch: Path, documents: int, few: int, rounds: int) -> dict[str, Any]:
    """What the last line says."""
    source, fewer = scratch / "in/documents.parquet", scratch / "few/documents.parquet"
    source.parent.mkdir()
    fewer.parent.mkdir()
    truth = corpus.make(_FOLDER / "packages", documents, source, _GIVEN.shingle, _GIVEN.threshold)
    pq.write_table(pq.read_table(source).slice(0, few), fewer)
    pythons, reasons = _environments()
    speeds: dict[str, list[float]] = defaultdict(list)
    kept: dict[str, int] = {}
    for turn in range(rounds):
        for name in ("minga", *pythons):
            data, count = (fewer, few) if name == "datatrove" else (source, documents)
            out = scratch / f"{name}-{turn}"
            seconds = _run([str(python) for python in _command(name, pythons, data, out)], scratch)
            speeds[name].append(count / seconds)
            kept[name] = kept_rows(out) if name != "text_dedup" else _rows_of_arrow(out)
            print(f"{name:12} {count:9,} documents {seconds:8.1f} CPU-s, kept {kept[name]:,}", file=sys.stderr)
    ours = median(speeds["minga"])
    found = _found(np.load(scratch / "minga-0/roots.npy"))
    true = truth.pairs()
    theirs = {peer.name: median(speeds[peer.name]) if peer.name in speeds else None for peer in PEERS}
    ratios = {f"vs_{name}": round(ours / speed, 2) if speed else None for name, speed in theirs.items()}
    return {
        "docs_per_cpu_second": round(ours),
        "recall": round(len(found & true) / len(true), 4),
        "precision": round(len(found & true) / len(found), 4),
        "pairs": len(true),
        **ratios,
        "peers": {name: {"docs_per_cpu_second": round(median(speeds[name])), "kept": kept[name]} for name in pythons},
        **({"reason": reasons} if reasons else {}),
        "kept": kept["minga"],
        "documents": documents,
    }


def _environments() -> tuple[dict[str, Path], dict[str, str]]:
    """The Python of each peer, and why there is none."""
    pythons, reasons = {}, {}
    for peer in PEERS:
        try:
            pythons[peer.name] = peer.install(_FOLDER)
        except (subprocess.SubprocessError, OSError) as error:
            reasons[peer.name] = f"cannot be installed: {error}"
    return pythons, reasons


def _command(name: str, pythons: dict[str, Path], source: Path, out: Path) -> list[Any]:
    if name == "minga":
        return [sys.executable, _OURS, source, out, *_GIVEN.arguments]
    peer = next(peer for peer in PEERS if peer.name == name)
    return [pythons[name], *peer.arguments(source, out, _GIVEN)]


def _run(command: list[str], folder: Path) -> float:
    """CPU-seconds of a process and of all that it starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", "DO_NOT_TRACK": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stderr[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _rows_of_arrow(out: Path) -> int:
    """text-dedup writes a folder of the package datasets."""
    return sum(pa.ipc.open_stream(path).read_all().num_rows for path in out.glob("*.arrow"))


def _found(roots: np.ndarray) -> set[tuple[int, int]]:
    members = defaultdict(list)
    for document, root in enumerate(roots.tolist()):
        members[root].append(document)
    return {pair for one in members.values() for pair in combinations(one, 2)}


if __name__ == "__main__":
    main()
