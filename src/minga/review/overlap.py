"""How many opinions an item gets: as many as are worth their cost, and no more.

The state of a campaign follows from its responses in commit order alone. People's reliabilities are fitted anew
(Dawid & Skene 1979) at *checkpoints*, which depend on the number of responses and on nothing else; between two
checkpoints every item is concluded from its own responses with the reliabilities of the last one. `next_step` says
what becomes of an item then, and `next_steps` the same of all items at a checkpoint.

The value of one more opinion is the preposterior analysis of Raiffa & Schlaifer (1961). Let `p` be the posterior of an
item and `C` the confusion of a typical person, `C[k, l]` the chance that she says `l` where `k` is true. The conclusion
is right with probability `max p`. After `m` more answers, of which `n_l` say `l`, it will be right with

    R_m = Σ_n  max_k  p_k · m! / (n_1! … n_K!) · Π_l C[k, l]^n_l

expected over what they may say, so each of them is worth `(R_m - max p) / m` conclusions put right. An item gets one
more while the best `m` that the maximum leaves room for (up to three) is worth at least `worth` each. Looking at one
answer alone would not do: where two agree, no single one can change the conclusion, though a pair of them could.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from minga.errors import UsageError

__all__ = ["Outlook", "OverlapPolicy", "Step", "last_checkpoint", "next_step", "next_steps", "typical_confusion"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_FIRST = 50
_AHEAD = 3
"""Answers looked ahead; more of them hardly ever change a step, and their outcomes multiply."""
_MOST_OUTCOMES = 10_000
"""Of several answers together that are weighed for each item."""


def last_checkpoint(responses: int) -> int:
    """The number of responses at the last checkpoint of a campaign with so many; 0 before the first.

    Checkpoints are 50 responses apart, and a tenth of the way come from the 500th on, so that the work of all fits
    together is about eleven times that of the last one.

    >>> [last_checkpoint(n) for n in (0, 49, 50, 99, 100, 549, 550, 604, 605)]
    [0, 0, 50, 50, 100, 500, 550, 550, 605]
    """
    last = 0
    following = _FIRST
    while following <= responses:
        last, following = following, following + max(_FIRST, following // 10)
    return last


@dataclass(frozen=True)
class OverlapPolicy:
    """When the opinions on an item are enough. Raises UsageError for settings that contradict themselves."""

    minimum: int = 1
    """Opinions that every item gets."""
    maximum: int = 4
    """Opinions that no item exceeds; whoever is still apart then is left to an adjudicator."""
    target: float = 0.9
    """Posterior probability at which a conclusion stands."""
    worth: float = 0.02
    """Conclusions that one more opinion must put right on average; 0 asks on until the target or the maximum."""

    def __post_init__(self) -> None:
        if self.minimum < 1:
            raise UsageError(f"overlap minimum {self.minimum} is below 1", hint="every item needs an opinion")
        if self.maximum < self.minimum:
            raise UsageError(
                f"overlap maximum {self.maximum} is below the minimum {self.minimum}", hint="raise the maximum"
            )
        if not 0 < self.target < 1:
            raise UsageError(f"confidence target {self.target} is not between 0 and 1", hint="for example 0.9")
        if not 0 <= self.worth < 1:
            raise UsageError(f"worth of an opinion {self.worth} is not in [0, 1)", hint="for example 0.02")


class Step(StrEnum):
    """What becomes of an item."""

    MORE = "more"
    """One more opinion is wanted."""
    ENOUGH = "enough"
    """The most probable label is the conclusion."""
    ADJUDICATE = "adjudicate"
    """Below the target, and further opinions are not worth it: somebody with the last word looks at it."""


@dataclass(frozen=True)
class Outlook:
    """What one, two or three more answers may say, for any item: made once a checkpoint."""

    outcomes: tuple[Floats, ...]
    """For m = 1, 2, 3 answers, outcomes x labels: the probability of each outcome under each true label."""

    @classmethod
    def of(cls, confusion: Floats) -> Outlook:
        """From a typical person's confusion (labels x labels, rows sum to 1)."""
        # with many labels there are too many outcomes to look several answers ahead
        labels = len(confusion)
        ahead = [m for m in range(1, _AHEAD + 1) if m == 1 or math.comb(labels + m - 1, m) <= _MOST_OUTCOMES]
        return cls(tuple(_outcomes(confusion, answers) for answers in ahead))

    def worth(self, posterior: Floats, left: Counts) -> Floats:
        """Conclusions that each further answer puts right, items x labels in, one number an item out; never negative.

        `left` is how many more answers each item may get; 0 makes the worth 0.
        """
        now = posterior.max(axis=1)
        best = np.zeros(len(posterior))
        for ahead, outcomes in enumerate(self.outcomes, start=1):
            right = (posterior[:, None, :] * outcomes[None, :, :]).max(axis=2).sum(axis=1)
            np.maximum(best, np.where(left >= ahead, (right - now) / ahead, 0.0), out=best)
        # what rounding leaves where nothing can change
        return np.where(best > 1e-12, best, 0.0)


def _outcomes(confusion: Floats, answers: int) -> Floats:
    labels = range(len(confusion))
    rows = []
    for said in itertools.combinations_with_replacement(labels, answers):
        counts = np.bincount(said, minlength=len(confusion))
        ways = math.factorial(answers) / math.prod(math.factorial(int(count)) for count in counts)
        rows.append(ways * np.prod(confusion ** counts[None, :], axis=1))
    return np.array(rows)


def typical_confusion(confusion: Floats, answers: Counts | Floats) -> Floats:
    """The confusion (K, K) of whoever answers next: the mean of people's (P, K, K), weighted by their answers (P,) + 1.

    The one is for those who have not answered yet: their confusion is what the fit takes for an unknown person.
    """
    weights = answers + 1.0
    typical: Floats = np.einsum("p,pkl->kl", weights, confusion) / weights.sum()
    return typical


def next_step(posterior: Floats, judged: int, policy: OverlapPolicy, outlook: Outlook) -> Step:
    """What becomes of one item with this posterior (labels) after `judged` opinions.

    >>> outlook = Outlook.of(np.array([[0.8, 0.2], [0.2, 0.8]]))
    >>> [next_step(np.array(p), 2, OverlapPolicy(), outlook).value for p in ([0.94, 0.06], [0.5, 0.5])]
    ['enough', 'more']
    >>> next_step(np.array([0.8, 0.2]), 4, OverlapPolicy(), outlook).value
    'adjudicate'
    """
    if judged < policy.minimum:
        return Step.MORE
    if posterior.max() >= policy.target:
        return Step.ENOUGH
    if judged >= policy.maximum:
        return Step.ADJUDICATE
    worth = outlook.worth(posterior[None, :], np.array([policy.maximum - judged]))[0]
    return Step.MORE if worth >= policy.worth else Step.ADJUDICATE


def next_steps(posterior: Floats, judged: Counts, policy: OverlapPolicy, outlook: Outlook) -> NDArray[np.str_]:
    """`next_step` for each of many items: posterior (I, K) and judged (I,) in, (I,) values of `Step` out."""
    left = np.maximum(policy.maximum - judged, 0)
    more = (left > 0) & (outlook.worth(posterior, left) >= policy.worth)
    steps = np.where(more, Step.MORE, Step.ADJUDICATE)
    steps = np.where(posterior.max(axis=1) >= policy.target, Step.ENOUGH, steps)
    return np.where(judged < policy.minimum, Step.MORE, steps)
