"""What larger corpora take, computed from one run: `sizing.py RESULT.json [PAGE.md]`.

RESULT.json holds the last line of `curate_throughput.py`. The tables are printed, or put into a page between the lines
`<!-- sizing -->` and `<!-- /sizing -->`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["sizing"]

_SIZES = (1_000_000, 100_000_000, 1_000_000_000)
_NAMES = {"measure": "measuring", "decide": "deciding", "duplicates": "duplicates", "write": "writing"}


def sizing(found: dict[str, Any]) -> str:
    """Both tables in Markdown: what was measured a record, and what follows from it."""
    return f"{_measured(found)}\n\n{_computed(found)}"


def _measured(found: dict[str, Any]) -> str:
    rows = [
        f"| {_NAMES[name]} | {_number(step['records_per_core_second'])} | {step['driver_share']:.0%} |"
        for name, step in found["steps"].items()
    ]
    head = f"| step | records a second of one core, of {found['records']:,} | of it in the one process that leads |"
    return "\n".join([head, "|---|---|---|", *rows])


def _computed(found: dict[str, Any]) -> str:
    steps, gib = found["steps"], found["gib_per_million"]
    seconds = {name: 1 / step["records_per_core_second"] for name, step in steps.items()}
    led = sum(seconds[name] * step["driver_share"] for name, step in steps.items())
    spread = sum(seconds.values()) - led
    rows: list[tuple[str, Callable[[int], float]]] = [
        ("core-hours that spread over all machines", lambda records: records * spread / 3600),
        ("hours of one core in the process that leads", lambda records: records * led / 3600),
        ("hours on 2 cores", lambda records: records * max((spread + led) / 2, led) / 3600),
        ("hours on a cluster of 64 cores", lambda records: records * (spread / 64 + led) / 3600),
        ("memory of the process that leads, GiB", lambda records: found["base_gib"] + gib["memory"] * records / 1e6),
        ("tables of measures, GiB", lambda records: gib["annotated"] * records / 1e6),
        ("curated records, GiB", lambda records: gib["curated"] * records / 1e6),
        ("scratch on the disk of that process, GiB", lambda records: gib["scratch"] * records / 1e6),
        ("of it through the external sort, GiB", lambda records: gib["sorted"] * records / 1e6),
    ]
    head = "| | " + " | ".join(f"{size:,} records" for size in _SIZES) + " |"
    lines = [f"| {name} | " + " | ".join(_number(of(size)) for size in _SIZES) + " |" for name, of in rows]
    return "\n".join([head, "|---|" + "---|" * len(_SIZES), *lines])


def _number(value: float) -> str:
    """Two digits that count."""
    return f"{float(f'{value:.2g}'):,.2f}".rstrip("0").rstrip(".") if value < 10 else f"{float(f'{value:.2g}'):,.0f}"


def main() -> None:
    text = sizing(json.loads(Path(sys.argv[1]).read_text("utf-8").splitlines()[-1]))
    if len(sys.argv) < 3:
        print(text)
        return
    page = Path(sys.argv[2])
    marked = f"<!-- sizing -->\n{text}\n<!-- /sizing -->"
    page.write_text(
        re.sub(r"<!-- sizing -->.*<!-- /sizing -->", lambda _: marked, page.read_text("utf-8"), flags=re.DOTALL),
        "utf-8",
    )


if __name__ == "__main__":
    main()
