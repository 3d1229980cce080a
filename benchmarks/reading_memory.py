"""How much memory a benchmark of a million short rows takes while it is read, as JSON Lines, CSV and Parquet.

Each file is read by `minga.translate.source_items` in a process of its own. What counts is the peak above what the
process held when everything was imported. The Parquet file has one row group: the worst case.

Last line: JSON with `rows`, and by format `above_imports_mb`, `peak_mb` and `rows_per_cpu_second`.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

FORMATS = ("jsonl", "csv", "parquet")
READING = """
import json, resource, sys, time
from pathlib import Path
import pyarrow.parquet
from minga.settings import BenchmarkSettings
from minga.translate import source_items
from minga.workspace import Workspace
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
root = Path(sys.argv[1]).parent
before, started = peak(), time.process_time()
part = BenchmarkSettings(name="big", path=sys.argv[1], licence="MIT", language="en")
table = source_items(part, root, Workspace(root / "data", root / ".minga"))
print(json.dumps({"above_imports_mb": round(peak() - before), "peak_mb": round(peak()),
                  "rows_per_cpu_second": round(table.rows / (time.process_time() - started))}))
"""
GROUP = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--quick", action="store_true", help="50,000 rows")
    asked = parser.parse_args()
    count = 50_000 if asked.quick else asked.rows
    found: dict[str, Any] = {"rows": count}
    for form in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"big.{form}"
            WRITERS[form](path, count)
            done = subprocess.run([sys.executable, "-c", READING, str(path)], check=True, stdout=subprocess.PIPE)
        found[form] = json.loads(done.stdout)
        print(f"{form}: {found[form]}", flush=True)
    print(json.dumps(found))


def rows(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        other = number % 97
        yield {
            "question": f"What is {number} plus {other}, and is the sum even?",
            "choices": [str(number + other), str(number), f"about {number}", "none of these"],
            "answer": number % 4,
            "subject": f"sums-{number % 50}",
        }


def write_lines(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows(count))


def write_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["question", "A", "B", "C", "D", "answer", "subject"])
        sheet.writerows(
            [row["question"], *row["choices"], "ABCD"[row["answer"]], row["subject"]] for row in rows(count)
        )


def write_parquet(path: Path, count: int) -> None:
    waiting = rows(count)
    parts = []
    while part := list(islice(waiting, GROUP)):
        parts.append(pa.Table.from_pylist(part))
    pq.write_table(pa.concat_tables(parts), path, row_group_size=count)


WRITERS = {"jsonl": write_lines, "csv": write_csv, "parquet": write_parquet}


if __name__ == "__main__":
    main()
