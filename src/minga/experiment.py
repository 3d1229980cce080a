"""The experiment: how much does human validation change what a benchmark says?

Here the versions of a benchmark, models' results on each of them and the comparison are brought together; the
pipeline's steps stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from minga.benchmark import build_task
from minga.benchmark.compare import CompareOptions, Evidence, Version, Versions, compare
from minga.errors import UsageError
from minga.pipeline import Pipeline
from minga.settings import BenchmarkSettings
from minga.tables import Artifact, Table

if TYPE_CHECKING:
    from minga.models import Model
    from minga.translate.glossary import Glossary
    from minga.translate.planning import ItemScores

__all__ = ["Answered", "Experiment", "Files", "answered", "experiments", "run_experiment", "scores_for_plan"]


@dataclass(frozen=True)
class Files:
    """Versions of a benchmark that were made elsewhere, in files with the same items: by their numbers, or in the same
    order."""

    source: Path
    machine: Path
    validated: Path


@dataclass(frozen=True)
class Experiment:
    """One benchmark in one language, and what is to be known of it."""

    benchmark: BenchmarkSettings
    language: str
    files: Files | None = None
    """Where the versions are; without it they are the project's own."""
    models: tuple[str, ...] = ()
    """Models to evaluate now on every version; without any, the evaluations that are there are used."""
    scores: Path | None = None
    """A file of models' scores, JSON Lines."""


@dataclass
class Answered:
    """Evaluations of the versions of a benchmark."""

    done: dict[Version, list[Artifact]] = field(default_factory=dict)
    """`evaluations/MODEL/TASK` by version."""
    left_out: list[str] = field(default_factory=list)
    """What failed, and why."""


def experiments(pipeline: Pipeline, names: Sequence[str], tags: Sequence[str]) -> Iterator[Experiment]:
    """The project's translated benchmarks, all or those of these names and languages.

    Raises UsageError when the project has no such benchmark or language.
    """
    parts = pipeline.project.settings.benchmarks
    unknown = [name for name in names if name not in {part.name for part in parts}]
    unknown += [tag for tag in tags if not any(tag in part.to for part in parts)]
    if unknown:
        known = ", ".join(f"{part.name} in {', '.join(part.to)}" for part in parts if part.to) or "none"
        raise UsageError(f"minga.toml translates no benchmark {unknown[0]}", hint=f"translated are: {known}")
    for part in parts:
        for tag in part.to:
            if (not names or part.name in names) and (not tags or tag in tags):
                yield Experiment(part, tag)


def run_experiment(
    pipeline: Pipeline, experiment: Experiment, options: CompareOptions
) -> tuple[Artifact, Sequence[str]]:
    """The artifact `comparisons/NAME-LANGUAGE`, and what was left out of it and why.

    Raises NothingToDo when there is nothing to compare, InputError when files or scores cannot be read.
    """
    versions = _versions(pipeline, experiment)
    answers = answered(pipeline, experiment, versions.tables)
    looked_over = _looked_over(pipeline, experiment, versions)
    evidence = Evidence(answers.done, experiment.scores)
    made = compare(experiment.benchmark.name, experiment.language, looked_over, evidence, options, pipeline.workspace)
    return made, [*_unpaired(versions), *answers.left_out]


def _unpaired(versions: Versions) -> Iterator[str]:
    """How many rows of the files have no counterpart in the source, or the source has and they have not."""
    for table in (versions.machine, versions.validated):
        count = 0 if table.state == "pending" else table.manifest.counts.dropped.get("unpaired", 0)
        if count:
            yield f"{table.name}: rows that are in one of the files only: {count:,}"


def scores_for_plan(
    pipeline: Pipeline, name: str, language: str, models: Sequence[str]
) -> tuple[ItemScores | None, list[str]]:
    """What models scored on each item of a benchmark's versions that are there already, and what failed.

    Without `models`, evaluations that are there are used. None where no model answered the whole machine version, as
    far as a dry run knows.

    Raises UsageError when models are named and minga.toml does not translate that benchmark.
    """
    from minga.translate.planning import Evaluations, evaluated_scores

    if models:
        next(experiments(pipeline, [name], [language]))
    part = next((one for one in pipeline.project.settings.benchmarks if one.name == name), None)
    names: dict[Version, str] = {
        "source": f"benchmarks/{name}",
        "machine": f"translated/{name}-{language}",
        "validated": f"validated/{name}-{language}",
    }
    tables = {version: table for version, one in names.items() if (table := pipeline.workspace.latest(one))}
    if part is None or "machine" not in tables:
        return None, []
    found = answered(pipeline, Experiment(part, language, models=tuple(models)), tables)
    made = {version: [one for one in done if one.state != "pending"] for version, done in found.done.items()}
    evaluations = Evaluations(**made)
    return evaluated_scores(tables["machine"], tables.get("validated"), evaluations), found.left_out


