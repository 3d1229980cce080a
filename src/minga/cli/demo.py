"""`minga demo`: a whole community project, run from documents to a leaderboard on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from minga.cli.outcome import Made, Outcome, plain
from minga.cli.session import Session
from minga.cli.steps import run_several
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "demo")
    def demo(
        session: Session,
        directory: Annotated[Path, typer.Argument(help="The folder to make it in.")] = Path("demo"),
        serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the application at the end.")] = True,
        port: Annotated[
            int, typer.Option("--port", min=0, max=65535, help="Where to serve; 0 takes a free one.")
        ] = 8600,
    ) -> Outcome:
        """Make a demonstration project and run all of it, with simulated reviewers that are labelled as such."""
        from dataclasses import replace

        from minga.project import FILE
        from minga.starter import copy_demo
        from minga.steps import STEPS

        folder = session.folder / directory
        if session.dry_run and not (folder / FILE).is_file():
            return Outcome(made=[Made("demo", str(folder), "pending")], next=f"minga demo {folder}")
        session = replace(session, folder=copy_demo(folder))
        session.out.print(_greeting(session))
        pipeline = session.pipeline()
        pipeline.simulated = True
        outcome, reports = run_several(session, pipeline, list(STEPS))
        session.out.print(_summary(session, sum(report.seconds for report in reports)))
        if serve and not session.dry_run:
            _serve(session, port)
        outcome.next = f"minga serve --project {folder}"
        return outcome


def _greeting(session: Session) -> str:
    settings = session.project.settings
    languages = ", ".join(variety.tag for variety in settings.varieties)
    return f"[bold]{plain(settings.project.name)}[/] ({languages}) in {plain(session.project.root)}\n"


def _summary(session: Session, seconds: float) -> str:
    root = session.project.root
    lines = [f"\n[bold]Made in {seconds:.0f} s[/], all of it under {plain(root)}"]
    places = {
        "data/curated/latest": "records that curation kept",
        "data/reviewed/latest": "records that (simulated) people kept",
        "data/tasks": "the validated benchmark, for stock lm_eval",
        "data/adapter/latest": "the LoRA adapter",
        "data/leaderboard/latest/index.html": "the leaderboard page",
        "data/release": "repositories with cards, ready for the Hub",
    }
    lines += [f"  {place:<36} [dim]{what}[/]" for place, what in places.items() if (root / place).exists()]
    return "\n".join(lines)


def _serve(session: Session, port: int) -> None:
    from minga.web import serve

    def started(address: str) -> None:
        session.out.print(f"\nopen [bold]{address}[/] and take part (Ctrl-C ends it)")

    serve(session.project, port=port, demo=True, on_start=started)
