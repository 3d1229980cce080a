"""Verbs in their order, each as a step that is run and reported."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minga.errors import MissingPart, NothingToDo, StorageError, UsageError
from minga.languages import matches
from minga.pipeline import Pipeline
from minga.tables import Artifact

__all__ = ["STEPS", "StepReport", "goals", "run_step", "run_steps"]


@dataclass(frozen=True)
class StepReport:
    """What one step of a run did."""

    step: str
    artifacts: tuple[Artifact, ...]
    seconds: float
    waiting: str = ""
    """Why the step had nothing to do yet; empty when it did its work."""
    not_configured: str = ""
    """What minga.toml would need for this step; empty when it has it."""
    left_out: tuple[str, ...] = ()
    """What failed though the step went on."""

    @property
    def state(self) -> str:
        """`not configured`, `waiting`, `pending`, `made` or `unchanged`: the most that happened."""
        if self.not_configured:
            return "not configured"
        states = {artifact.state for artifact in self.artifacts}
        return "waiting" if self.waiting else next((s for s in ("pending", "made") if s in states), "unchanged")


def _values(things: object) -> Sequence[Artifact]:
    return list(things.values()) if isinstance(things, dict) else list(things)  # type: ignore[call-overload]  # a list


STEPS: dict[str, tuple[str, ...]] = {
    "collect": ("donated",),
    "generate": ("generated",),
    "translate": ("sources", "translated"),
    "curate": ("curated", "curation_report"),  # after it, since records are held against translated benchmarks too
    "review": ("risks", "reviewed", "validated"),
    "benchmark": ("tasks",),
    "tune": ("adapter",),
    "evaluate": ("evaluations",),
    "leaderboard": ("leaderboard",),
    "publish": ("release",),
}
"""Verbs in their order, and the properties of `Pipeline` that each one asks for."""


def run_steps(pipeline: Pipeline, steps: Sequence[str]) -> Iterator[StepReport]:
    """Run `steps` in their order, reporting each as it ends; a step without input is waiting, and the rest goes on.

    Raises UsageError for an unknown step, and whatever a step that is not merely waiting raises.
    """
    unknown = [step for step in steps if step not in STEPS]
    if unknown:
        raise UsageError(f"there is no step {unknown[0]!r}", hint=f"steps are {', '.join(STEPS)}")
    for step in steps:
        try:
            yield run_step(pipeline, step)
        except MissingPart as error:
            yield StepReport(step, (), 0.0, waiting=str(error))


def run_step(pipeline: Pipeline, step: str) -> StepReport:
    """Run one step, and before it what it needs; a step that minga.toml has nothing for only says so."""
    started = time.monotonic()
    if lacking := _lacking(step, pipeline):
        return StepReport(step, (), 0.0, not_configured=lacking)
    artifacts: list[Artifact] = []
    waiting = ""
    for name in STEPS[step]:
        try:
            artifacts += _values(getattr(pipeline, name))
        except NothingToDo as error:
            waiting = str(error)
        except (MissingPart, StorageError) as error:
            if not pipeline.workspace.dry:
                raise
            waiting = str(error)  # a plan can be shown where it cannot be carried out
    left_out = pipeline.left_out.get(step, ())
    if step == "evaluate" and not waiting:
        left_out = tuple(f"{model} on {task}: {reason}" for (model, task), reason in pipeline.failures.items())
        left_out += (f"adapter: {pipeline.without_adapter}",) if pipeline.without_adapter else ()
        left_out += pipeline.left_out.get("suites", ()) + pipeline.left_out.get("submissions", ())
    return StepReport(step, tuple(artifacts), time.monotonic() - started, waiting, left_out=left_out)


def _lacking(step: str, pipeline: Pipeline) -> str:
    """What minga.toml would need for a step to have anything to do, however long one waits; empty when it has it."""
    settings = pipeline.project.settings
    if step in {"leaderboard", "publish"} and pipeline.ranked.further_results:
        return ""
    asked = bool(settings.campaigns)
    written = any(campaign.kind == "write-instruction" for campaign in settings.campaigns)
    records = bool(settings.donations or settings.documents) or written
    benchmarks = bool(settings.benchmarks)
    suites = benchmarks or any(name != "own" for name in settings.evaluate.suites)
    texts = "[[donations]] or [[documents]]"
    needs = {
        "collect": (bool(settings.donations), "[[donations]]"),
        "generate": (bool(settings.documents), "[[documents]]"),
        "curate": (records, texts),
        "tune": (records, texts),
        "review": (
            records or asked or any(part.to for part in settings.benchmarks),
            f"{texts}, or [[benchmarks]] with `to`",
        ),
        "evaluate": (suites, "[[benchmarks]]"),
        "leaderboard": (suites, "[[benchmarks]]"),
        "publish": (records or benchmarks, f"{texts}, or [[benchmarks]]"),
    }
    there, what = needs.get(step, (benchmarks, "[[benchmarks]]"))
    return "" if there else f"add {what} to minga.toml"


def goals(pipeline: Pipeline) -> list[tuple[str, int, int]]:
    """Variety, records that the project has (reviewed where there are any, else curated), and its goal."""
    tables = [pipeline.workspace.latest(name) for name in ("reviewed", "curated")]
    newest = next((table for table in tables if table and table.rows), None)
    languages = newest.manifest.languages if newest else {}
    return [
        (variety.tag, sum(rows for tag, rows in languages.items() if matches(variety.tag, tag)), variety.goal)
        for variety in pipeline.project.settings.varieties
    ]
