"""Backups of the community's database, taken and put back while people work.

A backup is one ZIP file: the database (a SQLite file, or PostgreSQL's custom dump) and `backup.json`, which says what
it is. It holds addresses and hashes of passwords, so only its owner may read it.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, ValidationError

from minga import __version__
from minga.community.database import Database, newest_schema, schema_of
from minga.community.models import Base
from minga.community.postgres_tools import dump, restore_dump
from minga.errors import InputError, StorageError, UsageError
from minga.manifests import file_hash
from minga.storage import storage_errors

__all__ = ["About", "Restored", "back_up", "read_about", "restore"]

_ABOUT = "backup.json"
_NAMES = {"sqlite": "minga.db", "postgresql": "minga.dump"}
_MAX_ABOUT = 1024 * 1024


class About(BaseModel):
    """What a backup is: its `backup.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    minga: str
    """Version of minga that took it."""
    schema_version: str
    """Number of the database's schema."""
    database: Literal["sqlite", "postgresql"]
    taken_at: str
    """When it was begun; every answer acknowledged before that is in it."""
    rows: dict[str, int]
    """Rows by table."""
    bytes: int
    sha256: str
    """Of the database's file."""


@dataclass(frozen=True)
class Restored:
    """What was put back, and where the database before it is now."""

    about: About
    before: Path | None
    """None where there was none."""


def back_up(db: Database, path: Path, *, force: bool = False) -> About:
    """Write a backup of `db` to the file `path`, in one rename when it is complete.

    Others may write meanwhile: the copy is of one moment, and everything acknowledged before this was called is in it.
    Raises UsageError when `path` is there and `force` is not set, StorageError when the copy is damaged or the disk
    full, and MissingPart when PostgreSQL's tools are not installed.
    """
    if path.exists() and not force:
        raise UsageError("is there already", where=path, hint="add --force to replace it")
    if not path.parent.is_dir():
        raise UsageError("there is no such folder", where=path.parent)
    taken_at = db.now().isoformat()
    with storage_errors(path), TemporaryDirectory(prefix=".minga-backup-", dir=path.parent) as folder:
        copy = Path(folder) / _NAMES["sqlite" if db.embedded else "postgresql"]
        schema, rows = _copy_sqlite(db, copy) if db.embedded else dump(db.url, copy, _count)
        about = About(
            minga=__version__,
            schema_version=schema,
            database="sqlite" if db.embedded else "postgresql",
            taken_at=taken_at,
            rows=rows,
            bytes=copy.stat().st_size,
            sha256=file_hash(copy),
        )
        packed = Path(folder) / "packed"
        with _private(packed) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                archive.writestr(_ABOUT, about.model_dump_json(indent=1))
                archive.write(copy, copy.name)
            file.flush()
            os.fsync(file.fileno())
        packed.replace(path)
        _sync(path.parent)
    return about


def read_about(path: Path) -> About:
    """What a backup is. Raises InputError when the file is none, or is damaged."""
    with _opened(path) as archive:
        if archive.getinfo(_ABOUT).file_size > _MAX_ABOUT:
            raise InputError("is no backup of minga", where=path)
        return About.model_validate_json(archive.read(_ABOUT))


def restore(db: Database, path: Path, keep_in: Path, *, force: bool = False) -> Restored:
    """Put a backup in place of what `db` holds; the application may go on running, and goes on with it.

    What was there is kept in the folder `keep_in` as a backup of its own. An older schema is brought up to date before
    anybody sees it. Raises UsageError when there are people in the database and `force` is not set, or the backup is
    of the other kind of database; InputError when it is damaged; StorageError when its schema is newer than this minga
    reads.
    """
    about = read_about(path)
    kind = "sqlite" if db.embedded else "postgresql"
    if about.database != kind:
        raise UsageError(f"is a backup of a {about.database} database, and the project's is {kind}", where=path)
    if about.schema_version > newest_schema():
        raise StorageError(
            f"has schema {about.schema_version}, and this minga reads {newest_schema()}",
            where=path, hint="install the minga that made it, or a newer one",
        )  # fmt: skip
    there = _has_people(db)
    if there and not force:
        hint = "add --force; they are kept beside it as a backup"
        raise UsageError("there are people in the database", where=db.url.render_as_string(), hint=hint)
    before = _free(keep_in, f"before-restore-{db.now():%Y%m%dT%H%M%SZ}") if there else None
    if before is not None:
        back_up(db, before)
    with storage_errors(keep_in), TemporaryDirectory(prefix=".minga-restore-", dir=keep_in) as folder:
        copy = _unpack(path, about, Path(folder))
        if db.embedded:
            _check_sqlite(copy)
            with Database.at(copy) as older:
                older.migrate()
            _overwrite_sqlite(copy, db)
        else:
            restore_dump(db.url, copy, [table.name for table in Base.metadata.sorted_tables])
            db.migrate()
    return Restored(about, before)


def _copy_sqlite(db: Database, copy: Path) -> tuple[str, dict[str, int]]:
    """A consistent copy through SQLite's own backup; in one step, so that no writer makes it begin again."""
    with (
        _sqlite_errors(),
        closing(sqlite3.connect(str(db.url.database))) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.execute("PRAGMA busy_timeout = 30000")
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode = DELETE")
    rows = _check_sqlite(copy)
    with Database.at(copy) as copied, copied.engine.connect() as connection:
        return schema_of(connection), rows


def _check_sqlite(path: Path) -> dict[str, int]:
    """Rows by table of a whole copy. Raises StorageError when it is damaged."""
    with _sqlite_errors(), closing(sqlite3.connect(path)) as connection:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
        dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
        if faults != ["ok"] or dangling is not None:
            what = faults[0] if faults != ["ok"] else f"a row of {dangling[0]} points nowhere"
            raise StorageError(f"the database is damaged ({what})", hint="put an earlier backup back")
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return _count(names, lambda query: int(connection.execute(query).fetchone()[0]))


@contextmanager
def _sqlite_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if "full" in str(error):
            raise StorageError("the disk is full", hint="free some space and run the same command again") from error
        raise StorageError(f"the database is damaged ({error})", hint="put an earlier backup back") from error


def _count(names: list[str], ask: Callable[[str], int]) -> dict[str, int]:
    known = {table.name for table in Base.metadata.sorted_tables}
    return {name: ask(f'SELECT count(*) FROM "{name}"') for name in sorted(known & set(names))}  # noqa: S608 - our own names


def _overwrite_sqlite(copy: Path, db: Database) -> None:
    """The copy's pages into the database, as one transaction: whoever has it open sees the new content from then on."""
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(str(db.url.database))) as target:
        target.execute("PRAGMA busy_timeout = 30000")
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target, pages=-1)
        target.execute("PRAGMA wal_checkpoint(FULL)")


def _unpack(path: Path, about: About, folder: Path) -> Path:
    copy = folder / _NAMES[about.database]
    with _opened(path) as archive:
        if archive.getinfo(copy.name).file_size != about.bytes:
            raise InputError("is damaged: its database has another size", where=path, hint="take another backup")
        with archive.open(copy.name) as packed, _private(copy) as file:
            shutil.copyfileobj(packed, file)
    if file_hash(copy) != about.sha256:
        raise InputError("is damaged: its database is another", where=path, hint="take another backup")
    return copy


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise InputError("there is no such file", where=path) from None
    except (zipfile.BadZipFile, KeyError, EOFError, ValidationError, json.JSONDecodeError, OSError) as error:
        raise InputError("is no backup of minga, or is damaged", where=path, hint="take another one") from error


def _has_people(db: Database) -> bool:
    if "person" not in sa.inspect(db.engine).get_table_names():
        return False
    with db.reading() as session:
        return session.scalar(sa.text("SELECT 1 FROM person LIMIT 1")) is not None


def _free(folder: Path, stem: str) -> Path:
    """A name in `folder` that nothing has yet."""
    names = itertools.chain([f"{stem}.zip"], (f"{stem}-{number}.zip" for number in itertools.count(2)))
    return next(folder / name for name in names if not (folder / name).exists())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _private(path: Path) -> BinaryIO:
    """A new file that nobody else may read."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
