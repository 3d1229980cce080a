"""Whether somebody tires, told from her own history and nobody else's.

A *session* is a run of answers with less than 30 minutes between them. Its first answers are slow for everybody
and left out; up to the 25th is its early part, what follows the late part. Two things may drift between them:

* *time per item*: the late answers of a visit are compared with the early ones of the same visit only. The shift is the
  median of all those differences of log seconds (Hodges & Lehmann 1963), its interval that of the rank test stratified
  by session (Lehmann 1975, section 3.3). An afternoon of long texts moves both parts of a session, and a cup of coffee
  is one outlier of many: neither makes a drift.
* *steadiness*: the share of control items answered rightly and of repeated ones answered as before, late less early,
  with the interval of Newcombe (1998, method 10).

The interval is a 99 % one, as it is looked at after each session. Without enough of her own answers in both parts
nothing is measured, no break is suggested and every answer weighs 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from minga.errors import InputError

__all__ = [
    "Change",
    "Drift",
    "LATE_FROM",
    "LEAST_SESSIONS",
    "drift_of",
    "late_weight",
    "positions_of",
    "suggest_break",
]

Floats = NDArray[np.float64]

SESSION_GAP = 30 * 60
"""Seconds without an answer that end a session."""
LATE_FROM = 25
"""Position in a session (from 0) where its late part begins."""
_WARM_UP = 3
LEAST_SESSIONS = 3
"""Sessions with a late part before the time per item is compared: one odd evening is no habit."""
_NEWEST = 60
"""Sessions that are compared."""
_LEAST_OUTCOMES = 8
"""Outcomes of control and repeated items in each part before steadiness is compared."""


@dataclass(frozen=True)
class Change:
    """Late less early, with its confidence interval."""

    estimate: float
    low: float
    high: float

    @property
    def measured(self) -> bool:
        """Whether the interval excludes no change."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Drift:
    """How the late part of a person's sessions differs from the early part; None where it cannot be told."""

    time: Change | None = None
    """Of the natural logarithm of seconds per item: 0.1 is about a tenth slower."""
    steadiness: Change | None = None
    """Of the share of right or unchanged answers, between -1 and 1."""
    early_steadiness: float = math.nan
    """The share in the early part (with a half added to both sides)."""

    @property
    def measured(self) -> bool:
        """Whether she slows down, hurries, or becomes less steady."""
        return bool((self.time and self.time.measured) or self.less_steady)

    @property
    def less_steady(self) -> bool:
        """Whether her late answers are measurably less steady."""
        return self.steadiness is not None and self.steadiness.high < 0


def positions_of(times: Sequence[float] | Floats) -> NDArray[np.int64]:
    """Position of each answer in its session, from 0; `times` are seconds on any clock, in order.

    >>> positions_of([0, 60, 120, 4000, 4060]).tolist()
    [0, 1, 2, 0, 1]
    """
    at = np.asarray(times, dtype=np.float64)
    order = np.arange(at.size)
    starts = np.diff(at, prepend=-np.inf) > SESSION_GAP
    return order - np.maximum.accumulate(np.where(starts, order, 0))


def drift_of(
    positions: NDArray[np.int64], seconds: Floats, outcomes: Floats | None = None, *, confidence: float = 0.99
) -> Drift:
    """The drift of one person, from all her answers in order.

    `positions` in the session from 0, `seconds` on the item (nan where unknown), `outcomes` 1 for a control item
    answered rightly or a repeat answered as before, 0 for the contrary, nan for other answers. Raises InputError when
    they differ in length.
    """
    if positions.shape != seconds.shape or (outcomes is not None and outcomes.shape != positions.shape):
        raise InputError("positions, seconds and outcomes have different lengths", where="drift")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    time = _time_change(positions, seconds, z)
    if outcomes is None:
        return Drift(time)
    known = ~np.isnan(outcomes)
    late = positions >= LATE_FROM
    early_part, late_part = outcomes[known & ~late], outcomes[known & late]
    if min(early_part.size, late_part.size) < _LEAST_OUTCOMES:
        return Drift(time)
    steady = _newcombe(late_part, early_part, z)
    return Drift(time, steady, float((early_part.sum() + 0.5) / (early_part.size + 1)))


def suggest_break(drift: Drift, position: int) -> bool:
    """Whether to suggest a break before the answer at this position of the session.

    >>> suggest_break(Drift(), 60), suggest_break(Drift(Change(0.3, 0.1, 0.5)), 30)
    (False, True)
    """
    return position >= LATE_FROM and drift.measured


def late_weight(drift: Drift, position: int, chance: float = 0.5) -> float:
    """How much an answer at this position counts, in (0, 1]: 1 unless her late answers are measurably less steady.

    The weight of an answer multiplies its log-probability; it is the evidence that a late answer gives over that of
    an early one: `logit(late) / logit(early)`, of steadiness beyond `chance`. Of the drop only as much is taken as the
    interval insists on. Time alone is no evidence against an answer.

    >>> late_weight(Drift(), 60)
    1.0
    >>> round(late_weight(Drift(None, Change(-0.3, -0.4, -0.2), 0.9), 60), 2)
    0.39
    """
    if position < LATE_FROM or not drift.less_steady or drift.steadiness is None:
        return 1.0
    early = _evidence(drift.early_steadiness, chance)
    late = _evidence(drift.early_steadiness + drift.steadiness.high, chance)
    return float(min(1.0, max(0.1, late / early))) if early > 0 else 1.0


def _evidence(share: float, chance: float) -> float:
    """Logarithm of how much likelier an answer is where it is right than by chance."""
    kept = min(max(share, chance), 0.99)
    return math.log(kept / (1 - kept)) - math.log(chance / (1 - chance))


def _time_change(positions: NDArray[np.int64], seconds: Floats, z: float) -> Change | None:
    logs = np.log(np.where(seconds > 0, seconds, np.nan))
    session = np.cumsum(positions == 0)
    usable = (positions >= _WARM_UP) & ~np.isnan(logs)
    early, late = usable & (positions < LATE_FROM), usable & (positions >= LATE_FROM)
    differences, variance = [], 0.0
    for one in np.unique(session[late])[-_NEWEST:]:
        before, after = logs[early & (session == one)], logs[late & (session == one)]
        differences.append((after[:, None] - before[None, :]).ravel())
        variance += before.size * after.size * (before.size + after.size + 1) / 12
    if sum(pairs.size > 0 for pairs in differences) < LEAST_SESSIONS:
        return None
    pairs = np.sort(np.concatenate(differences))
    # the k-th smallest and the k-th largest difference bound the shift
    k = math.floor(pairs.size / 2 - z * math.sqrt(variance))
    return Change(float(np.median(pairs)), float(pairs[k - 1]), float(pairs[-k])) if k >= 1 else None


def _newcombe(late: Floats, early: Floats, z: float) -> Change:
    p, q = float(late.mean()), float(early.mean())
    (p_low, p_high), (q_low, q_high) = _wilson(p, late.size, z), _wilson(q, early.size, z)
    low = p - q - math.hypot(p - p_low, q_high - q)
    high = p - q + math.hypot(p_high - p, q - q_low)
    return Change(p - q, low, high)


def _wilson(share: float, size: int, z: float) -> tuple[float, float]:
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return centre - half, centre + half
