"""Every evaluation is a job with its state, failures and costs; a submission says what was found at the door."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from minga.community.base import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_STANDS = sa.text("state NOT IN ('refused', 'withdrawn', 'failed')")


def upgrade() -> None:
    op.drop_table("result")
    with op.batch_alter_table("submission") as batch:
        batch.drop_constraint("uq_submission_model_revision", type_="unique")
        batch.add_column(sa.Column("kind", sa.String(length=12), server_default="", nullable=False))
        batch.add_column(sa.Column("parameters", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("size_bytes", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("base", sa.String(length=280), server_default="", nullable=False))
        batch.add_column(sa.Column("suites", sa.JSON(), server_default="[]", nullable=False))
        batch.add_column(sa.Column("note", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("checked_at", Moment(), nullable=True))
        batch.add_column(sa.Column("decided_at", Moment(), nullable=True))
        batch.add_column(sa.Column("withdrawn_at", Moment(), nullable=True))
    op.create_index(
        "ix_submission_model_revision", "submission", ["model", "revision"],
        unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS,
    )  # fmt: skip
    op.create_index("ix_submission_person_id", "submission", ["person_id"])
    op.create_index("ix_submission_state", "submission", ["state"])
    _create_evaluation_job()


def downgrade() -> None:
    op.drop_table("evaluation_job")
    for name in ("ix_submission_state", "ix_submission_person_id", "ix_submission_model_revision"):
        op.drop_index(name, table_name="submission")
    added = ("kind", "parameters", "size_bytes", "base", "suites", "note", "checked_at", "decided_at", "withdrawn_at")
    with op.batch_alter_table("submission") as batch:
        for name in added:
            batch.drop_column(name)
        batch.create_unique_constraint("uq_submission_model_revision", ["model", "revision"])
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=120), nullable=False),
        sa.Column("metric", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("table_content", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_result_submission_id_submission"),
        sa.PrimaryKeyConstraint("id", name="pk_result"),
        sa.UniqueConstraint(
            "submission_id", "task", "metric", "table_content", name="uq_result_submission_id_task_metric_table_content"
        ),
    )
    op.create_index("ix_result_submission_id", "result", ["submission_id"])


def _create_evaluation_job() -> None:
    op.create_table(
        "evaluation_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("task", sa.String(length=200), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("log", sa.String(length=500), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("queued_at", Moment(), nullable=False),
        sa.Column("worker", sa.String(length=200), nullable=False),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("heartbeat_at", Moment(), nullable=True),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("batch_size", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("energy_kwh", sa.Double(), nullable=True),
        sa.Column("co2_kg", sa.Double(), nullable=True),
        sa.Column("hardware", sa.JSON(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("seeds", sa.JSON(), nullable=False),
        sa.Column("requests", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name="fk_evaluation_job_submission_id_submission"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evaluation_job"),
        sa.UniqueConstraint("fingerprint", name="uq_evaluation_job_fingerprint"),
    )
    op.create_index("ix_evaluation_job_model_task", "evaluation_job", ["model", "task"])
    op.create_index("ix_evaluation_job_state_not_before", "evaluation_job", ["state", "not_before"])
    op.create_index("ix_evaluation_job_submission_id", "evaluation_job", ["submission_id"])
