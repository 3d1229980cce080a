"""Who looks at a page: a person who is signed in, or a guest; and in which language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from minga.community.models import Person
from minga.community.sessions import SESSION_DAYS, read_session
from minga.community.tokens import new_token
from minga.web.catalogues import LOCALES, negotiate
from minga.web.rate_limits import hold_back
from minga.web.security import form_token, is_form_token
from minga.web.site import CONSENT_VERSION, Site, site_of

__all__ = [
    "CheckedForm",
    "SignedInVisitor",
    "Visitor",
    "VisitorHere",
    "check_form",
    "field",
    "forget_session",
    "keep_session",
    "person_of",
    "read_form",
    "remember_guest",
    "remember_language",
    "visitor",
]

_SESSION = "minga_session"
_GUEST = "minga_guest"
_LANGUAGE = "minga_lang"
_DAY = 24 * 3600
_MAX_FIELDS = 200
_WITHOUT_CONSENT = ("/me", "/consent", "/sign-out")


@dataclass(frozen=True)
class Visitor:
    """Whoever sent the request."""

    site: Site
    locale: str
    person: Person | None
    token: str | None
    """Of the session; None for guests."""
    secret: str
    """What the tokens of forms are made from."""
    new_guest: bool = False
    consented: bool = True
    """Whether she has agreed to the consent text as it is now; guests have nothing to agree to."""

    @cached_property
    def form_token(self) -> str:
        """For the hidden field `csrf` of forms; the same on the whole of a page."""
        return form_token(self.secret)

    @property
    def leads(self) -> bool:
        """Whether she leads or looks after the project or one of its campaigns."""
        if self.person is None or self.person.withdrawn_at is not None:
            return False
        return any(role.name in {"lead", "steward"} for role in self.person.roles)


def visitor(request: Request) -> Visitor:
    """Look up who is behind the cookies of a request."""
    site = site_of(request)
    token = request.cookies.get(_SESSION)
    signed_in = read_session(site.db, token) if token else None
    person = signed_in.person if signed_in else None
    wishes = [request.query_params.get("lang", ""), request.cookies.get(_LANGUAGE, "")]
    wishes += [person.locale] if person else []
    locale = negotiate(wishes, request.headers.get("accept-language", ""), site.locale)
    if signed_in is not None:
        consented = signed_in.consented == CONSENT_VERSION
        return Visitor(site, locale, person, token, signed_in.csrf_secret, consented=consented)
    guest = request.cookies.get(_GUEST)
    return Visitor(site, locale, None, None, guest or new_token(), new_guest=guest is None)


VisitorHere = Annotated[Visitor, Depends(visitor)]


async def _must_sign_in(request: Request, visitor: VisitorHere) -> Visitor:
    """Raises 401 for a guest; 428 for somebody who has to read the new consent text before she goes on.

    An answer that she has written already is still taken, and so is her wish to see her data or to leave.
    """
    if visitor.person is None:
        raise HTTPException(401)
    reads = request.method in {"GET", "HEAD"} or request.url.path.endswith("/take")
    if reads and not visitor.consented and not request.url.path.startswith(_WITHOUT_CONSENT):
        raise HTTPException(428)
    return visitor


SignedInVisitor = Annotated[Visitor, Depends(_must_sign_in)]


def person_of(visitor: Visitor) -> Person:
    """Who is signed in. Raises 401 for a guest."""
    if visitor.person is None:
        raise HTTPException(401)
    return visitor.person


def check_form(request: Request, media_type: str) -> None:
    """Raises 403 for a form that another site sent, 400 for one in another form than `media_type`."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403)
    if not request.headers.get("content-type", "").startswith(media_type):
        raise HTTPException(400)


async def read_form(request: Request) -> FormData:
    """The fields of a form, whose token is still to be checked. Raises 403 for one that another site sent."""
    check_form(request, "application/x-www-form-urlencoded")
    return await request.form(max_files=0, max_fields=_MAX_FIELDS)


async def _checked_form(request: Request, visitor: VisitorHere) -> FormData:
    """The fields of a form that one of our own pages sent. Raises 403 for any other, 429 for too many."""
    hold_back(request, visitor.person)
    form = await read_form(request)
    if not is_form_token(visitor.secret, field(form, "csrf")):
        raise HTTPException(403)
    return form


CheckedForm = Annotated[FormData, Depends(_checked_form)]


def field(form: FormData, name: str) -> str:
    """One text field; empty when it is not there."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def keep_session(request: Request, response: Response, token: str) -> None:
    """Sign this browser in."""
    _set(request, response, _SESSION, token, SESSION_DAYS * _DAY)
    response.delete_cookie(_GUEST)


def forget_session(response: Response) -> None:
    """Sign this browser out."""
    response.delete_cookie(_SESSION)


def remember_guest(request: Request, response: Response, visitor: Visitor) -> None:
    """Give a guest the cookie that her form's token belongs to."""
    if visitor.person is None and visitor.new_guest:
        _set(request, response, _GUEST, visitor.secret, _DAY)


def remember_language(request: Request, response: Response, locale: str | None = None) -> None:
    """Keep a language that was chosen by `?lang=`, or the given one."""
    chosen = locale or request.query_params.get("lang", "")
    if chosen in LOCALES:
        _set(request, response, _LANGUAGE, chosen, 365 * _DAY)


def _set(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )
