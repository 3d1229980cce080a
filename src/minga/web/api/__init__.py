"""The JSON API: what the pages do, for notebooks and bots, by the same rules."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from minga.web.api import campaigns, leading, me, submissions, work
from minga.web.api.callers import SCOPES, Scope
from minga.web.rendering import render
from minga.web.visitors import VisitorHere

__all__ = ["SCOPES", "Scope", "docs", "router"]

router = APIRouter(prefix="/api/v1")


@router.get("/docs", include_in_schema=False)
def docs(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """The API, readable without a script."""
    return render(request, visitor, "api.html", schema=request.app.openapi())


for _module in (campaigns, work, me, submissions, leading):
    router.include_router(_module.router)
