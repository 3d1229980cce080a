"""The application: every verb, in the order of the pipeline."""

from __future__ import annotations

import typer

from minga.cli import (
    backup,
    benchmark,
    collect,
    curate,
    demo,
    doctor,
    evaluate,
    generate,
    init,
    leaderboard,
    people,
    publish,
    report,
    review,
    run,
    serve,
    status,
    submissions,
    translate,
    tune,
)

__all__ = ["app", "main"]

app = typer.Typer(
    name="minga",
    help="From documents and donations to data, validated benchmarks and a leaderboard: a community's whole path.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from minga import __version__

        typer.echo(f"minga {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """From documents and donations to data, validated benchmarks and a leaderboard: a community's whole path."""


for module in (
    init, generate, collect, curate, translate, review, benchmark, evaluate, submissions, leaderboard, tune, publish,
    report, serve, run, status, people, backup, doctor, demo,
):  # fmt: skip
    module.register(app)


def main() -> None:
    """Run the command line."""
    app()
