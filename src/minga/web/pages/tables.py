"""The lineage of everything that the project made, its leaderboard, and the guidelines of its campaigns."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from minga.errors import CommunityError, TableError
from minga.manifests import Manifest
from minga.review import find_campaign
from minga.tables import Table
from minga.web.rendering import render
from minga.web.site import Site
from minga.web.visitors import VisitorHere

__all__ = ["Entry", "entries", "guidelines", "leaderboard", "leaderboard_file", "lineage", "router"]

router = APIRouter(include_in_schema=False)

# The leaderboard is a page of our own making that also lives alone, with its style inside; it has no scripts.
_STATIC_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'none'"


@dataclass(frozen=True)
class Entry:
    """One artifact on the lineage page."""

    manifest: Manifest | None
    name: str
    depth: int
    """Steps from the farthest source: 0 has no parents."""
    fault: str = ""


@router.get("/data")
def lineage(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """Every table with its rows, drops, licences and parents."""
    return render(request, visitor, "data.html", entries=entries(visitor.site))


@router.get("/guidelines/{slug}")
def guidelines(request: Request, visitor: VisitorHere, slug: str) -> HTMLResponse:
    """What a campaign asks of its reviewers."""
    try:
        campaign = find_campaign(visitor.site.db, slug)
    except CommunityError as error:
        raise HTTPException(404) from error
    text, language = visitor.site.guidelines(campaign, visitor.locale)
    return render(request, visitor, "guidelines.html", campaign=campaign, text=text, language=language)


@router.get("/leaderboard")
def leaderboard(request: Request, visitor: VisitorHere) -> Response:
    """To the leaderboard, or the news that there is none yet."""
    if visitor.site.workspace.latest("leaderboard") is None:
        return render(request, visitor, "no_leaderboard.html", status=404)
    return RedirectResponse("/leaderboard/", 307)


@router.get("/leaderboard/{path:path}")
def leaderboard_file(visitor: VisitorHere, path: str) -> Response:
    """A file of the newest leaderboard: only those that its manifest names, so no path leads anywhere else."""
    board = visitor.site.workspace.latest("leaderboard")
    wanted = path or "index.html"
    if board is None or wanted not in {entry.path for entry in board.manifest.files}:
        raise HTTPException(404)
    kind = mimetypes.guess_type(wanted)[0] or "application/octet-stream"
    headers = {"content-security-policy": _STATIC_POLICY, "cache-control": "no-cache"}
    return FileResponse(board.path / wanted, media_type=kind, headers=headers)


def entries(site: Site) -> list[Entry]:
    """All artifacts, sources first; one that is damaged is shown with its fault."""
    found: dict[str, Table | str] = {}
    for name in site.workspace.names():
        try:
            table = site.workspace.latest(name)
        except TableError as error:
            found[name] = str(error.what)
        else:
            if table is not None:
                found[name] = table
    made = [
        Entry(None, name, 0, table)
        if isinstance(table, str)
        else Entry(table.manifest, name, _depth(name, found, frozenset()))
        for name, table in found.items()
    ]
    return sorted(made, key=lambda entry: (entry.depth, entry.name))


def _depth(name: str, found: dict[str, Table | str], above: frozenset[str]) -> int:
    table = found.get(name)
    if table is None or isinstance(table, str) or name in above:
        return 0
    parents = [parent.name for parent in table.manifest.parents]
    return 1 + max((_depth(parent, found, above | {name}) for parent in parents), default=-1)
