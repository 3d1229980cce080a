"""minga's commands as processes of their own, with what they used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Used", "measured", "start"]

_COMMAND = """
import json, resource, sys
from minga.cli import app
code = 0
try:
    app(sys.argv[1:])
except SystemExit as end:
    code = end.code or 0
mine, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
used = [round(who.ru_utime + who.ru_stime, 1) for who in (mine, theirs)]
told = {"code": code, "peak_mb": mine.ru_maxrss // 1024, "cpu": used[0], "apertium_cpu": used[1]}
print("\\n" + json.dumps(told))
"""
_FINISHED = (0, 3)
"""3: with findings that are errors, or items left out."""


@dataclass(frozen=True)
class Used:
    """What a command used and said."""

    seconds: float
    cpu: float
    """Processor seconds of the program itself …"""
    apertium_cpu: float
    """… and of Apertium, which it runs."""
    peak_mb: int
    """Of the program itself. What the system tells of its children is what the program held when it forked them."""
    said: Any
    """What `--json` printed."""


def start(root: Path, *command: str) -> subprocess.Popen[str]:
    """`minga COMMAND` for the project in `root`."""
    call = [sys.executable, "-c", _COMMAND, *command, "-q", "--json", "--project", str(root)]
    # a process group of its own, so that Apertium's processes end with it as they would with a machine
    return subprocess.Popen(call, stdout=subprocess.PIPE, text=True, env=os.environ, start_new_session=True)


def measured(root: Path, *command: str) -> Used:
    """Run a command to its end. Raises RuntimeError when it fails."""
    started = time.monotonic()
    out, _ = start(root, *command).communicate()
    seconds = time.monotonic() - started
    said, _, last = out.rstrip().rpartition("\n")
    told = json.loads(last)
    if told.pop("code") not in _FINISHED:
        raise RuntimeError(f"minga {' '.join(command)} failed: {said}")
    used = Used(seconds=round(seconds, 1), said=json.loads(said) if said.strip() else None, **told)
    print(f"{' '.join(command)}: {seconds:.1f} s, {told}", flush=True)
    return used
