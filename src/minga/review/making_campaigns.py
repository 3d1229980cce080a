"""Campaigns that a lead makes in the browser: of any kind, over a table of the project or a file that she hands in."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from sqlalchemy import select

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Campaign, Person
from minga.errors import CommunityError, InputError, TableError
from minga.project import Project
from minga.review.campaigns import campaign_for_table
from minga.review.declared import items_of, with_review_settings
from minga.review.item_files import file_as_items
from minga.review.opening import Synced, open_campaign
from minga.review.written import authors
from minga.settings import CampaignSettings
from minga.storage import storage_errors

__all__ = ["MAX_UPLOAD", "RESERVED", "make_campaign", "tables_for", "uploaded_items"]

MAX_UPLOAD = 8 * 1024 * 1024
"""Bytes of a file of items that is handed in; larger ones go into the project's folder and `minga.toml`."""
RESERVED = frozenset({"audit", "demographics", "kept", "mine", "new", "submissions"})
"""Names that are pages already."""
_MOST_ITEMS = 20_000


def make_campaign(
    project: Project, db: Database, settings: CampaignSettings, actor: Person | None, *, upload: bytes = b""
) -> Synced:
    """Open a campaign with these settings, over `settings.over` or over the lines of `upload`.

    The file is kept as `.minga/items/NAME.jsonl`, once every line of it is known to be an item. Gold items and files of
    guidelines are not taken from the browser. Raises CommunityError where the name or the table is taken, InputError
    with the line for a file that cannot be used.
    """
    _check_name(db, settings.name)
    settings = settings.model_copy(update={"items": uploaded_items(settings.name) if upload else ""})
    settings = with_review_settings(project, settings)
    settings = settings.model_copy(update={"gold": "", "test_items": 0, "guidelines": ""})
    if upload:
        _keep_upload(project.root / settings.items, upload, settings)
    items = items_of(project, settings, {}, authors(db, project.settings.licences.release))
    if campaign_for_table(db, items.name) is not None:
        raise CommunityError("there is a campaign over this table already", where=items.name, hint="change that one")
    goals = {variety.tag: variety.goal for variety in project.settings.varieties}
    synced = open_campaign(db, settings, items, goals=goals)
    with db.writing() as session:
        log_act(
            session, "make-campaign", settings.name, at=db.now(), actor=actor, kind=settings.kind, items=synced.added
        )
    return synced


def tables_for(project: Project, kind: str) -> list[str]:
    """Names of the project's tables whose rows can be the items of such a campaign."""
    if kind in {"compare", "survey"}:
        return []
    workspace = project.workspace(dry=True)
    wanted = {"validate-translation": {"benchmark"}, "label": {"benchmark", "messages"}}.get(kind, {"messages"})
    found = []
    for name in workspace.names():
        with contextlib.suppress(TableError):
            table = workspace.latest(name)
            if table is not None and wanted & set(table.manifest.columns):
                found.append(name)
    return found


def uploaded_items(name: str) -> str:
    """Where the file of a campaign is kept, relative to the project's folder."""
    return f".minga/items/{name}.jsonl"


def _check_name(db: Database, name: str) -> None:
    if name in RESERVED:
        raise CommunityError("that name is taken by a page", where="name", hint="choose another one")
    with db.reading() as session:
        if session.scalar(select(Campaign.id).where(Campaign.slug == name)) is not None:
            raise CommunityError("there is a campaign of that name already", where="name", hint="choose another one")


def _keep_upload(path: Path, upload: bytes, settings: CampaignSettings) -> None:
    """Written whole beside its place, read through, and only then put there."""
    if len(upload) > MAX_UPLOAD:
        raise InputError("the file is too large", where="file", hint=f"it has at most {MAX_UPLOAD:,} bytes")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".upload-", suffix=".jsonl", dir=path.parent)
        fresh = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(upload)
            _check_items(fresh, settings)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def _check_items(path: Path, settings: CampaignSettings) -> None:
    count = 0
    try:
        for count, _ in enumerate(file_as_items(path, settings).read(), 1):
            if count > _MOST_ITEMS:
                raise InputError("the file has too many items", where="file", hint=f"at most {_MOST_ITEMS:,}")
    except InputError as error:  # by the line alone: the name is one of ours
        where = error.where.rpartition(":")[2] if error.where and error.where.startswith(path.name) else error.where
        raise InputError(error.what, where=where, hint=error.hint) from None
    if not count:
        raise InputError("the file has no item", where="file", hint="one JSON object a line")
