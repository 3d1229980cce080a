"""The application that people see: pages, forms, and a JSON API for the same things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minga.web.server import serve

if TYPE_CHECKING:
    from fastapi import FastAPI

    from minga.community import Database
    from minga.project import Project

__all__ = ["create_app", "serve"]


def create_app(project: Project, *, db: Database | None = None, demo: bool = False) -> FastAPI:
    """The web application of `project`, for any ASGI server; brings its database to the newest form."""
    # Imported late: the command line's help must not wait for the web framework.
    from minga.web import app

    return app.create_app(project, db=db, demo=demo)
