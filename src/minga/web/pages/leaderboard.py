"""The leaderboard: its pages, sorted and filtered as the address asks, and the files that they lead to."""

from __future__ import annotations

import mimetypes
from functools import lru_cache

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response

from minga.community.models import EvaluationJob
from minga.leaderboard.pages import ASSETS, Heading, Pages, asset
from minga.leaderboard.pages.live import live_pages
from minga.leaderboard.scopes import Weighting
from minga.tables import Artifact
from minga.web.leading import project_lead
from minga.web.rendering import render
from minga.web.site import Site
from minga.web.visitors import SignedInVisitor, Visitor, VisitorHere, remember_language
from minga.workspace import Workspace

__all__ = ["STATIC_POLICY", "evaluation_log", "file_of", "leaderboard", "leaderboard_page", "router"]

router = APIRouter(include_in_schema=False)

STATIC_POLICY = "default-src 'self'; img-src 'self' data:; script-src 'none'"
"""For files that a stage made: they need no script, as a server sorts and filters."""
_KEPT = 16
"""Leaderboards whose pages are kept ready: for each language that visitors read, for leads and for others."""
_TAIL = 64 * 1024
"""Bytes of the end of a log that are shown."""


@router.get("/leaderboard")
def leaderboard(request: Request, visitor: VisitorHere) -> Response:
    """To the leaderboard, or the news that there is none yet."""
    if visitor.site.workspace.latest("leaderboard") is None:
        return render(request, visitor, "no_leaderboard.html", status=404)
    return RedirectResponse("/leaderboard/", 307)


@router.get("/leaderboard/{path:path}")
def leaderboard_page(request: Request, visitor: VisitorHere, path: str) -> Response:
    """A page of the newest leaderboard, or one of its files: only those that its manifest names."""
    made = visitor.site.workspace.latest("leaderboard")
    address = path or "index.html"
    pages = _pages(visitor, made) if made else None
    if pages is not None and address in ASSETS:  # those that go with the pages, whenever the files were made
        kind = mimetypes.guess_type(address)[0]
        return Response(asset(address), media_type=kind, headers={"cache-control": "no-cache"})
    page = pages.render(address, request.query_params.multi_items()) if pages else None
    if page is None:
        return file_of(visitor.site, "leaderboard", address)
    headers = {"content-language": visitor.locale, "content-security-policy": STATIC_POLICY}
    response = HTMLResponse(page, headers=headers)
    remember_language(request, response)
    return response


@router.get("/lead/logs/{model}/{task}")
def evaluation_log(visitor: SignedInVisitor, model: str, task: str) -> Response:
    """The end of what the newest run of a model on a task printed. Raises 403 for who does not lead."""
    project_lead(visitor)
    newest = sa.select(EvaluationJob.log).filter_by(model=model, task=task).order_by(EvaluationJob.id.desc())
    with visitor.site.db.reading() as session:
        log = session.scalar(newest.limit(1))
    project = visitor.site.project
    path = (project.root / log).resolve() if log else None
    if path is None or not path.is_relative_to((project.state / "logs").resolve()) or not path.is_file():
        raise HTTPException(404)
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        text = file.read().decode("utf-8", errors="replace")
    return PlainTextResponse(text)


def file_of(site: Site, name: str, path: str) -> Response:
    """A file of the newest artifact `name`. Raises 404 for what its manifest does not name."""
    made = site.workspace.latest(name)
    wanted = path or "index.html"
    if made is None or wanted not in {entry.path for entry in made.manifest.files}:
        raise HTTPException(404)
    kind = mimetypes.guess_type(wanted)[0] or "application/octet-stream"
    headers = {"content-security-policy": STATIC_POLICY, "cache-control": "no-cache"}
    return FileResponse(made.path / wanted, media_type=kind, headers=headers)


def _pages(visitor: Visitor, made: Artifact) -> Pages | None:
    settings = visitor.site.project.settings
    heading = Heading.of(settings.project, settings.leaderboard, submissions=settings.submissions.open)
    logs = visitor.person is not None and visitor.person.has_role("lead")
    weighting = settings.leaderboard.weighting
    return _kept(visitor.site.workspace, made.content or "", heading, visitor.locale, weighting, logs)


@lru_cache(maxsize=_KEPT)
def _kept(
    workspace: Workspace, content: str, heading: Heading, locale: str, weighting: Weighting, logs: bool
) -> Pages | None:
    """The pages of the newest leaderboard, anew when its content is another; with `logs` for who may read these."""
    made = workspace.latest("leaderboard")
    address = "/lead/logs/{model}/{task}" if logs else ""
    return None if made is None else live_pages(made, workspace, heading, locale, weighting=weighting, logs=address)
