"""Boards of any size whose numbers are drawn, without evaluations behind them."""

from __future__ import annotations

from typing import Any

import numpy as np

from minga.leaderboard.columns import Gap, ModelCard
from minga.leaderboard.pages import Board, Heading
from minga.leaderboard.scopes import scopes_of
from minga.leaderboard.standings import Average, Hole, Interval, Score, Spending, Standings
from minga.leaderboard.texts import Texts
from minga.task_cards import TaskCard

FAMILIES = ("reading", "knowledge", "commonsense", "entailment")
LANGUAGES = ("es", "ca", "eu", "gl", "es-PE")


def drawn_board(
    *, models: int = 4, tasks: int = 6, holes: int = 0, live: bool = False, locale: str = "es", **card: Any
) -> Board:
    """Models that are better the lower their number; the last `holes` of them lack the last task."""
    cards = [
        TaskCard.model_validate(
            {
                "task": f"task_{number}", "benchmark": f"Bench {number // len(LANGUAGES)}", "metric": "acc",
                "language": LANGUAGES[number % len(LANGUAGES)], "random": 0.25, "items": 100, "licence": "MIT",
                "family": FAMILIES[number // len(LANGUAGES) % len(FAMILIES)], **card,
            }
        )
        for number in range(tasks)
    ]  # fmt: skip
    known = [_model(number) for number in range(models)]
    missing = {(model.slug, cards[-1].task) for model in known[models - holes :]}
    worth = {(model.slug, card.task): _drawn(place, number) for place, model in enumerate(known)
             for number, card in enumerate(cards) if (model.slug, card.task) not in missing}  # fmt: skip
    scopes = scopes_of(cards)
    return Board(
        Standings(
            confidence=0.95, draws=200, seed=1, models=known, tasks=cards, scopes=scopes, comparisons=[],
            scores=[
                Score(model=model.slug, task=card.task, value=0.25 + 0.75 * worth[model.slug, card.task],
                      normalised=worth[model.slug, card.task], interval=Interval(low=0.4, high=0.6), group="a")
                for card in cards for model in known if (model.slug, card.task) in worth
            ],
            holes=[Hole(model=model, task=task, gap=Gap(reason="failed", detail="out of memory"))
                   for model, task in sorted(missing)],
            averages=[
                Average(model=model.slug, scope=scope.name, places=(place + 1, place + 2), group="abc"[place % 3],
                        value=float(np.mean([worth[model.slug, task] for task in scope.weights])),
                        interval=Interval(low=0.31, high=0.69))
                for scope in scopes for place, model in enumerate(known)
                if not any((model.slug, task) in missing for task in scope.weights)
            ],
            spending=[Spending(model=model.slug, tasks=tasks, of=tasks, energy_kwh=1.0, co2_kg=0.01 * (place + 1))
                      for place, model in enumerate(known)],
        ),
        Heading("Tabla", "Proyecto", "", ("Ana",)),
        Texts(locale),
        live=live,
    )  # fmt: skip


def _model(number: int) -> ModelCard:
    return ModelCard(
        slug=f"organisation__model-{number:03d}-7b-instruct",
        name=f"organisation/Model-{number:03d}-7B-Instruct",
        parameters=(number + 1) * 500_000_000,
        licence=("Apache-2.0", "Llama-3.1")[number % 2],
        kind="instruct" if number % 2 else "base",
        open_weights=number % 3 > 0,
    )


def _drawn(place: int, task: int) -> float:
    return round(0.9 / (1 + place / 20) - task / 1000, 6)
