"""The community's database: SQLite embedded in the project's folder, or PostgreSQL for many writers."""

from __future__ import annotations

import contextlib
import math
import re
import sqlite3
import time
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session as OrmSession

from minga.community.clock import Clock, utc_now
from minga.community.tokens import TokenMaker, new_token
from minga.community.turns import Turn
from minga.errors import MissingPart, ProjectError, StorageError
from minga.storage import storage_errors

__all__ = ["Database", "migration_config", "newest_schema", "schema_of"]

_BUSY_SECONDS = 30
_REST_SECONDS = 1.0
_USED = "minga_used"
_MIGRATION_LOCK = 0x6D696E67  # "ming": any number that nothing else on the server uses


class Database:
    """People and their answers.

    `url` is a SQLAlchemy address (`sqlite:////path/minga.db`, `postgresql+psycopg://…`); `clock` gives the time and
    `tokens` makes secrets, so that tests and the demo can hold both still. Raises ProjectError for an address that
    cannot be read and MissingPart when the driver is not installed.
    """

    def __init__(self, url: str, *, clock: Clock = utc_now, tokens: TokenMaker = new_token) -> None:
        self.url = _parse(url)
        self.clock = clock
        self.new_token = tokens
        self.embedded = self.url.get_backend_name() == "sqlite"
        if self.embedded and self.url.database:
            with storage_errors(self.url.database):
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        try:
            self.engine = sa.create_engine(self.url, **_pool(self.url))
        except ModuleNotFoundError as error:
            raise MissingPart(f"{error.name} is not installed", hint="run: pip install 'minga[postgres]'") from error
        self._writing = self.engine.execution_options(minga_writes=True)
        self._reading = self.engine if self.embedded else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        # SQLite lets one writer in at a time and makes the others poll; here they queue instead.
        in_memory = self.url.database in {None, "", ":memory:"}
        self._turn = Turn(None if in_memory else self.url.database) if self.embedded else contextlib.nullcontext()
        if self.embedded:
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_sqlite)
        else:
            sa.event.listen(self.engine, "checkin", _note_time)
            sa.event.listen(self.engine, "checkout", self._check_connection)

    @classmethod
    def at(cls, path: Path, *, clock: Clock = utc_now, tokens: TokenMaker = new_token) -> Database:
        """The SQLite database in the file `path`."""
        return cls(f"sqlite:///{path}", clock=clock, tokens=tokens)

    @classmethod
    def to_read(cls, url: str) -> Database:
        """The database as it is, to read from; an empty one in memory where none has been made yet.

        Nothing is created or migrated. Raises StorageError when it has not the schema that this minga reads.
        """
        parsed = _parse(url)
        path = parsed.database if parsed.get_backend_name() == "sqlite" else None
        if path and path != ":memory:" and not Path(path).exists():
            return cls._empty()
        database = cls(url)
        with _storage_errors(parsed), database.engine.connect() as connection:
            found, wanted = schema_of(connection), newest_schema()
        if found == wanted:
            return database
        database.close()
        if not found:
            return cls._empty()
        raise StorageError(
            f"the database has schema {found}, and this minga reads {wanted}",
            where=parsed.database,
            hint="minga run brings an older one up to date",
        )

    @classmethod
    def _empty(cls) -> Database:
        from minga.community.models import Base

        database = cls("sqlite://")
        with database.writing() as session:
            Base.metadata.create_all(session.connection())
        return database

    def now(self) -> datetime:
        """The time now, in UTC, as the clock gives it."""
        return self.clock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[OrmSession]:
        """A session to read with. What it returns may be used after it is closed.

        Blocks within it, wherever they are, read by the same session until something is written. SQLite shows it one
        state of the database; under PostgreSQL each statement sees what was written before it (and needs no transaction
        around it), and who needs more asks for a snapshot.
        """
        database, outer = _reader.get()
        if outer is not None and database is self:
            yield outer
            return
        with OrmSession(self._reading, expire_on_commit=False, autoflush=False) as session, session.begin():
            token = _reader.set((self, session))
            try:
                yield session
            finally:
                _reader.reset(token)

    @contextlib.contextmanager
    def writing(self) -> Iterator[OrmSession]:
        """A session whose changes are on the disk when the block ends, all of them or none.

        Raises StorageError when the disk is full or the database may not be written.
        """
        _reader.set((None, None))  # whoever reads from here on wants to see it
        with (
            _storage_errors(self.url),
            self._turn,
            OrmSession(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def _check_connection(self, connection: Any, record: sa.pool.ConnectionPoolEntry, proxy: object) -> None:
        """Find out whether the server has gone away or was started anew: a trip that only a rested connection takes."""
        if time.monotonic() - record.info.get(_USED, math.inf) < _REST_SECONDS:
            return
        try:
            self.engine.dialect.do_ping(connection)
        except self.engine.dialect.loaded_dbapi.Error as error:
            raise sa.exc.DisconnectionError from error  # which makes the pool connect anew

    def migrate(self) -> None:
        """Bring the database to the newest schema; does nothing when it is there already."""
        from alembic import command

        with _storage_errors(self.url), self._turn, self._writing.begin() as connection:
            if not self.embedded:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            command.upgrade(migration_config(connection), "head")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        if isinstance(self._turn, Turn):
            self._turn.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


_reader: ContextVar[tuple[Database | None, OrmSession | None]] = ContextVar("_reader", default=(None, None))


def migration_config(connection: sa.Connection) -> Any:
    """Alembic's configuration for the migrations in this package, to run over `connection`."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def newest_schema() -> str:
    """The number of the newest schema that this minga knows."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def schema_of(connection: sa.Connection) -> str:
    """The number of the schema that a database has; empty for none."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision() or ""


def _config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _parse(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):  # the latter for a port that is no number
        hint = "see project.database"
        raise ProjectError("the database's address cannot be read", where=_without_secrets(url), hint=hint) from None
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        hint = "use sqlite:///FILE or postgresql://USER@HOST/NAME"
        raise ProjectError(f"{parsed.get_backend_name()} is not a database that minga can use", hint=hint)
    return parsed


def _without_secrets(url: str) -> str:
    """An address that nobody could read, without what may be a password: all up to its last @, and its query."""
    return re.sub(r"^([\w+]*:/*)?.*@", r"\1***@", url.partition("?")[0], flags=re.DOTALL)


def _pool(url: sa.URL) -> dict[str, Any]:
    if url.get_backend_name() == "postgresql":
        return {"pool_size": 10, "max_overflow": 20, "pool_use_lifo": True, "connect_args": {"prepare_threshold": 1}}
    if not url.database:  # in memory: every connection would have a database of its own
        return {"poolclass": sa.StaticPool, "connect_args": {"check_same_thread": False}}
    return {"pool_size": 16, "max_overflow": 48, "connect_args": {"timeout": _BUSY_SECONDS, "check_same_thread": False}}


def _note_time(connection: Any, record: sa.pool.ConnectionPoolEntry) -> None:
    record.info[_USED] = time.monotonic()


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver would begin transactions by itself, and too late; `_begin_sqlite` does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    _turn_wal_on(cursor)
    # In WAL mode NORMAL may lose acknowledged answers when the power fails.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _turn_wal_on(cursor: Any) -> None:
    # SQLite does not wait by itself when another program is turning it on at the same moment.
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: sa.Connection) -> None:
    # IMMEDIATE takes the write lock at once: two readers that both turn writer would deadlock.
    writes = connection.get_execution_options().get("minga_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def _storage_errors(url: sa.URL) -> Iterator[None]:
    try:
        yield
    except sa.exc.DatabaseError as error:
        text = str(error.orig)
        where = url.database or url.render_as_string()
        if "not a database" in text or "malformed" in text:
            raise StorageError("is damaged, or no database", where=where, hint="put a copy of it back") from error
        if not isinstance(error, sa.exc.OperationalError):
            raise
        if "full" in text:
            raise StorageError(
                "the disk is full", where=where, hint="free some space; nothing saved is lost"
            ) from error
        if "readonly" in text or "unable to open" in text:
            raise StorageError("may not be written", where=where, hint="check the rights") from error
        if "locked" in text:
            raise StorageError("another program holds the database", where=where, hint="try again") from error
        if "connection" in text:
            raise StorageError(f"does not answer ({text.splitlines()[0]})", where=url.render_as_string()) from error
        raise
