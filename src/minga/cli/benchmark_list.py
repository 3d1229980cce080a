"""`minga benchmark list` and `show`: which evaluation sets there are, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from minga.cli.benchmark_tasks import own_tasks, some_workspace, stated_suites
from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.benchmark.catalogue import Entry
    from minga.benchmark.catalogue.check import Checked
    from minga.tables import Artifact
    from minga.task_cards import TaskCard

__all__ = ["register"]

_WIDE = 100
"""Columns of a terminal that show everything."""
_ORIGINS = {"native": "native", "human": "translated by people", "machine": "translated by machine"}


def register(group: typer.Typer) -> None:
    """Add the commands to the group `benchmark`."""

    @verb(group, "list", writes=False)
    def list_(
        session: Session,
        language: Annotated[
            str, typer.Option("--language", help="Only of this language (BCP-47), with its varieties.")
        ] = "",
        family: Annotated[str, typer.Option("--family", help="Only of this family: reading, knowledge …")] = "",
        suite: Annotated[str, typer.Option("--suite", help="Only of this suite: own, es, iberobench …")] = "",
        origin: Annotated[
            Literal["", "native", "human", "machine"],
            typer.Option("--origin", help="Only native, or translated by whom."),
        ] = "",
        suites: Annotated[bool, typer.Option("--suites", help="List suites in place of tasks.")] = False,
    ) -> Outcome:
        """List the evaluation sets that are known: the catalogue's, and the project's own."""
        from minga.errors import UsageError
        from minga.task_families import check_family

        if suites:
            return _suites(session)
        try:
            check_family(family)
        except ValueError as error:
            raise UsageError(str(error)) from None
        names = _names(session, suite)
        rows = [
            row
            for row in _rows(session)
            if (names is None or row["task"] in names)
            and _of_language(row["language"], language)
            and (not family or row["family"] == family)
            and (not origin or row["origin"] == origin)
        ]
        columns = ["task", "language", "family", "metric", "items", "origin", "licence", "files"]
        if session.out.width < _WIDE:
            columns = ["task", "language", "family", "items"]
        return Outcome(
            data={"tasks": rows},
            text=_table(columns, rows) if rows else "no task is like that",
            next="minga benchmark show TASK" if rows else "",
        )

    @verb(group, "show", writes=False)
    def show(
        session: Session,
        task: Annotated[str, typer.Argument(help="A task of the catalogue, or one of the project's own.")],
        example: Annotated[
            bool, typer.Option("--example/--no-example", help="Format the first item, where its data are at hand.")
        ] = True,
    ) -> Outcome:
        """Show everything that is known of an evaluation set, and what is not."""
        from minga.benchmark.catalogue import entry_of

        own = own_tasks(session)
        if task in own:
            facts = _facts_of_card(_card(own[task]))
        else:
            entry = entry_of(task)
            facts = _facts_of_entry(entry, session)
        checked = _example(session, task, own) if example else None
        if checked is not None:
            facts |= {"example": {"prompt": checked.prompt, "answer": checked.answer}} if checked.items else {}
            facts |= {} if checked.items else {"no_example": checked.not_checked}
        return Outcome(data=facts, text=_sheet(facts), next=f"minga benchmark check {facts['task']}")


def _card(task: Artifact) -> TaskCard:
    from minga.task_cards import read_task

    return read_task(task)


def _names(session: Session, suite: str) -> set[str] | None:
    """The tasks of a suite; None for all."""
    from minga.benchmark.catalogue import OWN, suite_named

    if not suite:
        return None
    return set(own_tasks(session)) if suite == OWN else set(suite_named(suite, stated_suites(session)).tasks)


def _rows(session: Session) -> list[dict[str, Any]]:
    from minga.benchmark.catalogue import catalogue

    own = [_facts_of_card(_card(task)) for task in own_tasks(session).values()]
    return [*own, *(_row(entry) for entry in catalogue().values())]


def _row(entry: Entry) -> dict[str, Any]:
    files = "own" if entry.files else "harness" if entry.runnable else "none"
    kept = entry.model_dump(mode="json", exclude={"harness", "reason", "notes"})
    return kept | {"files": files, "unknown": entry.unknown}


def _facts_of_card(card: TaskCard) -> dict[str, Any]:
    return card.model_dump(mode="json") | {"files": "project", "title": card.benchmark}


def _facts_of_entry(entry: Entry, session: Session) -> dict[str, Any]:
    from minga.benchmark.catalogue import known_suites
    from minga.benchmark.catalogue.harness_facts import harness_version

    suites = [suite.name for suite in known_suites(stated_suites(session)).values() if entry.task in suite.tasks]
    facts = entry.model_dump(mode="json")
    return facts | {
        "files": "own" if entry.files else "harness" if entry.runnable else "none",
        "harness_version": harness_version() if entry.stock else "",
        "suites": suites,
        "unknown": entry.unknown,
    }


def _example(session: Session, name: str, own: dict[str, Artifact]) -> Checked | None:
    """The first item, formatted with data that are on this machine; None without the harness."""
    from minga.benchmark.catalogue import entry_of
    from minga.benchmark.catalogue.check import check_subjects, subject_of_artifact, subject_of_entry
    from minga.errors import InputError, MissingPart

    with some_workspace(session) as workspace:
        try:
            subject = (
                subject_of_artifact(own[name], workspace)
                if name in own
                else subject_of_entry(entry_of(name), workspace)
            )
            return next(check_subjects([subject], 1, workspace, hub=False))
        except (InputError, MissingPart):
            return None


def _of_language(tag: str, asked: str) -> bool:
    return not asked or tag == asked or tag.startswith(f"{asked}-")


def _suites(session: Session) -> Outcome:
    from minga.benchmark.catalogue import OWN, known_suites

    own = {"name": OWN, "title": "The project's own", "tasks": list(own_tasks(session)), "shots": None, "citation": ""}
    known = known_suites(stated_suites(session)).values()
    rows = [own, *({**vars(suite), "tasks": list(suite.tasks)} for suite in known)]
    shown = [row | {"tasks": len(row["tasks"])} for row in rows]
    return Outcome(data={"suites": rows}, text=_table(("name", "title", "tasks", "shots", "citation"), shown))


def _table(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        right = column in ("items", "tasks", "shots")
        table.add_column(
            column,
            justify="right" if right else "left",
            overflow="ellipsis",
            no_wrap=column not in ("title", "citation"),
        )
    for row in rows:
        table.add_row(*(_said(row.get(column)) for column in columns))
    return table


def _said(value: Any) -> str:
    if value is None or value in ("", [], ()):
        return "[dim]–[/]"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else plain(value)


def _sheet(facts: dict[str, Any]) -> Any:
    from rich.console import Group
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in _lines(facts):
        table.add_row(name, value)
    parts: list[Any] = [table]
    if facts.get("unknown"):
        parts.append(f"[yellow]not known:[/] {', '.join(facts['unknown'])}")
    if "example" in facts:
        parts += ["", "[dim]the first item as a model gets it, and the right answer[/]"]
        parts.append(f"{plain(facts['example']['prompt'])}[bold green]{plain(facts['example']['answer'])}[/]")
    elif "no_example" in facts:
        parts.append(f"[dim]no example: {plain(facts['no_example'])}[/]")
    return Group(*parts)


def _lines(facts: dict[str, Any]) -> Iterable[tuple[str, str]]:
    from minga.languages import name as language_name

    harness = facts.get("harness") or {}
    yield "task", f"[bold]{plain(facts['task'])}[/]"
    yield "benchmark", plain(f"{facts['title']} ({facts['benchmark']})")
    yield "language", plain(f"{language_name(facts['language'], 'en')} ({facts['language']})")
    yield "family", _said(facts["family"])
    yield "ranked by", f"{plain(facts['metric'])}, from {facts['random']:g} (guessing) to {facts['maximum']:g}"
    yield "items", _said(facts["items"]) + ("  [yellow]private[/]" if facts["private"] else "")
    yield "origin", _ORIGINS[facts["origin"]]
    validated = facts["validated"]
    yield "validated", "[dim]–[/]" if validated is None else f"{validated:.0%}"
    for name in ("donor", "licence", "citation", "source", "dataset", "shots", "aliases", "suites", "cluster"):
        if name in facts:
            value = facts[name]
            yield name, _said(", ".join(value) if isinstance(value, list) else value)
    parts = harness.get("parts") or [part["task"] for part in facts.get("subtasks", [])]
    if parts:
        yield "parts", f"{len(parts)}: {', '.join(map(plain, parts[:6]))}{' …' if len(parts) > 6 else ''}"
    if harness.get("output"):
        yield (
            "how",
            f"{harness['output']}; scored: {harness['test'] or '–'}; examples from: {harness['fewshot'] or '–'}",
        )
    where = {
        "harness": f"lm-eval {facts.get('harness_version', '')}",
        "own": "minga's",
        "project": "the project's",
        "none": "none",
    }
    yield "task files", where[facts["files"]]
    if facts.get("reason"):
        yield "cannot be run", plain(facts["reason"])
    if facts.get("files") in ("harness", "own"):
        yield "tried on real items", "yes" if facts["ran_here"] else "no"
    if facts.get("notes"):
        yield "note", plain(facts["notes"])
