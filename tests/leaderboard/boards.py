"""Tasks and evaluations as the stages before leave them, with answers that are drawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from minga.results import Answer, write_items
from minga.settings import LeaderboardSettings, ProjectSettings
from minga.tables import Artifact
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
    **about: Any,
) -> Artifact:
    """What `evaluate` leaves of a model on a task."""
    name = on.name.removeprefix("tasks/")
    number = float(np.mean(scores)) if value is None else value
    results = {"results": {name: {f"{metric},none": number}}, "configs": {name: {"output_type": "multiple_choice"}}}

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
        write_items(
            folder,
            (
                Answer(ids[row] if ids else f"item-{row}", correct, "0", "0", cluster=clusters[row] if clusters else "")
                for row, correct in enumerate(scores)
            ),
        )
        notes |= {
            "model": {"name": about.get("name", model), "slug": model, "base": about.get("base", ""),
                      "tuned": about.get("tuned", False)},
            "parameters": about.get("parameters"),
            "task": name, "metric": metric, "filter": "none", "value": number, "items": len(scores),
            "higher_is_better": about.get("higher_is_better", True),
        }  # fmt: skip

    recipe = Recipe(
        f"evaluations/{model}/{name}", "evaluate", 1, parents=[on], inputs={"scores": json.dumps([list(scores), about])}
    )
    return space.make_folder(recipe, build)
