"""`minga review plan`: how many people a campaign needs, or how long it takes with those who are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.community import open_database, real_work
from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from minga.review.planning import Interval, Plan
    from minga.review.simulation import Community, Rules

    Observed = tuple[NDArray[np.int64], NDArray[np.float64]]

__all__ = ["make_plan", "register"]


def register(group: typer.Typer) -> None:
    """Add the command to the group `review`."""

    @verb(group, "plan", writes=False)
    def plan(
        session: Session,
        items: Annotated[int, typer.Option("--items", min=1, help="Items to decide.")] = 2000,
        days: Annotated[float, typer.Option("--days", min=1, help="Days that there are.")] = 21,
        people: Annotated[int, typer.Option("--people", min=0, help="How long for so many? 0: how many?")] = 0,
        accuracy: Annotated[
            float, typer.Option("--accuracy", help="How often a person is right on an easy item; 0: the default.")
        ] = 0,
        overlap: Annotated[
            str, typer.Option("--overlap", help="Opinions an item: 3, or 1-4. Default: minga.toml.")
        ] = "",
        seeds: Annotated[int, typer.Option("--seeds", min=2, help="Campaigns to play.")] = 10,
    ) -> Outcome:
        """Play the campaign with simulated people: how many for 2,000 items in three weeks?

        The people are those of this project where it has enough answers, otherwise those of published projects.
        """
        observed = _observed(session)
        return make_plan(
            session, items, days, people=people, accuracy=accuracy, overlap=overlap, seeds=seeds, observed=observed
        )


def make_plan(
    session: Session,
    items: int,
    days: float,
    *,
    people: int = 0,
    accuracy: float = 0.0,
    overlap: str = "",
    seeds: int = 10,
    observed: Observed | None = None,
) -> Outcome:
    """The command itself; `observed` are a project's answers of each person and seconds of each answer."""
    from minga.review.planning import days_needed, observed_community, people_needed

    community = observed_community(*observed) if observed else None
    source = "published" if community is None else "observed"
    community = _with_accuracy(community, accuracy)
    rules = _rules(session, items, days, overlap)
    with session.progress("playing", seeds, "campaigns") as advance:
        found = (
            days_needed(community, rules, people, seeds=seeds, advance=advance)
            if people
            else people_needed(community, rules, seeds=seeds, advance=advance)
        )
    data = {"community": source, "overlap": [rules.overlap.minimum, rules.overlap.maximum], "decide": rules.decide}
    return Outcome(data=data | _data(found, days), text=_text(found, rules, source), next=_next(found, people))


def _with_accuracy(community: Community | None, accuracy: float) -> Community:
    from dataclasses import replace

    from minga.review.simulation import Community

    community = community or Community()
    return replace(community, easy_accuracy=accuracy) if accuracy else community


def _rules(session: Session, items: int, days: float, overlap: str) -> Rules:
    from minga.errors import UsageError
    from minga.review.overlap import OverlapPolicy
    from minga.review.simulation import Rules

    target = OverlapPolicy().target
    if overlap:
        low, _, high = overlap.partition("-")
        if not (low.isdecimal() and (high or low).isdecimal()):
            raise UsageError(f"--overlap {overlap} is neither a number nor two", hint="for example 3, or 1-4")
        policy = OverlapPolicy(int(low), int(high or low), target)
    else:
        policy = _policy_of_project(session)
    decide: Any = "majority" if policy.maximum == policy.minimum else "dawid-skene"
    return Rules(items=items, days=days, overlap=policy, decide=decide)


def _policy_of_project(session: Session) -> Any:
    """What `[review]` says; without a project what a new one would have."""
    from minga.errors import ProjectError
    from minga.review.overlap import OverlapPolicy
    from minga.settings import ReviewSettings

    try:
        review = session.project.settings.review
    except ProjectError:
        review = ReviewSettings()
    return OverlapPolicy(review.overlap, review.most, review.confidence)


def _observed(session: Session) -> Observed | None:
    """The project's own activity and pace; None where there is no project or nobody has answered."""
    import numpy as np

    from minga.errors import ProjectError

    try:
        db = open_database(session)
    except ProjectError:
        return None
    from sqlalchemy import func, select

    from minga.community.models import Person, Response

    with db, db.reading() as reading:
        joined = select(Response).join(Person, Person.id == Response.person_id).where(*real_work()).subquery()
        answers = reading.scalars(select(func.count()).select_from(joined).group_by(joined.c.person_id)).all()
        seconds = reading.scalars(select(joined.c.seconds).where(joined.c.seconds.is_not(None))).all()
    return (np.array(answers, dtype=np.int64), np.array(seconds, dtype=np.float64)) if answers else None


def _data(plan: Plan, days: float) -> dict[str, Any]:
    return {
        "items": plan.items,
        "days_available": days,
        "people": _numbers(plan.people),
        "days": _numbers(plan.days),
        "in_time": plan.in_time,
        "answers_per_item": _numbers(plan.answers_per_item),
        "top10_share": _numbers(plan.top_share),
        "seeds": plan.seeds,
    }


def _numbers(interval: Interval) -> dict[str, float | None]:
    """JSON has no infinity: a campaign that is never done has no number of days."""
    import math

    values = {"middle": interval.middle, "low": interval.low, "high": interval.high}
    return {name: round(value, 3) if math.isfinite(value) else None for name, value in values.items()}


def _text(plan: Plan, rules: Rules, source: str) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(f"{plan.items:,} items")
    for name in ("half of the campaigns", "eight of ten"):
        table.add_column(name, justify="right")
    for name, one, digits in (
        ("people", plan.people, 0),
        ("days", plan.days, 0),
        ("answers an item", plan.answers_per_item, 2),
        ("share of the busiest tenth", plan.top_share, 2),
    ):
        table.add_row(name, _number(one.middle, digits), f"{_number(one.low, digits)} to {_number(one.high, digits)}")
    policy = rules.overlap
    asked = f"{policy.minimum}" if rules.decide == "majority" else f"{policy.minimum} to {policy.maximum}"
    table.caption = (
        f"{plan.seeds} simulated campaigns, {asked} opinions an item; people as "
        + ("in this project so far" if source == "observed" else "in published projects")
        + f"; {plan.in_time:.0%} done within {rules.days:g} days"
    )
    table.caption_justify = "left"
    return table


def _number(value: float, digits: int) -> str:
    return "never" if value == float("inf") else f"{value:,.{digits}f}"


def _next(plan: Plan, people: int) -> str:
    if not people:
        return f"have {plan.people.high:,.0f} people past the entry test; many more must register: minga review invite"
    return "" if plan.in_time >= 0.9 else f"ask how many it takes: minga review plan --items {plan.items}"
