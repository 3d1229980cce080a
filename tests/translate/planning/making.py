"""Populations whose validated scores are known, to play campaigns on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minga.translate.planning import Population

Floats = NDArray[np.float64]


def population(
    seed: int, items: int = 150, *, models: int = 2, dropped: float = 0.0
) -> tuple[Population, Floats, Floats]:
    """A population, the scores that validation will find (items, models), and which items stay (items,).

    Scores are 0 or 1; they change the more often the riskier an item is.
    """
    random = np.random.default_rng(seed)
    risk = random.beta(0.7, 2.0, items)
    machine = (random.random((items, models)) < 0.4).astype(np.float64)
    flips = random.random((items, models)) < (0.03 + 0.6 * risk)[:, None]
    kept = (random.random(items) >= dropped * (0.5 + risk)).astype(np.float64)
    return Population(machine, risk), np.where(flips, 1 - machine, machine), kept
