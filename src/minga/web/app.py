"""The application: one project's pages, its API and its static files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from minga import __version__
from minga.community import Database
from minga.evaluate.submissions.checker import Checker
from minga.project import Project
from minga.web.api import router as api
from minga.web.faults import add_fault_pages
from minga.web.lead_forms import MAX_BODY
from minga.web.pages import (
    credit,
    entry_test,
    item,
    joining,
    leaderboard,
    leading,
    leading_exports,
    leading_items,
    leading_people,
    leading_project,
    leading_settings,
    my_data,
    my_settings,
    own_answers,
    public,
    reviewing,
    signing_in,
    submissions,
    tables,
    taking_part,
)
from minga.web.rate_limits import RateLimiter
from minga.web.security import BodyLimit, SecurityHeaders
from minga.web.site import Site

__all__ = ["create_app"]

_THREADS = 8
"""Requests worked on at the same time. More would only take the processor from whoever holds a lock."""
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
        import os

        checker = _checker(project, database)
        app.state.checker = checker
        to_thread.current_default_thread_limiter().total_tokens = int(os.environ.get("THR", _THREADS))
        yield
        if checker is not None:
            checker.stop()
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
    app.state.limiter = RateLimiter()
    # Level 6 makes pages as small as 9 does, to the percent, in half the time.
    app.add_middleware(GZipMiddleware, compresslevel=6)
    app.add_middleware(BodyLimit, larger={"/lead/new": MAX_BODY})
    app.add_middleware(SecurityHeaders)
    add_fault_pages(app)
    app.mount("/static", _Assets(directory=_STATIC), name="static")
    app.add_api_route("/healthz", _healthz, include_in_schema=False)
    app.add_api_route("/sw.js", _service_worker, include_in_schema=False)
    # Where two addresses fit a path, the first one has it: `/review/mine` is no campaign.
    for module in (
        public,
        joining,
        signing_in,
        my_settings,
        my_data,
        own_answers,
        reviewing,
        item,
        leaderboard,
        tables,
        credit,
        taking_part,
        entry_test,
        submissions,
        leading_project,
        leading,
        leading_settings,
        leading_people,
        leading_items,
        leading_exports,
    ):
        app.include_router(module.router)
    app.include_router(api)
    return app


def _checker(project: Project, database: Database) -> Checker | None:
    """What checks submitted models in the background; None where the project takes none."""
    settings = project.settings.submissions
    if not settings.open:
        return None
    checker = Checker(database, settings, project.state)
    checker.start()
    return checker


async def _service_worker(request: Request) -> Response:
    """At the root, as a worker may only serve pages below its own address. Browsers ask whether it changed."""
    return await _Assets(directory=_STATIC).get_response("sw.js", {**request.scope, "query_string": b""})


def _healthz() -> JSONResponse:
    return JSONResponse({"status": "ok", "version": __version__})
