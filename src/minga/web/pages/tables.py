"""The lineage of everything that the project made, and what human validation changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from minga.errors import TableError
from minga.manifests import Manifest
from minga.steps import STEPS
from minga.web.pages.leaderboard import file_of
from minga.web.rendering import render
from minga.web.site import Site
from minga.web.visitors import VisitorHere

__all__ = ["Entry", "comparison_file", "groups", "lineage", "router"]

router = APIRouter(include_in_schema=False)

_NAME = re.compile(r"[a-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Entry:
    """One artifact on the lineage page."""

    name: str
    manifest: Manifest | None
    fault: str = ""
    """What is wrong with it, where its manifest cannot be read."""


@router.get("/data")
def lineage(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """Every table with its rows, drops, licences and parents."""
    return render(request, visitor, "data.html", groups=groups(visitor.site))


@router.get("/comparisons/{name}/{path:path}")
def comparison_file(visitor: VisitorHere, name: str, path: str) -> Response:
    """A file of the newest comparison of a benchmark in a language: what human validation changed."""
    if not _NAME.fullmatch(name):
        raise HTTPException(404)
    return file_of(visitor.site, f"comparisons/{name}", path)


def groups(site: Site) -> list[tuple[str, list[Entry]]]:
    """All artifacts by the stage that made them, in the order of the pipeline; damaged ones at the end."""
    by_stage: dict[str, list[Entry]] = {}
    for name in site.workspace.names():
        entry = _entry(site, name)
        by_stage.setdefault(entry.manifest.stage if entry.manifest else "", []).append(entry)
    order = {stage: place for place, stage in enumerate(STEPS)}
    return sorted(by_stage.items(), key=lambda group: (order.get(group[0], len(order)), group[0]))


def _entry(site: Site, name: str) -> Entry:
    try:
        table = site.workspace.latest(name)
    except TableError as error:
        return Entry(name, None, error.what)
    return Entry(name, None if table is None else table.manifest)