def _versions(pipeline: Pipeline, experiment: Experiment) -> Versions:
    part, tag = experiment.benchmark, experiment.language
    if experiment.files is None:
        key = (part.name, tag)
        return Versions(pipeline.sources[part.name], pipeline.translated[key], pipeline.validated[key])
    from minga.translate import source_items
    from minga.translate.parallel import parallel_version

    root, workspace = pipeline.project.root, pipeline.workspace
    source = part.model_copy(update={"path": str(experiment.files.source.resolve())})
    tables = [
        parallel_version(
            f"{kind}/{part.name}-{tag}",
            source,
            source.model_copy(update={"path": str(path.resolve()), "language": tag}),
            root,
            workspace,
            _glossary(pipeline, experiment),
        )
        for kind, path in (("translated", experiment.files.machine), ("validated", experiment.files.validated))
    ]
    return Versions(source_items(source, root, workspace), *tables)


def _looked_over(pipeline: Pipeline, experiment: Experiment, versions: Versions) -> Versions:
    """The versions with what the linter finds in the validated one as it is now."""
    if experiment.files is not None:
        return versions
    from minga.translate.parallel import linted

    glossary = _glossary(pipeline, experiment)
    validated = linted(versions.source, versions.validated, pipeline.workspace, glossary)
    return Versions(versions.source, versions.machine, validated)


def _glossary(pipeline: Pipeline, experiment: Experiment) -> Glossary:
    from minga.translate.stage import glossary_of

    settings = pipeline.project.settings.translate
    return glossary_of(settings, experiment.benchmark, experiment.language, pipeline.workspace)


def answered(pipeline: Pipeline, experiment: Experiment, tables: Mapping[Version, Table]) -> Answered:
    """Models' results on each version: those that are there, or (where models are named) all that are missing."""
    found = Answered()
    tasks = dict(_tasks(pipeline, experiment, tables))
    if not experiment.models:
        found.done = {version: _there(pipeline, task) for version, task in tasks.items()}
        return found
    from minga.evaluate import evaluate

    for model in _models(pipeline, experiment.models):
        outcome = evaluate(model, list(tasks.values()), pipeline.project.settings.evaluate, pipeline.workspace)
        found.left_out += [f"{model.name} on {task}: {reason}" for task, reason in outcome.failed.items()]
        done = {artifact.own_name: artifact for artifact in outcome.done}
        for version, task in tasks.items():
            if artifact := done.get(task.own_name):
                found.done.setdefault(version, []).append(artifact)
    return found


def _tasks(
    pipeline: Pipeline, experiment: Experiment, tables: Mapping[Version, Table]
) -> Iterator[tuple[Version, Artifact]]:
    """A harness task of each version that has items; those of source and validated version are the project's own."""
    part, project = experiment.benchmark, pipeline.project.settings.project
    machine = part.model_copy(update={"name": f"{part.name}-machine"})
    for version, table in tables.items():
        if table.state == "pending" or table.rows:
            benchmark = machine if version == "machine" else part
            language = part.language if version == "source" else experiment.language
            yield version, build_task(table, project, benchmark, language, pipeline.workspace)


def _there(pipeline: Pipeline, task: Artifact) -> list[Artifact]:
    """The newest evaluations of a task as it is now."""
    name = task.own_name
    every = [one for one in pipeline.workspace.names() if one.startswith("evaluations/") and one.endswith(f"/{name}")]
    latest = [artifact for one in every if (artifact := pipeline.workspace.latest(one))]
    return [one for one in latest if task.content in {parent.content for parent in one.manifest.parents}]


def _models(pipeline: Pipeline, sources: Sequence[str]) -> list[Model]:
    from minga.evaluate import models_of

    settings = pipeline.project.settings
    wanted = settings.evaluate.model_copy(update={"models": tuple(sources)})
    return models_of(wanted, settings.tune, settings.project, None, pipeline.workspace)
