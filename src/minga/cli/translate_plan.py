"""`minga translate plan`: which items to validate first, and how exact the benchmark's score will be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.outcome import Made, Outcome
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.tables import Table
    from minga.translate.planning import ItemScores, Pace, Plan

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the command to the group `translate`."""

    @verb(group, "plan")
    def plan(
        session: Session,
        benchmark: Annotated[str, typer.Argument(help="Its name in minga.toml.")],
        to: Annotated[str, typer.Option("--to", help="Into which of its languages it was translated.")],
        hours: Annotated[float, typer.Option("--hours", min=0.1, help="Hours that each person has.")] = 10,
        people: Annotated[int, typer.Option("--people", min=1, help="People who validate.")] = 5,
        per_item: Annotated[
            float, typer.Option("--per-item", min=0, help="Seconds an item; 0: from its length, risk and your answers.")
        ] = 0,
        opinions: Annotated[
            float, typer.Option("--opinions", min=0, help="Answers an item needs; 0: the overlap in minga.toml.")
        ] = 0,
        goal: Annotated[
            float, typer.Option("--goal", min=0.0001, max=0.5, help="Half width wanted: 0.01 is one point of 100.")
        ] = 0.01,
        models: Annotated[
            list[str] | None,
            typer.Option("--models", help="Evaluate these on the versions first; without, use what was evaluated."),
        ] = None,
        scores: Annotated[
            Path | None, typer.Option("--scores", help="CSV with item, model, machine and validated scores, instead.")
        ] = None,
        redraw: Annotated[
            bool,
            typer.Option("--redraw", help="Draw what nobody has reached anew, by what the verdicts so far taught."),
        ] = False,
    ) -> Outcome:
        """Plan which items to validate first, so that few hours say most about the whole benchmark's score.

        The order is a risk-weighted draw; review campaigns over the translation follow it. What models
        answer on the source and on the machine's version makes it, and the estimate, more exact.
        """
        from minga.translate.planning import PlanOptions, make_plan

        table = _translated(session, benchmark, to)
        options = PlanOptions(
            hours=hours, people=people, opinions=opinions or max(1, session.project.settings.review.overlap),
            goal=goal, seed=session.project.settings.project.seed, redraw=redraw,
        )  # fmt: skip
        known, left_out = _scores(session, table, benchmark, to, scores, models or [])
        found = make_plan(
            table,
            options,
            session.pipeline().workspace,
            scores=known,
            pace=_pace(session, table, per_item),
        )
        return Outcome(
            made=[Made(found.table.name, str(found.table.path), found.table.state, found.items)],
            data=_data(found, options),
            text=_text(found, options),
            next=_next(found, options, benchmark),
            left_out=left_out,
        )


def _translated(session: Session, benchmark: str, to: str) -> Table:
    from minga.errors import NothingToDo

    name = f"translated/{benchmark}-{to}"
    table = session.pipeline().workspace.latest(name)
    if table is None:
        there = [one for one in session.pipeline().workspace.names() if one.startswith("translated/")]
        hint = f"there are: {', '.join(there)}" if there else "translate it first: minga translate"
        raise NothingToDo(f"there is no table {name}", hint=hint)
    return table


def _scores(
    session: Session, table: Table, benchmark: str, to: str, path: Path | None, models: list[str]
) -> tuple[ItemScores | None, list[str]]:
    """From the file, or from evaluations of the benchmark's versions; and what failed."""
    from minga.errors import UsageError
    from minga.experiment import scores_for_plan
    from minga.translate.planning import read_scores

    if path is not None and models:
        raise UsageError("--scores takes the place of what --models answer", hint="give one of the two")
    if path is None:
        return scores_for_plan(session.pipeline(), benchmark, to, models)
    ids = table.read(["id", "source_item"]).to_pylist()
    return read_scores(path, {row["id"]: row["source_item"] for row in ids}), []


