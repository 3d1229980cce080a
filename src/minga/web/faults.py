"""What a person sees when something cannot be done: one page, in her language."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from minga.community.throttling import Throttled
from minga.community.tokens import new_token
from minga.errors import CommunityError, MingaError
from minga.web.catalogues import negotiate
from minga.web.rendering import render
from minga.web.security import add_security_headers
from minga.web.site import site_of
from minga.web.visitors import Visitor, visitor

__all__ = ["add_fault_pages", "fault_page"]

_log = logging.getLogger("minga.web")
_KNOWN = {400, 401, 403, 404, 405, 409, 413, 429, 500, 503}


def add_fault_pages(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(CommunityError, _community)
    app.add_exception_handler(MingaError, _unavailable)
    app.add_exception_handler(Exception, _unexpected)


def fault_page(request: Request, status: int, what: str = "") -> Response:
    """The answer for `status`: JSON under `/api`, else a page."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"status": status, "what": what or _names(status)}}, status_code=status)
    if status == 401:
        return RedirectResponse("/sign-in", 303)
    if status == 428:
        back = request.url.path if request.method == "GET" else "/review"
        return RedirectResponse(f"/consent?{urlencode({'then': back})}", 303)
    shown = status if status in _KNOWN else 400 if status < 500 else 500
    return render(request, _someone(request), "fault.html", status=status, code=status, shown=shown)


def _someone(request: Request) -> Visitor:
    try:
        return visitor(request)
    except (MingaError, SQLAlchemyError):
        # The database may be the very thing that is broken; the page is then for a guest.
        site = site_of(request)
        locale = negotiate([], request.headers.get("accept-language", ""), site.locale)
        return Visitor(site, locale, None, None, new_token())


def _names(status: int) -> str:
    from http import HTTPStatus

    return HTTPStatus(status).phrase.lower()


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    response = fault_page(request, error.status_code)
    response.headers.update(error.headers or {})
    return response


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    # A number in the path that is no number: there is no such page.
    in_path = any(fault["loc"] and fault["loc"][0] == "path" for fault in error.errors())
    first = error.errors()[0]
    what = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg'].lower()}"
    return fault_page(request, 404 if in_path else 422, what)


def _community(request: Request, error: Exception) -> Response:
    if isinstance(error, Throttled):
        response = fault_page(request, 429, str(error))
        response.headers["retry-after"] = str(error.seconds)
        return response
    return fault_page(request, 409, str(error))


def _unavailable(request: Request, error: Exception) -> Response:
    _log.error("%s %s: %s", request.method, request.url.path, error)
    return fault_page(request, 503)


def _unexpected(request: Request, error: Exception) -> Response:
    _log.exception("%s %s", request.method, request.url.path, exc_info=error)
    response = fault_page(request, 500)
    # This answer is made outside of the middleware that adds them to all others.
    add_security_headers(response.headers, secure=request.url.scheme == "https")
    return response
