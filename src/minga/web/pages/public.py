"""What everybody may see: the home page, what this is, and who works on it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import HTMLResponse

from minga.community import Database
from minga.community.models import Campaign, Person, Response
from minga.pipeline import Pipeline
from minga.review import CampaignProgress, campaign_progress, list_campaigns
from minga.steps import goals
from minga.web.rendering import render
from minga.web.site import Site
from minga.web.visitors import VisitorHere

__all__ = ["Contributor", "Goal", "about", "home", "router"]

router = APIRouter(include_in_schema=False)

_MAX_NAMES = 200


@dataclass(frozen=True)
class Goal:
    """How much of a variety there is, and how much is wanted."""

    tag: str
    records: int
    wanted: int


@dataclass(frozen=True)
class Contributor:
    """A public name, and the number of items that its bearer answered."""

    name: str
    answers: int
    simulated: bool


@router.get("/")
def home(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """The project, its goals, its campaigns and its people."""
    site = visitor.site
    campaigns = [(campaign, campaign_progress(site.db, campaign)) for campaign in list_campaigns(site.db)]
    return render(
        request,
        visitor,
        "home.html",
        goals=_goals(site),
        campaigns=campaigns,
        contributors=_contributors(site.db),
        totals=_totals(site, campaigns),
        has_leaderboard=site.workspace.latest("leaderboard") is not None,
    )


@router.get("/about")
def about(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """What minga is, and what becomes of what people write here."""
    text, _ = visitor.site.consent(visitor.locale)
    return render(request, visitor, "about.html", consent=text)


def _goals(site: Site) -> list[Goal]:
    return [Goal(*goal) for goal in goals(Pipeline(site.project, site.workspace))]


def _totals(site: Site, campaigns: list[tuple[Campaign, CampaignProgress]]) -> dict[str, int]:
    latest = (site.workspace.latest(name) for name in ("reviewed", "curated"))
    newest = next((table for table in latest if table and table.rows), None)
    return {
        "records": newest.rows if newest else 0,
        "answers": sum(progress.answers for _, progress in campaigns),
        "decided": sum(progress.decided for _, progress in campaigns),
    }


def _contributors(db: Database) -> list[Contributor]:
    """Those who answered and chose a name, the busiest first."""
    answers = func.count(func.distinct(Response.item_id))
    query = (
        select(Person.name, answers, Person.simulated)
        .join(Response, Response.person_id == Person.id)
        .where(Person.naming != "none", Person.name != "", Person.withdrawn_at.is_(None))
        .group_by(Person.id)
        .order_by(answers.desc(), Person.id)
        .limit(_MAX_NAMES)
    )
    with db.reading() as session:
        return [Contributor(*row) for row in session.execute(query)]
