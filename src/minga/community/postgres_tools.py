"""PostgreSQL's own tools for backups: `pg_dump`, `pg_restore` and `psql`, as found on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa

from minga.community.database import schema_of
from minga.errors import MissingPart, StorageError

__all__ = ["dump", "restore_dump"]

Counter = Callable[[list[str], Callable[[str], int]], dict[str, int]]
"""Rows by table, from the tables' names and a function that asks for one number."""


def dump(url: sa.URL, path: Path, count: Counter) -> tuple[str, dict[str, int]]:
    """A dump of the database in PostgreSQL's custom format; its schema and its rows by table, all of one moment.

    Raises MissingPart without `pg_dump`, StorageError when it fails.
    """
    program = _tool("pg_dump")
    engine = sa.create_engine(url, isolation_level="REPEATABLE READ", poolclass=sa.NullPool)
    try:
        with engine.connect() as connection:
            moment = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
            schema = schema_of(connection)
            names = sa.inspect(connection).get_table_names()
            rows = count(names, lambda query: int(connection.scalar(sa.text(query)) or 0))
            _run(
                [program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}",
                 *_address(url)], url,
            )  # fmt: skip
    finally:
        engine.dispose()
    path.chmod(0o600)
    return schema, rows


def restore_dump(url: sa.URL, path: Path, tables: Sequence[str]) -> None:
    """Put a dump in place of `tables`, all of it or nothing, in one transaction.

    Raises MissingPart without the tools, StorageError when they fail.
    """
    script = path.with_suffix(".sql")
    dropped = ", ".join(f'"{name}"' for name in [*tables, "alembic_version"])
    _run([_tool("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", str(path)], url)
    # The dump's script empties the search path, so what is ours is dropped before it is read.
    before = path.with_suffix(".before.sql")
    before.write_text(f"SET lock_timeout = '30s';\nDROP TABLE IF EXISTS {dropped} CASCADE;\n", encoding="utf-8")
    _run(
        [_tool("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
         f"--file={before}", f"--file={script}", *_address(url)], url,
    )  # fmt: skip


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        hint = "install PostgreSQL's client programs: apt-get install postgresql-client"
        raise MissingPart(f"{name} is not installed here", hint=hint)
    return found


def _address(url: sa.URL) -> list[str]:
    """Where the database is; its password goes over the environment, where nobody else sees it."""
    parts = {"host": url.host, "port": url.port, "username": url.username, "dbname": url.database}
    return [f"--{name}={value}" for name, value in parts.items() if value is not None]


def _run(command: Sequence[str], url: sa.URL) -> None:
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **secret})
    if done.returncode:
        reason = next((line for line in done.stderr.splitlines() if line.strip()), "no reason given")
        name = Path(command[0]).name
        raise StorageError(f"{name} failed ({reason})", where=url.render_as_string(), hint="nothing was changed")
