"""HellaSwag's 10,042 validation items on their whole way: translated, killed on the way and started again, looked over
by the linter, opened for review, and answered by people.

The items are written as JSON Lines into a project in a temporary folder; Apertium translates. Side one translates
without a break; side two is killed (SIGKILL) when half of the items are in the memory of translations, and started
again. Both must make the same bytes. Then side one is looked over (`minga translate lint`), opened (`minga review
open`) and served; people answer items through plain forms, as a browser without scripts does, and what they
accepted becomes a validated benchmark (`minga review decide`). A last pair of runs changes nothing and must ask
nothing, and changes 1 % of the items.

Last line: JSON with `items`, `resumed_identical`, `lint_items_per_second` (of processor time), `opened` (items in
review), `open_seconds`, `page_p95_ms` (from sending an answer to having the next item), `peak_mb` by step, and more of
each step. When the data are absent it says so, and exits with 1.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from _translation_bench.commands import Used, measured, start
from _translation_bench.hellaswag import FILE, hellaswag, kept, make_project, table, write_items
from _translation_bench.reviewing import review

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data", help="where hellaswag/ is")
    parser.add_argument("--quick", action="store_true", help="the first 1,000 items, 50 answers")
    asked = parser.parse_args()
    path = asked.data / FILE
    if not path.is_file() or shutil.which("apertium") is None:
        print(f"{path} or apertium is not here")
        print(json.dumps({"skipped": True}))
        sys.exit(1)
    items = list(hellaswag(path))[: 1000 if asked.quick else None]
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), items, 50 if asked.quick else ANSWERS)
    print(json.dumps(found))


def measure(folder: Path, items: list[dict[str, Any]], answers: int) -> dict[str, Any]:
    whole, broken = make_project(folder / "whole", items), make_project(folder / "broken", items)
    translated = measured(whole, "translate", "run")
    killed_at = kill_half_way(broken, len(items))
    resumed = measured(broken, "translate", "run")
    identical = table(whole) == table(broken)
    shutil.rmtree(broken)
    reviewed = reviewing(whole, answers)
    unchanged = measured(whole, "translate", "run")
    for item in items[::100]:
        item["question"] += " then"
    write_items(whole, items)
    changed = measured(whole, "translate", "run")
    steps = {"translate": translated, "resume": resumed, "change": changed}
    return {
        "items": len(items),
        "resumed_identical": identical,
        **reviewed,
        "peak_mb": {name: used.peak_mb for name, used in steps.items()} | reviewed["peak_mb"],
        "seconds": translated.seconds,
        "items_per_second": round(len(items) / translated.seconds),
        "cpu_seconds": translated.cpu,
        "apertium_cpu_seconds": translated.apertium_cpu,
        "killed_at": killed_at,
        "resumed_seconds": resumed.seconds,
        "unchanged_seconds": unchanged.seconds,
        "one_percent_seconds": changed.seconds,
    }


def kill_half_way(root: Path, items: int) -> int:
    """Items that were kept when the end came."""
    process = start(root, "translate", "run")
    while kept(root) < items // 2 and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    print(f"killed with {kept(root):,} items kept", flush=True)
    return kept(root)


def reviewing(root: Path, answers: int) -> dict[str, Any]:
    """From the translation to a validated benchmark."""
    linted: Used = measured(root, "translate", "lint")
    opened = measured(root, "review", "open")
    seen = review(root, answers)
    print(f"review: {seen}", flush=True)
    decided = measured(root, "review", "decide")
    (report,), (campaign,) = linted.said["translations"], opened.said["campaigns"]
    (validated,) = [made for made in decided.said["made"] if made["name"].startswith("validated/")]
    return {
        "lint_items_per_second": round(report["items"] / linted.cpu),
        "opened": campaign["open"],
        "open_seconds": opened.seconds,
        "serve_seconds": seen.start_seconds,
        "answered": seen.answered,
        "validated": validated["rows"],
        "page_p50_ms": seen.page_p50_ms,
        "page_p95_ms": seen.page_p95_ms,
        "peak_mb": {
            "lint": linted.peak_mb,
            "open": opened.peak_mb,
            "serve": seen.server_mb,
            "decide": decided.peak_mb,
        },
    }


if __name__ == "__main__":
    main()
