"""`minga review`: what people judge, who may judge it, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.community import checked_role, chosen_campaigns, open_database
from minga.cli.outcome import Outcome
from minga.cli.review_coverage import register as _add_coverage
from minga.cli.review_exchange import register as _add_exchange
from minga.cli.review_plan import register as _add_plan
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.community import Database
    from minga.community.models import Campaign
    from minga.review import CampaignProgress

__all__ = ["register"]

CAMPAIGN = Annotated[str, typer.Option("--campaign", "-c", help="Short name of one campaign; empty takes all.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        name="review", help="Campaigns: open them, invite people, follow them, apply decisions.", no_args_is_help=True
    )
    for add in (
        _add_open,
        _add_invite,
        _add_progress,
        _add_coverage,
        _add_decide,
        _add_plan,
        _add_simulate,
        _add_exchange,
    ):
        add(group)
    app.add_typer(group)


def _add_open(group: typer.Typer) -> None:
    @verb(group, "open", writes=False)
    def open_(session: Session) -> Outcome:
        """Open a campaign over the curated records and one over each translated benchmark."""
        pipeline = session.pipeline()
        pipeline.campaigns  # noqa: B018 - opens them
        return _progress(pipeline.database, "", "invite people: minga review invite")


def _add_invite(group: typer.Typer) -> None:
    @verb(group, "invite", writes=False)
    def invite(
        session: Session,
        campaign: CAMPAIGN = "",
        role: Annotated[
            str, typer.Option("--role", help="lead, steward, adjudicator, reviewer, donor or guest.")
        ] = "reviewer",
        language: Annotated[list[str] | None, typer.Option("--language", help="Offer these (BCP-47).")] = None,
        contributor: Annotated[str, typer.Option("--contributor", help="Gave texts under this name.")] = "",
        uses: Annotated[int, typer.Option("--uses", min=1, help="How many people it lets in.")] = 1,
        days: Annotated[int, typer.Option("--days", min=1, help="How long it is valid.")] = 30,
        address: Annotated[str, typer.Option("--address", help="Where people reach the application.")] = "",
    ) -> Outcome:
        """Make an invitation: a link to send, and a code to type on a phone. They are shown this once."""
        from datetime import timedelta

        from minga.community.invitations import make_invitation
        from minga.community.tokens import shown_code
        from minga.review import find_campaign

        with open_database(session) as db:
            made = make_invitation(
                db,
                role=checked_role(role),
                campaign=find_campaign(db, campaign) if campaign else None,
                languages=tuple(language or ()),
                contributor=contributor,
                uses=uses,
                valid=timedelta(days=days),
            )
        site = (address or session.project.settings.accounts.address or "http://127.0.0.1:8600").rstrip("/")
        link, code = f"{site}/join/{made.token}", shown_code(made.code)
        whom = f"for {uses} {'person' if uses == 1 else 'people'}, {days} days, as {role}"
        text = f"{link}\nor the code [bold]{code}[/] at {site}/code\n[dim]{whom}[/]"
        data = {"id": made.id, "link": link, "code": code}
        return Outcome(data=data, text=text, next="send it to them; the application runs with: minga serve")


def _add_progress(group: typer.Typer) -> None:
    @verb(group, "progress", writes=False)
    def progress(session: Session, campaign: CAMPAIGN = "") -> Outcome:
        """Show how far each campaign is."""
        with open_database(session) as db:
            return _progress(db, campaign, "apply what was decided: minga review decide")


def _add_decide(group: typer.Typer) -> None:
    @verb(group, "decide")
    def decide(
        session: Session,
        replay: Annotated[
            bool, typer.Option("--replay", help="Make nothing: recompute every decision and compare.")
        ] = False,
    ) -> Outcome:
        """Bring decisions up to date and make the reviewed and validated tables from them."""
        if replay:
            return _replayed(session)
        if not session.dry_run:
            _decide_anew(session)
        return run_one(session, "review")


def _add_simulate(group: typer.Typer) -> None:
    @verb(group, "simulate", writes=False)
    def simulate(
        session: Session,
        campaign: CAMPAIGN = "",
        people: Annotated[int, typer.Option("--people", min=1, max=50, help="How many.")] = 3,
    ) -> Outcome:
        """Let simulated reviewers, labelled as such, work through the campaigns. For trying things out only."""
        from minga.review import play_demo_reviewers

        with open_database(session) as db:
            locale = session.project.settings.project.locale
            answers = sum(
                play_demo_reviewers(db, one, people, locale=locale)
                for one in chosen_campaigns(db, campaign)
                if one.open
            )
            outcome = _progress(db, campaign, "apply what was decided: minga review decide")
        outcome.data["answers"] = answers
        return outcome


def _decide_anew(session: Session) -> None:
    from minga.review import decide, list_campaigns

    with open_database(session) as db:
        for campaign in list_campaigns(db):
            decide(db, campaign)


def _replayed(session: Session) -> Outcome:
    from minga.review import current_decisions
    from minga.review import replay as recompute

    outcome, same = Outcome(), 0
    with open_database(session) as db:
        for campaign in chosen_campaigns(db, ""):
            stored, drawn = current_decisions(db, campaign, closed=False), recompute(db, campaign)
            for record in sorted(stored.keys() | drawn.keys()):
                if stored.get(record) == drawn.get(record):
                    same += 1
                else:
                    outcome.left_out.append(f"{campaign.slug}: the decision on {record} is not what its responses say")
    outcome.data["same"] = same
    outcome.text = f"{same:,} decisions follow from the responses as they are stored"
    if outcome.left_out:
        outcome.next = "bring them up to date: minga review decide"
    return outcome


def _progress(db: Database, slug: str, following: str) -> Outcome:
    from minga.review import campaign_progress
    from minga.review.verdicts import verdict_counts

    found = [(campaign, campaign_progress(db, campaign)) for campaign in chosen_campaigns(db, slug)]
    rows = [
        {
            "campaign": campaign.slug,
            "kind": campaign.kind,
            "items": progress.items,
            "open": progress.open,
            "decided": progress.decided,
            "disputed": progress.disputed,
            "answers": progress.answers,
            "people": progress.people,
            "outcomes": progress.outcomes,
            "verdicts": verdict_counts(db, campaign),
        }
        for campaign, progress in found
    ]
    return Outcome(data={"campaigns": rows}, text=_table(found), next=following)


def _table(found: list[tuple[Campaign, CampaignProgress]]) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("campaign", "items", "open", "decided", "disputed", "answers", "people"):
        table.add_column(name, justify="left" if name == "campaign" else "right")
    for campaign, progress in found:
        counts = (progress.items, progress.open, progress.decided, progress.disputed, progress.answers, progress.people)
        table.add_row(campaign.slug, *(f"{count:,}" for count in counts))
    return table
