"""What a simulated campaign does, and how it went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from minga.errors import UsageError
from minga.inequality import effective_number, gini, top_share
from minga.review.caps import CapPolicy
from minga.review.overlap import OverlapPolicy

__all__ = ["Outcome", "Rules"]


@dataclass(frozen=True)
class Rules:
    """What a campaign does; the defaults are minga's."""

    items: int = 2000
    days: float = 21.0
    decide: Literal["dawid-skene", "majority"] = "dawid-skene"
    """`majority` decides as soon as more than half of the maximum agree; with minimum = maximum it is fixed overlap."""
    overlap: OverlapPolicy = field(default_factory=OverlapPolicy)
    order: Literal["begun", "fresh"] = "begun"
    """Which items are handed out first: those on which somebody has spoken, or those that nobody has seen."""
    revise: bool = True
    """Whether early decisions are looked at again at checkpoints."""
    caps: CapPolicy | None = field(default_factory=CapPolicy)
    breaks: bool = True
    """Whether breaks are suggested to people who measurably tire."""
    weights: bool = True
    """Whether their late answers weigh less."""
    control: float = 0.05
    """Share of answers to control and repeated items, which decide nothing."""

    def __post_init__(self) -> None:
        if self.items < 1 or self.days <= 0:
            raise UsageError("a campaign needs at least one item and a day")
        if not 0 <= self.control <= 0.5:
            raise UsageError(f"control = {self.control} is not in [0, 0.5]")


@dataclass(frozen=True)
class Outcome:
    """How a simulated campaign went."""

    items: int
    decided: int
    """Items with a conclusion at the end, adjudicated ones among them."""
    right: int
    """Of those, the ones with the right label."""
    answers: int
    """Opinions, without adjudications and control items."""
    adjudications: int
    by_person: tuple[int, ...]
    """Opinions of each person who turned up."""
    days: float | None
    """Days until the last item was decided; None when some were not."""
    turned_away: int
    """Answers that people meant to give when a cap or a suggested rest ended their visit: time for other work."""
    found_nothing: int
    """Answers that people meant to give when no item was left for them."""
    breaks: int
    """Breaks that were suggested and taken."""
    lowered: int
    """Answers that weighed less than 1."""
    daily: tuple[int, ...]
    """Items decided by the end of each day."""

    @property
    def accuracy(self) -> float:
        """Share of the decided items with the right label."""
        return self.right / max(1, self.decided)

    @property
    def cost(self) -> int:
        """Opinions and adjudications: everything that people did for the decisions."""
        return self.answers + self.adjudications

    @property
    def answers_per_item(self) -> float:
        """`cost` for each decided item."""
        return self.cost / max(1, self.decided)

    @property
    def top_share(self) -> float:
        """Share of the opinions by the most active tenth of those who gave any."""
        return top_share(self.by_person)

    @property
    def gini(self) -> float:
        """Gini coefficient of opinions a person."""
        return gini(self.by_person)

    @property
    def effective_number(self) -> float:
        """Effective number of reviewers."""
        return effective_number(self.by_person)
