"""What a lead sees of the whole project: her campaigns and what they want, a new one, the log, who takes part."""

from __future__ import annotations

from typing import Any, get_args

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.audit import recent
from minga.community.demographics import LEAST, QUESTIONS, summary
from minga.errors import CommunityError, InputError, SettingError
from minga.review.figures import due, item_counts
from minga.review.making_campaigns import MAX_UPLOAD, make_campaign, tables_for, uploaded_items
from minga.settings import CampaignSettings
from minga.settings.review import CampaignKind
from minga.web.campaign_form import explain_fault
from minga.web.lead_forms import UploadedForm, uploaded
from minga.web.leading import led_campaigns, project_lead
from minga.web.question_form import Fault, questions_from_toml
from minga.web.rendering import render
from minga.web.visitors import SignedInVisitor, Visitor, field, person_of

__all__ = ["audit_log", "demographics", "lead_home", "make", "new_campaign", "router"]

router = APIRouter(include_in_schema=False, prefix="/lead")

_ACTS = 50
_EXAMPLES = """\
[[questions]]
name = "cultural"
type = "label"
title = "…?"
options = ["yes", "no", "unsure"]
labels = { yes = "…", no = "…", unsure = "…" }
"""


@router.get("")
def lead_home(request: Request, visitor: SignedInVisitor) -> HTMLResponse:
    """The campaigns that one leads, and what wants a decision today."""
    db = visitor.site.db
    led = [(one, item_counts(db, one), due(db, one)) for one in led_campaigns(visitor)]
    led.sort(key=lambda row: (not row[0].open, not row[2].anything, row[0].title.casefold()))
    everywhere = person_of(visitor).has_role("lead")
    oversees = person_of(visitor).has_role("lead", "steward")
    return render(request, visitor, "lead_home.html", led=led, everywhere=everywhere, oversees=oversees)


@router.get("/new")
def new_campaign(request: Request, visitor: SignedInVisitor, kind: str = "") -> HTMLResponse:
    """First the kind, then the rest."""
    project_lead(visitor)
    chosen = kind if kind in get_args(CampaignKind) else ""
    return _new_page(request, visitor, chosen, FormData())


@router.post("/new")
def make(request: Request, visitor: SignedInVisitor, form: UploadedForm) -> Response:
    """Open a campaign."""
    kind, upload = field(form, "kind"), uploaded(form, "file")
    if kind not in get_args(CampaignKind):
        return _new_page(request, visitor, "", form)
    settings = _settings(form, kind, bool(upload))
    if isinstance(settings, str):
        return _new_page(request, visitor, kind, form, fault=settings)
    try:
        made = make_campaign(visitor.site.project, visitor.site.db, settings, person_of(visitor), upload=upload)
    except (CommunityError, InputError, SettingError) as error:
        where = f"{error.where}: " if isinstance(error, InputError) and error.where else ""
        return _new_page(request, visitor, kind, form, fault=where + error.what)
    return RedirectResponse(f"/lead/{made.campaign.slug}?done=made", 303)


@router.get("/audit")
def audit_log(request: Request, visitor: SignedInVisitor, before: int | None = None) -> HTMLResponse:
    """Who did what to what, the newest first."""
    project_lead(visitor, "steward")
    acts = recent(visitor.site.db, _ACTS + 1, before)
    more = acts[_ACTS - 1].id if len(acts) > _ACTS else None
    return render(request, visitor, "lead_audit.html", acts=acts[:_ACTS], more=more, first=before is None)


@router.get("/demographics")
def demographics(request: Request, visitor: SignedInVisitor) -> HTMLResponse:
    """What people told about themselves, in groups of ten or more."""
    project_lead(visitor, "steward")
    summaries = [summary(visitor.site.db, question) for question in QUESTIONS]
    return render(request, visitor, "lead_demographics.html", summaries=summaries, least=LEAST)


def _settings(form: FormData, kind: str, has_file: bool) -> CampaignSettings | str:
    """What the form asks for; else what is wrong with it."""
    name, over = field(form, "name").strip(), "" if has_file else field(form, "over")
    values: dict[str, Any] = {
        "name": name, "kind": kind, "title": field(form, "title").strip(),
        "description": field(form, "description").strip(), "over": over,
        "items": uploaded_items(name) if has_file else "",
        "languages": field(form, "languages").replace(",", " ").split(),
    }  # fmt: skip
    try:
        # questions are checked by themselves, so that their faults have lines
        bare = CampaignSettings.model_validate({**values, "questions": [_SOME_QUESTION]})
        asked = questions_from_toml(field(form, "questions").replace("\r\n", "\n"), bare)
        if isinstance(asked, Fault):
            return f"{asked.line}: {asked.what}" if asked.line else asked.what
        return CampaignSettings.model_validate({**values, "questions": asked})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        message, limits = explain_fault(fault)
        where = ".".join(str(part) for part in fault["loc"])
        return (f"{where}: " if where else "") + message % limits


_SOME_QUESTION = {"name": "x", "type": "text", "title": "x"}


def _new_page(request: Request, visitor: Visitor, kind: str, form: FormData, *, fault: str = "") -> HTMLResponse:
    return render(
        request,
        visitor,
        "lead_new.html",
        status=400 if fault else 200,
        kind=kind,
        kinds=get_args(CampaignKind),
        tables=tables_for(visitor.site.project, kind) if kind else [],
        form=form,
        example=_EXAMPLES if kind in {"label", "survey"} else "",
        most=MAX_UPLOAD // (1024 * 1024),
        fault=fault,
    )
