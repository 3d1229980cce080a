"""HellaSwag's 10,042 validation items through Apertium, killed on the way and started again.

The items are written as JSON Lines into a project in a temporary folder. Side one translates without a break; side two
is killed (SIGKILL) when half of the items are in the memory of translations, and started again. Both must make the
same bytes. A third run changes nothing and must ask nothing; a fourth changes 1 % of the items.

Last line: JSON with `items`, `seconds`, `items_per_second`, `cpu_seconds` and `peak_mb` (of the program), the same of
Apertium (its largest process), `killed_at` (items that were kept then), `resumed_seconds`, `identical`,
`unchanged_seconds`, `one_percent_seconds`. When the data are absent it says so, and exits with 1.
"""

from __future__ import annotations

import argparse
import bz2
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LINES = 6
TOML = """
[project]
name = "HellaSwag"
slug = "hellaswag"

[[benchmarks]]
name = "hellaswag"
path = "hellaswag.jsonl"
licence = "MIT"
to = ["es"]
"""
MEASURED = """
import json, resource, sys
from minga.cli import app
try:
    app(["translate", "-q", "--project", sys.argv[1]])
except SystemExit as end:
    code = end.code
mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
used = [round(who.ru_utime + who.ru_stime, 1) for who in (mine, theirs)]
peak = [who.ru_maxrss // 1024 for who in (mine, theirs)]
print(json.dumps({"code": code, "peak_mb": peak[0], "apertium_mb": peak[1], "cpu": used[0], "apertium_cpu": used[1]}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data", help="where hellaswag/ is")
    parser.add_argument("--quick", action="store_true", help="the first 1,000 items")
    options = parser.parse_args()
    path = options.data / "hellaswag/hellaswag_val_full.txt.bz2"
    if not path.is_file() or shutil.which("apertium") is None:
        print(f"{path} or apertium is not here")
        print(json.dumps({"skipped": True}))
        sys.exit(1)
    items = list(hellaswag(path))[: 1000 if options.quick else None]
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), items)
    print(
        f"{found['items']:,} items in {found['seconds']} s ({found['items_per_second']}/s), {found['peak_mb']} MB; "
        f"killed at {found['killed_at']:,} kept, {found['resumed_seconds']} s more, same bytes: {found['identical']}"
    )
    print(json.dumps(found))


def hellaswag(path: Path) -> Iterator[dict[str, Any]]:
    """Items of the text form: context, number of the right ending, four endings."""
    lines = bz2.decompress(path.read_bytes()).decode("utf-8").splitlines()
    for start in range(0, len(lines) - LINES + 1, LINES):
        context, answer, *endings = lines[start : start + LINES]
        yield {"question": context, "choices": endings, "answer": int(answer)}


def measure(folder: Path, items: list[dict[str, Any]]) -> dict[str, Any]:
    whole, broken = project(folder / "whole", items), project(folder / "broken", items)
    seconds, told = timed(whole)
    print(f"whole: {seconds:.1f} s, {told}", flush=True)
    process = start(broken)
    while kept(broken) < len(items) // 2 and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed_at = kept(broken)
    print(f"killed with {killed_at:,} items kept", flush=True)
    resumed, told_again = timed(broken)
    print(f"resumed: {resumed:.1f} s, {told_again}", flush=True)
    identical = table(whole) == table(broken)
    unchanged, _ = timed(whole)
    for item in items[::100]:
        item["question"] += " then"
    (whole / "hellaswag.jsonl").write_text(lines(items), encoding="utf-8")
    changed, _ = timed(whole)
    return {
        "items": len(items),
        "seconds": round(seconds, 1),
        "items_per_second": round(len(items) / seconds),
        "cpu_seconds": told["cpu"],
        "apertium_cpu_seconds": told["apertium_cpu"],
        "peak_mb": told["peak_mb"],
        "apertium_mb": told["apertium_mb"],
        "killed_at": killed_at,
        "resumed_seconds": round(resumed, 1),
        "identical": identical,
        "unchanged_seconds": round(unchanged, 1),
        "one_percent_seconds": round(changed, 1),
    }


def project(root: Path, items: list[dict[str, Any]]) -> Path:
    root.mkdir()
    (root / "minga.toml").write_text(TOML, encoding="utf-8")
    (root / "hellaswag.jsonl").write_text(lines(items), encoding="utf-8")
    return root


def lines(items: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(item) + "\n" for item in items)


def start(root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", MEASURED, str(root)]
    # a process group of its own, so that Apertium's processes end with it as they would with a machine
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ, start_new_session=True)


def timed(root: Path) -> tuple[float, dict[str, Any]]:
    started = time.monotonic()
    process = start(root)
    out, _ = process.communicate()
    told = json.loads(out.splitlines()[-1])
    assert told["code"] == 0, told
    return time.monotonic() - started, told


def kept(root: Path) -> int:
    path = root / ".minga/cache/translations.sqlite"
    if not path.is_file():
        return 0
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM translations").fetchone()[0])
    except sqlite3.Error:  # not made whole yet
        return 0


def table(root: Path) -> dict[str, bytes]:
    folder = root / "data/translated/hellaswag-es/latest"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main()
