"""One measured run of `curate`: `run.py FOLDER ENGINE`; prints a line of JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from _curate_throughput.records import project_space
from minga.curate import curate
from minga.engine import Engine
from minga.settings import CurateSettings


def main() -> None:
    folder, kind = Path(sys.argv[1]), sys.argv[2]
    space = project_space(folder)
    table = space.latest("donations/generated")
    if table is None:
        raise SystemExit(f"{folder} has no records")
    started = time.monotonic()
    curated = curate([table], CurateSettings(), ["es"], space, Engine("ray" if kind == "ray" else "native"))
    seconds = time.monotonic() - started
    print(json.dumps({"seconds": seconds, "kept": curated.rows, "dropped": curated.manifest.counts.dropped,
                      "content": curated.content}))  # fmt: skip


if __name__ == "__main__":
    main()
