"""`minga report`: who is in the data, who did the work, what it cost, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.report import Expense, Loss, Participation, Representation

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "report", writes=False)
    def report(session: Session) -> Outcome:
        """Show how varieties, countries and people are represented, what models cost, and what was dropped and why."""
        from dataclasses import replace

        from minga.errors import NothingToDo
        from minga.report import expenses, losses, participation, representation

        pipeline = replace(session, dry_run=True).pipeline()
        workspace = pipeline.workspace
        newest = next((t for t in map(workspace.latest, ("reviewed", "curated")) if t and t.rows), None)
        if newest is None:
            raise NothingToDo("there are no records yet", hint="run: minga run")
        tables = [table for table in map(workspace.latest, workspace.names()) if table]
        who = representation(newest, session.project.settings.varieties)
        work = participation(pipeline.database)
        spent = expenses(tables)
        left = losses(tables)
        return Outcome(
            data={
                "table": newest.name,
                "representation": who.model_dump(),
                "participation": work.model_dump(),
                "expenses": [expense.model_dump() for expense in spent],
                "losses": [loss.model_dump() for loss in left],
            },
            text=_page(newest.name, who, work, spent, left),
            next=f"records are missing altogether for: {', '.join(who.absent)}" if who.absent else "",
        )


def _page(name: str, who: Representation, work: Participation, spent: list[Expense], left: list[Loss]) -> Any:
    from rich.console import Group

    varieties = [
        (v.tag, f"{v.records:,}", f"{v.goal:,}", f"{v.speakers:,}", "–" if v.ratio is None else f"{v.ratio:.2f}")
        for v in who.varieties
    ]
    counts = [
        (label, ", ".join(f"{plain(key) or '(none)'} {count:,}" for key, count in values.items()))
        for label, values in (("countries", who.countries), ("domains", who.domains), ("origins", who.origins))
    ]
    return Group(
        _table(f"{who.records:,} records in {name}", ("variety", "records", "goal", "speakers", "ratio"), varieties),
        "",
        _table("", ("", ""), counts),
        "",
        f"[bold]people[/]  {work.active} active of {work.people}, {work.answers:,} answers "
        f"({work.simulated:,} simulated), Gini {work.gini:.2f}, top tenth {work.top_tenth:.0%}, "
        f"effective {work.effective:.1f}",
        f"[bold]models[/]  {_spent(spent)}",
        "",
        _table("dropped", ("table", "reason", "units", ""), [
            (loss.table, loss.reason, f"{loss.units:,}", f"{loss.share:.1%}") for loss in left
        ]),
    )  # fmt: skip


def _spent(spent: Sequence[Expense]) -> str:
    tables = (
        f"{plain(each.table)} {each.tokens_in:,} tokens read, {each.tokens_out:,} written, {_dollars(each.cost_usd)}"
        for each in spent
    )
    return "; ".join(tables) or "none was asked"


def _dollars(cost: float) -> str:
    return f"${cost:,.2f}" if not cost or cost >= 1 else f"${cost:.4f}"


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Any:
    from rich.table import Table

    table = Table(
        title=title or None, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim"
    )
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    return table
