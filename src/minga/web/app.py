"""The application: one project's pages, its API and its static files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from minga import __version__
from minga.community import Database
from minga.project import Project
from minga.web.api import router as api
from minga.web.faults import add_fault_pages
from minga.web.pages import joining, public, reviewing, tables
from minga.web.security import BodyLimit, SecurityHeaders
from minga.web.site import Site

__all__ = ["create_app"]

_STATIC = Path(__file__).parent / "static"


class _Assets(StaticFiles):
    """Static files; their addresses change with their content, so browsers keep them for good."""

    async def get_response(self, path: str, scope: Scope):  # type: ignore[no-untyped-def]
        response = await super().get_response(path, scope)
        if scope["query_string"]:
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        else:
            response.headers["cache-control"] = "no-cache"
        return response


def create_app(project: Project, *, db: Database | None = None, demo: bool = False) -> FastAPI:
    """The web application of `project`; brings its database to the newest form.

    `db` is for callers that have it open already; otherwise it is closed with the application.
    """
    database = db or Database(project.database_url)
    database.migrate()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        if db is None:
            database.close()

    app = FastAPI(
        title=project.settings.project.name,
        version=__version__,
        summary="Take items, answer them, and see how far a campaign is: the same rules as on the pages.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.site = Site(project, database, demo)
    # Level 6 makes pages as small as 9 does, to the percent, in half the time.
    app.add_middleware(GZipMiddleware, compresslevel=6)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    add_fault_pages(app)
    app.mount("/static", _Assets(directory=_STATIC), name="static")
    app.add_api_route("/healthz", _healthz, include_in_schema=False)
    app.add_api_route("/sw.js", _service_worker, include_in_schema=False)
    for router in (public.router, joining.router, reviewing.router, tables.router, api):
        app.include_router(router)
    return app


def _service_worker() -> FileResponse:
    """At the root, as a worker may only serve pages below its own address; always asked for anew."""
    return FileResponse(_STATIC / "sw.js", headers={"cache-control": "no-cache"})


def _healthz() -> JSONResponse:
    return JSONResponse({"status": "ok", "version": __version__})
