"""`minga translate`: benchmarks into other languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.default_command import DEFAULT, DefaultCommandGroup
from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.translate_export import register as _add_export
from minga.cli.translate_lint import register as _add_lint
from minga.cli.translate_plan import register as _add_plan
from minga.cli.translate_risk import register as _add_risk
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.project import Project
    from minga.settings import BenchmarkSettings

__all__ = ["register"]

BENCHMARKS = Annotated[
    list[str] | None,
    typer.Argument(metavar="[BENCHMARK]…", help="Names in minga.toml, or files; without any, all of minga.toml."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        name="translate",
        cls=DefaultCommandGroup,
        help="Translate benchmarks, look for broken items, and exchange texts with translators.\n\n"
        "`minga translate …` is short for `minga translate run …`.",
    )
    for add in (_add_run, _add_lint, _add_risk, _add_plan, _add_export):
        add(group)
    app.add_typer(group)


def _add_run(group: typer.Typer) -> None:
    @verb(group, DEFAULT)
    def run(
        session: Session,
        benchmark: BENCHMARKS = None,
        to: Annotated[list[str] | None, typer.Option("--to", help="Into this language (BCP-47); repeat it.")] = None,
        engine: Annotated[
            list[str] | None,
            typer.Option("--engine", help="apertium, llm, transformers, file, or another; repeat it to compare."),
        ] = None,
        limit: Annotated[int | None, typer.Option("--limit", min=1, help="Take only so many items.")] = None,
        file: Annotated[
            str, typer.Option("--file", help="With `--engine file`: the translations; {language} is filled in.")
        ] = "",
        model: Annotated[
            str, typer.Option("--model", help="With `--engine transformers`: a folder or a name on the Hub.")
        ] = "",
        language: Annotated[str, typer.Option("--language", help="Of a benchmark given as a file (BCP-47).")] = "en",
        licence: Annotated[
            str, typer.Option("--licence", help="Of a benchmark given as a file (SPDX).")
        ] = "NOASSERTION",
    ) -> Outcome:
        """Translate the benchmarks of minga.toml, or those named, and look for broken items."""
        asked = [_benchmark(session, name, language, licence) for name in benchmark or ()]
        changes: dict[str, Any] = {"to": tuple(to)} if to else {}
        changes |= {"limit": limit} if limit else {}
        how: dict[str, Any] = {"engines": tuple(engine or ())} if engine else {}
        how |= {"file": _from_here(file)} if file else {}
        how |= {"model": _from_here(model)} if model else {}
        if not asked and not changes and not how:
            return run_one(session, "translate")
        return _run_otherwise(session, asked, changes, how)


def _run_otherwise(
    session: Session, asked: list[BenchmarkSettings], changes: dict[str, Any], how: dict[str, Any]
) -> Outcome:
    """Translate with other settings than those of minga.toml."""
    from minga.engine import Engine
    from minga.pipeline import Pipeline

    project = _project(session.project, asked, changes, how)
    workspace = project.workspace(progress=session.progress, dry=session.dry_run)
    outcome = run_one(session, "translate", Pipeline(project, workspace, Engine()))
    if any(part not in session.project.settings.benchmarks for part in asked):
        outcome.next = "put it under [[benchmarks]] in minga.toml, so that people can validate it: minga review open"
    return outcome


def _project(project: Project, asked: list[BenchmarkSettings], changes: dict[str, Any], how: dict[str, Any]) -> Project:
    from pydantic import ValidationError

    from minga.errors import UsageError
    from minga.project import Project
    from minga.records import first_fault
    from minga.settings import BenchmarkSettings, TranslateSettings

    settings = project.settings
    try:
        parts = [BenchmarkSettings(**part.model_dump() | changes) for part in asked or settings.benchmarks]
        translate = TranslateSettings(**settings.translate.model_dump() | how)
    except ValidationError as error:
        raise UsageError(first_fault(error), hint="see minga translate run --help") from None
    if not any(part.to for part in parts):
        raise UsageError("into which language?", hint="say it with --to, or as `to` under [[benchmarks]]")
    changed = settings.model_copy(update={"benchmarks": tuple(parts), "translate": translate})
    return Project(project.root, changed)


def _benchmark(session: Session, name: str, language: str, licence: str) -> BenchmarkSettings:
    """A benchmark of minga.toml by its name, or one that is given as a file or as readers name it."""
    from pydantic import ValidationError

    from minga.errors import UsageError
    from minga.records import first_fault
    from minga.settings import BenchmarkSettings
    from minga.starter import slug_of

    known = {part.name: part for part in session.project.settings.benchmarks}
    if name in known:
        return known[name]
    is_file = Path(name).is_file() or (session.project.root / name).is_file()
    if not is_file and ":" not in name:
        hint = f"there are {', '.join(known)}" if known else "name a file, or add [[benchmarks]] to minga.toml"
        raise UsageError(f"there is no benchmark {name!r}", hint=hint)
    stem = slug_of(Path(name).name.split(".")[0] if is_file else name.rpartition(":")[2])
    try:
        return BenchmarkSettings(name=stem, path=_from_here(name), language=language, licence=licence)
    except ValidationError as error:
        raise UsageError(first_fault(error), hint="see minga translate run --help") from None


def _from_here(path: str) -> str:
    """A path that leads from where the person stands; as it is where it leads from the project's folder."""
    return str(Path(path).resolve()) if Path(path).exists() else path
