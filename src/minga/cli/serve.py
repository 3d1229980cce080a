"""`minga serve`: the project's application."""

from __future__ import annotations

from typing import Annotated

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "serve", writes=False)
    def serve(
        session: Session,
        host: Annotated[str, typer.Option("--host", help="Where to listen; 0.0.0.0 is every network.")] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8600,
        processes: Annotated[
            int, typer.Option("--processes", min=1, max=64, help="How many of them answer; one a processor at most.")
        ] = 1,
        open_browser: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    ) -> Outcome:
        """Serve the application: pages to review on, the data's lineage, and the leaderboard."""
        from minga.web import serve as serve_project

        def started(address: str) -> None:
            session.out.print(
                f"[bold]{plain(session.project.settings.project.name)}[/] is at {address} (Ctrl-C ends it)"
            )
            if open_browser:
                import webbrowser

                webbrowser.open(address)

        serve_project(session.project, host, port, processes=processes, on_start=started)
        return Outcome(text="")
