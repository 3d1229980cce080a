"""Turns a function into a command: shared options, one line for an error, one summary at the end."""

from __future__ import annotations

import functools
import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.control_signs import visible

__all__ = ["verb"]

P = ParamSpec("P")

FOLDER = Annotated[Path, typer.Option("--project", "-p", help="The project's folder.", show_default="here or above")]
JSON = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
QUIET = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
DEBUG = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would be made, and make nothing.")]


def verb(
    app: typer.Typer, name: str, *, writes: bool = True, bare: bool = False
) -> Callable[[Callable[Concatenate[Session, P], Outcome]], Callable[..., None]]:
    """Register `function(session, …) -> Outcome` as the command `name` of `app`.

    The command also takes `--project`, `--json`, `--quiet`, `--debug`, and `--dry-run` where it `writes`. With
    `bare` it is what the group `app` does when no command of it is named.
    """

    def register(function: Callable[Concatenate[Session, P], Outcome]) -> Callable[..., None]:
        @functools.wraps(function)
        def command(**options: Any) -> None:
            if bare and options.pop("context").invoked_subcommand:
                return
            session = Session(
                folder=options.pop("folder"),
                json=options.pop("as_json"),
                quiet=options.pop("quiet"),
                debug=options.pop("debug"),
                dry_run=options.pop("dry_run", False),
            )
            raise typer.Exit(_run(session, functools.partial(function, session, **options)))

        shared = {
            "folder": (FOLDER, Path()),
            "as_json": (JSON, False),
            "quiet": (QUIET, False),
            "debug": (DEBUG, False),
        }
        if writes:
            shared["dry_run"] = (DRY_RUN, False)
        if bare:
            shared["context"] = (typer.Context, None)
        _add_options(command, function, shared)
        add = app.callback(invoke_without_command=True) if bare else app.command(name)
        add(command)
        return command

    return register


def _add_options(command: Any, function: Callable[..., Any], shared: dict[str, tuple[Any, Any]]) -> None:
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for name, (kind, default) in shared.items()
    ]
    command.__signature__ = inspect.Signature([*own, *added])
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in [*own, *added]}
    del command.__wrapped__


def _run(session: Session, call: Callable[[], Outcome]) -> int:
    from minga.errors import MingaError

    try:
        outcome = call()
        _show(session, outcome)
    except MingaError as error:
        return _fail(session, error, error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("\nminga: stopped; run the same command again to go on\n")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:
        if session.debug:
            raise
        hint = "this is a fault of minga: run again with --debug and report what it prints"
        return _fail(session, MingaError(f"{type(error).__name__}: {error}", hint=hint), 1)
    return outcome.exit_code


def _fail(session: Session, error: Any, code: int) -> int:
    if session.debug:
        import traceback

        traceback.print_exception(error)
    if session.json:
        place = {"what": error.what, "where": error.where, "hint": error.hint}
        print(json.dumps({"error": {"kind": type(error).__name__, **place}}, ensure_ascii=False))  # noqa: T201 - the result
    sys.stderr.write(f"minga: {visible(error)}\n")
    return code


def _show(session: Session, outcome: Outcome) -> None:
    if session.json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=1))  # noqa: T201 - the result
    elif outcome.text is not None:
        session.out.print(outcome.text)
    elif outcome.made:
        session.out.print(_table(outcome))
    for remark in outcome.remarks if not session.json else ():
        session.out.print(plain(remark))
    for thing in outcome.left_out:
        session.err.print(f"[yellow]left out:[/] {plain(thing)}")
    if outcome.next and not session.json:
        session.out.print(f"[bold]next:[/] {plain(outcome.next)}")


def _table(outcome: Outcome) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column, justify in (("", "left"), ("what", "left"), ("rows", "right"), ("dropped", "left"), ("where", "left")):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]  # a Literal in rich
    marks = {"made": "[green]made[/]", "unchanged": "[dim]unchanged[/]", "pending": "[yellow]would make[/]"}
    for made in outcome.made:
        dropped = ", ".join(f"{count} {reason}" for reason, count in made.dropped.items())
        rows = "" if made.rows is None else f"{made.rows:,}"
        table.add_row(marks.get(made.state, made.state), made.name, rows, dropped, plain(made.path))
    return table
