"""What is known of a benchmark before people have validated it, and what they found so far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from minga.errors import InputError

__all__ = ["Floats", "Ints", "Population", "Verdicts"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Population:
    """All items of a machine-translated benchmark. Raises InputError where the shapes do not belong together."""

    machine: Floats
    """(items, models) score of each model on the machine's version of each item, from 0 to 1."""
    risk: Floats
    """(items,) the linter's risk, from 0 to 1."""
    signals: Floats | None = None
    """(items, models, signals) anything else, known for every item, that tells how the validated version will score:
    how sure a model was of its answer, or its score on the source."""

    def __post_init__(self) -> None:
        items, models = self.machine.shape
        if self.risk.shape != (items,) or (self.signals is not None and self.signals.shape[:2] != (items, models)):
            raise InputError("scores, risk and signals are not of the same items", where="Population")
        if self.machine.size and not (np.nanmin(self.machine) >= 0 and np.nanmax(self.machine) <= 1):
            raise InputError("scores go from 0 to 1", where="Population")

    def __len__(self) -> int:
        return len(self.risk)

    @property
    def models(self) -> int:
        """How many models were scored."""
        return self.machine.shape[1]

    @cached_property
    def risk_level(self) -> Floats:
        """(items,) risk with mean 0 and standard deviation 1; all 0 where every item has the same."""
        return _standardised(self.risk)

    @cached_property
    def signal_levels(self) -> Floats:
        """(items, models, signals) each signal of each model with mean 0 and standard deviation 1."""
        if self.signals is None:
            return np.zeros((*self.machine.shape, 0))
        return _standardised(self.signals)


def _standardised(values: Floats) -> Floats:
    """`values` with mean 0 and standard deviation 1 down the first axis; 0 where they do not differ."""
    spread = values.std(axis=0)
    return (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)


@dataclass(frozen=True)
class Verdicts:
    """What people found out about some items, in the order in which they were drawn."""

    items: Ints
    """(n,) numbers of the items."""
    scores: Floats
    """(n, models) each model's score on the validated version; of no meaning where the item was dropped."""
    kept: Floats
    """(n,) 1 where the item stays in the benchmark, 0 where it cannot be translated or its source is wrong."""

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def totals(self) -> Floats:
        """(n, models) what each item adds to the sum of scores: its score, or 0 where it was dropped."""
        return np.where(self.kept[:, None] > 0, self.scores, 0.0)

    def first(self, count: int) -> Verdicts:
        """The first `count` of them."""
        return Verdicts(self.items[:count], self.scores[:count], self.kept[:count])
