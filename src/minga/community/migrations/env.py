"""Runs the migrations over the connection that `Database.migrate` hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from minga.community.base import Moment
from minga.community.models import Base


def _render(kind: str, thing: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Writes our own column type into new migrations by its short name."""
    if kind == "type" and isinstance(thing, Moment):
        autogenerate.imports.add("from minga.community.base import Moment")
        return "Moment()"
    return False


def _run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
    )
    # No transaction is begun here: the caller has one, which also holds the lock against a second migration.
    context.run_migrations()


if __name__ == "env_py":  # the name that Alembic loads it by
    _run()
