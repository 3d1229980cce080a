"""Coming back: by a password, a link by e-mail, an account elsewhere or a personal link; and leaving."""

from __future__ import annotations

import logging
from typing import Literal

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.accounts import claim_email, connect_identity, person_of_identity, sign_in_with_password
from minga.community.email_links import ask_for_link, peek_link, use_link
from minga.community.models import Person
from minga.community.sessions import key_owner, sign_in, sign_out
from minga.community.throttling import Throttled
from minga.community.tokens import new_token
from minga.errors import CommunityError, MingaError
from minga.web.devices import device_of
from minga.web.mails import send_sign_in_link
from minga.web.messages import later
from minga.web.rendering import render
from minga.web.site import Site
from minga.web.visitors import (
    CheckedForm,
    SignedInVisitor,
    Visitor,
    VisitorHere,
    field,
    forget_session,
    keep_session,
    remember_language,
)

__all__ = [
    "came_back",
    "enter",
    "entered",
    "leave",
    "leave_for_provider",
    "let_in",
    "mailed_link",
    "mailed_link_used",
    "network",
    "path_here",
    "router",
    "send_link",
    "sign_in_page",
    "with_password",
]

router = APIRouter(include_in_schema=False)

_log = logging.getLogger("minga.web")


_WRONG = later("that address and password do not belong together")
_UNKNOWN = later("nobody here has connected that account")
_SILENT = later("the other site does not answer as it should")
_FLOW = "minga_openid"
_FLOW_SECONDS = 600


@router.get("/sign-in")
def sign_in_page(request: Request, visitor: VisitorHere, sent: Literal["", "1"] = "") -> HTMLResponse:
    """Every way in that there is here."""
    return _sign_in_form(request, visitor, sent=bool(sent))


@router.post("/sign-in/password")
def with_password(request: Request, visitor: VisitorHere, form: CheckedForm) -> Response:
    """Sign in by e-mail address and password. What is wrong is not said, nor how far it was right."""
    site, email = visitor.site, field(form, "email")
    if not site.accounts.passwords:
        raise HTTPException(404)
    try:
        person = sign_in_with_password(site.db, email, field(form, "password"), network=network(request))
    except Throttled as error:
        return _sign_in_form(request, visitor, email=email, fault=error.what, seconds=error.seconds)
    if person is None:
        return _sign_in_form(request, visitor, email=email, fault=_WRONG)
    return let_in(request, visitor, person, "/review")


@router.post("/sign-in/email")
def send_link(request: Request, visitor: VisitorHere, form: CheckedForm) -> Response:
    """Send a link, if the address has an account. The answer comes before anybody has looked."""
    site = visitor.site
    if site.mailer is None:
        raise HTTPException(404)
    task = BackgroundTask(_mail_link, site, field(form, "email"), network(request), visitor.locale)
    return RedirectResponse("/sign-in?sent=1", 303, background=task)


@router.get("/email/{token}")
def mailed_link(request: Request, visitor: VisitorHere, token: str) -> HTMLResponse:
    """The page behind a link by e-mail. Mail scanners open it too: only its button uses the link up."""
    link = peek_link(visitor.site.db, token)
    if link is None:
        return render(request, visitor, "link_gone.html", status=404)
    return render(request, visitor, "enter.html", person=link.person, confirms=link.confirms)


@router.post("/email/{token}")
def mailed_link_used(request: Request, visitor: VisitorHere, form: CheckedForm, token: str) -> Response:
    """Sign in by a link, or confirm the address that it was sent to."""
    link = use_link(visitor.site.db, token)
    if link is None:
        return render(request, visitor, "link_gone.html", status=404)
    if not link.confirms:
        return let_in(request, visitor, link.person, "/review")
    claim_email(visitor.site.db, link.person.id, link.confirms, verified=True)
    return RedirectResponse("/me/sign-in?saved=email" if visitor.person else "/sign-in", 303)


