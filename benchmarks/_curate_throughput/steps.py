"""What the steps of a run take, looked at from outside: processor time, and bytes that pass through files."""

from __future__ import annotations

import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any

__all__ = ["Steps", "bytes_below"]


class Steps:
    """Processor time of functions; what one does within another counts for the inner one only."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        """Of the process and of those it started and waited for, by step."""
        self.driver: Counter[str] = Counter()
        """Of those, the seconds of this one thread, which no other processor can take from it."""
        self._step, self._since = "write", (_seconds(), time.thread_time())

    def time(self, owner: Any, function: str, step: str) -> None:
        """Let `owner.function` count for `step`."""
        inner = getattr(owner, function)

        def timed(*given: Any, **named: Any) -> Any:
            before = self.enter(step)
            try:
                return inner(*given, **named)
            finally:
                self.enter(before)

        setattr(owner, function, timed)

    def enter(self, step: str) -> str:
        """From now on it is this step; returns the one before."""
        now, before = (_seconds(), time.thread_time()), self._step
        self.seconds[before] += now[0] - self._since[0]
        self.driver[before] += now[1] - self._since[1]
        self._step, self._since = step, now
        return before


def bytes_below(folder: Path) -> dict[str, int]:
    """Bytes of the files in each folder of `folder`, with all below it."""
    return {
        one.name: sum(path.stat().st_size for path in one.rglob("*") if path.is_file())
        for one in sorted(folder.iterdir())
        if one.is_dir()
    }


def _seconds() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime
