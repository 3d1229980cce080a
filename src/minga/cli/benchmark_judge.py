"""`minga benchmark judge`: answers to open prompts, compared by a language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import made_of
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.evaluate.judge import Judgement

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the command to the group `benchmark`."""

    @verb(group, "judge")
    def judge(
        session: Session,
        benchmarks: Annotated[
            list[str] | None, typer.Argument(help="Benchmarks of minga.toml whose items are prompts; all of them.")
        ] = None,
        models: Annotated[
            list[str] | None,
            typer.Option(
                "--models", help="Endpoint, `embedded` or .gguf file; may be repeated. Without: [judge] models."
            ),
        ] = None,
        judged_by: Annotated[str, typer.Option("--judge", help="Endpoint that judges; empty: [judge] endpoint.")] = "",
        reference: Annotated[
            str,
            typer.Option("--reference", help="The model that the others are compared with; empty: [judge] reference."),
        ] = "",
    ) -> Outcome:
        """Let models answer open prompts, and a judge compare the answers; measure what the judge goes by."""
        from minga.judging import judge_benchmarks

        stated: dict[str, Any] = {"models": tuple(models or ()), "endpoint": judged_by, "reference": reference}
        stated = {key: value for key, value in stated.items() if value}
        if models and not reference:
            stated["reference"] = ""
        settings = session.project.settings.judge.model_copy(update=stated)
        return _outcome(session, judge_benchmarks(session.pipeline(), benchmarks or [], settings))


def _outcome(session: Session, judgements: Sequence[Judgement]) -> Outcome:
    numbers = [judgement.numbers for judgement in judgements if judgement.numbers]
    for each in numbers:
        session.out.print(_table(each), _measures(each))
    return Outcome(
        made=[
            made_of(artifact, session)
            for judgement in judgements
            for artifact in (judgement.task, judgement.judgement, *judgement.evaluations)
            if artifact is not None
        ],
        left_out=[reason for judgement in judgements for reason in judgement.left_out],
        next="minga leaderboard",
        data={"judgements": numbers},
        text="" if numbers else None,
    )


def _table(numbers: dict[str, Any]) -> Any:
    from rich.table import Table

    table = Table(title=f"{numbers['task']}: against {numbers['reference']}", box=None, title_justify="left")
    for column in ("model", "win rate", "95 %", "at equal length", "95 %"):
        table.add_column(column)
    for model, rate in numbers["win_rate"].items():
        itself = " (judges itself)" if model in numbers["judges_itself"] else ""
        table.add_row(f"{model}{itself}", *_shown(rate), *_shown(numbers["length_controlled"].get(model)))
    return table


def _measures(numbers: dict[str, Any]) -> Any:
    """What was measured of the judge."""
    from rich.table import Table

    table = Table(box=None, show_header=False, title=f"judged by {numbers['judge']['model']}", title_justify="left")
    table.add_column(no_wrap=True)
    labels = {
        "first_place": "verdicts for the answer shown first",
        "flipped": "verdicts that flip with the order",
        "length_correlation": "correlation of winning with length",
        "length_weight": "log-odds of a longer answer",
    }
    measured = [(label, numbers[key]) for key, label in labels.items()]
    for label, value in [*measured, *_agreement(numbers["people"])]:
        table.add_row(label, *_shown(value))
    unreadable = sum(numbers["unreadable"].values())
    table.add_row("verdicts that could not be read", f"{unreadable} of {2 * numbers['pairs']}")
    return table


def _agreement(people: dict[str, Any]) -> list[tuple[str, Any]]:
    if not people:
        return []
    return [
        ("kappa of the judge with people's majority", people["judge_and_majority"]),
        ("alpha of people among each other", people["people"]),
    ]


def _shown(estimate: dict[str, Any] | None) -> tuple[str, str]:
    if estimate is None or estimate["value"] is None:
        return "–", ""
    low, high = estimate["low"], estimate["high"]
    return f"{estimate['value']:.3f}", "" if low is None else f"{low:.3f} to {high:.3f}"
