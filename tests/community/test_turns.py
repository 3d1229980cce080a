from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from minga.community import Database
from minga.community.models import Person
from minga.community.turns import Turn

HOLD = """
import sys, time
from minga.community.turns import Turn
with Turn(sys.argv[1]):
    print("mine", flush=True)
    time.sleep(0.5)
"""


def test_threads_take_turns(tmp_path: Path) -> None:
    turn, inside, most = Turn(str(tmp_path / "db")), [0], [0]

    def write() -> None:
        with turn:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.002)
            inside[0] -= 1

    threads = [threading.Thread(target=write) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_processes_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "db"
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        began = time.monotonic()
        with Turn(str(path)):
            assert time.monotonic() - began > 0.2
    assert other.returncode == 0


def test_a_turn_ends_with_an_error_too(tmp_path: Path) -> None:
    turn = Turn(str(tmp_path / "db"))
    for _ in range(2):
        try:
            with turn:
                raise KeyError
        except KeyError:
            continue
    with turn, Turn(None):
        pass


def test_two_databases_over_one_file_write_in_turn(sqlite_db: Database, tmp_path: Path) -> None:
    def write(db: Database) -> None:
        for _ in range(20):
            with db.writing() as session:
                session.add(Person(name="Ada", varieties=["es"], created_at=db.now(), roles=[]))

    with Database(str(sqlite_db.url)) as other:
        threads = [threading.Thread(target=write, args=(db,)) for db in (sqlite_db, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with sqlite_db.reading() as session:
        assert session.query(Person).count() == 40
