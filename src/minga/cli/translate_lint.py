"""`minga translate lint`: what is wrong with translations that are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.progress import Advance
    from minga.tables import Table
    from minga.translate.linting import LintReport
    from minga.translate.source_checks import Disputes, Opinions
    from minga.workspace import Workspace

__all__ = ["register"]

_COLOURS = {"error": "red", "warning": "yellow", "note": "dim"}
_PREFIX = "translated/"
T = TypeVar("T")


def register(group: typer.Typer) -> None:
    """Add the command to the group `translate`."""

    @verb(group, "lint", writes=False)
    def lint(
        session: Session,
        what: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="[TABLE]… | SOURCE TARGET",
                help="Tables such as mmlu-es, all without any; or a benchmark file and its translation.",
            ),
        ] = None,
        to: Annotated[str, typer.Option("--to", help="Language of TARGET (BCP-47).")] = "",
        language: Annotated[str, typer.Option("--language", help="Language of SOURCE (BCP-47).")] = "en",
        locale: Annotated[
            str, typer.Option("--locale", help="Explain in this language; the project's by default.")
        ] = "",
        severity: Annotated[
            Literal["error", "warning", "note"], typer.Option("--severity", help="Leave out what is milder.")
        ] = "note",
        examples: Annotated[int, typer.Option("--examples", min=0, help="To show of every check.")] = 3,
        answers: Annotated[
            list[Path] | None,
            typer.Option(
                "--answers", help="Also keys that models dispute. JSON Lines: model, item, loglikelihoods. Repeat it."
            ),
        ] = None,
        evaluations: Annotated[
            bool, typer.Option("--evaluations", help="Also keys that the project's evaluated models dispute.")
        ] = False,
    ) -> Outcome:
        """Say what the linter finds in translations. Exit code 3 when there are errors."""
        from minga.errors import UsageError
        from minga.translate.source_checks import read_opinions

        names = what or []
        files = len(names) == 2 and all(Path(name).is_file() for name in names)
        options: dict[str, Any] = {"least": severity, "examples": examples}
        opinions = [one for path in answers or () for one in read_opinions(path)]
        if files and evaluations:
            raise UsageError("files have no evaluations", hint="give the models' answers with --answers")
        if files:
            options |= {"locale": locale or "en"}
            reports = [_on_files(Path(names[0]), Path(names[1]), language, to, opinions, options)]
        else:
            options |= {"locale": locale or session.project.settings.project.locale}
            reports = list(_on_tables(session, names, opinions, options, evaluations=evaluations))
        return _outcome(reports)


def _on_files(
    source: Path, target: Path, language: str, to: str, opinions: Sequence[Opinions], options: dict[str, Any]
) -> LintReport:
    from minga.errors import UsageError
    from minga.languages import check_tag
    from minga.translate.linting import items_of_file, pairs_of_files, report_on
    from minga.translate.source_checks import disputed_keys

    if not to:
        raise UsageError("which language is the translation in?", hint="say it with --to, such as --to es-PE")
    tags = check_tag(language), check_tag(to)
    if opinions:
        options = options | {"disputes": disputed_keys(items_of_file(source, tags[0]), opinions)}
    return report_on(f"{source.name} → {target.name}", pairs_of_files(source, target, tags), **options)


def _on_tables(
    session: Session, names: list[str], opinions: Sequence[Opinions], options: dict[str, Any], *, evaluations: bool
) -> Iterator[LintReport]:
    from minga.errors import NothingToDo, UsageError
    from minga.translate.glossary import no_terms, terms_of
    from minga.translate.linting import pairs_of_table, report_on

    workspace = session.project.workspace()
    named = session.project.settings.translate.glossary
    terms = terms_of(session.project.root / named) if named else no_terms
    there = [name for name in workspace.names() if name.startswith(_PREFIX)]
    asked = [name if name.startswith(_PREFIX) else _PREFIX + name for name in names] or there
    unknown = [name for name in asked if name not in there]
    if unknown:
        known = ", ".join(name.removeprefix(_PREFIX) for name in there) or "none"
        raise UsageError(f"there is no translation {unknown[0].removeprefix(_PREFIX)!r}", hint=f"there are: {known}")
    if not asked:
        raise NothingToDo("nothing has been translated yet", hint="minga translate")
    for name in asked:
        table = workspace.latest(name)
        if table is not None:
            short = name.removeprefix(_PREFIX)
            with session.progress(f"lint {short}", table.rows, "items") as advance:
                pairs = _counted(pairs_of_table(table, workspace), advance)
                disputes = _disputes(table, workspace, opinions, evaluations=evaluations)
                yield report_on(short, pairs, glossary=terms, disputes=disputes, **options)


def _disputes(table: Table, workspace: Workspace, opinions: Sequence[Opinions], *, evaluations: bool) -> Disputes:
    """The keys of a table's source items that models dispute. Raises NothingToDo where no model was evaluated."""
    from minga.errors import NothingToDo
    from minga.records import BenchmarkItem, records_of
    from minga.translate.linting import source_of
    from minga.translate.source_checks import Disputes, disputed_keys, evaluated_opinions

    if not opinions and not evaluations:
        return Disputes({}, {})
    source = source_of(table, workspace)
    asked = [*opinions, *(evaluated_opinions(source, workspace) if evaluations else ())]
    if not asked:
        raise NothingToDo(f"no model was evaluated on {source.name}", hint="minga evaluate, or --answers FILE")
    return disputed_keys(records_of(source.batches(), BenchmarkItem), asked)


def _counted(pairs: Iterator[T], advance: Advance) -> Iterator[T]:
    for pair in pairs:
        yield pair
        advance(1)


def _outcome(reports: list[LintReport]) -> Outcome:
    from rich.console import Group

    broken = {report.name: report.by_severity["error"] for report in reports if report.by_severity["error"]}
    unlike = [
        f"{report.name}: {count:,} rows {reason}"
        for report in reports
        for reason, count in sorted(report.left_out.items())
    ]
    return Outcome(
        data={"translations": [report.as_json() for report in reports]},
        text=Group(*(part for report in reports for part in _shown(report))),
        left_out=[*(f"{name}: errors in {count:,} items" for name, count in broken.items()), *unlike],
        next="people look at the riskiest first: minga serve" if broken else "",
    )


def _shown(report: LintReport) -> Iterator[Any]:
    from rich.table import Table

    counts = ", ".join(f"{count:,} at worst {severity}" for severity, count in report.by_severity.items() if count)
    yield f"[bold]{plain(report.name)}[/]  {report.items:,} items: {counts or 'nothing found'}"
    if report.models:
        heard = ", ".join(f"{plain(model)} {skill:.2f}" for model, skill in report.models.items())
        yield f"[dim]keys held against models, which count as much as they are above chance: {heard}[/]"
    table = Table(box=None, pad_edge=False, show_header=False)
    for justify in ("left", "right", "left"):
        table.add_column(justify=justify)
    for name, one in report.sorted():
        table.add_row(f"[{_COLOURS[one.severity]}]{name}[/]", f"{one.items:,}", f"[dim]{one.severity}[/]")
        for example in one.examples:
            table.add_row("", "", f"{plain(example.explanation)} [dim]{plain(_line(example.target))}[/]")
    yield table


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else line[:99] + "…"
