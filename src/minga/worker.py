"""A Python process of our own for heavy work: its own environment and log, and its memory is gone when it ends.

Torch and its kin read variables when they are imported, print where they like, keep memory, and may be killed for it.
In a process of their own all that concerns nobody else, and a death is one error more.

    with Worker("minga.tune.training", log, needs=("torch", "trl"), extra="tune") as worker:
        answer = worker.ask({"records": …}, progress)

The module called `minga.tune.training` ends with `serve(handle)`. Both sides speak JSON, one message a line: a job
goes in; `bar` and `advance` come back any number of times, then `answer` or `error`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from minga import errors
from minga.errors import MingaError, MissingPart
from minga.progress import Advance, Progress, silent
from minga.storage import storage_errors

__all__ = ["ProcessEnded", "Report", "Worker", "offline_environment", "serve"]

Job = Mapping[str, Any]

_STOP_SECONDS = 5.0
_LOOK_SECONDS = 0.01
_BETWEEN_MESSAGES = 0.1


class ProcessEnded(MingaError):
    """The process died with its job undone."""

    def __init__(self, code: int, *, where: object) -> None:
        self.code = code
        """As `subprocess` gives it: minus the signal's number where one ended it."""
        if code == -signal.SIGKILL:
            what = "its process was killed, most often because memory ran out"
        else:
            cause = signal.Signals(-code).name if code < 0 else f"exit code {code}"
            what = f"its process ended before it was done ({cause})"
        super().__init__(what, where=where)


