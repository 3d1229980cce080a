"""A script in a process of its own: what it says, and the time and memory that it and all it starts take."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

__all__ = ["run"]

_BENCHMARKS = Path(__file__).parent.parent


def run(command: list[str], timeout: float | None = None) -> dict[str, Any]:
    """What a script prints last, with `cpu` (seconds) and `peak` (bytes) of its process tree."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    paths = os.pathsep.join([str(_BENCHMARKS), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": paths}
    process = subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.PIPE, text=True)
    watch = _Watch(process.pid)
    try:
        out, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        process.kill()  # a process that hangs in the engine hears no signal; Ray's own end with it
        process.wait()
        raise
    finally:
        peak = watch.stop()
    if process.returncode:
        raise SystemExit(f"{command[0]} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = json.loads(out.splitlines()[-1]) if out.strip() else {}
    return said | {"cpu": cpu, "peak": peak}


class _Watch:
    """Looks at the memory of a process and of all below it until it is stopped."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self._peak = max(self._peak, sum(_memory(one) for one in _tree(self._process)))


def _tree(process: int) -> list[int]:
    try:
        paths = list(Path(f"/proc/{process}/task").glob("*/children"))
        below = {int(child) for path in paths for child in path.read_text(encoding="ascii").split()}
    except OSError:
        return []
    return [process, *(one for child in below for one in _tree(child))]


def _memory(process: int) -> int:
    """Proportional set size in bytes; 0 when the process is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
