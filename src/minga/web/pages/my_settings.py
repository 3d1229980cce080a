"""One's own settings: the profile, ways to sign in, sessions, tokens, and what one tells about oneself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.accounts import (
    change_password,
    check_current_password,
    claim_email,
    disconnect_identity,
    remove_email,
    ways_of,
)
from minga.community.demographics import QUESTIONS, my_demographics, save_demographics
from minga.community.email_links import ask_for_confirmation
from minga.community.people import update_profile
from minga.community.sessions import (
    end_session,
    end_sessions,
    issue_key,
    list_keys,
    list_sessions,
    revoke_key,
)
from minga.community.throttling import Throttled
from minga.errors import CommunityError
from minga.languages import countries
from minga.web.api.callers import SCOPES
from minga.web.mails import send_confirmation
from minga.web.pages.joining import member_profile, offered_varieties
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, field, person_of, remember_language

__all__ = [
    "about_me",
    "disconnect",
    "end_one",
    "end_others",
    "forget_email",
    "new_link",
    "new_token",
    "revoke_token",
    "router",
    "save_about_me",
    "save_email",
    "save_password",
    "save_settings",
    "settings",
    "ways_in",
]

router = APIRouter(include_in_schema=False, prefix="/me")

Saved = Literal["", "1", "email", "sent", "password", "openid", "sessions", "token"]
_TOKEN_DAYS = 365


@router.get("")
def settings(request: Request, visitor: SignedInVisitor, saved: Saved = "") -> HTMLResponse:
    """What one told about oneself for the work here."""
    return _profile_page(request, visitor, saved=bool(saved))


@router.post("")
def save_settings(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Change it."""
    try:
        profile = member_profile(form)
    except CommunityError as error:
        return _profile_page(request, visitor, form=form, fault=error.what)
    update_profile(visitor.site.db, person_of(visitor).id, profile)
    response = RedirectResponse("/me?saved=1", 303)
    remember_language(request, response, profile.locale)
    return response


@router.get("/sign-in")
def ways_in(request: Request, visitor: SignedInVisitor, saved: Saved = "") -> HTMLResponse:
    """How one comes in, and where one is signed in."""
    return _ways_page(request, visitor, saved=saved)


