"""What the workers of test_worker.py do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minga.errors import NothingToDo
from minga.worker import Report, serve

_FAULTS = {
    "fail": KeyError("the cause"),
    "nothing": NothingToDo("no record", hint="write one"),
    "full": OSError(28, "No space left on device"),
}


def handle(job: Mapping[str, Any], report: Report) -> dict[str, Any]:
    match job["do"]:
        case "add":
            return {"sum": sum(job["numbers"]), "process": os.getpid()}
        case "chatter":
            sys.stdout.write("python on stdout\n")
            sys.stderr.write("python on stderr\n")
            subprocess.run(["sh", "-c", "echo program on stdout"], check=True)
        case "count":
            report.bar("counting", 1000, "numbers")
            for _ in range(1000):
                report.advance()
        case "fail" | "nothing" | "full":
            raise _FAULTS[job["do"]]
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "serve":
            server = subprocess.Popen(["sleep", "60"])
            return {"server": server.pid, "process": os.getpid()}
        case "wait":
            Path(job["started"]).write_text(str(os.getpid()))
            time.sleep(60)
            Path(job["finished"]).write_text("this must not happen")
    return {}


if __name__ == "__main__":
    serve(handle)
