"""Campaigns know what they hold, so that opening one again costs nothing when nothing changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("synced", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("campaign", "synced")
