"""Answers that were already given, on disk."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minga.errors import StorageError
from minga.llm.exchange import Answer, ChatRequest

__all__ = ["AnswerCache", "answer_key"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    key BLOB PRIMARY KEY, text TEXT NOT NULL, finish TEXT NOT NULL,
    tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL
) WITHOUT ROWID
"""
_FORMAT = 1
_PATIENCE = 60.0


def answer_key(identity: str, request: ChatRequest) -> bytes:
    """The SHA-256 of everything that an answer depends on.

    `identity` says which model it is: address and name, or the digest of the weights and what runs them. A JSON
    schema counts as it is written, key order included, since servers write the answer's keys in that order.
    """
    matter = [
        _FORMAT,
        identity,
        [[message.role, message.content] for message in request.messages],
        # 0 and 0.0 are one temperature
        float(request.temperature),
        request.max_tokens,
        request.seed,
        list(request.stop),
        request.schema,
    ]
    return hashlib.sha256(json.dumps(matter, separators=(",", ":")).encode()).digest()


class AnswerCache:
    """Answers by key in one SQLite file, shared by any number of processes and threads.

    An answer that `put` has returned survives the end of the process, however sudden. Failures are never stored. The
    file may be deleted whenever minga is not running.

    Raises StorageError when the file cannot be made, read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
                # with WAL this loses nothing when a process dies, only when the power does
                self._db.execute("PRAGMA synchronous=NORMAL")
                self._db.execute(_SCHEMA)
            except BaseException:
                self._db.close()
                raise

    def __enter__(self) -> AnswerCache:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __len__(self) -> int:
        return int(self._run("SELECT count(*) FROM answers", ())[0])

    def get(self, key: bytes) -> Answer | None:
        """The answer under `key`, or None."""
        row = self._run("SELECT text, finish, tokens_in, tokens_out FROM answers WHERE key = ?", (key,))
        if row is None:
            return None
        text, finish, tokens_in, tokens_out = row
        return Answer(text, finish, tokens_in, tokens_out, cached=True)

    def put(self, key: bytes, answer: Answer) -> Answer:
        """Keep `answer` and return what is kept.

        Whoever comes first wins: two who asked the same at once go on with the same text, as a later run will.
        """
        row = (key, answer.text, answer.finish, answer.tokens_in, answer.tokens_out)
        self._run("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?)", row)
        kept = self.get(key)
        return answer if kept is None or kept.text == answer.text else kept

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _run(self, sql: str, values: tuple[Any, ...]) -> Any:
        with self._lock, self._explained():
            return self._db.execute(sql, values).fetchone()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise
        except (sqlite3.Error, OSError) as error:
            hint = (
                "free some space" if "full" in str(error) else "it holds copies of models' answers and may be deleted"
            )
            raise StorageError(f"the answer cache cannot be used: {error}", where=self.path, hint=hint) from error