@router.get("/sign-in/openid")
def leave_for_provider(
    request: Request, visitor: VisitorHere, purpose: Literal["enter", "connect"] = "enter"
) -> Response:
    """Go to the OpenID provider; a cookie of ten minutes knows what for."""
    provider = visitor.site.openid
    if provider is None or (purpose == "connect" and visitor.person is None):
        raise HTTPException(404)
    flow = f"{new_token()}.{purpose}"
    try:
        response = RedirectResponse(provider.leave(flow), 303)
    except MingaError as error:
        return _provider_fault(request, visitor, error)
    response.set_cookie(
        _FLOW, flow, max_age=_FLOW_SECONDS, path="/sign-in/openid", httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response


@router.get("/sign-in/openid/back")
def came_back(request: Request, visitor: VisitorHere) -> Response:
    """Back from the provider: sign in whoever has connected that account, or connect it."""
    provider, flow, db = visitor.site.openid, request.cookies.get(_FLOW, ""), visitor.site.db
    if provider is None:
        raise HTTPException(404)
    try:
        who = provider.come_back(flow, dict(request.query_params))
        if flow.endswith(".connect") and visitor.person is not None:
            connect_identity(db, visitor.person.id, who.issuer, who.subject)
            response: Response = RedirectResponse("/me/sign-in?saved=openid", 303)
        elif (person := person_of_identity(db, who.issuer, who.subject)) is not None:
            response = let_in(request, visitor, person, "/review")
        else:
            raise CommunityError(_UNKNOWN)
    except MingaError as error:
        response = _provider_fault(request, visitor, error)
    response.delete_cookie(_FLOW, path="/sign-in/openid")
    return response


@router.get("/enter/{token}")
def enter(request: Request, visitor: VisitorHere, token: str) -> HTMLResponse:
    """The page behind a personal link; signing in takes a click, so that a link preview does not."""
    return render(request, visitor, "enter.html", person=_owner(visitor.site, token), confirms="")


@router.post("/enter/{token}")
def entered(request: Request, visitor: VisitorHere, form: CheckedForm, token: str) -> Response:
    """Sign in by a personal link."""
    return let_in(request, visitor, _owner(visitor.site, token), "/review")


@router.post("/sign-out")
def leave(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """End the session of this browser."""
    sign_out(visitor.site.db, visitor.token or "")
    response = RedirectResponse("/", 303)
    forget_session(response)
    return response


def let_in(request: Request, visitor: Visitor, person: Person, where: str) -> Response:
    """Sign a person in, in a session that nobody can have known before, and go to `where`."""
    response = RedirectResponse(where, 303)
    device = device_of(request.headers.get("user-agent", ""))
    keep_session(request, response, sign_in(visitor.site.db, person.id, previous=visitor.token, device=device))
    remember_language(request, response, person.locale)
    return response


def network(request: Request) -> str:
    """The address that a request came from; a proxy on this machine is believed about it."""
    return request.client.host if request.client else ""


def path_here(wish: str) -> str:
    """A path on this site; `/review` for anything else, so that no form leads elsewhere.

    >>> path_here("/review/mmlu-es"), path_here("//evil.example"), path_here("https://evil.example")
    ('/review/mmlu-es', '/review', '/review')
    """
    strange = any(sign in "\\\r\n\t" for sign in wish)
    return wish if wish.startswith("/") and not wish.startswith("//") and not strange else "/review"


def _owner(site: Site, token: str) -> Person:
    person = key_owner(site.db, token, "link")
    if person is None:
        raise HTTPException(404)
    return person


def _mail_link(site: Site, email: str, network: str, locale: str) -> None:
    found = ask_for_link(site.db, email, network=network)
    if found is not None:
        person, address, token = found
        send_sign_in_link(site, address, token, person.locale or locale)


def _provider_fault(request: Request, visitor: Visitor, error: MingaError) -> HTMLResponse:
    if isinstance(error, CommunityError):
        return _sign_in_form(request, visitor, fault=error.what)
    _log.error("%s: %s", request.url.path, error)
    return _sign_in_form(request, visitor, fault=_SILENT, status=502)


def _sign_in_form(
    request: Request,
    visitor: Visitor,
    *,
    email: str = "",
    fault: str = "",
    seconds: int = 0,
    sent: bool = False,
    status: int = 400,
) -> HTMLResponse:
    page = render(
        request, visitor, "sign_in.html", status=429 if seconds else status if fault else 200,
        email=email, fault=fault, seconds=seconds, sent=sent,
    )  # fmt: skip
    if seconds:
        page.headers["retry-after"] = str(seconds)
    return page
