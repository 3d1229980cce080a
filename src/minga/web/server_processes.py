"""Several processes that answer at one address: Python runs on one processor at a time, and machines have more.

The parent holds the socket and answers nothing itself. A process that dies is started again; all of them end with their
parent, also when that is killed: each reads from a pipe that the parent never writes to, and that ends with it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from minga.errors import MingaError
from minga.project import Project

__all__ = ["keep_running"]

_LOOK_SECONDS = 0.2
_END_SECONDS = 10.0
_TOO_SOON = 5.0
"""A process that fails so soon after its start cannot serve; starting it again and again would help nobody."""


def keep_running(project: Project, listener: socket.socket, processes: int, *, demo: bool = False) -> None:
    """Serve by so many processes until this one is interrupted or told to end.

    Raises MingaError when a process fails as soon as it has started.
    """
    running: list[tuple[subprocess.Popen[bytes], float]] = []
    with _told_to_end() as end:
        try:
            running = [(_start(project, listener, demo), time.monotonic()) for _ in range(processes)]
            while not end.wait(_LOOK_SECONDS):
                for place, (process, since) in enumerate(running):
                    if process.poll() is not None:
                        if process.returncode > 0 and time.monotonic() - since < _TOO_SOON:
                            raise MingaError(f"a server process failed at once (exit code {process.returncode})")
                        running[place] = (_start(project, listener, demo), time.monotonic())
        finally:
            _end([process for process, _ in running])


@contextlib.contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set."""
    end = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        end.set()

    former = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield end
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _start(project: Project, listener: socket.socket, demo: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", __name__, str(project.root), str(listener.fileno()), str(int(demo))]
    # Ctrl-C goes to every process of the terminal's group: these are ended by their parent.
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, pass_fds=(listener.fileno(),), start_new_session=True
    )  # fmt: skip


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.stdin is not None:
            process.stdin.close()
    deadline = time.monotonic() + _END_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _serve(folder: str, descriptor: str, demo: str) -> None:
    """What each process does."""
    from minga.web.app import create_app
    from minga.web.server import run_application

    threading.Thread(target=_end_with_parent, daemon=True).start()
    listener = socket.socket(fileno=int(descriptor))
    run_application(create_app(Project.load(Path(folder)), demo=demo == "1"), listener)


def _end_with_parent() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
