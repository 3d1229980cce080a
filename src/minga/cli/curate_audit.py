"""`minga curate explain` and `sample`: why a record stayed or left, and how often that was wrong."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minga.curate.decisions import Decision
    from minga.curate.explain import Explanation, OtherRecord
    from minga.curate.sampling import ErrorRate, Sampled
    from minga.workspace import Workspace

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the commands to the group `curate`."""

    @verb(group, "explain", writes=False)
    def explain_(
        session: Session,
        record: Annotated[
            str, typer.Argument(metavar="ID", help='A record\'s id, or a row that left before: "row 12".')
        ],
    ) -> Outcome:
        """Say why a record was kept or dropped: what was measured, the rule and its threshold, whose copy it is."""
        from minga.curate.explain import explain

        explained = explain(record, _workspace(session))
        return Outcome(data=asdict(explained), text=_sheet(explained))

    @verb(group, "sample", writes=False)
    def sample(
        session: Session,
        reason: Annotated[str, typer.Option("--reason", help="Why they were dropped; `kept` for those that stay.")] = (
            "kept"
        ),
        size: Annotated[int, typer.Option("--size", min=1, max=100_000, help="How many records.")] = 50,
        seed: Annotated[int | None, typer.Option("--seed", help="Another draw.", show_default="the project's")] = None,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", help="A file to write: CSV, or JSON Lines where it ends so.")
        ] = None,
        answers: Annotated[
            Path | None,
            typer.Option("--answers", help="A sample that came back, with yes or no in `right`: say the error rate."),
        ] = None,
    ) -> Outcome:
        """Draw records for people to look at; read their answers back as an error rate with its interval."""
        from minga.curate.curated_run import CuratedRun
        from minga.curate.sampling import audited, draw, error_rates

        if answers is not None:
            rates = error_rates(audited(answers), answers)
            wrong = any(rate.wrong for rate in rates)
            then = f"mend what was wrong: minga curate decide {answers}" if wrong else ""
            return Outcome(data={"error_rates": [asdict(rate) for rate in rates]}, text=_rates(rates), next=then)
        run = CuratedRun.newest(_workspace(session))
        chosen = session.project.settings.project.seed if seed is None else seed
        drawn = draw(run, reason, size, chosen)
        if output is None:
            return Outcome(data={"sample": [asdict(one) for one in drawn]}, text=_samples(drawn))
        _write(drawn, output)
        audit = f"write yes or no into `right` (and why not into `why`), then: minga curate sample --answers {output}"
        return Outcome(data={"written": len(drawn)}, text=f"{len(drawn):,} records in {plain(output)}", next=audit)


def _workspace(session: Session) -> Workspace:
    return replace(session, dry_run=True).pipeline().workspace


def _write(drawn: Sequence[Sampled], output: Path) -> None:
    import json

    from minga.curate.sampling import COLUMNS, audited
    from minga.errors import InputError
    from minga.spreadsheets import write_csv
    from minga.storage import storage_errors

    if output.is_dir() or not output.parent.is_dir():
        raise InputError("cannot be written", where=output, hint="name a file in a folder that is there")
    if output.exists() and any((row.get("right") or "").strip() for row in audited(output)):
        raise InputError("has answers already", where=output, hint="name another file, or remove this one first")
    with storage_errors(output), output.open("w", encoding="utf-8", newline="") as file:
        if output.suffix in (".jsonl", ".ndjson"):
            file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in drawn)
        else:
            write_csv(file, COLUMNS, map(asdict, drawn))


def _samples(drawn: Sequence[Sampled]) -> Any:
    table = _table("id", "language", "asked", "answered", "why")
    for one in drawn:
        why = one.reason if not one.detail else f"{one.reason}: {one.detail}"
        table.add_row(one.id, one.language, *(plain(text[:120]) for text in (one.prompt, one.answer)), plain(why[:120]))
    return table


def _rates(rates: Sequence[ErrorRate]) -> Any:
    table = _table("decision", "judged", "wrong", "error rate", "95 % interval", "without answer")
    for one in rates:
        interval = f"{one.low:.1%} – {one.high:.1%}"
        table.add_row(
            plain(one.reason), f"{one.judged:,}", f"{one.wrong:,}", f"{one.rate:.1%}", interval, f"{one.unanswered:,}"
        )
    return table


def _table(*columns: str) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _sheet(explained: Explanation) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    colours = {"kept": "green", "dropped": "red", "not curated": "yellow"}
    colour = colours[explained.outcome]
    table.add_row("record", f"{plain(explained.id)}, from {plain(explained.table)}")
    table.add_row("outcome", f"[bold {colour}]{explained.outcome}[/]")
    for left in explained.left:
        detail = f" ({plain(left.detail)})" if left.detail else ""
        table.add_row(f"left {left.table}", f"[bold]{plain(left.reason)}[/]{detail}\n{plain(left.sentence)}")
    if explained.decision is not None:
        table.add_row("decided", _decided(explained.decision, explained.overruled))
    for threshold in explained.thresholds:
        table.add_row("threshold", plain(f"[curate] {threshold.line}"))
    if explained.excerpt is not None:
        table.add_row("asked", plain(explained.excerpt.prompt))
        table.add_row("answered", plain(explained.excerpt.answer))
    _add_others(table, explained)
    for group, values in explained.measures.items():
        for number, (name, value) in enumerate(values.items()):
            table.add_row(group if not number else "", f"{plain(name)}  {_said(value)}")
    return table


def _decided(one: Decision, overruled: str) -> str:
    by = f" by {one.who}" if one.who else ""
    at = f" on {one.when}" if one.when else ""
    but = f"\nelse it would have left as {overruled}" if overruled else ""
    return plain(f"{one.decision}{by}{at}: {one.reason}{but}")


def _add_others(table: Any, explained: Explanation) -> None:
    if explained.redacted_as:
        table.add_row("stays as", f"{plain(explained.redacted_as)}, without its personal data")
    if explained.duplicate_of is not None:
        table.add_row("in its place", _other(explained.duplicate_of))
    for cluster in explained.clusters:
        alike = "" if cluster.similarity is None else f", {cluster.similarity:.3f} like the best"
        said = f"{cluster.size:,} records with this {cluster.mode}, {cluster.stay:,} of them may stay{alike}"
        table.add_row("cluster", said)
        for other in [cluster.best, *cluster.others]:
            table.add_row("", _other(other))
    for other in explained.edited_from:
        table.add_row("made from", _other(other))


def _other(other: OtherRecord) -> str:
    words = "not among the records that came in" if other.excerpt is None else other.excerpt.answer[:160]
    return plain(f"{other.id}: {words}")


def _said(value: Any) -> str:
    if value is None or value in ("", []):
        return "[dim]–[/]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.3f}"
    return f"{value:,}" if isinstance(value, int) else plain(value)