def _pace(session: Session, table: Table, per_item: float) -> Pace:
    from minga.translate.planning import Pace, observed_pace

    if per_item:
        return Pace(per_item, 0.0, 0.0)
    answers = _answers(session, table)
    return Pace() if answers is None else observed_pace(*answers)


def _answers(session: Session, table: Table) -> Any:
    """Words, risk and seconds of the answers that real people gave on this table; None without any."""
    import numpy as np
    from sqlalchemy import select

    from minga.cli.community import real_work
    from minga.community import Database
    from minga.community.models import Campaign, Item, Person, Response
    from minga.records import BenchmarkItem
    from minga.translate.planning import words_of

    query = (
        select(Item.payload, Response.seconds)
        .join(Item, Item.id == Response.item_id)
        .join(Person, Person.id == Response.person_id)
        .join(Campaign, Campaign.id == Item.campaign_id)
        .where(Campaign.table_name == table.name, *real_work(), Response.seconds.is_not(None))
    )
    with Database.to_read(session.project.database_url) as db, db.reading() as reading:
        rows = [
            (BenchmarkItem.model_validate(payload["record"]), seconds) for payload, seconds in reading.execute(query)
        ]
    if not rows:
        return None
    return (
        np.array([words_of(item) for item, _ in rows], dtype=np.float64),
        np.array([item.risk for item, _ in rows]),
        np.array([seconds for _, seconds in rows], dtype=np.float64),
    )


def _data(plan: Plan, options: Any) -> dict[str, Any]:
    widths = {"planned": plan.width, "random_helped": plan.width_random_helped, "random": plan.width_random}
    needed = {
        "planned": plan.items_for_goal,
        "random_helped": plan.items_for_goal_random_helped,
        "random": plan.items_for_goal_random,
    }
    return {
        "items": plan.items,
        "done": plan.done,
        "affordable": plan.affordable,
        "hours_for_all": round(plan.hours_for_all, 2),
        "half_width": {name: _finite(value) for name, value in widths.items()},
        "goal": options.goal,
        "items_for_goal": needed,
        "assumed": plan.assumed,
        "first": list(plan.first),
        "estimates": {
            model: {"value": round(one.value, 5), "low": round(one.low, 5), "high": round(one.high, 5)}
            for model, one in plan.estimates.items()
        },
    }


def _finite(value: float) -> float | None:
    """JSON has no infinity: without an item there is no interval."""
    import math

    return round(value, 5) if math.isfinite(value) else None


def _text(plan: Plan, options: Any) -> Any:
    from rich.console import Group
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(f"{plan.affordable:,} of {plan.items:,} items")
    for column in ("interval, points", f"items for ±{100 * options.goal:g}"):
        table.add_column(column, justify="right")
    for name, width, needed in (
        ("this plan", plan.width, plan.items_for_goal),
        ("random order, same estimate", plan.width_random_helped, plan.items_for_goal_random_helped),
        ("random order, plain mean", plan.width_random, plan.items_for_goal_random),
    ):
        table.add_row(name, f"±{100 * width:.1f}", f"{needed:,}")
    spent = (
        f"{options.people} people with {options.hours:g} h each, {options.opinions:g} answers an item; "
        f"all that is left takes {plan.hours_for_all:,.1f} h"
    )
    parts: list[Any] = [table, f"[dim]{spent}[/]"]
    if plan.assumed:
        parts.append("[dim]no model has answered: usual rates of change are assumed (--models)[/]")
    parts += [
        f"{model}: {100 * one.value:.1f} ({100 * one.low:.1f} to {100 * one.high:.1f}) after {one.validated:,} items"
        for model, one in plan.estimates.items()
    ]
    return Group(*parts)


def _next(plan: Plan, options: Any, benchmark: str) -> str:
    if plan.affordable < plan.items_for_goal:
        return f"±{100 * options.goal:g} points need {plan.items_for_goal:,} items: more hours, or a wider --goal"
    return f"put the items into this order for reviewers: minga review open, then minga serve ({benchmark})"
