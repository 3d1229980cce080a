"""Coming in: invitations, personal links, one's own settings, and leaving."""

from __future__ import annotations

from typing import Literal, cast

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.invitations import accept_invitation, find_invitation, invite
from minga.community.models import Invitation, Naming, Person
from minga.community.people import Profile, update_profile
from minga.community.sessions import issue_key, key_owner, sign_in, sign_out
from minga.errors import CommunityError
from minga.languages import language_of
from minga.web.catalogues import LOCALES
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
    "enter",
    "entered",
    "join",
    "joined",
    "leave",
    "new_link",
    "new_token",
    "router",
    "save_settings",
    "settings",
    "sign_in_page",
    "try_it",
]

router = APIRouter(include_in_schema=False)


@router.get("/join/{token}")
def join(request: Request, visitor: VisitorHere, token: str) -> HTMLResponse:
    """The form that an invitation leads to."""
    try:
        invitation = find_invitation(visitor.site.db, token)
    except CommunityError as error:
        return render(request, visitor, "invitation_gone.html", status=404, fault=error.what)
    return _join_form(request, visitor, token, invitation, FormData())


@router.post("/join/{token}")
def joined(request: Request, visitor: VisitorHere, form: CheckedForm, token: str) -> Response:
    """Take somebody in and sign her in."""
    site = visitor.site
    try:
        invitation = find_invitation(site.db, token)
    except CommunityError as error:
        return render(request, visitor, "invitation_gone.html", status=404, fault=error.what)
    language = field(form, "consent_language")
    _, consent = site.consent(language if language in LOCALES else visitor.locale)
    try:
        profile = _profile(form)
        if not profile.varieties:
            raise CommunityError("choose at least one language that you speak")
        if field(form, "consent") != consent.sha256:
            raise CommunityError("the consent is needed to take part")
        person = accept_invitation(site.db, token, profile, consent)
    except CommunityError as error:
        return _join_form(request, visitor, token, invitation, form, fault=error.what)
    return _signed_in(request, visitor, person, "/review?welcome=1")


@router.get("/enter/{token}")
def enter(request: Request, visitor: VisitorHere, token: str) -> HTMLResponse:
    """The page behind a personal link; signing in takes a click, so that a link preview does not."""
    person = _owner(visitor.site, token)
    return render(request, visitor, "enter.html", person=person)


@router.post("/enter/{token}")
def entered(request: Request, visitor: VisitorHere, form: CheckedForm, token: str) -> Response:
    """Sign in by a personal link."""
    return _signed_in(request, visitor, _owner(visitor.site, token), "/review")


@router.get("/sign-in")
def sign_in_page(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """How to come in, for those who are not."""
    return render(request, visitor, "sign_in.html")


@router.post("/try")
def try_it(visitor: VisitorHere, form: CheckedForm) -> Response:
    """In the demonstration everybody may come in."""
    if not visitor.site.demo:
        raise HTTPException(404)
    return RedirectResponse(f"/join/{invite(visitor.site.db)}", 303)


@router.post("/sign-out")
def leave(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """End the session of this browser."""
    sign_out(visitor.site.db, visitor.token or "")
    response = RedirectResponse("/", 303)
    forget_session(response)
    return response


@router.get("/me")
def settings(request: Request, visitor: SignedInVisitor, saved: Literal["", "1"] = "") -> HTMLResponse:
    """What one told about oneself."""
    return _settings_page(request, visitor, saved=bool(saved))


@router.post("/me")
def save_settings(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Change it."""
    try:
        profile = _profile(form)
        if not profile.varieties:
            raise CommunityError("choose at least one language that you speak")
    except CommunityError as error:
        return _settings_page(request, visitor, form=form, fault=error.what)
    update_profile(visitor.site.db, _me(visitor).id, profile)
    response = RedirectResponse("/me?saved=1", 303)
    remember_language(request, response, profile.locale)
    return response


@router.post("/me/link")
def new_link(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> HTMLResponse:
    """A personal link for another device, shown this once."""
    token = issue_key(visitor.site.db, _me(visitor).id, "link")
    return _settings_page(request, visitor, link=str(request.url_for("enter", token=token)))


@router.post("/me/token")
def new_token(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> HTMLResponse:
    """A token for programs, shown this once."""
    return _settings_page(request, visitor, api_token=issue_key(visitor.site.db, _me(visitor).id, "api"))


def _owner(site: Site, token: str) -> Person:
    person = key_owner(site.db, token, "link")
    if person is None:
        raise HTTPException(404)
    return person


def _me(visitor: Visitor) -> Person:
    if visitor.person is None:
        raise HTTPException(401)
    return visitor.person


def _signed_in(request: Request, visitor: Visitor, person: Person, where: str) -> Response:
    response = RedirectResponse(where, 303)
    keep_session(request, response, sign_in(visitor.site.db, person.id, previous=visitor.token))
    remember_language(request, response, person.locale)
    return response


def _profile(form: FormData) -> Profile:
    naming = field(form, "naming")
    locale = field(form, "locale")
    chosen = [value for value in form.getlist("varieties") if isinstance(value, str)]
    others = field(form, "other_varieties").replace(",", " ").split()
    return Profile(
        name=field(form, "name"),
        naming=cast("Naming", naming) if naming in {"name", "pseudonym", "none"} else "name",
        locale=locale if locale in LOCALES else LOCALES[0],
        varieties=tuple([*chosen, *others][:30]),
    )


def _offered(site: Site, wanted: list[str]) -> list[str]:
    """The project's varieties, their languages as a whole, and those that benchmarks are translated into."""
    settings = site.project.settings
    tags = wanted or [
        *(variety.tag for variety in settings.varieties),
        *(tag for part in settings.benchmarks for tag in part.to),
        *(part.language for part in settings.donations),
        *(part.language for part in settings.documents),
    ]
    return sorted({tag for one in tags for tag in (one, language_of(one))})


def _join_form(
    request: Request, visitor: Visitor, token: str, invitation: Invitation, form: FormData, *, fault: str = ""
) -> HTMLResponse:
    text, consent = visitor.site.consent(visitor.locale)
    offered = _offered(visitor.site, invitation.languages)
    return render(
        request,
        visitor,
        "join.html",
        status=400 if fault else 200,
        fault=fault,
        form=form,
        token=token,
        offered=offered,
        chosen=form.getlist("varieties"),
        consent_text=text,
        consent=consent,
    )


def _settings_page(
    request: Request,
    visitor: Visitor,
    *,
    form: FormData | None = None,
    fault: str = "",
    saved: bool = False,
    link: str = "",
    api_token: str = "",
) -> HTMLResponse:
    person = _me(visitor)
    offered = _offered(visitor.site, [])
    chosen = form.getlist("varieties") if form else person.varieties
    others = field(form, "other_varieties") if form else " ".join(set(person.varieties) - set(offered))
    return render(
        request,
        visitor,
        "settings.html",
        status=400 if fault else 200,
        person=person,
        form=form or FormData({"name": person.name, "naming": person.naming, "locale": person.locale}),
        offered=offered,
        chosen=chosen,
        others=others,
        fault=fault,
        saved=saved,
        link=link,
        api_token=api_token,
    )
