"""Tasks and evaluations as the stages before leave them, with answers that are drawn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from minga.leaderboard import leaderboard
from minga.leaderboard.answered import Result, answered_of, normalised_score
from minga.leaderboard.columns import Column, Gap
from minga.results import Answer, ItemScores, Score, write_items
from minga.settings import LeaderboardSettings, ProjectSettings
from minga.tables import Artifact
from minga.task_cards import TaskCard
from minga.workspace import Recipe, Workspace

PROJECT = ProjectSettings(
    name="Saberes de los Andes",
    slug="andes",
    description="Preguntas que se hacen y se responden en los pueblos del altiplano.",
    locale="es",
    authors=("Rosa Mamani", "Equip de Prova"),
)
SETTINGS = LeaderboardSettings(draws=500)


def workspace(folder: Path, *, dry: bool = False) -> Workspace:
    return Workspace(folder / "data", folder / ".minga", dry=dry)


def task(space: Workspace, name: str, **card: Any) -> Artifact:
    """A task's folder with its card."""
    values = {
        "task": name,
        "benchmark": "mmlu",
        "language": "es",
        "metric": "acc",
        "random": 0.25,
        "maximum": 1.0,
        "items": 40,
        "validated": 1.0,
        "origin": "machine",
        "validators": ["Persona de prueba 1 (simulada)", "Rosa"],
        "licence": "MIT",
        "citation": "@article{mmlu, title={Measuring Massive Multitask Language Understanding}, year={2021}}",
        "source": "https://example.org/mmlu",
        **card,
    }

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "minga-task.json").write_text(json.dumps(values), encoding="utf-8")

    return space.make_folder(Recipe(f"tasks/{name}", "benchmark", 1, inputs={"card": json.dumps(values)}), build)


def right_answers(share: float, items: int = 40, seed: int = 1) -> list[float]:
    """0 or 1 an item; the same seed makes items equally hard."""
    return [float(value < share) for value in np.random.default_rng(seed).random(items)]


def sample(row: int, question: str) -> dict[str, Any]:
    """A line of the harness's samples of a question with two choices."""
    requests = [[question, " sí"], [question, " no"]]
    return {
        "doc": {"id": f"item-{row}"},
        "arguments": {f"gen_args_{place}": {"arg_0": one[0], "arg_1": one[1]} for place, one in enumerate(requests)},
    }


def evaluation(
    space: Workspace,
    model: str,
    on: Artifact,
    scores: Sequence[float],
    *,
    metric: str = "acc",
    ids: Sequence[str] = (),
    clusters: Sequence[str] = (),
    value: float | None = None,
    answered: bool = True,
    error: Any = None,
    variant: str = "",
    asked: Sequence[str] = (),
    **about: Any,
) -> Artifact:
    """What `evaluate` leaves of a model on a task."""
    name = on.own_name
    number = float(np.mean(scores)) if value is None else value
    numbers = {f"{metric},none": number, f"{metric}_stderr,none": error}
    results = {"results": {name: numbers}, "configs": {name: {"output_type": "multiple_choice"}}}

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
        if asked:
            lines = [json.dumps(sample(row, question)) + "\n" for row, question in enumerate(asked)]
            (folder / "samples.jsonl").write_text("".join(lines), encoding="utf-8")
        names = ids or [f"item-{row}" for row in range(len(scores))]
        items = (
            Answer(names[row], correct, "0" if correct else "1", "0", cluster=clusters[row] if clusters else "")
            for row, correct in enumerate(scores)
        )
        if answered:
            write_items(folder, items)
        notes |= {
            "model": {"name": about.get("name", model), "slug": model, "base": about.get("base", ""),
                      "tuned": about.get("tuned", False),
                      **{key: about[key] for key in ("licence", "open_weights", "kind", "revision") if key in about}},
            "parameters": about.get("parameters"),
            "task": name, "metric": metric, "filter": "none", "value": number, "items": len(scores),
            "higher_is_better": about.get("higher_is_better", True), "shots": about.get("shots", 0),
        }  # fmt: skip

    recipe = Recipe(
        f"{'variants' if variant else 'evaluations'}/{model}/{name}{variant}",
        "evaluate",
        1,
        parents=[on],
        inputs={"scores": json.dumps([list(scores), answered, error, about])},
    )
    return space.make_folder(recipe, build)


def card(name: str, language: str = "es", **values: Any) -> TaskCard:
    known = {"benchmark": name, "metric": "acc", "random": 0.25, "items": 40, "licence": "MIT"}
    return TaskCard.model_validate({**known, "task": f"{name}_{language}", "language": language, **values})


def result(
    scores: Sequence[float], *, clusters: Sequence[str] = (), subtasks: Sequence[str] = (), prefix: str = "item"
) -> Result:
    """What a model with these scores by item did."""
    count = len(scores)
    items = ItemScores(
        [f"{prefix}-{row}" for row in range(count)],
        list(subtasks) or [""] * count,
        list(clusters) or [""] * count,
        np.array(scores, dtype=np.float64),
        [],
        [],
    )
    return Result(Score("acc", float(np.mean(scores)), count, higher_is_better=True), items)


def only_score(value: float, error: float | None = None) -> Result:
    """What is known of a model without its answers."""
    return Result(Score("acc", value, 40, higher_is_better=True), error=error)


def column(about: TaskCard, given: Mapping[str, Sequence[float] | Result], **gaps: Gap) -> Column:
    """A task with what models scored on it, item by item."""
    results = {model: one if isinstance(one, Result) else result(one) for model, one in sorted(given.items())}
    return Column(
        about,
        {model: one.score.value for model, one in results.items()},
        {model: normalised_score(one, about) for model, one in results.items()},
        answered_of(results, about),
        {model: one.error for model, one in results.items() if one.error is not None},
        gaps,
    )


def made_board(space: Workspace, third: str = "Modelo C", **project: Any) -> Artifact:
    """The leaderboard of three models in two languages; one hole, one task that nobody validated."""
    tasks = [
        task(space, "andes_mmlu_es"),
        task(space, "andes_mmlu_en", language="en", origin="native", validators=[], validated=0),
        task(space, "andes_truthfulqa_es", benchmark="truthfulqa", validated=0, validators=[], random=0.0),
        task(space, "andes_saberes_es", benchmark="saberes", validated=0.5, validators=["Rosa", "anonymous"]),
    ]
    evaluations = [
        evaluation(
            space,
            model,
            each,
            right_answers(share, seed=seed),
            name=name,
            parameters=134_515_008,
            licence="MIT",
            open_weights=True,
            asked=[f"¿Pregunta {row}? {third}" for row in range(40)],
        )
        for model, name, share in (("a", "Modelo A", 0.9), ("b", "Modelo B", 0.35), ("c", third, 0.3))
        for seed, each in enumerate(tasks)
        if (model, each.name) != ("b", "tasks/andes_truthfulqa_es")
    ]
    gaps = {("b", "andes_truthfulqa_es"): Gap(reason="failed", detail="out of memory")}
    settings = PROJECT.model_copy(update=project)
    return leaderboard(evaluations, tasks, gaps, SETTINGS, settings, space)
