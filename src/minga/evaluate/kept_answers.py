"""A model's answers, kept one by one as they come: a task that was cut off goes on where it was.

One file a model and task, one line an answer: the hash of the request, and the answer. It is only ever appended to, so
a process that is killed leaves at most half a line behind, which the next one passes over. What the file is called says
by which model, and with which options, the answers were given; the request's hash says to what. So a task that is
mended finds the answers to all requests that it still makes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

__all__ = ["KeptAnswers", "request_key"]


def request_key(kind: str, arguments: Iterable[Any]) -> str:
    """Hash of a request's kind (`loglikelihood`, `generate_until` …) and content."""
    said = json.dumps([kind, *arguments], ensure_ascii=False, sort_keys=True, default=repr)
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


class KeptAnswers:
    """The answers in the file at `path`, which is made with the first of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._answers: dict[str, Any] = {}
        self._file: int | None = None

    def __enter__(self) -> KeptAnswers:
        self._answers = dict(_read(self.path))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __contains__(self, key: str) -> bool:
        return key in self._answers

    def __getitem__(self, key: str) -> Any:
        return self._answers[key]

    def __len__(self) -> int:
        return len(self._answers)

    def add(self, key: str, answer: Any) -> None:
        """Keep an answer, if there is none yet. It survives the process from here on."""
        if key in self._answers:
            return
        self._answers[key] = answer
        if self._file is None:
            self._file = _open(self.path)
        os.write(self._file, json.dumps([key, answer], ensure_ascii=False).encode() + b"\n")


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    end = os.fstat(file).st_size
    if end and os.pread(file, 1, end - 1) != b"\n":
        os.write(file, b"\n")  # half a line of somebody who was killed must not take the next one with it
    return file


def _read(path: Path) -> Iterable[tuple[str, Any]]:
    if not path.is_file():
        return
    with path.open("rb") as lines:
        for line in lines:
            try:
                key, answer = json.loads(line)
            except ValueError:
                continue
            if isinstance(key, str):
                yield key, answer
