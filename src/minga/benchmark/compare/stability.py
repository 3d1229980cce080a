"""How many validated items are enough: a curve, and a rule by which a campaign may stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from minga.benchmark.compare.answers import Scores
from minga.benchmark.compare.comparison import CurvePoint, Share, Stopping
from minga.benchmark.compare.confidence_sequence import confidence_sequence
from minga.benchmark.compare.ranks import same_order
from minga.benchmark.compare.versions import Trio

__all__ = ["Rule", "curve", "stopping"]

Floats = NDArray[np.float64]
Order = Literal["random", "risk"]

_ORDERS = 500
_POINTS = 20
_LOOKS = 40


def curve(scores: Scores, trios: Mapping[str, Trio], seed: int) -> Iterator[CurvePoint]:
    """What the benchmark says when so many items are validated and the rest is machine translated.

    Items are validated in 500 random orders, or with the riskiest first (ties at random).
    """
    machine, validated = scores.of_all("machine"), scores.of_all("validated")
    risks = np.array([trios[key].machine.risk for key in scores.items])
    steps = np.unique(np.linspace(0, len(scores.items), _POINTS + 1).round().astype(int))
    for order in ("random", "risk"):
        random = np.random.default_rng([seed, len(order)])
        mixed = np.empty((_ORDERS, len(scores.models), len(steps)))
        for row in range(_ORDERS):
            taken = random.permutation(len(scores.items))
            if order == "risk":
                taken = taken[np.argsort(-risks[taken], kind="stable")]
            gained = np.cumsum((validated - machine)[:, taken], axis=1)
            gained = np.concatenate((np.zeros((len(scores.models), 1)), gained), axis=1)[:, steps]
            mixed[row] = machine.mean(axis=1, keepdims=True) + gained / len(scores.items)
        yield from _points(order, steps, mixed, validated.mean(axis=1))


def _points(order: Order, steps: NDArray[np.int_], mixed: Floats, full: Floats) -> Iterator[CurvePoint]:
    for place, step in enumerate(steps):
        off = np.abs(mixed[:, :, place] - full)
        alike = same_order(np.round(mixed[:, :, place].T, 9), np.round(full[:, None], 9)) if len(full) > 1 else None
        worst = int(off.mean(axis=0).argmax())
        yield CurvePoint(
            order=order,
            validated=int(step),
            difference=float(off[:, worst].mean()),
            worst=float(np.percentile(off[:, worst], 95)),
            same_ranking=None if alike is None else float(alike.mean()),
        )


@dataclass(frozen=True)
class Rule:
    """When a campaign may stop."""

    kind: Literal["score", "ranking"]
    goal: float
    """Half-width of a score's interval, or the difference that does not matter."""
    error: float
    """Allowed probability of a wrong statement."""


@dataclass(frozen=True)
class _Quantity:
    """One number that the rule has to know: its machine value, and what validation adds item by item."""

    known: float
    added: Floats
    bound: float

    @property
    def truth(self) -> float:
        return self.known + float(self.added.mean())


def stopping(
    scores: Scores, rule: Rule, *, campaigns: int, seed: int, share: Callable[[int, int], Share]
) -> Stopping | None:
    """The rule played on the items of a comparison, in so many random orders; None where it has nothing to decide."""
    quantities = _quantities(scores, rule.kind)
    if not quantities or not scores.items:
        return None
    stops, wrong = [], 0
    random = np.random.default_rng([seed, len(rule.kind)])
    for _ in range(campaigns):
        stop, right = _campaign(quantities, rule, random.permutation(len(scores.items)))
        stops.append(stop)
        wrong += not right
    return Stopping(
        rule=rule.kind,
        goal=rule.goal,
        error=rule.error,
        simulated=campaigns,
        items=int(np.median(stops)),
        late=int(np.percentile(stops, 90)),
        share=float(np.median(stops)) / len(scores.items),
        wrong=share(wrong, campaigns),
    )


def _quantities(scores: Scores, kind: str) -> list[_Quantity]:
    machine, validated = scores.of_all("machine"), scores.of_all("validated")
    rows = range(len(scores.models))
    if kind == "score":
        return [_Quantity(float(machine[row].mean()), validated[row] - machine[row], 1.0) for row in rows]
    return [
        _Quantity(
            float((machine[one] - machine[other]).mean()),
            validated[one] - validated[other] - machine[one] + machine[other],
            2.0,
        )
        for one, other in combinations(rows, 2)
    ]


def _campaign(quantities: Sequence[_Quantity], rule: Rule, order: NDArray[np.int_]) -> tuple[int, bool]:
    """When the rule stops, and whether all that it then says is true."""
    looks = np.unique(np.linspace(0, len(order), _LOOKS + 1).round().astype(int))[1:].tolist()
    error = rule.error / len(quantities)  # Bonferroni: everything that is said holds together
    intervals = np.array(
        [
            one.known
            + confidence_sequence(one.added[order], len(order), looks, low=-one.bound, high=one.bound, error=error)
            for one in quantities
        ]
    )
    low, high = intervals[..., 0], intervals[..., 1]
    done = (high - low) / 2 <= rule.goal + 1e-12
    if rule.kind == "ranking":
        done = (low > 0) | (high < 0) | ((low >= -rule.goal) & (high <= rule.goal)) | (high - low < 1e-9)
    stop = int(np.flatnonzero(done.all(axis=0))[0])
    truths = np.array([one.truth for one in quantities])
    right = (low[:, stop] <= truths + 1e-9) & (truths - 1e-9 <= high[:, stop])
    return looks[stop], bool(right.all())
