"""Databases for tests: both kinds, freshly migrated, with a clock that the test moves."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from minga.community import Database
from tests.community.postgres import postgres_binaries, postgres_server

__all__ = ["MovableClock", "clock", "db", "make_db", "migrated_sqlite", "postgres_url", "sqlite_db"]

_numbers = itertools.count()


class MovableClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **parts: float) -> None:
        self.time += timedelta(**parts)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to copy: migrating for each test would take most of the tests' time."""
    path = tmp_path_factory.mktemp("template") / "minga.db"
    with Database.at(path) as database:
        database.migrate()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server whose database `template_minga` is migrated."""
    if postgres_binaries() is None:
        pytest.skip("PostgreSQL's server is not installed (Debian package postgresql)")
    with postgres_server() as url:
        template = create_postgres(url, "template_minga")
        with Database(template) as database:
            database.migrate()
        yield url


def create_postgres(server: str, name: str, template: str = "template1") -> str:
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def sqlite_db(tmp_path: Path, clock: MovableClock, migrated_sqlite: Path) -> Iterator[Database]:
    shutil.copy(migrated_sqlite, tmp_path / "minga.db")
    with Database.at(tmp_path / "minga.db", clock=clock) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def make_db(
    request: pytest.FixtureRequest, tmp_path: Path, clock: MovableClock
) -> Iterator[Callable[[bool], Database]]:
    """Makes databases of each kind, migrated or empty: SQLite and PostgreSQL run the same tests."""
    made: list[Database] = []

    def make(migrated: bool) -> Database:
        name = f"minga_{next(_numbers)}"
        if request.param == "sqlite":
            path = tmp_path / f"{name}.db"
            if migrated:
                shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
            made.append(Database.at(path, clock=clock))
        else:
            server = request.getfixturevalue("postgres_url")
            template = "template_minga" if migrated else "template1"
            made.append(Database(create_postgres(server, name, template), clock=clock))
        return made[-1]

    yield make
    for database in made:
        database.close()


@pytest.fixture
def db(make_db: Callable[[bool], Database]) -> Database:
    return make_db(True)
