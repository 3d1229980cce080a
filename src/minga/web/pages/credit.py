"""Credit: one's own, certificates and their check, and the public author list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.models import Campaign, Certificate
from minga.errors import CommunityError, MissingPart
from minga.review import find_campaign, list_campaigns
from minga.review.author_list import (
    AuthorList,
    as_bibtex_authors,
    as_citation_file,
    as_csv,
    as_json,
    as_markdown,
    author_list,
)
from minga.review.certificates import certificates_of, clean_code, issue, revoke, verify
from minga.review.credit import Credit, credit_of, list_credits
from minga.web.certificate_pdf import draw_certificate
from minga.web.credit_words import (
    ROLE_NAMES,
    TITLE_NAMES,
    WORK_NAMES,
    certificate_facts,
    certificate_statement,
    certificate_words,
)
from minga.web.rendering import render
from minga.web.site import Site
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, VisitorHere, field, person_of

__all__ = [
    "CampaignCredit",
    "ask_certificate",
    "author_file",
    "authors",
    "certificate",
    "certificate_file",
    "check_certificate",
    "my_credit",
    "revoke_certificate",
    "router",
]

router = APIRouter(include_in_schema=False)

_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "cff": "application/yaml; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
}


@dataclass(frozen=True)
class CampaignCredit:
    """What somebody earned in one campaign, and how far the next threshold is."""

    campaign: Campaign
    credit: Credit
    next_title: str
    """Empty where all are reached."""
    next_points: float
    certificate: Certificate | None


@router.get("/me/credit")
def my_credit(request: Request, visitor: SignedInVisitor) -> HTMLResponse:
    """What one's validated work earned, campaign by campaign, and the way to a certificate."""
    return _credit_page(request, visitor)