class Worker:
    """Runs `module` in a process that starts with the first job and ends with the block.

    `needs` are the packages without which the module is no use, `extra` the extra of minga that brings them.
    """

    def __init__(
        self,
        module: str,
        log: Path,
        *,
        needs: Sequence[str] = (),
        extra: str = "all",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.module = module
        self.log = log
        self.needs = needs
        self.extra = extra
        self.environment = dict(environment or {})
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The process at work, while there is one."""
        return None if self._process is None else self._process.pid

    def ask(self, job: Job, progress: Progress = silent) -> dict[str, Any]:
        """The answer to a job; its bars appear through `progress`.

        Raises what the job raised where that is a MingaError, MissingPart when a needed package is not installed,
        ProcessEnded when the process dies (the next job gets a new one), and MingaError, whose `where` is the log, for
        anything else.
        """
        try:
            reply = self._listen(job, progress)
        except BaseException:
            # Ctrl-C: nothing of this job may be written any more, nor taken for an answer to the next one
            self.close()
            raise
        match reply:
            case {"answer": answer}:
                return dict(answer)
            case {"error": error}:
                raise self._error(error)
        raise self._obituary()

    def kill(self) -> None:
        """End the process at once, with all that it started, from any thread: who waits in `ask` gets ProcessEnded."""
        process = self._process
        if process is not None:
            _kill_group(process.pid)

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _listen(self, job: Job, progress: Progress) -> dict[str, Any]:
        with contextlib.ExitStack() as bars:
            advance: Advance = _ignore
            for message in self._messages(job):
                match message:
                    case {"bar": bar}:
                        bars.close()
                        advance = bars.enter_context(progress(bar["label"], bar["total"], bar["unit"]))
                    case {"advance": int(units)}:
                        advance(units)
                    case reply:
                        return reply
        return {}

    def _messages(self, job: Job) -> Iterator[dict[str, Any]]:
        if self._process is None:
            self._process = self._spawn()
        send, receive = _pipes(self._process)
        with contextlib.suppress(BrokenPipeError):  # it died: no message follows, and that says so
            send.write(json.dumps(job) + "\n")
            send.flush()
        for line in receive:
            if not line.endswith("\n"):  # it was killed while it wrote
                return
            yield json.loads(line)

    def _spawn(self) -> subprocess.Popen[str]:
        absent = [package for package in self.needs if importlib.util.find_spec(package) is None]
        if absent:
            raise MissingPart(f"{', '.join(absent)} not installed", hint=f"pip install 'minga[{self.extra}]'")
        with storage_errors(self.log):
            self.log.parent.mkdir(parents=True, exist_ok=True)
            log = self.log.open("wb")
        with log:
            return subprocess.Popen(
                # -P: a file called json.py in the working directory is not for us
                [sys.executable, "-P", "-m", self.module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env=os.environ | self.environment,
                # Ctrl-C goes to every process of the terminal's group: this one is ended by its parent
                start_new_session=True,
            )

    def _error(self, error: Mapping[str, Any]) -> MingaError:
        kind = getattr(errors, error["kind"]) if error["kind"] in errors.__all__ else MingaError
        return kind(error["what"], where=error.get("where") or self.log, hint=error.get("hint"))

    def _obituary(self) -> ProcessEnded:
        process, self._process = self._process, None
        return ProcessEnded(_end(process) if process else 0, where=self.log)


def offline_environment(cache: Path, threads: int, *, hub: bool = False) -> dict[str, str]:
    """Variables for the libraries around torch: no network, no bars, our cache, so many threads.

    With `hub` models and data may come from the Hub, unless HF_HUB_OFFLINE is set already.
    """
    offline = os.environ.get("HF_HUB_OFFLINE", "0") if hub else "1"
    return {
        "DO_NOT_TRACK": "1",
        "HF_DATASETS_CACHE": str(cache / "datasets"),
        "HF_DATASETS_OFFLINE": offline,
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_OFFLINE": offline,
        "MKL_NUM_THREADS": str(threads),
        "OMP_NUM_THREADS": str(threads),
        # threads that wait by spinning take the processor from each other where anything else runs
        "OMP_WAIT_POLICY": "PASSIVE",
        "PYTHONHASHSEED": "0",
        "TOKENIZERS_PARALLELISM": "false",
        "TQDM_DISABLE": "1",
    }


class Report:
    """The worker's way to say how far it is."""

    def __init__(self, tell: Callable[[Mapping[str, Any]], None]) -> None:
        self._tell = tell
        self._units = 0
        self._told = 0.0

    def bar(self, label: str, total: int | None, unit: str) -> None:
        """Open a bar, in place of the one before."""
        self.flush()
        self._tell({"bar": {"label": label, "total": total, "unit": unit}})

    def advance(self, units: int = 1) -> None:
        """Say that so many more units are done; passed on a few times a second."""
        self._units += units
        if time.monotonic() - self._told >= _BETWEEN_MESSAGES:
            self.flush()

    def alive(self) -> None:
        """Give a sign, also where there is nothing to count."""
        self._tell({"advance": 0})

    def flush(self) -> None:
        """Pass on what was not passed on yet. Raises BrokenPipeError when nobody listens any more."""
        if self._units:
            self._tell({"advance": self._units})
        self._units, self._told = 0, time.monotonic()


def serve(handle: Callable[[dict[str, Any], Report], Job]) -> None:
    """Be a worker: answer jobs until standard input is closed, and then end at once, also in the middle of one."""
    # whatever libraries print goes to the log: only this copy still leads to the parent
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(message: Mapping[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    jobs: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_read, args=(jobs,), daemon=True).start()
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()
    while True:
        report = Report(tell)
        answer = _reply(handle, jobs.get(), report)
        report.flush()
        tell(answer)


def _read(jobs: queue.Queue[dict[str, Any]]) -> None:
    for line in sys.stdin:
        jobs.put(json.loads(line))
    # the parent is done with us, or dead: nothing of ours may appear in its folders after this
    _leave()


def _watch(parent: int) -> None:
    # a process that was forked from the parent may hold the pipe open after its death
    while os.getppid() == parent:
        time.sleep(1)
    _leave()


def _leave() -> None:
    """End, with all that was started here: servers of models and loaders of data stay behind otherwise."""
    if os.getpgrp() == os.getpid():
        _kill_group(os.getpid())
    os._exit(0)


def _reply(handle: Callable[[dict[str, Any], Report], Job], job: dict[str, Any], report: Report) -> dict[str, Any]:
    try:
        with storage_errors(None):
            return {"answer": dict(handle(job, report))}
    except MingaError as error:
        traceback.print_exc()
        place = {"what": error.what, "where": error.where, "hint": error.hint}
        return {"error": {"kind": type(error).__name__, **place}}
    except Exception as error:  # whatever a library raises, the parent has to hear of it
        traceback.print_exc()
        said = " ".join(str(error).split())
        return {"error": {"kind": "MingaError", "what": f"{type(error).__name__}: {said[:300]}".removesuffix(": ")}}


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None  # noqa: S101 - a pipe, as _spawn asked
    assert process.stdout is not None  # noqa: S101
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[str]) -> int:
    for pipe in _pipes(process):
        with contextlib.suppress(OSError):
            pipe.close()
    deadline = time.monotonic() + _STOP_SECONDS
    # it is not waited for yet: until then its number, and so that of its group, can belong to nobody else
    while not _has_ended(process) and time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)
    _kill_group(process.pid)
    return process.wait()


def _has_ended(process: subprocess.Popen[str]) -> bool:
    if process.returncode is not None:
        return True
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _ignore(units: int) -> None:
    """Before the first bar there is nothing to advance."""
