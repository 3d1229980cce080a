"""`minga review coverage` and `minga review widen`: whether each variety has people, and a way out where it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.community import chosen_campaigns, open_database
from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.community.models import Campaign
    from minga.review import VarietyCoverage

__all__ = ["register"]

CAMPAIGN = Annotated[str, typer.Option("--campaign", "-c", help="Short name of one campaign; empty takes all.")]


def register(group: typer.Typer) -> None:
    """Add the commands to the group `review`."""

    @verb(group, "coverage", writes=False)
    def coverage(session: Session, campaign: CAMPAIGN = "") -> Outcome:
        """Show for each variety what waits and how many active people could judge it."""
        from minga.review import coverage as covered

        with open_database(session) as db:
            found = [(one, covered(db, one)) for one in chosen_campaigns(db, campaign) if one.open]
        rows = [(one, row) for one, rows in found for row in rows]
        short = next((row for _, row in rows if row.short), None)
        following = "" if short is None else _advice(short)
        return Outcome(data={"coverage": [_as_data(*row) for row in rows]}, text=_table(rows), next=following)

    @verb(group, "widen", writes=False)
    def widen(
        session: Session,
        campaign: Annotated[str, typer.Argument(help="Short name of the campaign.")],
        language: Annotated[str, typer.Argument(help="The variety (BCP-47), as `coverage` shows it.")],
        back: Annotated[bool, typer.Option("--back", help="Take it back.")] = False,
    ) -> Outcome:
        """Let people who speak another variety of the same language judge the texts of one variety."""
        from minga.review import find_campaign
        from minga.review import widen as open_to_others

        with open_database(session) as db:
            count = open_to_others(db, find_campaign(db, campaign), language, None, widened=not back)
        text = f"{count:,} items in {language} {'are for its speakers alone again' if back else 'are for all speakers'}"
        return Outcome(data={"items": count}, text=text, next="see who is there: minga review coverage")


def _advice(row: VarietyCoverage) -> str:
    if row.neighbours:
        return (
            f"invite people who speak {row.language}, or open it to others: minga review widen CAMPAIGN {row.language}"
        )
    return f"invite people who speak {row.language}: minga review invite --language {row.language}"


def _as_data(campaign: Campaign, row: VarietyCoverage) -> dict[str, Any]:
    from dataclasses import asdict

    return {"campaign": campaign.slug, **asdict(row), "short": row.short}


def _table(rows: list[tuple[Campaign, VarietyCoverage]]) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("campaign", "variety", "waiting", "widened", "people", "active", "other varieties", ""):
        table.add_column(name, justify="left" if name in {"campaign", "variety", ""} else "right")
    for campaign, row in rows:
        counts = (row.waiting, row.widened, row.people, row.active, row.neighbours)
        note = "[yellow]too few people[/]" if row.short else ""
        table.add_row(campaign.slug, row.language, *(f"{count:,}" for count in counts), note)
    return table
