"""What engines translated before, on disk: a run that was broken off goes on where it stood."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from minga.errors import StorageError
from minga.translate.engines.commission import Commission
from minga.translate.engines.engine import BeforeAnother, Engine, Failure, Translation

__all__ = ["Memory", "Remembering", "remembering"]

_SCHEMA = "CREATE TABLE IF NOT EXISTS translations (key BLOB PRIMARY KEY, answer TEXT NOT NULL)"
_FORMAT = 1
_PATIENCE = 60.0
_AT_ONCE = 256
"""Items that are looked up together; of those that are missing, an engine is asked together."""
_SPARE = 0.75
"""How much of the bound is left filled when the oldest translations go."""


class Memory:
    """Translations by key in one SQLite file, shared by any number of processes.

    What `put` has returned from survives the end of the process, however sudden. The file may be deleted whenever minga
    is not running. Raises StorageError when it cannot be made, read or written.
    """

    def __init__(self, path: Path, *, max_bytes: int = 1 << 30) -> None:
        self.path = path
        self.max_bytes = max_bytes
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            # with WAL this loses nothing when a process dies, only when the power does
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(_SCHEMA)

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __len__(self) -> int:
        with self._explained():
            return int(self._db.execute("SELECT count(*) FROM translations").fetchone()[0])

    def known(self, keys: Sequence[bytes]) -> dict[bytes, Mapping[str, Translation]]:
        """What there is under some hundreds of keys."""
        marks = ",".join("?" * len(keys))
        with self._explained():
            rows = self._db.execute(f"SELECT key, answer FROM translations WHERE key IN ({marks})", keys)  # noqa: S608 - question marks
            return {key: _read(answer) for key, answer in rows}

    def put(self, answers: Mapping[bytes, Mapping[str, Translation]]) -> None:
        """Keep translations: all of them, or none where the end comes meanwhile."""
        rows = [(key, _written(answer)) for key, answer in answers.items()]
        with self._explained(), self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR IGNORE INTO translations VALUES (?, ?)", rows)

    def close(self) -> None:
        """Let the oldest translations go where there are too many, and close the file."""
        with self._explained():
            self._bound()
            self._db.close()

    def _bound(self) -> None:
        pages, free, size = (
            int(self._db.execute(f"PRAGMA {what}").fetchone()[0])
            for what in ("page_count", "freelist_count", "page_size")
        )
        used = (pages - free) * size
        if used > self.max_bytes:
            share = 1 - _SPARE * self.max_bytes / used
            rows = "SELECT rowid FROM translations ORDER BY rowid LIMIT (SELECT ceil(count(*) * ?) FROM translations)"
            self._db.execute(f"DELETE FROM translations WHERE rowid IN ({rows})", (share,))  # noqa: S608 - no text from outside

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            hint = "free some space" if "full" in str(error) else "it holds copies of translations and may be deleted"
            raise StorageError(
                f"the memory of translations cannot be used: {error}", where=self.path, hint=hint
            ) from error


class Remembering(BeforeAnother):
    """An engine that is only asked for what it has not translated before. Failures are asked again.

    Answers are kept one by one; those of an engine whose answers hang on what it is asked together with them
    (`Engine.together`) only with all others of their hundreds, so that a run goes on as if it had not been broken off.
    """

    def __init__(self, engine: Engine, pair: tuple[str, str], path: Path, *, max_bytes: int = 1 << 30) -> None:
        super().__init__(engine)
        self.pair = pair
        self.path = path
        self.max_bytes = max_bytes

    def translate(self, items: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, Translation] | Failure]:
        """See `Engine.translate`."""
        source = iter(items)
        with contextlib.ExitStack() as stack:
            memory = stack.enter_context(Memory(self.path, max_bytes=self.max_bytes))
            stack.callback(getattr(self.engine, "close", _nothing))
            while batch := list(islice(source, _AT_ONCE)):
                yield from self._batch(batch, memory)

    def _batch(
        self, batch: Sequence[Mapping[str, str]], memory: Memory
    ) -> Iterator[Mapping[str, Translation] | Failure]:
        keys = [self._key(item) for item in batch]
        answers: dict[bytes, Mapping[str, Translation] | Failure] = dict(memory.known(keys))
        missing = {key: item for key, item in zip(keys, batch, strict=True) if key not in answers}
        fresh = zip(missing, self.engine.translate(missing.values()), strict=True) if missing else iter(())
        if self.together and missing:
            made = dict(fresh)
            answers |= made
            memory.put({key: answer for key, answer in made.items() if not isinstance(answer, Failure)})
        for key in keys:
            while key not in answers:
                one, answer = next(fresh)
                answers[one] = answer
                if not isinstance(answer, Failure):
                    memory.put({one: answer})
            yield answers[key]

    def _key(self, item: Mapping[str, str]) -> bytes:
        matter = [_FORMAT, self.name, self.identity, *self.pair, list(item.items())]
        return hashlib.sha256(json.dumps(matter, separators=(",", ":")).encode()).digest()


def remembering(engine: Engine, commission: Commission) -> Engine:
    """`engine` with the project's memory of translations, `.minga/cache/translations.sqlite`."""
    path = commission.workspace.cache / "translations.sqlite"
    pair = commission.source, commission.target
    return Remembering(engine, pair, path, max_bytes=commission.settings.cache_mb << 20)


def _nothing() -> None:
    """Most engines keep nothing open."""


def _written(answer: Mapping[str, Translation]) -> str:
    values = {name: [one.text, one.unknown] for name, one in answer.items()}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _read(answer: str) -> dict[str, Translation]:
    return {
        name: Translation(text, tuple((start, end) for start, end in unknown))
        for name, (text, unknown) in json.loads(answer).items()
    }
