"""Campaigns of every kind: questions, overlap that adapts, control items, entry tests, accounts, credit, withdrawal.

Parent tables are altered in place: SQLite, with foreign keys on, does not let a table that others point to be rebuilt.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from minga.community.base import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_tables()
    _add_columns()
    _carry_over()
    _drop_columns()


def _create_tables() -> None:
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_subject_at"), ["subject", "at"], unique=False)

    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("accepted_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_acceptance_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acceptance_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint(
            "person_id", "campaign_id", "version", name=op.f("uq_acceptance_person_id_campaign_id_version")
        ),
    )
    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_verified_at", Moment(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("oidc_issuer", sa.String(length=200), nullable=True),
        sa.Column("oidc_subject", sa.String(length=200), nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("oidc_issuer", "oidc_subject", name=op.f("uq_account_oidc_issuer_oidc_subject")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_attempt_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "campaign_id",
            "person_id",
            "language",
            "number",
            name=op.f("uq_attempt_campaign_id_person_id_language_number"),
        ),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_person_id"), ["person_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("issued_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_certificate_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
        sa.UniqueConstraint("person_id", "campaign_id", name=op.f("uq_certificate_person_id_campaign_id")),
    )
    op.create_table(
        "demographics",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_demographics_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_demographics")),
    )
    op.create_table(
        "guideline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_guideline_author_id_person")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_guideline_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline")),
        sa.UniqueConstraint("campaign_id", "version", name=op.f("uq_guideline_campaign_id_version")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_notice_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_person_id_seen_at"), ["person_id", "seen_at"], unique=False)

    op.create_table(
        "standing",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("paused_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("control_right", sa.Integer(), nullable=False),
        sa.Column("control_wrong", sa.Integer(), nullable=False),
        sa.Column("repeat_same", sa.Integer(), nullable=False),
        sa.Column("repeat_other", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_standing_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_standing_person_id_person")),
        sa.PrimaryKeyConstraint("campaign_id", "person_id", name=op.f("pk_standing")),
    )
    op.create_table(
        "tally",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_tally_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tally_person_id_person")),
        sa.PrimaryKeyConstraint("campaign_id", "person_id", "day", name=op.f("pk_tally")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.Column("credit_names", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_withdrawal_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    with op.batch_alter_table("withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_withdrawal_person_id"), ["person_id"], unique=False)


def _add_columns() -> None:
    op.add_column("access_key", sa.Column("name", sa.String(length=80), server_default="", nullable=False))
    op.add_column("access_key", sa.Column("scopes", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("access_key", sa.Column("expires_at", Moment(), nullable=True))
    op.add_column("access_key", sa.Column("last_used_at", Moment(), nullable=True))
    op.add_column("assignment", sa.Column("purpose", sa.String(length=12), server_default="work", nullable=False))
    op.add_column("assignment", sa.Column("swapped", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("assignment", sa.Column("guidelines_version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("campaign", sa.Column("declared", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("campaign", sa.Column("overrides", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("campaign", sa.Column("responses", sa.Integer(), server_default="0", nullable=False))
    op.add_column("decision", sa.Column("answers", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("decision", sa.Column("posterior", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("item", sa.Column("wanted", sa.Integer(), server_default="1", nullable=False))
    op.add_column("item", sa.Column("widened", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("item", sa.Column("gold", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("item", sa.Column("purpose", sa.String(length=8), server_default="work", nullable=False))
    op.add_column("person", sa.Column("country", sa.String(length=2), nullable=True))
    op.add_column("person", sa.Column("other_names", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("person", sa.Column("withdrawn_at", Moment(), nullable=True))
    op.add_column("session", sa.Column("device", sa.String(length=80), server_default="", nullable=False))
    with op.batch_alter_table("decision") as batch:
        batch.alter_column("rule", existing_type=sa.String(length=40), type_=sa.String(length=120))
    with op.batch_alter_table("invitation") as batch:
        batch.add_column(sa.Column("created_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("revoked_at", Moment(), nullable=True))
        batch.add_column(sa.Column("code_hash", sa.String(length=64), nullable=True))
        batch.create_unique_constraint(batch.f("uq_invitation_code_hash"), ["code_hash"])
        batch.create_foreign_key(batch.f("fk_invitation_created_by_person"), "person", ["created_by"], ["id"])
    with op.batch_alter_table("response") as batch:
        batch.add_column(sa.Column("campaign_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("position", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("purpose", sa.String(length=12), server_default="work", nullable=False))
        batch.add_column(sa.Column("answers", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(sa.Column("seconds", sa.Double(), nullable=True))
        batch.add_column(sa.Column("weight", sa.Double(), server_default="1", nullable=False))


def _carry_over() -> None:
    """What was in the columns that go: answers keep their order as positions, campaigns keep their overlap."""
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "UPDATE response SET campaign_id = (SELECT campaign_id FROM item WHERE item.id = response.item_id),"
            " position = (SELECT count(*) FROM response AS other JOIN item AS theirs ON theirs.id = other.item_id"
            " WHERE other.id <= response.id AND theirs.campaign_id ="
            " (SELECT campaign_id FROM item WHERE item.id = response.item_id))"
        )
    )
    for table in ("response", "assignment"):
        connection.execute(
            sa.text(f"UPDATE {table} SET purpose = 'adjudication' WHERE adjudicating")  # noqa: S608 - two known names
        )
    connection.execute(
        sa.text(
            "UPDATE campaign SET responses ="
            " (SELECT count(*) FROM response WHERE response.campaign_id = campaign.id), synced = ''"
        )
    )
    connection.execute(
        sa.text("UPDATE item SET wanted = (SELECT overlap FROM campaign WHERE campaign.id = item.campaign_id)")
    )
    for campaign in connection.execute(sa.text("SELECT * FROM campaign")).mappings().all():
        _declare(connection, campaign)
    _tally(connection)


def _declare(connection: sa.Connection, campaign: Any) -> None:
    declared = {
        "name": campaign["slug"], "kind": campaign["kind"], "title": campaign["title"], "over": campaign["table_name"],
        "overlap": campaign["overlap"], "overlap_max": 0, "lease_minutes": campaign["lease_minutes"],
    }  # fmt: skip
    connection.execute(
        sa.text("UPDATE campaign SET declared = :declared WHERE id = :id"),
        {"declared": json.dumps(declared), "id": campaign["id"]},
    )
    connection.execute(
        sa.text("INSERT INTO guideline (campaign_id, version, text, created_at) VALUES (:id, :version, :text, :at)"),
        {
            "id": campaign["id"],
            "version": campaign["guidelines_version"],
            "text": campaign["guidelines"],
            "at": campaign["created_at"],
        },
    )


def _tally(connection: sa.Connection) -> None:
    day = "date(created_at)" if connection.dialect.name == "sqlite" else "(created_at AT TIME ZONE 'UTC')::date"
    connection.execute(
        sa.text(
            "INSERT INTO tally (campaign_id, person_id, day, answers, seconds)"  # noqa: S608 - no outside text
            f" SELECT campaign_id, person_id, {day}, count(*), 0 FROM response WHERE version = 1"
            f" GROUP BY campaign_id, person_id, {day}"
        )
    )


def _drop_columns() -> None:
    op.drop_column("assignment", "adjudicating")
    op.drop_column("campaign", "lease_minutes")
    op.drop_column("campaign", "overlap")
    with op.batch_alter_table("response") as batch:
        batch.drop_column("adjudicating")
        batch.alter_column("campaign_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("position", existing_type=sa.Integer(), nullable=False)
        batch.drop_constraint(batch.f("uq_response_item_id_person_id_version"), type_="unique")
        batch.create_index(batch.f("ix_response_campaign_id_position"), ["campaign_id", "position"], unique=True)
        batch.create_index(
            batch.f("ix_response_person_id_campaign_id_created_at"), ["person_id", "campaign_id", "created_at"]
        )
        batch.create_unique_constraint(
            batch.f("uq_response_item_id_person_id_purpose_version"), ["item_id", "person_id", "purpose", "version"]
        )
        batch.create_foreign_key(batch.f("fk_response_campaign_id_campaign"), "campaign", ["campaign_id"], ["id"])


def downgrade() -> None:
    raise NotImplementedError("this migration has no way back: put a backup back instead")
