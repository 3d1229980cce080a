"""Coming in for the first time: by an invitation's link or code, and the consent that goes with it."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.consents import ConsentText, agree
from minga.community.invitations import accept_by_code, accept_invitation, find_by_code, find_invitation, invite
from minga.community.models import Invitation, Naming
from minga.community.people import Profile
from minga.community.throttling import Throttled
from minga.errors import CommunityError
from minga.languages import countries, language_of
from minga.web.catalogues import LOCALES
from minga.web.pages.signing_in import let_in, network, path_here
from minga.web.rendering import render
from minga.web.site import Site
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, VisitorHere, field, person_of

__all__ = [
    "agreed",
    "code_page",
    "code_typed",
    "consent_from",
    "consent_page",
    "join",
    "join_form",
    "joined",
    "joined_by_code",
    "member_profile",
    "offered_varieties",
    "router",
    "try_it",
]

router = APIRouter(include_in_schema=False)

_MAX_VARIETIES = 30


@router.get("/join/{token}")
def join(request: Request, visitor: VisitorHere, token: str) -> HTMLResponse:
    """The form that an invitation's link leads to."""
    try:
        invitation = find_invitation(visitor.site.db, token)
    except CommunityError as error:
        return render(request, visitor, "invitation_gone.html", status=404, fault=error.what)
    return _join_form(request, visitor, invitation, FormData())


@router.post("/join/{token}")
def joined(request: Request, visitor: VisitorHere, form: CheckedForm, token: str) -> Response:
    """Take somebody in and sign her in."""
    db = visitor.site.db
    try:
        invitation = find_invitation(db, token)
    except CommunityError as error:
        return render(request, visitor, "invitation_gone.html", status=404, fault=error.what)
    try:
        person = accept_invitation(db, token, member_profile(form), consent_from(visitor, form))
    except CommunityError as error:
        return _join_form(request, visitor, invitation, form, fault=error.what)
    return let_in(request, visitor, person, "/review?welcome=1")


@router.get("/code")
def code_page(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """Where a code is typed."""
    return render(request, visitor, "code.html", typed="", fault="", seconds=0)


@router.post("/code")
def code_typed(request: Request, visitor: VisitorHere, form: CheckedForm) -> HTMLResponse:
    """The form that a code leads to: the code stays in it, and in no address."""
    typed = field(form, "code")
    try:
        invitation = find_by_code(visitor.site.db, typed, network=network(request))
    except CommunityError as error:
        return _code_fault(request, visitor, typed, error)
    return _join_form(request, visitor, invitation, FormData(), code=typed)


@router.post("/code/join")
def joined_by_code(request: Request, visitor: VisitorHere, form: CheckedForm) -> Response:
    """Take in somebody who typed a code."""
    db, typed = visitor.site.db, field(form, "code")
    try:
        invitation = find_by_code(db, typed, network=network(request))
    except CommunityError as error:
        return _code_fault(request, visitor, typed, error)
    try:
        profile, consent = member_profile(form), consent_from(visitor, form)
        person = accept_by_code(db, typed, profile, consent, network=network(request))
    except CommunityError as error:
        return _join_form(request, visitor, invitation, form, code=typed, fault=error.what)
    return let_in(request, visitor, person, "/review?welcome=1")


@router.post("/try")
def try_it(visitor: VisitorHere, form: CheckedForm) -> Response:
    """In the demonstration everybody may come in."""
    if not visitor.site.demo:
        raise HTTPException(404)
    return RedirectResponse(f"/join/{invite(visitor.site.db)}", 303)


@router.get("/consent")
def consent_page(request: Request, visitor: SignedInVisitor, then: str = "") -> Response:
    """The consent text as it is now, for somebody who agreed to an older one."""
    return _consent_form(request, visitor, then)


@router.post("/consent")
def agreed(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Keep that she agrees, and go on where she was."""
    then = path_here(field(form, "then"))
    try:
        consent = consent_from(visitor, form)
    except CommunityError as error:
        return _consent_form(request, visitor, then, fault=error.what)
    agree(visitor.site.db, person_of(visitor).id, consent)
    return RedirectResponse(then, 303)


def member_profile(form: FormData) -> Profile:
    """What somebody says about herself, at least one language with it. Raises CommunityError for what cannot stand."""
    naming, locale, country = field(form, "naming"), field(form, "locale"), field(form, "country")
    chosen = [value for value in form.getlist("varieties") if isinstance(value, str)]
    others = field(form, "other_varieties").replace(",", " ").split()
    profile = Profile(
        name=field(form, "name"),
        naming=cast("Naming", naming) if naming in {"name", "pseudonym", "none"} else "name",
        locale=locale if locale in LOCALES else LOCALES[0],
        varieties=tuple([*chosen, *others][:_MAX_VARIETIES]),
        country=country or None,
        other_names=tuple(field(form, "other_names").splitlines()),
    )
    if not profile.varieties:
        raise CommunityError("choose at least one language that you speak")
    return profile


def offered_varieties(site: Site, wanted: list[str]) -> list[str]:
    """The project's varieties, their languages as a whole, and those that benchmarks are translated into."""
    settings = site.project.settings
    tags = wanted or [
        *(variety.tag for variety in settings.varieties),
        *(tag for part in settings.benchmarks for tag in part.to),
        *(part.language for part in settings.donations),
        *(part.language for part in settings.documents),
    ]
    return sorted({tag for one in tags for tag in (one, language_of(one))})


def consent_from(visitor: Visitor, form: FormData) -> ConsentText:
    """The text that she saw and agreed to. Raises CommunityError when she did not, or it has changed meanwhile."""
    language = field(form, "consent_language")
    _, consent = visitor.site.consent(language if language in LOCALES else visitor.locale)
    if field(form, "consent") != consent.sha256:
        raise CommunityError("the consent is needed to take part")
    return consent


def _join_form(
    request: Request, visitor: Visitor, invitation: Invitation, form: FormData, *, code: str = "", fault: str = ""
) -> HTMLResponse:
    return join_form(request, visitor, "join.html", invitation.languages, form, code=code, fault=fault)


def join_form(
    request: Request, visitor: Visitor, template: str, languages: list[str], form: FormData, *,
    code: str = "", fault: str = "", **values: object,
) -> HTMLResponse:  # fmt: skip
    """The form in which a newcomer tells about herself and agrees; `languages` are offered, or all of the project's."""
    text, consent = visitor.site.consent(visitor.locale)
    return render(
        request,
        visitor,
        template,
        status=400 if fault else 200,
        fault=fault,
        form=form,
        code=code,
        offered=offered_varieties(visitor.site, languages),
        chosen=form.getlist("varieties"),
        countries=countries(visitor.locale),
        consent_text=text,
        consent=consent,
        **values,
    )


def _code_fault(request: Request, visitor: Visitor, typed: str, error: CommunityError) -> HTMLResponse:
    seconds = error.seconds if isinstance(error, Throttled) else 0
    page = render(
        request, visitor, "code.html", status=429 if seconds else 400, typed=typed, fault=error.what, seconds=seconds
    )
    if seconds:
        page.headers["retry-after"] = str(seconds)
    return page


def _consent_form(request: Request, visitor: Visitor, then: str, *, fault: str = "") -> HTMLResponse:
    text, consent = visitor.site.consent(visitor.locale)
    return render(
        request, visitor, "consent.html", status=400 if fault else 200, fault=fault, then=path_here(then),
        consent_text=text, consent=consent,
    )  # fmt: skip
