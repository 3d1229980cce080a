"""Models that were submitted, and how their evaluations went."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from minga.community.base import Base

__all__ = ["EvaluationJob", "JobState", "ModelKind", "Submission", "SubmissionState"]

SubmissionState = Literal["checking", "refused", "waiting", "running", "done", "failed", "withdrawn"]
ModelKind = Literal["", "base", "instruct"]
JobState = Literal["queued", "running", "done", "failed", "cancelled"]
_STANDS = "state NOT IN ('refused', 'withdrawn', 'failed')"


class Submission(Base):
    """A model of the Hub that somebody asks to have evaluated."""

    __tablename__ = "submission"
    __table_args__ = (
        # what was refused or taken back may be submitted again
        Index(None, "model", "revision", unique=True, sqlite_where=text(_STANDS), postgresql_where=text(_STANDS)),
        Index(None, "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    model: Mapped[str] = mapped_column(String(200))
    """Its name on the Hub: `owner/name`."""
    revision: Mapped[str] = mapped_column(String(64), default="")
    """The commit; empty until it is known."""
    licence: Mapped[str] = mapped_column(String(100), default="NOASSERTION")
    kind: Mapped[ModelKind] = mapped_column(String(12), default="", server_default="")
    """What the person says that it is."""
    parameters: Mapped[int | None] = mapped_column(BigInteger)
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    """Of its weights."""
    base: Mapped[str] = mapped_column(String(280), default="", server_default="")
    """What an adapter was trained on: `owner/name@commit`; empty for a whole model."""
    suites: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[SubmissionState] = mapped_column(String(12), default="checking")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused or failed, or what its check waits for."""
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    """When it was last looked at."""
    decided_at: Mapped[datetime | None]
    """When it was accepted or refused."""
    withdrawn_at: Mapped[datetime | None]


class EvaluationJob(Base):
    """One model on one task: whose turn it is, how it went, and what it cost."""

    __tablename__ = "evaluation_job"
    __table_args__ = (Index(None, "state", "not_before"), Index(None, "model", "task"))

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    """That of the artifact to be: model, task, options and code."""
    model: Mapped[str] = mapped_column(String(200))
    """Its slug, as in `evaluations/MODEL/TASK`."""
    task: Mapped[str] = mapped_column(String(200))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)
    """Who asked for it; None for the project's own models."""
    state: Mapped[JobState] = mapped_column(String(12), default="queued")
    cause: Mapped[str] = mapped_column(String(12), default="")
    """The kind of its last failure, as `minga.evaluate.failures` names them."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Its last failure, in one line."""
    log: Mapped[str] = mapped_column(String(500), default="")
    """What the harness printed, relative to the project's folder."""
    attempts: Mapped[int] = mapped_column(default=0)
    """Begun so far."""
    not_before: Mapped[datetime]
    """When it may be taken; later than now after a failure."""
    queued_at: Mapped[datetime]
    worker: Mapped[str] = mapped_column(String(200), default="")
    """Who works on it, or did last."""
    lease_until: Mapped[datetime | None]
    """A job that is running may be taken by another worker after this."""
    heartbeat_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    """Of the last attempt, as `finished_at`."""
    finished_at: Mapped[datetime | None]
    batch_size: Mapped[int | None]
    """For the next attempt or of the last one; None leaves it to the settings."""
    seconds: Mapped[float] = mapped_column(default=0.0)
    """Of all attempts together, as energy and CO2."""
    energy_kwh: Mapped[float | None]
    co2_kg: Mapped[float | None]
    hardware: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Processor, cores, memory and graphics cards of the last attempt."""
    versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Of the packages that decide a score."""
    seeds: Mapped[dict[str, Any]] = mapped_column(default=dict)
    requests: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Requests that were computed, and those whose answers were there from an attempt before."""
