from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from minga.community import Database
from minga.community.models import Base, Person, Session
from minga.community.people import Profile, add_person
from minga.errors import ProjectError, StorageError


def test_migrations_produce_exactly_the_models_metadata(make_db: Callable[[bool], Database]) -> None:
    db = make_db(False)
    db.migrate()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(db: Database) -> None:
    db.migrate()
    assert "person" in sa.inspect(db.engine).get_table_names()


def test_two_programs_may_migrate_at_once(make_db: Callable[[bool], Database]) -> None:
    first = make_db(False)
    second = Database(first.url.render_as_string(hide_password=False))
    faults: list[BaseException] = []

    def migrate(database: Database) -> None:
        try:
            database.migrate()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=migrate, args=(database,)) for database in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert faults == []
    assert "person" in sa.inspect(first.engine).get_table_names()


def test_reading_makes_no_database_and_finds_nobody(tmp_path: Path) -> None:
    with Database.to_read(f"sqlite:///{tmp_path}/.minga/minga.db") as database, database.reading() as session:
        assert session.scalars(sa.select(Person)).all() == []
    assert list(tmp_path.iterdir()) == []


def test_reading_takes_an_empty_database_as_nobody_and_leaves_it_empty(make_db: Callable[[bool], Database]) -> None:
    db = make_db(False)
    with Database.to_read(db.url.render_as_string(hide_password=False)) as database, database.reading() as session:
        assert session.scalars(sa.select(Person)).all() == []
    assert sa.inspect(db.engine).get_table_names() == []


def test_people_are_read_as_they_are(db: Database) -> None:
    with db.writing() as session:
        add_person(session, db, Profile("Ada"))
    with Database.to_read(db.url.render_as_string(hide_password=False)) as database, database.reading() as session:
        assert list(session.scalars(sa.select(Person.name))) == ["Ada"]


def test_moments_come_back_in_utc(db: Database) -> None:
    lima = datetime(2026, 3, 1, 20, tzinfo=timezone(timedelta(hours=-5)))
    with db.writing() as session:
        session.add(Person(name="Ada", created_at=lima))
    with db.reading() as session:
        person = session.scalars(sa.select(Person)).one()
        assert person.created_at == lima
        assert person.created_at.tzinfo == UTC


def test_a_failed_block_changes_nothing(db: Database) -> None:
    def half() -> None:
        with db.writing() as session:
            add_person(session, db, Profile("Ada"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    with db.reading() as session:
        assert session.scalars(sa.select(Person)).all() == []


def test_foreign_keys_hold(db: Database) -> None:
    def dangling() -> None:
        with db.writing() as session:
            now = db.now()
            session.add(Session(token_hash="x", csrf_secret="y", person_id=99, created_at=now, expires_at=now))

    with pytest.raises(sa.exc.IntegrityError):
        dangling()


def test_sqlite_waits_for_the_disk_at_each_commit(sqlite_db: Database) -> None:
    with sqlite_db.engine.connect() as connection:
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                  ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")]  # fmt: skip
    assert values == ["wal", 2, 1, 30000]


WRITER = """
import sys
from pathlib import Path
from minga.community import Database
from minga.community.models import Person
db = Database.at(Path(sys.argv[1]))
db.migrate()
for number in range(10_000):
    with db.writing() as session:
        session.add(Person(name=f"person {number}", created_at=db.now()))
    print(number, flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "minga.db"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(40)]
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    writer.stdout.close()
    with Database.at(path) as db, db.reading() as session:
        names = set(session.scalars(sa.select(Person.name)))
    assert {f"person {number}" for number in acknowledged} <= names


def test_many_threads_write_without_an_error(db: Database) -> None:
    def write(number: int) -> None:
        for turn in range(5):
            with db.writing() as session:
                add_person(session, db, Profile(f"person {number}-{turn}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 60


@pytest.mark.parametrize(
    ("url", "what"),
    [("not an address", "cannot be read"), ("mysql+pymysql://x/y", "mysql is not a database that minga can use")],
)
def test_an_address_that_cannot_be_used_is_one_clear_line(url: str, what: str) -> None:
    with pytest.raises(ProjectError, match=what):
        Database(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:/lead:secret@db.example/minga",
        "postgresql+psycopg://lead:secret@db.example:port/minga",
        "lead:secret\nsecret@db.example?password=secret",
    ],
)
def test_an_address_that_cannot_be_read_keeps_its_password(url: str) -> None:
    with pytest.raises(ProjectError, match=r"@db.example.*cannot be read") as caught:
        Database(url)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_database_that_may_not_be_opened_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "minga.db").mkdir()
    with Database.at(tmp_path / "minga.db") as db, pytest.raises(StorageError, match="may not be written"):
        db.migrate()


def test_a_silent_server_is_a_storage_error() -> None:
    with Database("postgresql://nobody@127.0.0.1:9/none") as db, pytest.raises(StorageError, match="does not answer"):
        db.migrate()


def test_a_damaged_database_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "minga.db"
    path.write_bytes(b"no database at all" * 600)
    with Database.at(path) as db, pytest.raises(StorageError, match="is damaged") as caught:
        db.migrate()
    assert str(caught.value).startswith(str(path))
    assert path.read_bytes().startswith(b"no database at all")
