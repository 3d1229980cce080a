"""What somebody has seen or written herself is found by an index, as how much waits for her is on every page."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_assignment_person_id_campaign_id_state", "assignment", ["person_id", "campaign_id", "state"])
    op.create_index("ix_item_campaign_id_contributor", "item", ["campaign_id", "contributor"])


def downgrade() -> None:
    op.drop_index("ix_item_campaign_id_contributor", table_name="item")
    op.drop_index("ix_assignment_person_id_campaign_id_state", table_name="assignment")
