"""An attempt that takes too long, or whose job is no longer its worker's: real processes, which only wait."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from minga.community import Database
from minga.evaluate import jobs
from minga.evaluate.attempt import Attempt, Limits, Outcome
from minga.evaluate.failures import Failure
from minga.evaluate.jobs import Job
from minga.progress import silent
from minga.worker import Worker
from tests.test_worker import alive, eventually, make_worker

KEY = "a" * 64
LONG = Limits(time=60, stall=60, lease=3)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    with make_worker(tmp_path) as worker:
        yield worker


class Waiting:
    """An attempt at a job that waits for a minute, under way in a thread."""

    def __init__(self, worker: Worker, db: Database, folder: Path, limits: Limits) -> None:
        jobs.enqueue(db, [Job(KEY, "m", "t")])
        job = jobs.take(db, {KEY}, "me", lease=limits.lease, attempts=3)
        assert job is not None
        self.stop = threading.Event()
        self.outcomes: list[Outcome] = []
        self._started, self._finished = folder / "started", folder / "finished"
        attempt = Attempt(worker, job, "me", db, limits, self.stop)
        self._thread = threading.Thread(target=lambda: self.outcomes.append(attempt.run(self._payload(), silent)))
        self._thread.start()

    def _payload(self) -> dict[str, Any]:
        waits = {"do": "wait", "started": str(self._started), "finished": str(self._finished)}
        return waits | {"batch_size": 8, "log_name": "log"}

    def process(self) -> int:
        assert eventually(lambda: self._started.exists() and bool(self._started.read_text()))
        return int(self._started.read_text())

    def outcome(self) -> Outcome:
        self._thread.join(timeout=30)
        return self.outcomes[0]


def test_what_takes_too_long_is_ended(worker: Worker, sqlite_db: Database, tmp_path: Path) -> None:
    outcome = Waiting(worker, sqlite_db, tmp_path, Limits(time=2, stall=60, lease=60)).outcome()
    assert outcome.failure == Failure("timeout", "took longer than 2 seconds, the time limit")
    assert outcome.record.seconds >= 2
    assert outcome.record.log == "log"


@pytest.mark.parametrize("lose", [lambda db: jobs.cancel(db, ["m"]), lambda db: jobs.give_up(db, ["me"])])
def test_a_worker_that_has_lost_its_job_ends_its_process(
    worker: Worker, sqlite_db: Database, tmp_path: Path, lose: Callable[[Database], object]
) -> None:
    attempt = Waiting(worker, sqlite_db, tmp_path, LONG)
    process = attempt.process()
    lose(sqlite_db)
    jobs.take(sqlite_db, {KEY}, "somebody else", lease=60, attempts=3)
    outcome = attempt.outcome()
    assert (outcome.notes, outcome.failure) == (None, None)
    assert not alive(process)


def test_a_lease_is_renewed_as_long_as_the_work_goes_on(
    worker: Worker, sqlite_db: Database, clock: Any, tmp_path: Path
) -> None:
    attempt = Waiting(worker, sqlite_db, tmp_path, LONG)
    process = attempt.process()
    before = jobs.states(sqlite_db, [KEY])[KEY].lease_until
    clock.advance(seconds=2)
    assert before is not None
    assert eventually(lambda: (jobs.states(sqlite_db, [KEY])[KEY].lease_until or before) > before)
    assert alive(process)
    attempt.stop.set()
    assert attempt.outcome().failure is None
    assert not alive(process)


def test_a_process_that_dies_by_itself_says_how(worker: Worker, sqlite_db: Database, tmp_path: Path) -> None:
    attempt = Waiting(worker, sqlite_db, tmp_path, LONG)
    os.kill(attempt.process(), 9)
    failure = attempt.outcome().failure
    assert failure is not None
    assert failure.cause == "killed"
