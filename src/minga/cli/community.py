"""What commands share that work on the community's database: opening it, and choosing campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minga.cli.session import Session

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from minga.community import Database
    from minga.community.models import Campaign, RoleName

__all__ = ["checked_role", "chosen_campaigns", "open_database", "real_work"]


def open_database(session: Session) -> Database:
    """The project's database in its newest form; to be used with `with`."""
    from minga.community import Database

    db = Database(session.project.database_url)
    db.migrate()
    return db


def chosen_campaigns(db: Database, slug: str) -> list[Campaign]:
    """One campaign, or all where `slug` is empty. Raises NothingToDo when there is none."""
    from minga.errors import NothingToDo
    from minga.review import find_campaign, list_campaigns

    found = [find_campaign(db, slug)] if slug else list_campaigns(db)
    if not found:
        raise NothingToDo("no campaign is open", hint="open them with: minga review open")
    return found


def checked_role(name: str) -> RoleName:
    """`name` as a role. Raises UsageError for any that there is not."""
    from typing import cast, get_args

    from minga.community.models import RoleName
    from minga.errors import UsageError

    if name not in get_args(RoleName):
        raise UsageError(f"there is no role {name!r}", hint=f"roles are {', '.join(get_args(RoleName))}")
    return cast("RoleName", name)


def real_work() -> tuple[ColumnElement[bool], ...]:
    """What holds of the first answers that real people gave to an item: the simulated are no evidence of how they work.

    For a query over Response joined with Person.
    """
    from minga.community.models import Person, Response

    return Response.version == 1, Response.purpose == "work", Person.simulated.is_(False)
