"""One attempt at a job: the worker's process is asked, and watched while it works."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from minga.community import Database
from minga.community.models import EvaluationJob
from minga.errors import MingaError
from minga.evaluate.failures import Failure, ended
from minga.evaluate.jobs import Record, renew
from minga.progress import Advance, Progress
from minga.settings import EvaluateSettings
from minga.worker import ProcessEnded, Worker

__all__ = ["Attempt", "Limits", "Outcome"]


@dataclass(frozen=True)
class Limits:
    """What an attempt may take, in seconds."""

    time: float
    stall: float
    lease: float

    @classmethod
    def of(cls, settings: EvaluateSettings, lease: float) -> Limits:
        """Those of the settings, which are in minutes."""
        return cls(settings.time_limit * 60, settings.stall_limit * 60, lease)

    @property
    def beat(self) -> float:
        """How often to look."""
        return max(0.05, min(self.time, self.stall, self.lease) / 6)


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended."""

    record: Record
    notes: Mapping[str, Any] | None = None
    """Of a result; None without one."""
    failure: Failure | None = None
    """Neither this nor notes when the job is no longer the worker's: cancelled, or taken by another."""


class Attempt:
    """Asks `worker` to do `job`; ends its process when it takes too long, hangs, has lost the job, or is to `stop`."""

    def __init__(
        self, worker: Worker, job: EvaluationJob, name: str, database: Database, limits: Limits, stop: threading.Event
    ) -> None:
        self._worker = worker
        self._job = job
        self._name = name
        self._database = database
        self._limits = limits
        self._stop = stop
        self._over = threading.Event()
        self._began = self._renewed = time.monotonic()
        self._loaded: float | None = None
        self._heard: float | None = None
        self._verdict: Failure | None = None
        self._lost = False

    def run(self, payload: Mapping[str, Any], progress: Progress) -> Outcome:
        """The outcome of the job in `payload`, whose bars go to `progress`.

        Raises what concerns every job: MissingPart, StorageError, KeyboardInterrupt.
        """
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        try:
            answer = self._worker.ask(payload, self._listening(progress))
        except ProcessEnded as error:
            return self._ended(payload, None if self._lost else self._verdict or ended(error.code))
        finally:
            self._over.set()
            watch.join()
        record = self._record(payload, answer["record"])
        if "failure" in answer:
            return Outcome(record, failure=Failure(**answer["failure"]))
        return Outcome(record, notes=answer["notes"])

    def _ended(self, payload: Mapping[str, Any], failure: Failure | None) -> Outcome:
        return Outcome(self._record(payload, {}), failure=failure)

    def _record(self, payload: Mapping[str, Any], told: Mapping[str, Any]) -> Record:
        # of one that died, what it took since its model was loaded, as of the others
        cost = told.get("cost", {"seconds": time.monotonic() - (self._loaded or self._began)})
        parts = {name: told.get(name, {}) for name in ("hardware", "versions", "seeds", "requests")}
        size = told.get("batch_size", payload["batch_size"])
        return Record(**cost, **parts, log=payload["log_name"], batch_size=size if isinstance(size, int) else None)

    def _listening(self, progress: Progress) -> Progress:
        """`progress`, by which the watch hears of every answer."""

        @contextlib.contextmanager
        def heard(label: str, total: int | None, unit: str) -> Iterator[Advance]:
            with progress(label, total, unit) as advance:

                def pass_on(units: int) -> None:
                    self._heard = time.monotonic()
                    self._loaded = self._loaded or self._heard
                    advance(units)

                yield pass_on

        return heard

    def _watch(self) -> None:
        while not self._over.wait(self._limits.beat):
            self._verdict, self._lost = self._judged(), self._stop.is_set() or not self._holds()
            if self._verdict or self._lost:
                self._worker.kill()
                return

    def _judged(self) -> Failure | None:
        now = time.monotonic()
        if now - self._began > self._limits.time:
            return Failure("timeout", f"took longer than {_minutes(self._limits.time)}, the time limit")
        # until the model is loaded there may be no sign: only the time limit holds
        if self._heard is not None and now - self._heard > self._limits.stall:
            return Failure("stalled", f"hung: gave no sign for {_minutes(self._limits.stall)}")
        return None

    def _holds(self) -> bool:
        """Whether the job is still ours; a database that does not answer is believed in until the lease is over."""
        try:
            held = renew(self._database, self._job, self._name, lease=self._limits.lease)
        except (MingaError, SQLAlchemyError):
            return time.monotonic() - self._renewed < self._limits.lease
        self._renewed = time.monotonic()
        return held


def _minutes(seconds: float) -> str:
    minutes = seconds / 60
    return f"{minutes:.0f} minutes" if minutes >= 2 else f"{seconds:.3g} seconds"
