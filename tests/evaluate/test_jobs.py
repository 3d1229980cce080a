from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from minga.community import Database
from minga.community.models import EvaluationJob
from minga.evaluate import jobs
from minga.evaluate.failures import Failure
from minga.evaluate.jobs import Job, Record
from tests.community.databases import MovableClock

LEASE = {"lease": 60.0, "attempts": 3}
AGAIN = {"attempts": 3, "retry_after": 30.0}
HANGS = Failure("stalled", "hung")
BROKEN = Failure("task", "KeyError: 'x'")
A, B, C = (Job(letter * 64, model, task) for letter, model, task in (("a", "m", "t"), ("b", "n", "t"), ("c", "m", "u")))
ALL = {A.fingerprint, B.fingerprint, C.fingerprint}


def taken(db: Database, worker: str = "one", holding: str = "") -> EvaluationJob:
    job = jobs.take(db, ALL, worker, holding=holding, **LEASE)  # type: ignore[arg-type]  # numbers
    assert job is not None
    return job


def nothing_to_take(db: Database, worker: str = "two") -> bool:
    return jobs.take(db, ALL, worker, **LEASE) is None  # type: ignore[arg-type]  # numbers


def state_of(db: Database, job: Job = A) -> EvaluationJob:
    return jobs.states(db, [job.fingerprint])[job.fingerprint]


def test_a_job_is_queued_once_and_taken_by_one(db: Database) -> None:
    for _ in range(2):
        jobs.enqueue(db, [A])
    job = taken(db)
    assert (job.state, job.worker, job.attempts) == ("running", "one", 1)
    assert nothing_to_take(db)


def test_commands_that_queue_the_same_at_once_queue_it_once(db: Database) -> None:
    every = [Job(f"{number:064}", "m", f"t{number}") for number in range(100)]
    start, faults = threading.Barrier(4), list[Exception]()

    def work() -> None:
        start.wait()
        try:
            jobs.enqueue(db, every)
        except Exception as error:  # a thread's are lost otherwise
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert [job.task for job in jobs.newest_jobs(db)] == sorted(job.task for job in every)


def test_a_worker_takes_only_what_it_can_do(db: Database) -> None:
    jobs.enqueue(db, [A])
    assert jobs.take(db, {B.fingerprint}, "one", lease=60, attempts=3) is None


def test_the_model_that_is_held_goes_first(db: Database) -> None:
    jobs.enqueue(db, [A, B, C])
    assert taken(db).task == "t"
    assert (taken(db, holding="m").model, taken(db).model) == ("m", "n")


def test_many_that_take_at_once_get_one_job_each(db: Database) -> None:
    every = [Job(f"{number:064}", "m", f"t{number}") for number in range(20)]
    jobs.enqueue(db, every)
    wanted = {job.fingerprint for job in every}
    got: list[str] = []

    def work(name: str) -> None:
        while job := jobs.take(db, wanted, name, lease=60, attempts=3):
            got.append(job.task)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(job.task for job in every)


def test_a_lease_that_is_not_renewed_is_taken_over_by_another(db: Database, clock: MovableClock) -> None:
    jobs.enqueue(db, [A])
    job = taken(db)
    clock.advance(seconds=59)
    assert nothing_to_take(db)
    assert jobs.renew(db, job, "one", lease=60)
    clock.advance(seconds=59)
    assert nothing_to_take(db)
    clock.advance(seconds=2)
    again = taken(db, "two")
    assert (again.worker, again.attempts, again.cause) == ("two", 2, "lost")
    assert not jobs.renew(db, job, "one", lease=60)
    assert not jobs.fail(db, job, "one", BROKEN, Record(), **AGAIN)  # type: ignore[arg-type]  # numbers
    assert state_of(db).state == "running"


def test_a_job_whose_worker_is_lost_every_time_fails_in_the_end(db: Database, clock: MovableClock) -> None:
    jobs.enqueue(db, [A])
    for worker in ("one", "two", "three"):
        taken(db, worker)
        clock.advance(seconds=61)
    assert nothing_to_take(db, "four")
    job = state_of(db)
    assert (job.state, job.cause, job.reason) == ("failed", "lost", "its worker was lost (three)")


def test_nobody_waits_for_a_worker_that_is_known_to_be_gone(db: Database) -> None:
    jobs.enqueue(db, [A, B])
    taken(db, "gone"), taken(db, "here")
    assert sorted(jobs.at_work(db)) == ["gone", "here"]
    jobs.give_up(db, ["gone"])
    assert taken(db, "two").fingerprint == A.fingerprint
    assert nothing_to_take(db, "three")


