"""A server as a process of its own, killed by its id; and who used the processor."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

__all__ = ["Server", "busy_seconds", "cpu_seconds", "free_port", "loop_ms", "process_tree"]

_TICK = os.sysconf("SC_CLK_TCK")
_MINGA = (sys.executable, "-c", "from minga.cli import main; main()")


class Server:
    """A web server as a process of its own; it may be killed and started again, at the same port."""

    def __init__(self, command: Sequence[str | Path], port: int, log: Path, folder: Path | None = None) -> None:
        self.command, self.port, self.log, self.folder = command, port, log, folder
        self.kills = 0
        self.spent = 0.0
        """Processor seconds of the processes that ended already."""
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def minga(cls, folder: Path, log: Path, *options: str) -> Server:
        """`minga serve` for the project in `folder`."""
        port = free_port()
        return cls((*_MINGA, "serve", "--project", folder, "--port", str(port), *options), port, log)

    def start(self) -> float:
        """Start it and wait until it listens. Returns how long that took, in seconds."""
        started = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, stdout=log, stderr=log, start_new_session=True, cwd=self.folder
            )
        _wait_for(self.port, self._process, self.log)
        return time.monotonic() - started

    @property
    def pids(self) -> list[int]:
        """The server's process and those that it started."""
        return process_tree(self._process.pid) if self._process is not None else []

    @property
    def cpu(self) -> float:
        """Processor seconds used so far, also before it was killed."""
        return self.spent + cpu_seconds(self.pids)

    def kill(self) -> None:
        """SIGKILL: no goodbye, nothing is written any more."""
        assert self._process is not None
        pids = self.pids
        self.spent += cpu_seconds(pids)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()
        while _listens(self.port):  # the others may take a moment to die
            time.sleep(0.005)
        self._process = None
        self.kills += 1

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self._process is not None:
            self.spent += cpu_seconds(self.pids)
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        if _listens(port):
            return
        time.sleep(0.02)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def process_tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in task.read_text().split():
                found += process_tree(int(child))
        except OSError:  # it ended meanwhile
            continue
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor seconds of these processes and of their children that ended."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / _TICK


def busy_seconds() -> float:
    """Processor seconds that all programs of the machine used since it started."""
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / _TICK


def loop_ms() -> float:
    """Milliseconds of one core for a fixed computation: the machine's pace at this moment."""
    start, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return round(1000 * (time.process_time() - start), 1)
