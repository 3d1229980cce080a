from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.audit import recent
from minga.community.models import EvaluationJob, JobState, Person, Submission
from minga.errors import CommunityError
from minga.evaluate.submissions.checker import record
from minga.evaluate.submissions.checking import Checked, Found
from minga.evaluate.submissions.evaluating import taken_off
from minga.evaluate.submissions.queue import (
    Request,
    accept,
    accepted,
    find_submission,
    list_submissions,
    refuse,
    submit,
    withdraw,
)
from minga.evaluate.submissions.reasons import Reason, Refused, read_reason
from minga.evaluate.submissions.standing import settle, standings
from minga.evaluate.submissions.submitted_models import slug_of
from minga.settings import Settings
from tests.community.databases import MovableClock
from tests.review.making import newcomer

COMMITS = [f"{number:x}" * 40 for number in range(1, 16)]


def settings(**values: Any) -> Settings:
    project = {"name": "Recetas", "slug": "recetas"}
    return Settings.model_validate({"project": project, "submissions": {"open": True, **values}})


@pytest.fixture
def ada(db: Database) -> Person:
    return newcomer(db, "Ada")


def come_in(db: Database, person: Person | None, model: str = "owner/one", **values: Any) -> Submission:
    return submit(db, Request(model), settings(**values), person)


def passes(db: Database, row: Submission, commit: str = COMMITS[0], licence: str = "MIT", **values: Any) -> Submission:
    found = Found(row.model, commit, licence, 135_000_000, 270_000_000)
    record(db, row.id, Checked(found=found), settings(**values).submissions)
    return find_submission(db, row.id)


def add_jobs(db: Database, row: Submission, *states: JobState) -> None:
    with db.writing() as session:
        for number, state in enumerate(states):
            values = {"fingerprint": f"{slug_of(row)}-{number}-{state}", "task": f"task{number}", "state": state}
            attempts = 0 if state == "queued" else 1
            session.add(
                EvaluationJob(model=slug_of(row), not_before=db.now(), queued_at=db.now(), attempts=attempts, **values)
            )


def refusal(db: Database, person: Person, model: str = "owner/new", **values: Any) -> str:
    with pytest.raises(Refused) as refused:
        come_in(db, person, model, **values)
    return refused.value.reason.code


def test_what_passed_waits_for_the_lead_and_then_for_its_turn(db: Database, ada: Person) -> None:
    row = passes(db, come_in(db, ada))
    assert (row.revision, row.licence, row.parameters) == (COMMITS[0], "MIT", 135_000_000)
    assert [one.step for one in standings(db, [row])] == ["deciding"]
    assert accepted(db) == []
    row = accept(db, row.id)
    [one] = standings(db, [row])
    assert (one.step, one.place) == ("waiting", 1)
    assert [act.action for act in recent(db, 3)] == ["accept-model", "check-model", "submit-model"]


def test_without_approval_only_an_unknown_licence_waits_for_the_lead(db: Database, ada: Person) -> None:
    first = passes(db, come_in(db, ada), approval=False)
    second = passes(db, come_in(db, ada, "owner/two"), licence="LicenseRef-Own", approval=False)
    assert [one.step for one in standings(db, [first, second])] == ["waiting", "deciding"]


def test_the_queue_is_in_the_order_of_decisions(db: Database, clock: MovableClock, ada: Person) -> None:
    rows = [passes(db, come_in(db, ada, f"owner/m{number}", per_week=9), COMMITS[number]) for number in range(3)]
    for row in (rows[2], rows[0], rows[1]):
        clock.advance(minutes=1)
        accept(db, row.id)
    shown = standings(db, [find_submission(db, row.id) for row in rows])
    assert [one.place for one in shown] == [2, 3, 1]


