from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app
from minga.cli.evaluate import _parsed
from minga.community import Database
from minga.errors import UsageError
from minga.evaluate import jobs
from minga.evaluate.failures import Failure
from minga.evaluate.jobs import Job, Record

SETTINGS = """
[project]
name = "Saberes"
slug = "saberes"

[[benchmarks]]
name = "mate"
path = "mate.jsonl"
licence = "CC0-1.0"

[evaluate]
models = []
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    item = '{"question": "What is mate made of?", "choices": ["Leaves", "Salt"], "answer": 0}\n'
    (tmp_path / "mate.jsonl").write_text(item, encoding="utf-8")
    return tmp_path


@pytest.fixture
def db(project: Path) -> Database:
    """Two jobs: one that failed, one that waits."""
    database = Database.at(project / ".minga/minga.db")
    database.migrate()
    jobs.enqueue(database, [Job("a" * 64, "tiny", "uno"), Job("b" * 64, "otro", "dos")])
    job = jobs.take(database, {"a" * 64}, "here", lease=60, attempts=3)
    assert job is not None
    record = Record(seconds=12.5, energy_kwh=0.002, log=".minga/logs/evaluate/tiny/uno.log")
    failure = Failure("task", "KeyError: '[falta]'")
    jobs.fail(database, job, "here", failure, record, attempts=3, retry_after=1)
    return database


def said(project: Path, *arguments: str, code: int = 0) -> str:
    command = ["evaluate", *arguments, "--project", str(project)]
    done = CliRunner().invoke(app, command, env={"COLUMNS": "250"})
    assert done.exit_code == code, done.output
    return done.output


def test_the_status_says_how_far_everything_is_and_why(project: Path, db: Database) -> None:
    shown = said(project, "--status")
    assert "KeyError: '[falta]' (log: .minga/logs/evaluate/tiny/uno.log)" in shown
    assert "minga evaluate --retry" in shown
    found: list[dict[str, Any]] = json.loads(said(project, "--status", "--json"))["evaluations"]
    assert [(job["model"], job["state"], job["seconds"]) for job in found] == [
        ("otro", "queued", 0.0),
        ("tiny", "failed", 12.5),
    ]
    status = CliRunner().invoke(app, ["status", "--json", "--project", str(project)])
    assert json.loads(status.stdout)["jobs"] == found


def test_the_status_makes_no_database(project: Path) -> None:
    assert "nothing was evaluated yet" in said(project, "--status")
    assert not (project / ".minga/minga.db").exists()


def test_what_waits_is_cancelled(project: Path, db: Database) -> None:
    assert "0 evaluations cancelled" in said(project, "tiny", "--cancel")
    assert "1 evaluation cancelled" in said(project, "--task", "dos", "--cancel")
    assert {job.model: job.state for job in jobs.newest_jobs(db)} == {"tiny": "failed", "otro": "cancelled"}


def test_a_plan_is_shown_for_the_models_and_tasks_that_are_named(project: Path, tiny_model: Path) -> None:
    shown = said(project, str(tiny_model), "--task", "saberes_mate_en", "--dry-run")
    assert "evaluations/tiny-llama/saberes_mate_en" in shown or "tasks/saberes_mate_en will be made anew" in shown
    trial = said(project, str(tiny_model), "--limit", "2", "--dry-run")
    assert "trials/tiny-llama/saberes_mate_en" in trial
    assert not (project / ".minga/minga.db").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--task", "no_hay"], "there is no task 'no_hay'; known are saberes_mate_en"),
        (["--suite", "klingon"], "klingon"),
        (["--model-args", "dtype"], "'dtype' is not KEY=VALUE"),
        (["--model-args", "trust_remote_code=True"], "trust_remote_code would run code of others"),
        (["--model-args", "api_key=s3cret"], "api_key would be published with the results"),
        (["--backend", "NO!"], "backend"),
        (["--address", "127.0.0.1:1"], "an address is only of use with the engine ray"),
    ],
)
def test_wrong_options_are_said(project: Path, arguments: list[str], message: str) -> None:
    assert message in said(project, *arguments, code=2)


def test_arguments_of_a_backend_are_read_as_the_harness_writes_them() -> None:
    assert _parsed("dtype=bfloat16,max_length=4096,parallelize=True,rope=0.5,base_url=http://x/v1?a=b") == {
        "dtype": "bfloat16",
        "max_length": 4096,
        "parallelize": True,
        "rope": 0.5,
        "base_url": "http://x/v1?a=b",
    }
    with pytest.raises(UsageError):
        _parsed("=x")
