"""When one person is asked to leave some of the work to the others.

The share cap answers one question: how much may one person give so that the most active tenth stays at `top_share` of
the answers? With `a` active people the tenth has `a / 10` of them, so each may give `top_share / (a / 10)` of all
answers: for 0.4 that is four times what people give on average. The cap therefore rises with every answer that anybody
gives; nobody is held back below `share_from`, so that a campaign's first people can begin. It holds only while
the others would get the work done in time: where their pace is too slow for the campaign's end, or nobody else
is there, it is lifted, for it is better that few do much than that nothing is done.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from minga.errors import UsageError

__all__ = ["Allowance", "CapPolicy", "Pace", "allowance"]


_PACE_KEPT = 0.65
"""What is left of a pace, on average until the end: people come with the call and go one by one. Higher holds more
people back and loses throughput where hands are few; by simulation, see `docs/explanation/policies.md`."""

_PATIENCE = 14.0
"""Days that the others are given in a campaign without end."""


@dataclass(frozen=True)
class CapPolicy:
    """How much one person may give. Raises UsageError for settings that contradict themselves."""

    soft_day: int = 60
    """Answers a day from which a person is thanked and offered a rest or other work; she may go on. 0 has none."""
    hard_day: int = 200
    """Answers a day that end it; 0 has no such end."""
    share: float = 0.1
    """Largest share of the answers that one person may give; 1 has no such limit."""
    top_share: float = 0.35
    """Share of the answers that the most active tenth of the people should give together; 1 has no such limit. The cap
    is lifted at times, so that the result lies above it."""
    yields: bool = True
    """Whether the shares give way where the others would not get the work done in time."""
    share_from: int = 20
    """Answers that anybody may give before the shares count: a young campaign does not block its first people."""

    def __post_init__(self) -> None:
        if min(self.soft_day, self.hard_day, self.share_from) < 0:
            raise UsageError("a cap is below 0", hint="0 is no cap")
        if 0 < self.hard_day < self.soft_day:
            raise UsageError(
                f"the soft cap of {self.soft_day} is above the hard cap of {self.hard_day}", hint="lower the soft cap"
            )
        if not 0 < self.share <= 1:
            raise UsageError(f"share {self.share} is not in (0, 1]", hint="1 is no limit")
        if not 0.1 < self.top_share <= 1:
            raise UsageError(
                f"top_share {self.top_share} is not in (0.1, 1]",
                hint="0.1 is what everybody gives when all give the same",
            )

    def share_cap(self, answers: int, active: int) -> int | None:
        """Answers that one of `active` people may have given when all have given `answers`; None without a limit.

        >>> CapPolicy(share=0.1, top_share=0.4).share_cap(answers=3000, active=100)
        120
        """
        share = min(self.share, 1.0 if self.top_share >= 1 else self.top_share / max(1, round(active / 10)))
        return None if share >= 1 else max(self.share_from, math.ceil(share * answers))


@dataclass(frozen=True)
class Pace:
    """Whether the others would get the work done."""

    wanted: float
    """Answers that the campaign still needs: undecided items times the answers so far for each decided one."""
    others: float
    """Answers a day lately (the last three days) of people who are below their share cap, without the person asking."""
    days_left: float | None = None
    """Until the campaign ends; None when it has no end."""

    @property
    def needs_everybody(self) -> bool:
        """The others' pace does not get the work done in time: by the end, or within two weeks where there is none."""
        days = _PATIENCE if self.days_left is None else self.days_left
        return _PACE_KEPT * self.others * days < self.wanted


@dataclass(frozen=True)
class Allowance:
    """What a person may still do now."""

    left: int | None
    """Answers until she is stopped; None without a limit."""
    state: Literal["free", "soft", "hard"]
    """`soft`: thank her, offer a rest or other work, let her go on. `hard`: nothing more here today."""
    reason: Literal["day", "share"] | None = None
    """Which cap spoke: the day's, or the share of all answers (others would like some too)."""


def allowance(policy: CapPolicy, *, today: int, mine: int, answers: int, active: int, pace: Pace) -> Allowance:
    """What a person may still do.

    `today` and `mine` are her answers of today and in the campaign, `answers` all people's, `active` how many people
    have answered.

    >>> calm = Pace(wanted=100, others=50, days_left=7)
    >>> allowance(CapPolicy(), today=12, mine=100, answers=2000, active=50, pace=calm)
    Allowance(left=52, state='free', reason=None)
    >>> allowance(CapPolicy(), today=12, mine=152, answers=2000, active=50, pace=calm)
    Allowance(left=0, state='hard', reason='share')
    >>> allowance(CapPolicy(), today=12, mine=152, answers=2000, active=50, pace=Pace(100, others=0, days_left=7))
    Allowance(left=188, state='free', reason=None)
    """
    limits: list[tuple[int, Literal["day", "share"]]] = []
    if policy.hard_day:
        limits.append((policy.hard_day - today, "day"))
    cap = policy.share_cap(answers, active)
    if cap is not None and not (policy.yields and pace.needs_everybody):
        limits.append((cap - mine, "share"))
    left, reason = min(limits, default=(None, None))
    if left is not None and left <= 0:
        return Allowance(0, "hard", reason)
    if policy.soft_day and today >= policy.soft_day:
        return Allowance(left, "soft", "day")
    return Allowance(left, "free")