@router.post("/me/certificates")
def ask_certificate(request: Request, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Issue one, or bring the one that there is up to date."""
    site, slug = visitor.site, field(form, "campaign")
    try:
        campaign = find_campaign(site.db, slug) if slug else None
        made = issue(site.db, person_of(visitor), campaign, field(form, "name"), locale=visitor.locale)
    except CommunityError as error:
        return _credit_page(request, visitor, fault=error.what)
    return RedirectResponse(f"/certificates/{made.code}", 303)


@router.get("/certificates")
def check_certificate(request: Request, visitor: VisitorHere, code: str = "") -> Response:
    """The form for a code; with one, to what it says."""
    cleaned = clean_code(code)
    if cleaned:
        return RedirectResponse(f"/certificates/{cleaned}", 303)
    return render(request, visitor, "certificate_check.html", code=code[:60], status=404 if code else 200)


@router.get("/certificates/{code}.pdf")
def certificate_file(request: Request, visitor: VisitorHere, code: str) -> Response:
    """The certificate to print."""
    found = verify(visitor.site.db, code)
    if found.certificate is None:
        raise HTTPException(404)
    words = certificate_words(
        found.certificate, found.campaign, visitor.site.name, _address(request, found.certificate)
    )
    try:
        content = draw_certificate(words, found.certificate.issued_at)
    except MissingPart as error:
        raise HTTPException(503) from error
    headers = {
        "content-disposition": f'inline; filename="minga-{found.certificate.code}.pdf"',
        "x-robots-tag": "noindex",
    }
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/certificates/{code}")
def certificate(request: Request, visitor: VisitorHere, code: str) -> Response:
    """What anybody may know of a certificate: who, what and when, or that it does not hold any more."""
    cleaned = clean_code(code)
    if cleaned and cleaned != code:
        return RedirectResponse(f"/certificates/{cleaned}", 307)
    found = verify(visitor.site.db, code)
    if found.state == "unknown":
        return render(request, visitor, "certificate_check.html", code=code[:60], status=404)
    page = render(
        request, visitor, "certificate.html",
        status=200 if found.state == "valid" else 410,
        found=found,
        address=_address(request, found.certificate) if found.certificate else "",
        facts=certificate_facts(found.certificate, visitor.locale) if found.certificate else [],
        statement=_statement(visitor, found.certificate, found.campaign),
        may_revoke=_may_revoke(visitor, found.certificate),
    )  # fmt: skip
    page.headers["x-robots-tag"] = "noindex"
    return page


@router.post("/certificates/{code}/revoke")
def revoke_certificate(request: Request, visitor: SignedInVisitor, form: CheckedForm, code: str) -> Response:
    """Take it back: its owner hers, a lead anybody's."""
    found = verify(visitor.site.db, code)
    if found.certificate is None:
        raise HTTPException(404)
    if not _may_revoke(visitor, found.certificate):
        raise HTTPException(403)
    revoke(visitor.site.db, code, actor=visitor.person)
    return RedirectResponse(f"/certificates/{clean_code(code)}", 303)


@router.get("/authors")
def authors(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """Who made this, in the order that the project's rule gives."""
    listed = _authors(visitor.site)
    return render(
        request, visitor, "authors.html", authors=listed, files=sorted(_MEDIA_TYPES), roles=ROLE_NAMES,
        titles=TITLE_NAMES,
    )  # fmt: skip


@router.get("/authors.{kind}")
def author_file(visitor: VisitorHere, kind: str) -> Response:
    """The author list as a file."""
    if kind not in _MEDIA_TYPES:
        raise HTTPException(404)
    site = visitor.site
    listed = _authors(site)
    writers: Mapping[str, Callable[[], str]] = {
        "csv": lambda: as_csv(listed),
        "json": lambda: as_json(listed),
        "md": lambda: as_markdown(listed),
        "cff": lambda: as_citation_file(listed, site.name),
        "bib": lambda: as_bibtex_authors(listed) + "\n",
    }
    headers = {"content-disposition": f'attachment; filename="{"CITATION" if kind == "cff" else "authors"}.{kind}"'}
    return Response(writers[kind](), media_type=_MEDIA_TYPES[kind], headers=headers)


def _credit_page(request: Request, visitor: Visitor, *, fault: str = "") -> HTMLResponse:
    site, person = visitor.site, person_of(visitor)
    certificates = certificates_of(site.db, person)
    earned = [
        _earned(campaign, credit_of(site.db, person, campaign), certificates.get(campaign.id))
        for campaign in list_campaigns(site.db)
    ]
    return render(
        request, visitor, "credit.html",
        status=400 if fault else 200,
        fault=fault,
        person=person,
        total=credit_of(site.db, person),
        earned=[one for one in earned if one.credit.work],
        certificate=certificates.get(None),
        roles=ROLE_NAMES,
        titles=TITLE_NAMES,
        work=WORK_NAMES,
    )  # fmt: skip


def _earned(campaign: Campaign, credit: Credit, certificate: Certificate | None) -> CampaignCredit:
    thresholds = sorted(campaign.options.credit.thresholds.items(), key=lambda pair: pair[1])
    title, points = next(((title, need) for title, need in thresholds if need > credit.points), ("", 0.0))
    return CampaignCredit(campaign, credit, title, points, certificate)


def _authors(site: Site) -> AuthorList:
    settings = site.project.settings
    return author_list(list_credits(site.db), settings.review.credit.order, settings.project.locale)


def _statement(visitor: Visitor, certificate: Certificate | None, campaign: Campaign | None) -> str:
    if certificate is None:
        return ""
    return " ".join(certificate_statement(certificate, campaign, visitor.site.name, visitor.locale))


def _may_revoke(visitor: Visitor, certificate: Certificate | None) -> bool:
    person = visitor.person
    if person is None or certificate is None:
        return False
    return person.id == certificate.person_id or person.has_role("lead", campaign_id=certificate.campaign_id)


def _address(request: Request, certificate: Certificate) -> str:
    return str(request.url_for("certificate", code=certificate.code))
