"""The stage: results of models on tasks in, a page with its data out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from minga.errors import NothingToDo
from minga.leaderboard.columns import Gap, ModelCard, read_column, read_model
from minga.leaderboard.computing import Findings, findings, standings
from minga.leaderboard.downloads import write_downloads, write_pairs
from minga.leaderboard.pages import Board, Heading, Pages, rates_of, write_folder
from minga.leaderboard.scopes import Weighting
from minga.leaderboard.sensitivity import sensitivity_of
from minga.leaderboard.standings import Standings
from minga.leaderboard.texts import Texts
from minga.results import Cost
from minga.settings import LeaderboardSettings, ModelSettings, ProjectSettings
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "leaderboard"]

CODE = 8
"""Raised when the same results would give another page."""

Key = tuple[str, str]
"""Model and task."""
T = TypeVar("T")


class _Options(BaseModel):
    """All that decides about the page besides the results."""

    heading: Heading
    draws: int
    confidence: float
    locale: str
    seed: int
    weighting: Weighting
    gaps: tuple[tuple[str, str, Gap], ...]
    """Model, task and why there is no score."""
    costs: tuple[tuple[str, str, Cost], ...]
    contamination: tuple[tuple[str, str, str], ...]
    """Model, task and evidence."""
    models: tuple[ModelSettings, ...]
    """What `minga.toml` says of models."""


def leaderboard(
    evaluations: Sequence[Artifact],
    tasks: Sequence[Artifact],
    gaps: Mapping[Key, Gap],
    settings: LeaderboardSettings,
    project: ProjectSettings,
    workspace: Workspace,
    *,
    costs: Mapping[Key, Cost] | None = None,
    contamination: Mapping[Key, str] | None = None,
    models: Sequence[ModelSettings] = (),
) -> Artifact:
    """The artifact `leaderboard`: pages with their style, a picture a task, and the numbers as files.

    `evaluations` are `evaluations/MODEL/TASK`, or `variants/MODEL/TASK@VARIANT` of the same task asked in another
    way, which are compared and not ranked. By model (slug) and task: `gaps` say what became of those that are not
    there, `costs` what the others took, and `contamination` why a score may not be trusted. `models` are facts
    that results do not say. Raises NothingToDo without a task or without any result, InputError when a task's card
    cannot be read.
    """
    if not tasks or not (evaluations or gaps):
        raise NothingToDo("no model was evaluated on any task", hint="run: minga evaluate")
    options = _Options(
        heading=Heading.of(project, settings),
        **settings.model_dump(include={"draws", "confidence", "weighting"}),
        **project.model_dump(include={"locale", "seed"}),
        gaps=_sorted(gaps),
        costs=_sorted(costs or {}),
        contamination=_sorted(contamination or {}),
        models=tuple(models),
    )
    recipe = Recipe("leaderboard", "leaderboard", CODE, options, parents=[*tasks, *evaluations])
    return workspace.make_folder(recipe, partial(_build, evaluations, tasks, options, workspace))


def _sorted(known: Mapping[Key, T]) -> tuple[tuple[str, str, T], ...]:
    return tuple((*key, known[key]) for key in sorted(known))


def _build(
    evaluations: Sequence[Artifact],
    tasks: Sequence[Artifact],
    options: _Options,
    workspace: Workspace,
    folder: Path,
    notes: dict[str, Any],
) -> None:
    by_task: dict[str, dict[str, Artifact]] = {}
    for evaluation in evaluations:
        by_task.setdefault(evaluation.own_name, {})[read_model(evaluation).slug] = evaluation
    columns = []
    with workspace.progress("leaderboard", len(tasks), "tasks") as advance:
        for task in tasks:
            name = task.own_name
            gaps = {model: gap for model, failed, gap in options.gaps if failed == name}
            columns.append(read_column(task, by_task.get(name, {}), gaps))
            advance(1)
    found = findings(columns, **options.model_dump(include={"draws", "confidence", "seed", "weighting"}))
    board = standings(
        found,
        _models(evaluations, options),
        costs={(model, task): cost for model, task, cost in options.costs},
        contamination={(model, task): evidence for model, task, evidence in options.contamination},
        sensitivity=sensitivity_of({column.card.task: column for column in columns}, by_task),
    )
    _write(board, found, by_task, options, folder)
    notes |= {"models": len(board.models), "tasks": len(board.tasks), "holes": len(board.holes)}


def _models(evaluations: Sequence[Artifact], options: _Options) -> dict[str, ModelCard]:
    """By slug; of a model that has no result nothing but that is known."""
    known = {model: ModelCard(slug=model, name=model) for model, _, _ in options.gaps}
    known |= {card.slug: card for card in map(read_model, evaluations)}
    said = {facts.name: facts.model_dump(exclude={"name"}, exclude_defaults=True) for facts in options.models}
    return {slug: card.model_copy(update=said.get(card.name, {})) for slug, card in known.items()}


def _write(
    board: Standings, found: Findings, by_task: Mapping[str, Mapping[str, Artifact]], options: _Options, folder: Path
) -> None:
    given = {(model, task): each for task, done in by_task.items() for model, each in done.items()}
    shown = Board(board, options.heading, Texts(options.locale))
    write_folder(Pages(shown, rates_of(found.columns), given), folder)
    write_downloads(board, folder)
    write_pairs(found, folder)