@pytest.mark.parametrize(
    ("jobs", "step", "done", "failed"),
    [
        ((), "waiting", 0, 0),
        (("queued", "queued"), "waiting", 0, 0),
        (("queued", "running"), "running", 0, 0),
        (("done", "queued"), "running", 1, 0),
        (("done", "done"), "done", 2, 0),
        (("done", "failed"), "failed", 1, 1),
        (("done", "cancelled", "failed"), "failed", 1, 2),
    ],
)
def test_how_far_a_submission_is_follows_from_its_evaluations(
    db: Database, ada: Person, jobs: tuple[JobState, ...], step: str, done: int, failed: int
) -> None:
    row = accept(db, passes(db, come_in(db, ada)).id)
    add_jobs(db, row, *jobs)
    [one] = standings(db, [row])
    assert (one.step, one.done, one.failed, len(one.jobs)) == (step, done, failed, len(jobs))
    settle(db)
    kept = find_submission(db, row.id)
    assert kept.state == step
    assert (read_reason(kept.reason) == Reason("failed", {"count": failed})) is (step == "failed")


def test_what_failed_is_evaluated_again_when_the_lead_says_so(db: Database, ada: Person) -> None:
    row = accept(db, passes(db, come_in(db, ada)).id)
    add_jobs(db, row, "done", "failed")
    settle(db)
    accept(db, row.id)
    with db.reading() as session:
        states = session.scalars(sa.select(EvaluationJob.state).order_by(EvaluationJob.id)).all()
    assert states == ["done", "queued"]
    assert [one.step for one in standings(db, [find_submission(db, row.id)])] == ["running"]


def test_the_same_commit_is_taken_once_under_whatever_name_of_it(db: Database, ada: Person) -> None:
    first = come_in(db, ada)
    assert refusal(db, ada, "owner/one") == "known"
    passes(db, first)
    again = passes(db, come_in(db, ada, "owner/one@main"))
    assert (again.state, read_reason(again.reason)) == ("refused", Reason("known"))


@pytest.mark.parametrize("end", ["withdraw", "refuse"])
def test_what_was_taken_back_or_refused_may_be_submitted_again(db: Database, ada: Person, end: str) -> None:
    row = accept(db, passes(db, come_in(db, ada)).id)
    add_jobs(db, row, "running", "queued", "done")
    gone = withdraw(db, row.id, ada) if end == "withdraw" else refuse(db, row.id, "too  late")
    [one] = standings(db, [gone])
    assert [job.state for job in one.jobs] == ["cancelled", "cancelled", "done"]
    assert accepted(db) == []
    again = accept(db, passes(db, come_in(db, ada)).id)
    assert [job.state for job in standings(db, [again])[0].jobs] == ["queued", "queued", "done"]


def test_one_person_submits_so_many_models_in_a_week(db: Database, clock: MovableClock, ada: Person) -> None:
    rows = [come_in(db, ada, f"owner/m{number}", per_week=2) for number in range(2)]
    assert refusal(db, ada, per_week=2) == "quota"
    come_in(db, newcomer(db, "Eva"), "owner/other", per_week=2)
    withdraw(db, rows[0].id, ada)  # nobody has had work with it
    come_in(db, ada, "owner/m2", per_week=2)
    assert refusal(db, ada, per_week=2) == "quota"
    clock.advance(days=7, seconds=1)
    come_in(db, ada, "owner/m3", per_week=2)


def test_refused_models_do_not_count_up_to_a_limit(db: Database, ada: Person) -> None:
    for number in range(20):
        row = come_in(db, ada, f"owner/m{number}", per_week=1)
        record(db, row.id, Checked(refused=Reason("gguf")), settings().submissions)
    assert refusal(db, ada, per_week=1) == "tries"


def test_a_check_that_cannot_be_made_now_loses_nothing(db: Database, ada: Person) -> None:
    row = come_in(db, ada)
    record(db, row.id, Checked(undecided=Reason("unreachable", {"fault": "no route"})), settings().submissions)
    kept = find_submission(db, row.id)
    assert kept.state == "checking"
    assert str(read_reason(kept.reason)).startswith("the Hub cannot be reached: no route")
    assert passes(db, kept).state == "waiting"


def test_a_check_that_dies_three_times_refuses_the_model(db: Database, ada: Person) -> None:
    row = come_in(db, ada)
    for _ in range(2):
        record(db, row.id, Checked(undecided=Reason("unfinished", {"fault": "killed"})), settings().submissions)
        assert find_submission(db, row.id).state == "checking"
    record(db, row.id, Checked(undecided=Reason("unfinished", {"fault": "killed"})), settings().submissions)
    kept = find_submission(db, row.id)
    assert (kept.state, read_reason(kept.reason)) == ("refused", Reason("check-died", {"fault": "killed"}))


