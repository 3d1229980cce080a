"""The stage: results of models on tasks in, a page with its data out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from minga.errors import NothingToDo
from minga.leaderboard.charts import task_chart
from minga.leaderboard.columns import Column, ModelCard, read_column, read_model
from minga.leaderboard.computing import standings
from minga.leaderboard.downloads import write_downloads
from minga.leaderboard.page import Heading, page, stylesheet
from minga.leaderboard.scopes import Weighting
from minga.leaderboard.standings import Standings
from minga.leaderboard.texts import Texts
from minga.settings import LeaderboardSettings, ModelSettings, ProjectSettings
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "leaderboard"]

CODE = 2
"""Raised when the same results would give another page."""


class _Options(BaseModel):
    """All that decides about the page besides the results."""

    title: str
    draws: int
    confidence: float
    project: str
    description: str
    locale: str
    authors: tuple[str, ...]
    homepage: str
    seed: int
    weighting: Weighting
    failures: tuple[tuple[str, str, str], ...]
    """Model, task and reason."""
    models: tuple[ModelSettings, ...] = ()
    """What `minga.toml` says of models."""


def leaderboard(
    evaluations: Sequence[Artifact],
    tasks: Sequence[Artifact],
    failures: Mapping[tuple[str, str], str],
    settings: LeaderboardSettings,
    project: ProjectSettings,
    workspace: Workspace,
    *,
    models: Sequence[ModelSettings] = (),
) -> Artifact:
    """The artifact `leaderboard`: `index.html` with its style, a picture a task, and the numbers as files.

    `evaluations` are `evaluations/MODEL/TASK`, `failures` reasons by model and task, `models` facts that results do not
    say. Raises NothingToDo without a task
    or without any result, InputError when a task's card cannot be read.
    """
    if not tasks or not (evaluations or failures):
        raise NothingToDo("no model was evaluated on any task", hint="run: minga evaluate")
    options = _Options(
        title=settings.title or project.name,
        draws=settings.draws,
        confidence=settings.confidence,
        weighting=settings.weighting,
        project=project.name,
        **project.model_dump(include={"description", "locale", "authors", "homepage", "seed"}),
        failures=tuple(sorted((model, task, reason) for (model, task), reason in failures.items())),
        models=tuple(models),
    )
    recipe = Recipe("leaderboard", "leaderboard", CODE, options, parents=[*tasks, *evaluations])
    return workspace.make_folder(recipe, partial(_build, evaluations, tasks, options, workspace))


def _build(
    evaluations: Sequence[Artifact],
    tasks: Sequence[Artifact],
    options: _Options,
    workspace: Workspace,
    folder: Path,
    notes: dict[str, Any],
) -> None:
    with workspace.progress("leaderboard", len(tasks), "tasks") as advance:
        columns = []
        for task in tasks:
            columns.append(_column(task, evaluations, options))
            advance(1)
    board = standings(
        columns,
        _models(evaluations, options),
        draws=options.draws,
        confidence=options.confidence,
        seed=options.seed,
        weighting=options.weighting,
    )
    _write(board, options, folder)
    notes |= {"models": len(board.models), "tasks": len(board.tasks), "holes": len(board.holes)}


def _column(task: Artifact, evaluations: Sequence[Artifact], options: _Options) -> Column:
    name = task.name.removeprefix("tasks/")
    results = {read_model(each).slug: each for each in evaluations if each.name.rpartition("/")[2] == name}
    return read_column(task, results, {model: reason for model, failed, reason in options.failures if failed == name})


def _models(evaluations: Sequence[Artifact], options: _Options) -> dict[str, ModelCard]:
    """By slug; of a model that failed on everything nothing but that is known."""
    known = {model: ModelCard(slug=model, name=model) for model, _, _ in options.failures}
    known |= {card.slug: card for card in map(read_model, evaluations)}
    said = {facts.name: facts.model_dump(exclude={"name"}, exclude_defaults=True) for facts in options.models}
    return {slug: card.model_copy(update=said.get(card.name, {})) for slug, card in known.items()}


def _write(board: Standings, options: _Options, folder: Path) -> None:
    heading = Heading(options.title, options.project, options.description, options.authors, options.homepage)
    texts = Texts(options.locale)
    (folder / "index.html").write_text(page(board, heading, options.locale), encoding="utf-8")
    (folder / "leaderboard.css").write_text(stylesheet(), encoding="utf-8")
    (folder / "plots").mkdir()
    for card in board.tasks:
        (folder / "plots" / f"{card.task}.svg").write_text(task_chart(card, board, texts), encoding="utf-8")
    write_downloads(board, folder)
