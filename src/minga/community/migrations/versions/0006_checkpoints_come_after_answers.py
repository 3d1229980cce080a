"""A campaign says at which checkpoint its items were concluded on: that comes after the answer that makes one due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("campaign", sa.Column("checkpoint", sa.Integer(), server_default="0", nullable=False))
    # Until now, items were concluded on at a checkpoint together with the answer that reached it.
    campaign = sa.table("campaign", sa.column("id"), sa.column("responses"), sa.column("checkpoint"))
    connection = op.get_bind()
    for number, responses in connection.execute(sa.select(campaign.c.id, campaign.c.responses)).all():
        reached = _last_checkpoint(responses)
        connection.execute(sa.update(campaign).where(campaign.c.id == number).values(checkpoint=reached))


def downgrade() -> None:
    op.drop_column("campaign", "checkpoint")


def _last_checkpoint(responses: int) -> int:
    last, following = 0, 50
    while following <= responses:
        last, following = following, following + max(50, following // 10)
    return last