@router.post("/email")
def save_email(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Take an address to sign in with; with a mail server it counts when the link sent there was opened."""
    site, person, email = visitor.site, person_of(visitor), field(form, "email")
    try:
        check_current_password(site.db, person.id, field(form, "current"))
        if site.mailer is None:
            claim_email(site.db, person.id, email, verified=False)
            return RedirectResponse("/me/sign-in?saved=email", 303)
        asked = ask_for_confirmation(site.db, person.id, email)
    except CommunityError as error:
        return _ways_page(request, visitor, fault=error, email=email)
    task = None
    if asked is not None:
        address, token = asked
        task = BackgroundTask(send_confirmation, site, address, token, visitor.locale, person.public_name)
    return RedirectResponse("/me/sign-in?saved=sent", 303, background=task)


@router.post("/email/forget")
def forget_email(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Forget the address and its password."""
    try:
        check_current_password(visitor.site.db, person_of(visitor).id, field(form, "current"))
    except CommunityError as error:
        return _ways_page(request, visitor, fault=error)
    remove_email(visitor.site.db, person_of(visitor).id)
    return RedirectResponse("/me/sign-in?saved=email", 303)


@router.post("/password")
def save_password(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Set a password; all other sessions end."""
    site, person = visitor.site, person_of(visitor)
    if not site.accounts.passwords:
        raise HTTPException(404)
    try:
        check_current_password(site.db, person.id, field(form, "current"))
        change_password(
            site.db, person.id, field(form, "password"), least=site.accounts.password_length, known=[site.name],
            keep=visitor.token,
        )  # fmt: skip
    except CommunityError as error:
        return _ways_page(request, visitor, fault=error)
    return RedirectResponse("/me/sign-in?saved=password", 303)


@router.post("/openid/disconnect")
def disconnect(visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Forget the account elsewhere."""
    disconnect_identity(visitor.site.db, person_of(visitor).id)
    return RedirectResponse("/me/sign-in?saved=openid", 303)


@router.post("/link")
def new_link(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> HTMLResponse:
    """A personal link for another device, shown this once."""
    token = issue_key(visitor.site.db, person_of(visitor).id, "link")
    address = visitor.site.accounts.address
    link = f"{address}/enter/{token}" if address else str(request.url_for("enter", token=token))
    return _ways_page(request, visitor, link=link)


@router.post("/token")
def new_token(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> HTMLResponse:
    """A token for a program, shown this once."""
    widest = {"read": 1, "lead": 3 if visitor.leads else 2}.get(field(form, "scope"), 2)
    scopes = SCOPES[:widest]
    name = " ".join(field(form, "name").split()) or "1"
    try:
        token = issue_key(
            visitor.site.db, person_of(visitor).id, "api", name=name, scopes=scopes, valid=timedelta(days=_TOKEN_DAYS)
        )
    except CommunityError as error:
        return _ways_page(request, visitor, fault=error)
    return _ways_page(request, visitor, api_token=token)


@router.post("/token/{number}/revoke")
def revoke_token(visitor: SignedInVisitor, form: CheckedForm, number: int) -> Response:
    """Make a token stop working."""
    revoke_key(visitor.site.db, person_of(visitor).id, number)
    return RedirectResponse("/me/sign-in?saved=token", 303)


@router.post("/sessions/{number}/end")
def end_one(visitor: SignedInVisitor, form: CheckedForm, number: int) -> Response:
    """Sign another browser out."""
    end_session(visitor.site.db, person_of(visitor).id, number)
    return RedirectResponse("/me/sign-in?saved=sessions", 303)


@router.post("/sessions/end")
def end_others(visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Sign all other browsers out."""
    with visitor.site.db.writing() as session:
        end_sessions(session, person_of(visitor).id, keep=visitor.token)
    return RedirectResponse("/me/sign-in?saved=sessions", 303)


@router.get("/about")
def about_me(request: Request, visitor: SignedInVisitor, saved: Saved = "") -> HTMLResponse:
    """Optional questions about oneself."""
    told = my_demographics(visitor.site.db, person_of(visitor).id)
    return _about_page(request, visitor, told, saved=bool(saved))


@router.post("/about")
def save_about_me(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Keep what was told, and forget what is told no more."""
    if not visitor.site.accounts.demographics:
        raise HTTPException(404)
    told = {name: field(form, name) for name in (*QUESTIONS, "gender_words")}
    try:
        save_demographics(visitor.site.db, person_of(visitor).id, told)
    except CommunityError as error:
        return _about_page(request, visitor, told, fault=error.what)
    return RedirectResponse("/me/about?saved=1", 303)


def _profile_page(
    request: Request, visitor: Visitor, *, form: FormData | None = None, fault: str = "", saved: bool = False
) -> HTMLResponse:
    person = person_of(visitor)
    offered = offered_varieties(visitor.site, [])
    kept = FormData(
        {
            "name": person.name, "naming": person.naming, "locale": person.locale, "country": person.country or "",
            "other_names": "\n".join(person.other_names),
            "other_varieties": " ".join(tag for tag in person.varieties if tag not in offered),
        }
    )  # fmt: skip
    return render(
        request,
        visitor,
        "settings.html",
        status=400 if fault else 200,
        person=person,
        form=form or kept,
        offered=offered,
        chosen=form.getlist("varieties") if form else person.varieties,
        countries=countries(visitor.locale),
        fault=fault,
        saved=saved,
    )


def _ways_page(
    request: Request,
    visitor: Visitor,
    *,
    fault: CommunityError | None = None,
    saved: str = "",
    email: str = "",
    link: str = "",
    api_token: str = "",
) -> HTMLResponse:
    db, person = visitor.site.db, person_of(visitor)
    seconds = fault.seconds if isinstance(fault, Throttled) else 0
    return render(
        request,
        visitor,
        "ways_in.html",
        status=429 if seconds else 400 if fault else 200,
        ways=ways_of(db, person.id),
        sessions=list_sessions(db, person.id, token=visitor.token),
        tokens=list_keys(db, person.id, "api"),
        has_link=bool(list_keys(db, person.id, "link")),
        fault=fault.what if fault else "",
        seconds=seconds,
        saved=saved,
        email=email,
        link=link,
        api_token=api_token,
    )


def _about_page(
    request: Request, visitor: Visitor, told: dict[str, Any], *, fault: str = "", saved: bool = False
) -> HTMLResponse:
    if not visitor.site.accounts.demographics:
        raise HTTPException(404)
    languages = told.get("first_languages", "")
    gender = told.get("gender", "")
    return render(
        request,
        visitor,
        "about_me.html",
        status=400 if fault else 200,
        questions=QUESTIONS,
        told=told,
        gender_words=told.get("gender_words") or (gender if gender not in {"", *QUESTIONS["gender"]} else ""),
        languages=languages if isinstance(languages, str) else " ".join(languages),
        fault=fault,
        saved=saved,
    )
