"""One state of the database to read exports from, however long it takes and whoever answers meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database

__all__ = ["ROWS_AT_ONCE", "snapshot", "stream"]

ROWS_AT_ONCE = 1000
"""Rows in memory at a time."""


@contextlib.contextmanager
def snapshot(db: Database) -> Iterator[OrmSession]:
    """A session in which every query sees the state of the first one.

    SQLite's transactions are so in WAL mode; PostgreSQL's are when they are REPEATABLE READ. Neither makes anybody
    wait who writes.
    """
    with db.reading() as session:
        if not db.embedded:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
        yield session


def stream(session: OrmSession, query: Select[Any]) -> Iterator[Any]:
    """The rows of a query of columns, few of them in memory at a time."""
    return iter(session.execute(query.execution_options(yield_per=ROWS_AT_ONCE)))
