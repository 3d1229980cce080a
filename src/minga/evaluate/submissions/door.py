"""The worker's side of a check: a process of its own, which ends by itself when it takes too long or too much memory.

Files of strangers are read here by large libraries. Whatever they do to the process, they do it to nothing else: it
has no token, a limit on its memory, and an alarm that the kernel keeps.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from minga.evaluate.submissions.checking import Limits
from minga.evaluate.submissions.checks import look_at
from minga.evaluate.submissions.hub import Hub
from minga.evaluate.submissions.names import parse_model
from minga.evaluate.submissions.reasons import Refused, Undecided
from minga.worker import Report, serve

__all__ = ["check"]

_MEMORY = 3 << 30
"""Bytes. The largest tokenizers take a few hundred megabytes."""


def check(job: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """`{"found": …}` for a model that passes, `{"refused": …}` or `{"undecided": …}` with the reason otherwise."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(job["alarm"])
    report.bar(job["model"], None, "")
    hub = Hub(job["endpoint"], job["seconds"])
    try:
        found = look_at(hub, parse_model(job["model"]), Limits(job["parameters"], job["memory"]), Path(job["folder"]))
    except Refused as error:
        return {"refused": error.reason.dump()}
    except Undecided as error:
        return {"undecided": error.reason.dump()}
    finally:
        signal.alarm(0)
    return {"found": asdict(found)}


if __name__ == "__main__":
    serve(check)
