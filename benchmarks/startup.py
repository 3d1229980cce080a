"""How long `minga --help` takes, in turn with `lm_eval --help` of the same environment.

Last line: JSON with `help_seconds` (median), `peer_seconds`, `vs_lm_eval` (peer over minga) and `runs`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 runs instead of 15")
    runs = 3 if parser.parse_args().quick else 15
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(_seconds(BIN / "minga", "--help"))
        theirs.append(_seconds(BIN / "lm_eval", "--help"))
    mine, peer = statistics.median(ours), statistics.median(theirs)
    print(f"minga --help {mine:.3f} s, lm_eval --help {peer:.3f} s, medians of {runs} runs in turn")
    print(
        json.dumps(
            {
                "help_seconds": round(mine, 4),
                "peer_seconds": round(peer, 4),
                "vs_lm_eval": round(peer / mine, 2),
                "runs": runs,
            }
        )
    )


def _seconds(*command: object) -> float:
    started = time.perf_counter()
    subprocess.run([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
