"""The queue is an index: who asks for the next item does not read all those that others hold already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FREE = sa.text("state = 'open' AND wanted > held + judged")
_COLUMNS = ["campaign_id", "place", "id", "language", "widened", "contributor", "state", "held", "judged", "wanted"]


def upgrade() -> None:
    op.drop_index("ix_item_campaign_id_state_place_id", table_name="item")
    op.create_index("ix_item_campaign_id_state", "item", ["campaign_id", "state"])
    op.create_index("ix_item_queue", "item", _COLUMNS, sqlite_where=_FREE, postgresql_where=_FREE)


def downgrade() -> None:
    op.drop_index("ix_item_queue", table_name="item")
    op.drop_index("ix_item_campaign_id_state", table_name="item")
    op.create_index("ix_item_campaign_id_state_place_id", "item", ["campaign_id", "state", "place", "id"])
