"""What a lead takes out of a campaign."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from minga.web.lead_exports import EXPORTS, send_export
from minga.web.leading import led_campaign, may_change
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, person_of

__all__ = ["download", "exports", "router"]

router = APIRouter(include_in_schema=False, prefix="/lead")


@router.get("/{slug}/exports")
def exports(request: Request, visitor: SignedInVisitor, slug: str) -> HTMLResponse:
    """What there is to download."""
    campaign = led_campaign(visitor, slug)
    return render(
        request, visitor, "lead_exports.html", campaign=campaign, exports=EXPORTS, changes=may_change(visitor, campaign)
    )


@router.post("/{slug}/exports/{name}")
def download(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str, name: str) -> Response:
    """One file, made now."""
    campaign = led_campaign(visitor, slug, change=True)
    return send_export(request, visitor.site, campaign, name, person_of(visitor))
