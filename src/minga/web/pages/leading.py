"""What the lead of a campaign sees of it: how far it is, who takes part, how far people agree."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community import Database
from minga.community.models import Campaign
from minga.errors import CommunityError, TableError
from minga.pipeline import Pipeline
from minga.review import set_open
from minga.review.agreement import Agreement
from minga.review.at_risk import people_at_risk
from minga.review.campaign_agreement import (
    CampaignAgreement,
    Grouping,
    agreement_in_groups,
    campaign_agreement,
)
from minga.review.coverage import widen
from minga.review.edit_figures import edit_figures
from minga.review.figures import concentration, due, item_counts, varieties
from minga.review.funnel import funnel
from minga.review.item_history import items_by_number
from minga.review.kept_figures import kept_figures
from minga.review.pace import pace_figures
from minga.review.verdicts import verdict_counts
from minga.steps import goals
from minga.web.agreement_plot import draw_agreement, group_label
from minga.web.leading import led_campaign, may_change
from minga.web.pages.public import Goal
from minga.web.rendering import render
from minga.web.site import Site
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, field, person_of

__all__ = ["agreement_page", "dashboard", "open_or_close", "router", "widen_variety"]

router = APIRouter(include_in_schema=False, prefix="/lead")

Done = Literal["", "widened", "narrowed", "opened", "closed", "made"]


@router.get("/{slug}")
def dashboard(request: Request, visitor: SignedInVisitor, slug: str, done: Done = "") -> HTMLResponse:
    """A campaign at a glance."""
    campaign = led_campaign(visitor, slug)
    return _dashboard(request, visitor, campaign, done=done)


@router.get("/{slug}/agreement")
def agreement_page(
    request: Request, visitor: SignedInVisitor, slug: str, question: str = "", by: Grouping = "language"
) -> HTMLResponse:
    """How far people agree on one question, in groups; and the items and sections that they disagree about."""
    db, campaign = visitor.site.db, led_campaign(visitor, slug)
    found = campaign_agreement(db, campaign)
    known = [one.name for one in found.questions]
    chosen = question if question in known else known[0] if known else ""
    groups = agreement_in_groups(db, campaign, chosen, by)
    return render(
        request,
        visitor,
        "lead_agreement.html",
        campaign=campaign,
        found=found,
        chosen=next((one for one in found.questions if one.name == chosen), None),
        by=by,
        groups=groups,
        group_label=partial(group_label, locale=visitor.locale),
        plot=_plot(visitor, campaign, chosen, by, groups),
        records=_records(db, found),
        edits=edit_figures(db, campaign),
    )


@router.post("/{slug}/widen")
def widen_variety(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Let people of other varieties judge the items of one, or take that back."""
    campaign = led_campaign(visitor, slug, change=True)
    wide = field(form, "wide") == "1"
    try:
        widen(visitor.site.db, campaign, field(form, "language"), person_of(visitor), widened=wide)
    except CommunityError as error:
        return _dashboard(request, visitor, campaign, fault=error.what)
    return RedirectResponse(f"/lead/{slug}?done={'widened' if wide else 'narrowed'}", 303)


@router.post("/{slug}/open")
def open_or_close(visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Close a campaign, or open it again."""
    campaign, is_open = led_campaign(visitor, slug, change=True), field(form, "open") == "1"
    set_open(visitor.site.db, campaign, is_open, person_of(visitor))
    return RedirectResponse(f"/lead/{slug}?done={'opened' if is_open else 'closed'}", 303)


def _dashboard(
    request: Request, visitor: Visitor, campaign: Campaign, *, done: str = "", fault: str = ""
) -> HTMLResponse:
    db = visitor.site.db
    agreement = campaign_agreement(db, campaign)
    return render(
        request,
        visitor,
        "lead_campaign.html",
        status=400 if fault else 200,
        campaign=campaign,
        changes=may_change(visitor, campaign),
        counts=item_counts(db, campaign),
        due=due(db, campaign),
        pace=pace_figures(db, campaign),
        funnel=funnel(db, campaign),
        varieties=varieties(db, campaign),
        goals=_goals(visitor.site, campaign),
        evenness=concentration(db, campaign),
        tiring=people_at_risk(db, campaign),
        agreement=agreement,
        records=_records(db, agreement),
        verdicts=verdict_counts(db, campaign),
        foreseen=_foreseen(visitor.site, campaign),
        done=done,
        fault=fault,
    )


def _foreseen(site: Site, campaign: Campaign) -> Mapping[str, Any] | None:
    """How well it is foreseen which translations people change, from the newest table `risk`; None before there is one.

    `default` for the linter alone and `learnt` for what people decided: see `minga.translate.risk.Calibration`.
    """
    if campaign.kind != "validate-translation":
        return None
    with contextlib.suppress(TableError):
        risk = site.workspace.latest("risk")
        found: Mapping[str, Mapping[str, Any]] = risk.manifest.notes.get("calibration", {}) if risk else {}
        return found.get(campaign.options.over)
    return None


def _goals(site: Site, campaign: Campaign) -> list[Goal]:
    """The project's goals, in a campaign over records that count towards them."""
    if campaign.kind not in {"review-instruction", "write-instruction"}:
        return []
    return [Goal(*goal) for goal in goals(Pipeline(site.project, site.workspace)) if goal[2]]


def _records(db: Database, found: CampaignAgreement) -> Mapping[int, tuple[str, str, str]]:
    """Id, language and first words of the items that people disagree about."""
    return items_by_number(db, [one.item_id for one in found.items])


def _plot(visitor: Visitor, campaign: Campaign, name: str, by: Grouping, groups: Mapping[str, Agreement]) -> str:
    key = f"agreement {name} by {by} in {visitor.locale}"
    return kept_figures(
        visitor.site.db, campaign, key, lambda: draw_agreement(groups, name, by, visitor.locale) if groups else ""
    )
