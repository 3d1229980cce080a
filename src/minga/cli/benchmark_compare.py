"""`minga benchmark compare`: how much does human validation change what a benchmark says?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.steps import made_of
from minga.cli.verb import verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minga.experiment import Experiment
    from minga.tables import Artifact

__all__ = ["register"]

FILE = "A file with the same numbers, or the same order, as the other two; any form that minga reads."


def register(group: typer.Typer) -> None:
    """Add the command to the group `benchmark`."""

    @verb(group, "compare")
    def compare(
        session: Session,
        benchmarks: Annotated[
            list[str] | None,
            typer.Argument(help="Translated benchmarks of minga.toml; all of them. Of files: a name."),
        ] = None,
        to: Annotated[list[str] | None, typer.Option("--to", help="Languages (BCP-47); all. Of files: theirs.")] = None,
        source: Annotated[Path | None, typer.Option("--source", help=f"The original. {FILE}")] = None,
        machine: Annotated[Path | None, typer.Option("--machine", help=f"The machine translation. {FILE}")] = None,
        validated: Annotated[Path | None, typer.Option("--validated", help=f"The validated version. {FILE}")] = None,
        source_language: Annotated[str, typer.Option("--source-language", help="With files: of the original.")] = "en",
        models: Annotated[
            list[str] | None,
            typer.Option("--models", help="Evaluate these on every version; without, use what was evaluated."),
        ] = None,
        scores: Annotated[
            Path | None, typer.Option("--scores", help="JSON Lines: model, version, item, correct, prediction.")
        ] = None,
        goal: Annotated[
            float, typer.Option("--goal", min=0.001, max=0.5, help="How exactly a stopping rule must know scores.")
        ] = 0.02,
        draws: Annotated[int, typer.Option("--draws", min=100, help="Bootstrap resamplings.")] = 2000,
        locale: Annotated[str, typer.Option("--locale", help="Language of the page; empty: the project's.")] = "",
    ) -> Outcome:
        """Compare source, machine and validated version of a benchmark: errors, edits, and what models score."""
        from minga.benchmark.compare import CompareOptions
        from minga.experiment import run_experiment

        project = session.project.settings.project
        options = CompareOptions(locale=locale or project.locale, draws=draws, goal=goal, seed=project.seed)
        pipeline = session.pipeline()
        wanted = _wanted(session, benchmarks or [], to or [], (source, machine, validated), source_language)
        results, left_out = [], list[str]()
        for experiment in _with_models(wanted, models or [], scores):
            made, failed = run_experiment(pipeline, experiment, options)
            results.append(made)
            left_out += failed
        return _outcome(session, results, left_out)


def _wanted(
    session: Session,
    names: Sequence[str],
    tags: Sequence[str],
    files: tuple[Path | None, Path | None, Path | None],
    source_language: str,
) -> list[Experiment]:
    """What is to be compared: versions in files, or the project's own. Raises UsageError and NothingToDo."""
    from pydantic import ValidationError

    from minga.errors import NothingToDo, UsageError
    from minga.experiment import Experiment, Files, experiments
    from minga.records import first_fault
    from minga.settings import BenchmarkSettings

    source, machine, validated = files
    if not any(files):
        found = list(experiments(session.pipeline(), names, tags))
        if not found:
            hint = "add `to` to its [[benchmarks]], or give files"
            raise NothingToDo("minga.toml translates no benchmark", hint=hint)
        return found
    if source is None or machine is None or validated is None:
        raise UsageError("only some of the versions are given", hint="give --source, --machine and --validated")
    if len(names) != 1 or len(tags) != 1:
        hint = "for example: minga benchmark compare truthfulqa --to es --source en.json …"
        raise UsageError("versions in files need one name and one --to", hint=hint)
    try:
        part = BenchmarkSettings(name=names[0], path=str(source), language=source_language, licence="NOASSERTION")
    except ValidationError as error:
        raise UsageError(first_fault(error)) from None
    return [Experiment(part, tags[0], Files(source, machine, validated))]


def _with_models(wanted: Sequence[Experiment], models: Sequence[str], scores: Path | None) -> list[Experiment]:
    from dataclasses import replace

    return [replace(one, models=tuple(models), scores=scores) for one in wanted]


def _outcome(session: Session, results: Sequence[Artifact], left_out: list[str]) -> Outcome:
    done = [artifact for artifact in results if artifact.manifest_ is not None]
    numbers: list[Any] = [json.loads((one.path / "comparison.json").read_text(encoding="utf-8")) for one in done]
    page = str(made_of(done[0], session).path) + "/index.html" if done else ""
    return Outcome(
        made=[made_of(artifact, session) for artifact in results],
        left_out=left_out,
        next=f"open {plain(page)}" if page else "",
        data={"comparisons": numbers},
    )
