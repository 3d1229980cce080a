"""How many of the items that experts flagged in MMLU-Redux the source checks find, and how many others they accuse.

1,000 items of ten subjects of MMLU, each with an expert's label. The checks were written while looking at five of the
subjects (DEVELOPED) and are measured on the other five as well, which are what counts. An item is *found* when a check
finds a warning or an error in it; `precision` is the share of found items that the experts flagged too. The experts'
own label, which minga reads where a file has it, is not shown to the checks.

Last line: JSON with `precision` and `recall` with 95 % (Wilson) intervals, per error type and per half, on the subjects
not developed on as `held_out`.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from ast import literal_eval
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from minga.records import BenchmarkItem
from minga.translate.source_checks import source_findings

DEVELOPED = ("anatomy", "business_ethics", "college_chemistry", "econometrics", "high_school_biology")
SOUND = {"ok", "expert"}


@dataclass(frozen=True)
class Judged:
    """An item, what the experts call its fault (`ok` for none), and what the checks found."""

    item: BenchmarkItem
    label: str
    checks: tuple[tuple[str, str], ...]
    """Names and severities."""

    @property
    def flagged(self) -> bool:
        return self.label not in SOUND

    def found(self, *severities: str) -> bool:
        return any(severity in severities for _, severity in self.checks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parent.parent.parent / "shared" / "data")
    parser.add_argument("--list", choices=("developed", "held-out"), help="print what was found and missed there")
    parser.add_argument("--quick", action="store_true", help="the same: it takes seconds")
    asked = parser.parse_args()
    files = sorted((asked.data / "mmlu-redux").glob("*.csv"))
    if not files:
        print(f"there is no {asked.data / 'mmlu-redux'}: nothing was measured", file=sys.stderr)
        print(json.dumps({"skipped": "no data"}))
        raise SystemExit(1)
    started = time.process_time()
    judged = [one for path in files for one in _judged(path)]
    seconds = time.process_time() - started
    halves = {
        "developed": [one for one in judged if one.item.subject in DEVELOPED],
        "held_out": [one for one in judged if one.item.subject not in DEVELOPED],
        "all": judged,
    }
    if asked.list:
        _list(halves[asked.list.replace("-", "_")])
    found = {name: _measured(half) for name, half in halves.items()}
    _show(found)
    print(json.dumps(found["all"] | {"held_out": found["held_out"], "developed": found["developed"],
                                     "items_per_second": round(len(judged) / seconds)}))  # fmt: skip


def _judged(path: Path) -> list[Judged]:
    text = path.read_text(encoding="utf-8-sig")
    heading = text.split("\n", 1)[0]
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=";" if heading.count(";") > 2 else ",")
    return [_row(path.stem, row) for row in rows]


def _row(subject: str, row: dict[str, Any]) -> Judged:
    item = BenchmarkItem(
        benchmark="mmlu-redux", subject=subject, question=row["question"], choices=tuple(literal_eval(row["choices"])),
        answer=int(row["answer"]), language="en", origin="exam", licence="CC-BY-4.0",
    )  # fmt: skip
    label = re.sub(r"[\W_]+", " ", row["error_type"]).strip().lower()
    return Judged(item, label, tuple((one.check, one.severity) for one in source_findings(item)))


def _measured(items: list[Judged]) -> dict[str, Any]:
    by_type = sorted({one.label for one in items if one.flagged})
    return {
        "items": len(items),
        "flagged": sum(one.flagged for one in items),
        "recall": _recall(items, lambda one: one.flagged),
        "precision": _precision(items, "error", "warning"),
        "precision_of_errors": _precision(items, "error"),
        "recall_by_type": {label: _recall(items, lambda one, label=label: one.label == label) for label in by_type},
        "precision_by_check": _by_check(items),
    }


def _recall(items: list[Judged], wanted: Callable[[Judged], bool]) -> dict[str, float]:
    chosen = [one for one in items if wanted(one)]
    return _share(sum(one.found("error", "warning") for one in chosen), len(chosen))


def _precision(items: list[Judged], *severities: str) -> dict[str, float]:
    found = [one for one in items if one.found(*severities)]
    return _share(sum(one.flagged for one in found), len(found))


def _by_check(items: list[Judged]) -> dict[str, str]:
    right: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    for one in items:
        for check in {name for name, _ in one.checks}:
            all_[check] += 1
            right[check] += one.flagged
    return {check: f"{right[check]}/{count}" for check, count in sorted(all_.items())}


def _share(count: int, of: int) -> dict[str, float]:
    if not of:
        return {"count": 0, "of": 0}
    interval = binomtest(count, of).proportion_ci(method="wilson")
    return {"value": round(count / of, 3), "count": count, "of": of,
            "low": round(float(interval.low), 3), "high": round(float(interval.high), 3)}  # fmt: skip


def _show(found: dict[str, dict[str, Any]]) -> None:
    for name, half in found.items():
        print(
            f"{name}: {half['flagged']} of {half['items']} flagged; "
            f"recall {half['recall']}, precision {half['precision']}"
        )
        for label, recall in half["recall_by_type"].items():
            print(f"  {label}: {recall['count']} of {recall['of']}")
        print(f"  right/found by check: {half['precision_by_check']}")


def _list(items: list[Judged]) -> None:
    for one in items:
        if one.flagged or one.found("error", "warning", "note"):
            print(
                f"{one.label:22} {sorted({name for name, _ in one.checks})} "
                f"{one.item.subject}: {one.item.question[-200:]!r}"
            )
            print(f"{'':22} {one.item.choices} {one.item.answer}")


if __name__ == "__main__":
    main()
