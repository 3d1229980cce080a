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
_FAR = 10.0
"""A longer lead says no more, and would weigh too much."""


@dataclass(frozen=True)
class Population:
    """All items of a machine-translated benchmark. Raises InputError where the shapes do not belong together."""

    machine: Floats
    """(items, models) score of each model on the machine's version of each item, from 0 to 1."""
    risk: Floats
    """(items,) the linter's risk, from 0 to 1."""
    signals: Floats | None = None
    """(items, models, signals) anything else, known for every item, that tells how the validated version will score:
    another system's opinion, say."""
    leads: Floats | None = None
    """(items, models, versions) by how much the right choice is likelier to the model than the best wrong one, in nats,
    on each version that it has answered: the machine's, the source, other translations."""

    def __post_init__(self) -> None:
        items, models = self.machine.shape
        others = [one.shape[:2] for one in (self.signals, self.leads) if one is not None]
        if self.risk.shape != (items,) or any(shape != (items, models) for shape in others):
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

    def known_leads(self, model: int) -> Floats:
        """(items, versions) the leads of one model in nats, at most 10; without versions that it has not answered."""
        if self.leads is None:
            return np.zeros((len(self), 0))
        leads = self.leads[:, model].clip(-_FAR, _FAR)
        return leads[:, leads.std(axis=0) > 0]


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

    def of(self, chosen: NDArray[np.bool_]) -> Verdicts:
        """Those that are `chosen` (n,)."""
        return Verdicts(self.items[chosen], self.scores[chosen], self.kept[chosen])
