"""What a project publishes: a repository with its card for each thing that there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from minga.tables import Artifact, Table

if TYPE_CHECKING:
    from minga.pipeline import Pipeline

__all__ = ["releases"]


def releases(pipeline: Pipeline) -> Iterator[Artifact]:
    """The repositories of data, benchmark, models and leaderboard, as far as one pass of a pipeline has them."""
    from minga.publish import Imprint, publish_benchmark, publish_dataset, publish_leaderboard, publish_model

    settings, workspace = pipeline.project.settings, pipeline.workspace
    imprint = Imprint.of(settings)
    for records in filter(_may_have_rows, pipeline.reviewed):
        yield publish_dataset(records, imprint, workspace)
    validated = {key: items for key, items in pipeline.validated.items() if _may_have_rows(items)}
    if validated:
        sources = [pipeline.sources[name] for name in dict.fromkeys(name for name, _ in validated)]
        yield publish_benchmark([*validated.values(), *sources], pipeline.tasks, imprint, workspace)
    for adapter in _there("adapter", pipeline):
        evaluations = _there("evaluations", pipeline)
        tasks = pipeline.tasks if evaluations and settings.benchmarks else []
        yield publish_model(adapter, evaluations, tasks, imprint, workspace)
    for leaderboard in _there("leaderboard", pipeline):
        yield publish_leaderboard(leaderboard, imprint, workspace)


def _there(step: str, pipeline: Pipeline) -> list[Artifact]:
    """What a step made, now or before, as it is: publishing does not train or evaluate on its own account."""
    workspace = pipeline.workspace
    names = [name for name in workspace.names() if name.partition("/")[0] == step]
    before = {name: artifact for name in names if (artifact := workspace.latest(name))}
    now: list[Artifact] = vars(pipeline).get(step, [])  # a dry run has not moved `latest`
    there = before | {artifact.name: artifact for artifact in now if artifact.name.partition("/")[0] == step}
    return [there[name] for name in sorted(there)]


def _may_have_rows(table: Table) -> bool:
    return table.state == "pending" or table.rows > 0
