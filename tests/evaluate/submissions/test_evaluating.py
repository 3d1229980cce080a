from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import EvaluationJob, JobState, Submission
from minga.evaluate import jobs
from minga.evaluate.submissions.evaluating import evaluate_submitted
from minga.evaluate.submissions.queue import accept, find_submission
from minga.evaluate.submissions.standing import standings
from minga.evaluate.submissions.submitted_models import slug_of
from minga.settings import EvaluateSettings
from minga.tables import Artifact
from minga.workspace import Workspace
from tests.evaluate.submissions.test_queue import come_in, passes


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


@pytest.fixture
def submitted(db: Database) -> Submission:
    return accept(db, passes(db, come_in(db, None)).id)


def add(db: Database, row: Submission, **states: JobState) -> None:
    with db.writing() as session:
        for task, state in states.items():
            values = {"fingerprint": f"{slug_of(row)}-{task}", "task": task, "state": state}
            session.add(EvaluationJob(model=slug_of(row), not_before=db.now(), queued_at=db.now(), **values))


def found(db: Database) -> dict[str, JobState]:
    with db.reading() as session:
        return {job.task: job.state for job in session.scalars(sa.select(EvaluationJob).order_by(EvaluationJob.task))}


def evaluate(db: Database, workspace: Workspace, *tasks: str) -> None:
    """As `minga evaluate --tasks none-of-them` does, where the suites have these tasks: nothing is worked off."""

    def tasks_of(suites: Sequence[str]) -> list[Artifact]:
        assert list(suites) == ["own"]
        return [Artifact(f"tasks/{task}", workspace.data / task, "pending") for task in tasks]

    evaluate_submitted(db, tasks_of, EvaluateSettings(), workspace, only=["none-of-them"])


def test_what_is_queued_of_a_task_that_left_its_suite_is_cancelled_with_that_reason(
    db: Database, workspace: Workspace, submitted: Submission
) -> None:
    add(db, submitted, here="queued", gone="queued", going="running", old="done", bad="failed")
    evaluate(db, workspace, "here", "bad")
    left = {"here": "queued", "gone": "cancelled", "going": "cancelled", "old": "done", "bad": "failed"}
    assert found(db) == dict(sorted(left.items()))
    reasons = {job.task: job.reason for job in jobs.newest_jobs(db) if job.state == "cancelled"}
    assert set(reasons) == {"gone", "going"}
    assert all("in none of the suites any more" in reason for reason in reasons.values())


def test_a_submission_whose_other_tasks_are_done_is_done(
    db: Database, workspace: Workspace, submitted: Submission
) -> None:
    add(db, submitted, here="done", gone="running")
    evaluate(db, workspace, "here", "gone")
    assert find_submission(db, submitted.id).state == "running"
    evaluate(db, workspace, "here")
    row = find_submission(db, submitted.id)
    [standing] = standings(db, [row])
    assert (row.state, standing.done, standing.failed, len(standing.jobs)) == ("done", 1, 0, 1)


def test_a_submission_all_of_whose_tasks_left_waits(db: Database, workspace: Workspace, submitted: Submission) -> None:
    add(db, submitted, gone="running")
    evaluate(db, workspace, "gone")
    evaluate(db, workspace)
    assert find_submission(db, submitted.id).state == "waiting"


def test_a_task_that_comes_back_is_queued_again_and_nobody_else_begins_it(
    db: Database, workspace: Workspace, submitted: Submission
) -> None:
    add(db, submitted, gone="queued", bad="failed")
    evaluate(db, workspace, "bad")
    assert find_submission(db, submitted.id).state == "failed"
    accept(db, submitted.id)
    assert found(db) == {"bad": "queued", "gone": "cancelled"}
    slug = slug_of(submitted)
    jobs.enqueue(db, [jobs.Job(f"{slug}-gone", slug, "gone", submitted.id)])
    assert found(db)["gone"] == "queued"


def test_a_plan_cancels_nothing(db: Database, tmp_path: Path, submitted: Submission) -> None:
    add(db, submitted, gone="queued")
    evaluate(db, Workspace(tmp_path / "data", tmp_path / ".minga", dry=True))
    assert found(db) == {"gone": "queued"}
