"""`minga benchmark check`: the faults of tasks, before anybody is ranked by them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.benchmark_tasks import own_tasks, some_workspace, stated_suites
from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.benchmark.catalogue.check import Checked, Subject
    from minga.workspace import Workspace

__all__ = ["register"]

_COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}


def register(group: typer.Typer) -> None:
    """Add the command to the group `benchmark`."""

    @verb(group, "check", writes=False)
    def check(
        session: Session,
        tasks: Annotated[
            list[str] | None, typer.Argument(help="Tasks of the catalogue or the project's own; without, all its own.")
        ] = None,
        suite: Annotated[
            list[str] | None, typer.Option("--suite", help="The tasks of this suite; may be repeated.")
        ] = None,
        items: Annotated[
            int, typer.Option("--items", min=0, help="Items of each task, spread over it; 0 takes all.")
        ] = 100,
        data: Annotated[
            Path | None,
            typer.Option(
                "--data", help="Take data from here, not from the Hub: FOLDER/TASK/SPLIT.jsonl (csv, tsv, parquet)."
            ),
        ] = None,
    ) -> Outcome:
        """Format and score some items of each task and name the faults. Exit code 3 when there are errors."""
        from minga.benchmark.catalogue.check import check_subjects

        with some_workspace(session) as workspace:
            subjects, unusable = _subjects(session, tasks or [], suite or [], data, workspace)
            checked = [*unusable, *check_subjects(subjects, items, workspace)]
        return _outcome(checked)


def _subjects(
    session: Session, tasks: list[str], suites: list[str], data: Path | None, workspace: Workspace
) -> tuple[list[Subject], list[Checked]]:
    """What is to be checked, and what cannot be. Raises UsageError and NothingToDo."""
    from minga.benchmark.catalogue import OWN, entry_of, suite_named
    from minga.benchmark.catalogue.check import Checked, subject_of_artifact, subject_of_entry
    from minga.errors import InputError, NothingToDo

    own = own_tasks(session)
    wanted = list(tasks)
    for name in suites:
        wanted += own if name == OWN else suite_named(name, stated_suites(session)).tasks
    if not wanted:
        wanted = list(own)
    if not wanted:
        raise NothingToDo("there is no task of your own yet", hint="minga benchmark, or name tasks or a --suite")
    subjects, unusable = [], []
    for name in dict.fromkeys(wanted):
        try:
            subjects.append(
                subject_of_artifact(own[name], workspace)
                if name in own
                else subject_of_entry(entry_of(name), workspace, data and data.resolve())
            )
        except InputError as error:
            unusable.append(Checked(name, not_checked=error.what))
    return subjects, unusable


def _outcome(checked: list[Checked]) -> Outcome:
    from rich.console import Group

    errors = {one.task: sum(fault.severity == "error" for fault in one.findings) for one in checked}
    broken = [f"{task}: {count} error{'s' if count > 1 else ''}" for task, count in errors.items() if count]
    unseen = [f"{one.task}: not checked: {one.not_checked}" for one in checked if one.not_checked]
    return Outcome(
        data={"tasks": [one.as_json() for one in checked]},
        text=Group(*(_shown(one) for one in checked)),
        left_out=[*broken, *unseen],
    )


def _shown(checked: Checked) -> Any:
    from rich.console import Group
    from rich.table import Table

    said = "nothing found" if not checked.findings and not checked.not_checked else ""
    state = f"{checked.items:,} items" if checked.items else "[yellow]items not checked[/]"
    heading = f"[bold]{plain(checked.task)}[/]  {state}  [green]{said}[/]"
    table = Table(box=None, pad_edge=False, show_header=False)
    for column in range(3):
        table.add_column(overflow="fold", no_wrap=column == 0)
    for fault in sorted(checked.findings, key=lambda one: list(_COLOURS).index(one.severity)):
        of = f"{fault.task}: " if fault.task != checked.task else ""
        where = (
            f" [dim](item {fault.item}{f', {fault.items} in all' if fault.items > 1 else ''})[/]" if fault.item else ""
        )
        what = f"{plain(of + fault.what)}{where}\n[dim]{plain(fault.advice)}[/]"
        table.add_row(f"  [{_COLOURS[fault.severity]}]{fault.severity}[/]", fault.rule, what)
    return Group(heading, table) if checked.findings else heading