def test_what_may_pass_is_tried_again_later_each_time_twice_as_late(db: Database, clock: MovableClock) -> None:
    jobs.enqueue(db, [A])
    for wait in (30, 60):
        assert jobs.fail(db, taken(db), "one", HANGS, Record(seconds=2), **AGAIN)  # type: ignore[arg-type]
        assert jobs.due_in(db, ALL) == wait
        clock.advance(seconds=wait - 1)
        assert nothing_to_take(db)
        clock.advance(seconds=1)
    assert not jobs.fail(db, taken(db), "one", HANGS, Record(seconds=2), **AGAIN)  # type: ignore[arg-type]
    job = state_of(db)
    assert (job.state, job.reason, job.attempts, job.seconds) == ("failed", "hung", 3, 6)
    assert jobs.due_in(db, ALL) is None


def test_an_error_of_the_task_is_not_tried_again(db: Database) -> None:
    jobs.enqueue(db, [A])
    assert not jobs.fail(db, taken(db), "one", BROKEN, Record(), **AGAIN)  # type: ignore[arg-type]  # numbers
    jobs.enqueue(db, [A])
    assert state_of(db).state == "failed"


def test_with_retry_it_begins_anew_and_at_once(db: Database) -> None:
    jobs.enqueue(db, [A, B])
    jobs.fail(db, taken(db), "one", BROKEN, Record(), **AGAIN)  # type: ignore[arg-type]  # numbers
    jobs.fail(db, taken(db), "one", HANGS, Record(), **AGAIN)  # type: ignore[arg-type]
    jobs.enqueue(db, [A, B], retry=True)
    assert jobs.due_in(db, ALL) == 0
    assert (taken(db).attempts, taken(db).attempts) == (1, 2)


@pytest.mark.parametrize("cause", ["memory", "killed"])
def test_batches_are_halved_where_memory_ran_out(db: Database, clock: MovableClock, cause: str) -> None:
    jobs.enqueue(db, [A])
    for size, half in ((8, 4), (1, 1), (None, 8)):
        failure = Failure(cause, "out of memory")  # type: ignore[arg-type]  # one of its words
        jobs.fail(db, taken(db), "one", failure, Record(batch_size=size), attempts=9, retry_after=0)
        assert state_of(db).batch_size == half


def test_a_job_that_is_given_back_has_not_been_tried(db: Database) -> None:
    jobs.enqueue(db, [A])
    jobs.release(db, taken(db), "one")
    assert (state_of(db).state, state_of(db).attempts) == ("queued", 0)
    assert taken(db, "two").attempts == 1


def test_what_is_cancelled_is_no_longer_the_workers(db: Database) -> None:
    jobs.enqueue(db, [A, B, C])
    job = taken(db)
    assert [one.task for one in jobs.cancel(db, ["m"])] == ["t", "u"]
    assert not jobs.renew(db, job, "one", lease=60)
    assert {job.state for job in jobs.newest_jobs(db)} == {"cancelled", "queued"}
    jobs.enqueue(db, [A])
    assert state_of(db).state == "cancelled"
    jobs.enqueue(db, [A], retry=True)
    assert state_of(db).state == "queued"


def test_what_it_took_is_kept_over_all_attempts(db: Database) -> None:
    jobs.enqueue(db, [A])
    first = Record(seconds=2, energy_kwh=0.25, requests={"computed": 7, "kept": 0})
    jobs.fail(db, taken(db), "one", HANGS, first, attempts=3, retry_after=0)
    second = Record(seconds=3, energy_kwh=0.5, co2_kg=0.1, requests={"computed": 3, "kept": 7}, versions={"torch": "2"})
    jobs.succeed(db, taken(db), second)
    job = state_of(db)
    assert (job.state, job.reason, job.seconds, job.energy_kwh, job.co2_kg) == ("done", "", 5, 0.75, 0.1)
    assert job.requests == {"computed": 10, "kept": 7}
    assert job.versions == {"torch": "2"}


def test_a_result_that_was_deleted_is_computed_anew_and_costs_anew(db: Database) -> None:
    jobs.enqueue(db, [A])
    jobs.succeed(db, taken(db), Record(seconds=5))
    assert nothing_to_take(db)
    jobs.enqueue(db, [A])
    assert (taken(db).seconds, state_of(db).attempts) == (0, 1)


def test_the_newest_job_of_a_model_and_task_is_shown(db: Database) -> None:
    jobs.enqueue(db, [A])
    jobs.enqueue(db, [Job("d" * 64, "m", "t"), B])
    assert [(job.fingerprint[0], job.model) for job in jobs.newest_jobs(db)] == [("d", "m"), ("b", "n")]


def test_what_others_work_on_need_not_be_waited_for(db: Database) -> None:
    jobs.enqueue(db, [A])
    taken(db, "elsewhere")
    assert jobs.due_in(db, ALL) == 60
    assert jobs.due_in(db, ALL, others=False) is None


def test_a_submissions_number_stays_with_its_jobs(make_db: Callable[[bool], Database]) -> None:
    from minga.community.models import Submission

    db = make_db(True)
    with db.writing() as session:
        session.add(Submission(id=7, model="owner/name", created_at=db.now()))
    jobs.enqueue(db, [Job("e" * 64, "name", "t", submission=7)])
    assert jobs.newest_jobs(db)[0].submission_id == 7
