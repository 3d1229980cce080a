"""A worker: takes jobs from the database one by one, and works them off with a process that holds the model."""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from minga.community import Database
from minga.community.models import EvaluationJob
from minga.evaluate import jobs
from minga.evaluate.attempt import Attempt, Limits, Outcome
from minga.evaluate.backends import TAKES_FOLDERS
from minga.evaluate.failures import Failure
from minga.evaluate.wanted import Wanted
from minga.settings import EvaluateSettings
from minga.worker import Worker, offline_environment
from minga.workspace import Workspace

__all__ = ["LEASE", "NEEDS", "Runner"]

NEEDS = ("torch", "transformers", "peft", "lm_eval")
LEASE = 60.0
"""Seconds after which a worker that gives no sign has lost its job to another one."""
_LOOK = 1.0
"""Seconds between two looks at a queue in which there is nothing for us now."""


class Runner:
    """Works off those of the `wanted` whose jobs are queued, by fingerprint.

    `environment` goes to its processes. With `wait` it also waits for what other programs work on, and takes it up when
    they are gone. `stop` ends it from another thread.
    """

    def __init__(
        self,
        name: str,
        wanted: Mapping[str, Wanted],
        settings: EvaluateSettings,
        workspace: Workspace,
        database: Database,
        *,
        environment: Mapping[str, str] | None = None,
        lease: float = LEASE,
        wait: bool = True,
    ) -> None:
        self.name = name
        self.stop = threading.Event()
        self._wanted = wanted
        self._settings = settings
        self._workspace = workspace
        self._database = database
        self._environment = environment or {}
        self._limits = Limits.of(settings, lease)
        self._wait = wait
        self._worker: Worker | None = None
        self._holding = ""

    def run(self) -> None:
        """Until nothing is left to do or to wait for. Raises MissingPart and StorageError, which concern every job."""
        try:
            while not self.stop.is_set():
                job = self._next()
                if job is not None:
                    self._work(job)
                elif not self._rest():
                    return
        finally:
            self._end_process()

    def interrupt(self) -> None:
        """Stop at once, from another thread; the job is given back."""
        self.stop.set()
        if self._worker is not None:
            self._worker.kill()

    def _next(self) -> EvaluationJob | None:
        attempts = self._settings.attempts
        return jobs.take(
            self._database, self._wanted, self.name, lease=self._limits.lease, attempts=attempts, holding=self._holding
        )

    def _rest(self) -> bool:
        """Wait until there may be something to do; False when there never will."""
        due = jobs.due_in(self._database, self._wanted, others=self._wait)
        if due is None:
            return False
        if due > _LOOK:
            self._end_process()  # a model takes memory, also while nobody asks it
        self.stop.wait(max(0.02, min(due, _LOOK)))
        return True

    def _work(self, job: EvaluationJob) -> None:
        wanted = self._wanted[job.fingerprint]
        if wanted.found(self._workspace).state != "pending":  # somebody died between the result and saying so
            jobs.succeed(self._database, job, jobs.Record(batch_size=job.batch_size, log=job.log))
            return
        scratch = self._workspace.cache / "evaluate" / f"building-{job.fingerprint[:12]}-{job.attempts}"
        try:
            scratch.mkdir(parents=True, exist_ok=True)
            outcome = self._attempted(job, wanted, scratch)
            self._settle(job, wanted, outcome, scratch)
        except BaseException:
            # Ctrl-C, or a fault that concerns every job: this one is as it was
            jobs.release(self._database, job, self.name)
            raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _attempted(self, job: EvaluationJob, wanted: Wanted, scratch: Path) -> Outcome:
        worker = self._process_for(wanted)
        attempt = Attempt(worker, job, self.name, self._database, self._limits, self.stop)
        return attempt.run(self._payload(job, wanted, scratch), self._workspace.progress)

    def _settle(self, job: EvaluationJob, wanted: Wanted, outcome: Outcome, scratch: Path) -> None:
        if outcome.notes is not None:
            notes = {"model": wanted.model.card} | dict(outcome.notes)
            self._workspace.make_folder(wanted.recipe, partial(_move, scratch, notes))
            jobs.succeed(self._database, job, outcome.record)
            _forget(wanted.kept_answers(self._workspace))
        elif self.stop.is_set():
            jobs.release(self._database, job, self.name)
        elif outcome.failure is not None:
            self._fail(job, outcome.failure, outcome.record)

    def _fail(self, job: EvaluationJob, failure: Failure, record: jobs.Record) -> None:
        settings = self._settings
        jobs.fail(
            self._database, job, self.name, failure, record,
            attempts=settings.attempts, retry_after=settings.retry_after,
        )  # fmt: skip
        if failure.cause == "memory":
            self._end_process()  # the next attempt finds all memory free

    def _process_for(self, wanted: Wanted) -> Worker:
        """The process that holds the model: the one that is there, or a new one."""
        if self._worker is None or self._holding != wanted.model.slug:
            self._end_process()
            self._holding = wanted.model.slug
            self._worker = Worker(
                "minga.evaluate.harness",
                self._workspace.state / "logs" / "evaluate" / f"{_file_name(self.name)}.log",
                needs=NEEDS,
                extra="eval",
                environment=self._variables(),
            )
        return self._worker

    def _variables(self) -> dict[str, str]:
        """Of a process: the Hub may be asked where a model, a task's data or a tokenizer has to come from it."""
        ours = [wanted for wanted in self._wanted.values() if wanted.model.slug == self._holding]
        served = self._settings.backend not in TAKES_FOLDERS
        hub = served or any(wanted.data_on_hub or wanted.model.on_hub for wanted in ours)
        return offline_environment(self._workspace.cache, self._settings.threads, hub=hub) | dict(self._environment)

    def _end_process(self) -> None:
        worker, self._worker, self._holding = self._worker, None, ""
        if worker is not None:
            worker.close()

    def _payload(self, job: EvaluationJob, wanted: Wanted, scratch: Path) -> dict[str, Any]:
        model, root = wanted.model, self._workspace.state.parent
        log = self._workspace.state / "logs" / "evaluate" / model.slug / f"{wanted.name}.log"
        _head(log, job, self.name)
        return {
            "model": model.source,
            "adapter": None if model.adapter is None else str(model.adapter.path.resolve()),
            "label": model.name,
            "published": model.published,
            "cache": str(self._workspace.cache.resolve()),
            "task": wanted.task_name,
            "tasks": str(wanted.task.path.resolve()),
            "stock": wanted.stock,
            "into": str(scratch.resolve()),
            "kept": str(wanted.kept_answers(self._workspace).resolve()),
            "log": str(log.resolve()),
            "log_name": str(log.relative_to(root)),
            "options": wanted.options.model_dump(mode="json"),
            "batch_size": job.batch_size or wanted.options.batch_size,
            "memory_limit": self._settings.memory_limit,
            "country": self._settings.country,
        }


def _move(scratch: Path, given: Mapping[str, Any], folder: Path, notes: dict[str, Any]) -> None:
    """Bring a result into the folder of its artifact: both are under one roof, so nothing is copied."""
    for path in sorted(scratch.iterdir()):
        shutil.move(path, folder / path.name)
    notes |= given


def _forget(kept: Path) -> None:
    """The answers are in the artifact now."""
    with contextlib.suppress(OSError):
        kept.unlink(missing_ok=True)
        kept.parent.rmdir()


def _head(log: Path, job: EvaluationJob, worker: str) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    with log.open("a", encoding="utf-8") as file:
        file.write(f"\n== {job.model} on {job.task}: attempt {job.attempts}, {moment} UTC, {worker}\n")


def _file_name(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-." else "-" for sign in name)
