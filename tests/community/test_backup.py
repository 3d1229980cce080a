from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.backup import About, back_up, read_about, restore
from minga.community.database import newest_schema
from minga.community.models import Person
from minga.community.people import Profile, add_person
from minga.errors import InputError, MissingPart, StorageError, UsageError


def add(db: Database, *names: str) -> None:
    for name in names:
        with db.writing() as session:
            add_person(session, db, Profile(name))


def names(db: Database) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(sa.select(Person.name).order_by(Person.id)))


def repacked(path: Path, **about: Any) -> Path:
    """The same backup with another `backup.json`."""
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "backup.json":
                content = json.dumps({**json.loads(content), **about}).encode()
            new.writestr(name, content)
    return changed


def test_a_backup_says_what_it_is(db: Database, tmp_path: Path) -> None:
    add(db, "Ada", "Berta")
    about = back_up(db, tmp_path / "b.zip")
    assert read_about(tmp_path / "b.zip") == about
    assert about.schema_version == newest_schema()
    assert about.database == ("sqlite" if db.embedded else "postgresql")
    assert (about.rows["person"], about.rows["response"]) == (2, 0)
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".minga")] == []


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(db: Database, tmp_path: Path) -> None:
    add(db, "Ada", "Berta")
    back_up(db, tmp_path / "b.zip")
    add(db, "Carla")
    with pytest.raises(UsageError, match="there are people in the database"):
        restore(db, tmp_path / "b.zip", tmp_path)
    assert names(db) == ["Ada", "Berta", "Carla"]
    restored = restore(db, tmp_path / "b.zip", tmp_path, force=True)
    assert names(db) == ["Ada", "Berta"]
    assert restored.before is not None
    add(db, "Dora")  # it goes on from there
    restore(db, restored.before, tmp_path, force=True)
    assert names(db) == ["Ada", "Berta", "Carla"]


def test_an_empty_database_takes_a_backup_without_force(make_db: Callable[[bool], Database], tmp_path: Path) -> None:
    full, empty = make_db(True), make_db(False)
    add(full, "Ada")
    back_up(full, tmp_path / "b.zip")
    assert restore(empty, tmp_path / "b.zip", tmp_path).before is None
    assert names(empty) == ["Ada"]
    empty.migrate()


@pytest.mark.parametrize("embedded", [True, False], ids=["sqlite", "postgresql"])
def test_everything_acknowledged_before_it_began_is_in_it(
    embedded: bool, request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path
) -> None:
    """Eight threads write while backups are taken one after the other."""
    if embedded:
        shutil.copy(migrated_sqlite, tmp_path / "minga.db")
        url = f"sqlite:///{tmp_path / 'minga.db'}"
    else:
        from tests.community.databases import create_postgres

        url = create_postgres(request.getfixturevalue("postgres_url"), "minga_backup", "template_minga")
    with Database(url) as db:
        acknowledged: list[str] = []
        done = threading.Event()

        def write(writer: int) -> None:
            number = 0
            while not done.is_set():
                add(db, f"{writer}-{number}")
                acknowledged.append(f"{writer}-{number}")
                number += 1

        writers = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
        for thread in writers:
            thread.start()
        before: list[set[str]] = []
        for number in range(4):
            time.sleep(0.15)
            before.append(set(acknowledged))
            back_up(db, tmp_path / f"{number}.zip")
        done.set()
        for thread in writers:
            thread.join()
        assert len(acknowledged) > len(before[-1]) > len(before[0]) > 8
        everything = set(acknowledged)
        for number, known in enumerate(before):
            restore(db, tmp_path / f"{number}.zip", tmp_path, force=True)
            found = names(db)
            assert known <= set(found) <= everything | {""}
            assert len(found) == read_about(tmp_path / f"{number}.zip").rows["person"]


def test_a_program_that_has_it_open_goes_on_with_what_was_put_back(sqlite_db: Database, tmp_path: Path) -> None:
    add(sqlite_db, "Ada")
    back_up(sqlite_db, tmp_path / "b.zip")
    add(sqlite_db, "Berta")
    with Database(sqlite_db.url.render_as_string()) as server:
        assert names(server) == ["Ada", "Berta"]
        restore(sqlite_db, tmp_path / "b.zip", tmp_path, force=True)
        assert names(server) == ["Ada"]
        add(server, "Carla")
    assert names(sqlite_db) == ["Ada", "Carla"]


def test_a_file_that_is_there_is_not_replaced_by_accident(sqlite_db: Database, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("precious", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        back_up(sqlite_db, tmp_path / "b.zip")
    assert isinstance(back_up(sqlite_db, tmp_path / "b.zip", force=True), About)
    with pytest.raises(UsageError, match="no such folder"):
        back_up(sqlite_db, tmp_path / "nowhere" / "b.zip")


def test_a_newer_schema_is_refused(sqlite_db: Database, tmp_path: Path) -> None:
    back_up(sqlite_db, tmp_path / "b.zip")
    newer = repacked(tmp_path / "b.zip", schema_version="9999")
    with pytest.raises(StorageError, match="has schema 9999"):
        restore(sqlite_db, newer, tmp_path)


def test_an_older_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    from alembic import command

    from minga.community.database import migration_config

    with Database.at(tmp_path / "old.db") as old:
        with old.writing() as session:
            command.upgrade(migration_config(session.connection()), "0001")
            columns = "name, naming, locale, varieties, contributor, simulated, created_at"
            values = "'Ada', 'name', 'es', '[]', '', 0, '2026-01-01'"
            session.execute(sa.text(f"INSERT INTO person ({columns}) VALUES ({values})"))  # noqa: S608 - words of this test
        assert back_up(old, tmp_path / "b.zip").schema_version == "0001"
    with Database.at(tmp_path / "new.db") as db:
        restore(db, tmp_path / "b.zip", tmp_path)
        assert names(db) == ["Ada"]


def test_a_damaged_backup_is_refused_and_changes_nothing(sqlite_db: Database, tmp_path: Path) -> None:
    add(sqlite_db, "Ada")
    back_up(sqlite_db, tmp_path / "b.zip")
    other = repacked(tmp_path / "b.zip", sha256="0" * 64)
    cut = tmp_path / "cut.zip"
    cut.write_bytes((tmp_path / "b.zip").read_bytes()[:-100])
    for path, fault in ((other, "another"), (cut, "no backup"), (tmp_path / "none.zip", "no such file")):
        with pytest.raises(InputError, match=fault):
            restore(sqlite_db, path, tmp_path, force=True)
    assert names(sqlite_db) == ["Ada"]


def test_a_database_with_a_broken_page_is_not_called_a_backup(sqlite_db: Database, tmp_path: Path) -> None:
    add(sqlite_db, *(f"{number:03d}" for number in range(40)))
    path = Path(str(sqlite_db.url.database))
    sqlite_db.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 60))
    with pytest.raises(StorageError, match="damaged"):
        back_up(sqlite_db, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_a_backup_of_the_other_kind_is_refused(sqlite_db: Database, tmp_path: Path) -> None:
    back_up(sqlite_db, tmp_path / "b.zip")
    other = repacked(tmp_path / "b.zip", database="postgresql")
    with pytest.raises(UsageError, match="is a backup of a postgresql database"):
        restore(sqlite_db, other, tmp_path)


def test_without_postgresqls_tools_it_says_what_to_install(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with Database(postgres_url) as db, pytest.raises(MissingPart, match="pg_dump is not installed"):
        back_up(db, tmp_path / "b.zip")
