"""Whose turn it is to write: SQLite has one writer at a time, and makes the others look again and again.

Threads queue for a lock of the process, and processes for a lock on a file beside the database. Programs that do not
know of it are held apart by SQLite itself, as ever: the file makes waiting short, and nothing depends on it. So whoever
has waited for long goes on, and SQLite says whether the database is held.
"""

from __future__ import annotations

import os
import threading
import time
from types import TracebackType

__all__ = ["Turn"]


class Turn:
    """A context in which no other thread or process of ours writes to the database at `path` (None for memory)."""

    def __init__(self, path: str | None) -> None:
        self._lock = threading.Lock()
        self._path = None if path is None else f"{path}-turn"
        self._file: int | None = None

    def __enter__(self) -> None:
        self._lock.acquire()
        if self._path is not None:
            try:
                self._queue(self._path)
            except BaseException:
                self._lock.release()
                raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            _unlock(self._file)
        self._lock.release()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _queue(self, path: str) -> None:
        if self._file is None:
            try:
                self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError:  # the folder may not be written: SQLite will say so better than we can
                return
        deadline = time.monotonic() + _PATIENCE
        while not _lock(self._file) and time.monotonic() < deadline:
            time.sleep(_LOOK)


_PATIENCE = 30.0
_LOOK = 0.001
"""Seconds after which somebody who waits looks again: far less than it takes to keep an answer."""
try:
    import fcntl
except ImportError:  # Windows: SQLite's own looking again has to do

    def _lock(file: int) -> bool:
        return True

    def _unlock(file: int) -> None: ...

else:

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
