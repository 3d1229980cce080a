"""Changing a campaign: its settings, its questions and its guidelines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.models import Campaign
from minga.errors import CommunityError
from minga.records import normalise_text
from minga.review import change_campaign
from minga.review.guidelines import change_guidelines, changes, history
from minga.settings import QuestionSettings
from minga.web.campaign_form import read_changes, shown_groups
from minga.web.leading import led_campaign, may_change
from minga.web.question_form import Fault, preview, questions_from_toml, questions_to_toml
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, field, person_of

__all__ = [
    "guidelines",
    "questions",
    "reset_questions",
    "router",
    "save_guidelines",
    "save_questions",
    "save_settings",
    "settings",
]

router = APIRouter(include_in_schema=False, prefix="/lead")

Saved = Literal["", "1", "same"]


@router.get("/{slug}/settings")
def settings(request: Request, visitor: SignedInVisitor, slug: str, saved: Saved = "") -> HTMLResponse:
    """What `minga.toml` says about a campaign, and what was changed here."""
    return _settings_page(request, visitor, led_campaign(visitor, slug), saved=saved)


@router.post("/{slug}/settings")
def save_settings(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Let other settings hold from now on."""
    campaign = led_campaign(visitor, slug, change=True)
    read = read_changes(campaign, form)
    if read.faults:
        return _settings_page(request, visitor, campaign, form=form, faults=read.faults)
    if not read.changes:
        return RedirectResponse(f"/lead/{slug}/settings?saved=same", 303)
    try:
        change_campaign(visitor.site.db, campaign, read.changes, person_of(visitor))
    except CommunityError as error:
        return _settings_page(request, visitor, campaign, form=form, faults={"": error.what})
    return RedirectResponse(f"/lead/{slug}/settings?saved=1", 303)


@router.get("/{slug}/questions")
def questions(request: Request, visitor: SignedInVisitor, slug: str, saved: Saved = "") -> HTMLResponse:
    """What a campaign asks, as text and as people see it."""
    campaign = led_campaign(visitor, slug)
    return _questions_page(request, visitor, campaign, questions_to_toml(campaign.options.questions), saved=saved)


@router.post("/{slug}/questions")
def save_questions(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Show what other questions would look like, or ask them from now on."""
    campaign = led_campaign(visitor, slug, change=True)
    text = field(form, "questions").replace("\r\n", "\n")
    read = questions_from_toml(text, campaign)
    if isinstance(read, Fault) or field(form, "action") != "save":
        return _questions_page(request, visitor, campaign, text, read=read)
    if read == campaign.options.questions:
        return RedirectResponse(f"/lead/{slug}/questions?saved=same", 303)
    try:
        asked = [one.model_dump(mode="json") for one in read]
        change_campaign(visitor.site.db, campaign, {"questions": asked}, person_of(visitor))
    except CommunityError as error:
        where = f"{error.where}: " if error.where else ""
        return _questions_page(request, visitor, campaign, text, read=Fault(where + error.what), refused=True)
    return RedirectResponse(f"/lead/{slug}/questions?saved=1", 303)


@router.post("/{slug}/questions/reset")
def reset_questions(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Ask again what `minga.toml` says."""
    campaign = led_campaign(visitor, slug, change=True)
    try:
        change_campaign(visitor.site.db, campaign, {"questions": None}, person_of(visitor))
    except CommunityError as error:
        text = questions_to_toml(campaign.options.questions)
        where = f"{error.where}: " if error.where else ""
        return _questions_page(request, visitor, campaign, text, read=Fault(where + error.what), refused=True)
    return RedirectResponse(f"/lead/{slug}/questions?saved=1", 303)


@router.get("/{slug}/guidelines")
def guidelines(request: Request, visitor: SignedInVisitor, slug: str, saved: Saved = "") -> HTMLResponse:
    """The guidelines that hold, and their versions."""
    campaign = led_campaign(visitor, slug)
    text, _ = visitor.site.guidelines(campaign, visitor.site.locale)
    return _guidelines_page(request, visitor, campaign, text, saved=saved)


@router.post("/{slug}/guidelines")
def save_guidelines(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Show what other guidelines would look like and what they change, or let them hold from now on."""
    campaign = led_campaign(visitor, slug, change=True)
    text = normalise_text(field(form, "text")).strip()
    meanwhile = field(form, "version") != str(campaign.guidelines_version)
    if field(form, "action") != "save" or meanwhile:
        return _guidelines_page(request, visitor, campaign, text, shows=True, meanwhile=meanwhile)
    try:
        change_guidelines(visitor.site.db, campaign, text, person_of(visitor))
    except CommunityError as error:
        return _guidelines_page(request, visitor, campaign, text, fault=error.what)
    return RedirectResponse(f"/lead/{slug}/guidelines?saved=1", 303)


def _settings_page(
    request: Request, visitor: Visitor, campaign: Campaign, *, form: FormData | None = None,
    faults: Mapping[str, str] | None = None, saved: str = "",
) -> HTMLResponse:  # fmt: skip
    return render(
        request,
        visitor,
        "lead_settings.html",
        status=400 if faults else 200,
        campaign=campaign,
        changes=may_change(visitor, campaign),
        groups=shown_groups(campaign, form, faults),
        faults=faults or {},
        saved=saved,
    )


def _questions_page(
    request: Request, visitor: Visitor, campaign: Campaign, text: str, *,
    read: tuple[QuestionSettings, ...] | Fault | None = None, refused: bool = False, saved: str = "",
) -> HTMLResponse:  # fmt: skip
    fault = read if isinstance(read, Fault) else None
    shown = campaign.options.questions if read is None or fault else read
    return render(
        request,
        visitor,
        "lead_questions.html",
        status=(409 if refused else 400) if fault else 200,
        campaign=campaign,
        changes=may_change(visitor, campaign),
        text=text,
        fault=fault,
        is_draft=read is not None and not fault,
        changed="questions" in campaign.overrides,
        **_preview(campaign, () if fault and not refused else shown),  # type: ignore[arg-type]  # no fault here
        saved=saved,
    )


def _preview(campaign: Campaign, asked: tuple[QuestionSettings, ...]) -> dict[str, Any]:
    return {"questions": preview(campaign, asked), "faults": {}, "one_tap": True}


def _guidelines_page(
    request: Request, visitor: Visitor, campaign: Campaign, text: str, *, shows: bool = False,
    meanwhile: bool = False, fault: str = "", saved: str = "",
) -> HTMLResponse:  # fmt: skip
    before, _ = visitor.site.guidelines(campaign, visitor.site.locale)
    versions = history(visitor.site.db, campaign)
    return render(
        request,
        visitor,
        "lead_guidelines.html",
        status=400 if fault else 409 if meanwhile else 200,
        campaign=campaign,
        changes=may_change(visitor, campaign),
        text=text,
        shows=shows,
        edited=changes(before, text) if shows else [],
        meanwhile=meanwhile,
        versions=versions[::-1],
        fault=fault,
        saved=saved,
    )