def test_a_check_changes_nothing_once_the_submission_is_taken_back(db: Database, ada: Person) -> None:
    row = come_in(db, ada)
    withdraw(db, row.id, ada)
    assert passes(db, row).state == "withdrawn"


def test_who_may_do_what_and_when(db: Database, ada: Person) -> None:
    row = passes(db, come_in(db, ada))
    with pytest.raises(CommunityError, match="somebody else"):
        withdraw(db, row.id, newcomer(db, "Eva"))
    with pytest.raises(CommunityError, match="say why"):
        refuse(db, row.id, "  ")
    accept(db, row.id)
    with pytest.raises(CommunityError, match="does not wait"):
        accept(db, row.id)
    add_jobs(db, row, "done")
    settle(db)
    with pytest.raises(CommunityError, match="is over"):
        withdraw(db, row.id, ada)
    assert taken_off(db) == frozenset()
    refuse(db, row.id, "trained on the test")
    assert taken_off(db) == {slug_of(row)}
    with pytest.raises(CommunityError, match="already"):
        refuse(db, row.id, "again")
    with pytest.raises(CommunityError, match="no such"):
        accept(db, 99)


def test_a_project_may_be_closed_and_suites_are_its_own(db: Database, ada: Person) -> None:
    assert refusal(db, ada, open=False) == "closed"
    assert come_in(db, None, "owner/by-lead", open=False).suites == ["own"]
    with pytest.raises(Refused, match="choose at least one suite"):
        submit(db, Request("owner/two", suites=["es"]), settings(), ada)
    with pytest.raises(Refused, match="note is too long"):
        submit(db, Request("owner/two", note="x" * 1001), settings(), ada)


def test_another_commit_has_another_slug_that_others_do_not_change(db: Database, ada: Person) -> None:
    first = passes(db, come_in(db, ada))
    second = passes(db, come_in(db, ada, "owner/one@next"), COMMITS[1])
    assert [slug_of(first), slug_of(second)] == ["owner--one-11111111", "owner--one-22222222"]


def test_lists_are_the_newest_first_and_by_person(db: Database, clock: MovableClock, ada: Person) -> None:
    first, second = come_in(db, ada), come_in(db, newcomer(db, "Eva"), "owner/two")
    assert [one.id for one in list_submissions(db)] == [second.id, first.id]
    assert [one.id for one in list_submissions(db, person=ada)] == [first.id]
    assert clock.time - first.created_at < timedelta(seconds=1)


def test_what_only_calls_itself_like_another_model_touches_nothing_of_it(db: Database, ada: Person) -> None:
    with db.writing() as session:
        values = {"fingerprint": "f", "model": "ada--smollm2-135m", "task": "arc_es", "state": "queued"}
        session.add(EvaluationJob(not_before=db.now(), queued_at=db.now(), **values))
    row = come_in(db, ada, "ada/smollm2@135m")
    assert slug_of(row) == "ada--smollm2-135m"
    withdraw(db, row.id, ada)
    refused = come_in(db, ada, "ada/smollm2@135m")
    record(db, refused.id, Checked(refused=Reason("absent")), settings().submissions)
    with db.reading() as session:
        assert session.scalars(sa.select(EvaluationJob.state)).all() == ["queued"]
    assert taken_off(db) == frozenset()


def test_a_model_that_failed_and_came_in_again_is_one_submission_in_the_queue(db: Database, ada: Person) -> None:
    first = accept(db, passes(db, come_in(db, ada)).id)
    add_jobs(db, first, "failed")
    settle(db)
    second = accept(db, passes(db, come_in(db, ada)).id)
    settle(db)
    assert [find_submission(db, row.id).state for row in (first, second)] == ["failed", "waiting"]
    with pytest.raises(CommunityError):
        accept(db, first.id)
    refuse(db, first.id, "superseded")
    with db.reading() as session:
        assert session.scalars(sa.select(EvaluationJob.state)).all() == ["queued"]
