"""What the models' scores cost to compute, and how much of it per point."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from minga.leaderboard.columns import Column
from minga.leaderboard.standings import Spending
from minga.results import Cost

__all__ = ["spending_of"]


def spending_of(
    models: Sequence[str],
    columns: Sequence[Column],
    overall: Mapping[str, float],
    costs: Mapping[tuple[str, str], Cost],
) -> list[Spending]:
    """Of every model whose cost is known on some task; `overall` are the averages over the complete suite."""
    found = []
    for model in models:
        done = [column.card.task for column in columns if model in column.values]
        known = [costs[model, task] for task in done if (model, task) in costs]
        if known:
            energy = _total(known, lambda cost: cost.energy_kwh)
            measured = energy is not None and all(cost.energy_kwh is not None for cost in known)
            points = 100 * overall.get(model, 0.0)
            whole = measured and len(known) == len(done) == len(columns) and points > 0
            found.append(
                Spending(
                    model=model,
                    tasks=len(known),
                    of=len(done),
                    seconds=_total(known, lambda cost: cost.seconds),
                    energy_kwh=energy,
                    co2_kg=_total(known, lambda cost: cost.co2_kg),
                    kwh_per_point=energy / points if whole and energy is not None else None,
                )
            )
    return found


def _total(costs: Sequence[Cost], part: Callable[[Cost], float | None]) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = [value for cost in costs if (value := part(cost)) is not None]
    return math.fsum(known) if known else None
