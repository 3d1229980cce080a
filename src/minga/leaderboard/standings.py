"""What a leaderboard knows: scores, holes, averages over complete suites, places, and what they cost and rest on.

A task's normalised score is 0 for guessing and 1 for the best that can be. An average is a weighted mean of normalised
scores over the tasks of a *scope*: everything, a language, a family of tasks, or a family within a language. It exists
only for a model that has a score on every task of the scope.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from minga.leaderboard.columns import Gap, ModelCard
from minga.results import Cost
from minga.task_cards import TaskCard

__all__ = [
    "ALL", "Average", "Comparison", "Coverage", "Flag", "Hole", "Interval", "IntervalKind", "Scope", "Score",
    "Sensitivity", "Shares", "Spending", "Standings", "Variant", "rounded",
]  # fmt: skip

ALL = "all"
"""The scope of averages over everything."""

IntervalKind = Literal["bootstrap", "standard-error"]
"""From the answers to the items, or (where only these are known) from a score and its standard error."""


_DIGITS = 6
"""Of what was drawn; scores themselves are not rounded."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Interval(_Part):
    """Where a number may be."""

    low: float
    high: float
    kind: IntervalKind = "bootstrap"
    """Of an average: `standard-error` if that of any of its tasks is."""


def rounded(low: float, high: float, kind: IntervalKind) -> Interval:
    """An interval that was drawn: six decimals, and no minus before a zero.

    >>> rounded(-0.00000004, 0.25, "bootstrap")
    Interval(low=0.0, high=0.25, kind='bootstrap')
    """
    return Interval(low=round(low, _DIGITS) + 0.0, high=round(high, _DIGITS) + 0.0, kind=kind)


class Score(_Part):
    """A model's score on a task."""

    model: str
    task: str
    value: float
    """As the harness reports it."""
    interval: Interval | None
    """Of `value`; None where nothing is known of its uncertainty."""
    normalised: float
    group: str
    """Letters; models of a task that share one cannot be told apart. Empty where there is no interval."""
    places: tuple[int, int] | None = None
    """Best and worst place among the models that have a score on the task."""
    shots: int | None = None
    """Worked examples that stood before each item; None where the results do not say."""
    cost: Cost | None = None
    """Of this score; None where it was not measured."""


class Hole(_Part):
    """A score that is missing."""

    model: str
    task: str
    gap: Gap


class Shares(_Part):
    """Who wrote the items that a number rests on, and who looked at them; the four parts sum to 1."""

    native: float
    """Written by speakers of the language."""
    human: float
    """Translated by people."""
    validated: float
    """Translated by a machine and validated by people."""
    machine: float
    """Translated by a machine, and nobody looked."""
    checked: float
    """Share that the project's people validated, whoever wrote it."""


class Scope(_Part):
    """What an average is over."""

    name: str
    """`all`, a language tag (`es`), a family (`all:reading`), or a family in a language (`es:reading`)."""
    language: str = ""
    """Empty for all languages."""
    family: str = ""
    """Empty for all families."""
    weights: dict[str, float]
    """Weight of each task; they sum to 1."""
    shares: Shares
    """By the weights of the tasks."""


class Average(_Part):
    """A model's mean normalised score over the tasks of a scope, all of which it has done."""

    model: str
    scope: str
    """Name of the scope."""
    value: float
    interval: Interval | None
    """None where the uncertainty of one of the tasks is not known."""
    places: tuple[int, int] | None
    """Best and worst place among the models that have an average here; None where there is no interval."""
    group: str


class Coverage(_Part):
    """How many tasks of a scope a model has a score on."""

    done: int
    of: int

    @property
    def complete(self) -> bool:
        """Whether it has them all."""
        return self.done == self.of


class Comparison(_Part):
    """The first model's normalised score minus the second's."""

    scope: str
    """Name of a scope, or a task."""
    first: str
    second: str
    difference: float
    interval: Interval
    """Holds together with all others of its scope."""
    distinct: bool
    """Whether the two can be told apart."""
    paired: bool = True
    """Whether both were resampled on the same items; otherwise the interval is wider than it might be."""
    mcnemar: float | None = None
    """Exact p-value on one task with right and wrong answers, not corrected for many comparisons."""


class Flag(_Part):
    """A reason to think that a model has seen a task's items in training."""

    model: str
    task: str
    evidence: str
    """In words, for instance `published after the items; 41 of 200 items completed word for word`."""


class Spending(_Part):
    """What a model's scores cost to compute, as far as it was measured."""

    model: str
    tasks: int
    """Scores whose cost is known."""
    of: int
    """Scores that the model has."""
    seconds: float | None = None
    energy_kwh: float | None = None
    co2_kg: float | None = None
    kwh_per_point: float | None = None
    """Energy of the complete suite per point (of 100) of the overall score; None unless all of it was measured, and
    where the overall score is not above chance."""


class Variant(_Part):
    """The same model on the same task, asked in another way."""

    name: str
    """For instance `5shot`."""
    shots: int | None
    value: float
    normalised: float


class Sensitivity(_Part):
    """How much a score depends on the number of examples and on the prompt."""

    model: str
    task: str
    variants: list[Variant]
    """The leaderboard's own first, named `""`."""
    spread: float
    """Largest minus smallest normalised score."""
    deviation: float
    """Standard deviation of the normalised scores over the variants."""


class Standings(_Part):
    """All that the pages show."""

    confidence: float
    draws: int
    seed: int
    models: list[ModelCard]
    """Best average first; models with holes after those without."""
    tasks: list[TaskCard]
    scopes: list[Scope]
    """Everything, then languages, families, and families in languages; none that equals an earlier one's tasks."""
    scores: list[Score]
    """By task, best first."""
    holes: list[Hole]
    averages: list[Average]
    """By scope, best first."""
    comparisons: list[Comparison]
    """All pairs of the first models, neighbours of the others; any pair: `compare_models`."""
    contamination: list[Flag] = []
    spending: list[Spending] = []
    sensitivity: list[Sensitivity] = []

    @property
    def languages(self) -> list[str]:
        """Tags of the tasks' languages, in order."""
        return list(dict.fromkeys(task.language for task in self.tasks))

    @property
    def families(self) -> list[str]:
        """Names of the tasks' families, in order of the alphabet."""
        return sorted({task.family for task in self.tasks if task.family})

    @cached_property
    def _missing(self) -> dict[str, set[str]]:
        missing: dict[str, set[str]] = {}
        for hole in self.holes:
            missing.setdefault(hole.model, set()).add(hole.task)
        return missing

    def coverage(self, model: str, scope: Scope) -> Coverage:
        """How many of the scope's tasks the model has a score on; the others are among its holes."""
        lacks = self._missing.get(model, set())
        return Coverage(done=sum(task not in lacks for task in scope.weights), of=len(scope.weights))
