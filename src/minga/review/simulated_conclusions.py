"""What a simulated campaign concludes from its answers, one at a time: the engine's rules over plain arrays."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from minga.review.dawid_skene import Opinions, Reliability, Smoothing, fit
from minga.review.overlap import Outlook, OverlapPolicy, Step, last_checkpoint, next_step, next_steps, typical_confusion

__all__ = ["Conclusions", "DawidSkeneConclusions", "MajorityConclusions"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ITERATIONS, _TOLERANCE = 40, 1e-3
"""Coarser than a live campaign: the decisions are the same but for a few in a thousand."""
CODES = {Step.MORE: 0, Step.ENOUGH: 1, Step.ADJUDICATE: 2}


class Conclusions(Protocol):
    """The state of all items."""

    judged: Ints
    """(I,) opinions on each item."""
    step: NDArray[np.int8]
    """(I,) the step of each item, as in `CODES`."""

    def add(self, item: int, person: int, label: int, weight: float) -> bool:
        """Take an answer in. True when it was a checkpoint, after which any item may have another step."""

    def labels(self) -> Ints:
        """(I,) the label that each item would be concluded with now."""


class MajorityConclusions:
    """What more than half of `maximum` people say (`majority-1`), as soon as it is certain; at least `minimum`."""

    def __init__(self, items: int, labels: int, policy: OverlapPolicy) -> None:
        self.policy = policy
        self.votes = np.zeros((items, labels), dtype=np.int64)
        self.judged = np.zeros(items, dtype=np.int64)
        self.step = np.zeros(items, dtype=np.int8)

    def add(self, item: int, person: int, label: int, weight: float) -> bool:
        """Take an answer in."""
        self.votes[item, label] += 1
        self.judged[item] += 1
        judged, first = int(self.judged[item]), int(self.votes[item].max())
        if judged >= self.policy.minimum:
            if 2 * first > self.policy.maximum:
                self.step[item] = CODES[Step.ENOUGH]
            elif judged >= self.policy.maximum:
                self.step[item] = CODES[Step.ADJUDICATE]
        return False

    def labels(self) -> Ints:
        """(I,) the label with most votes."""
        return self.votes.argmax(axis=1)


class DawidSkeneConclusions:
    """`dawid-skene-1`: reliabilities of the last checkpoint, items concluded one at a time between two of them."""

    def __init__(
        self, items: int, people: int, labels: int, policy: OverlapPolicy, *, revise: bool = True, most: int = 1 << 20
    ) -> None:
        self.policy, self.revise = policy, revise
        self.people, self.label_count = people, labels
        self.judged = np.zeros(items, dtype=np.int64)
        self.step = np.zeros(items, dtype=np.int8)
        self._frozen = np.full(items, -1, dtype=np.int64)
        self._answers = np.zeros((most, 3), dtype=np.int64)
        self._weights = np.zeros(most)
        self._given = np.zeros(people)
        self._count = 0
        rows = Smoothing().rows(labels)
        unknown = rows / rows.sum(axis=1, keepdims=True)
        self._learn(Reliability(np.full(labels, 1 / labels), np.zeros((0, labels, labels)), unknown))
        self._posterior = np.tile(self._reliability.prior, (items, 1))

    def add(self, item: int, person: int, label: int, weight: float) -> bool:
        """Take an answer in; at a checkpoint fit anew and conclude every item again."""
        self._answers[self._count] = item, person, label
        self._weights[self._count] = weight
        self._count += 1
        self._given[person] += 1
        self.judged[item] += 1
        if last_checkpoint(self._count) == self._count:
            self._checkpoint()
            return True
        joint = self._posterior[item] * self._said[person, :, label] ** weight
        self._posterior[item] = joint / joint.sum()
        step = next_step(self._posterior[item], int(self.judged[item]), self.policy, self._outlook)
        self._set(item, step)
        return False

    def labels(self) -> Ints:
        """(I,) the most probable label; without revision the one that an item was decided with."""
        return np.where(self._frozen >= 0, self._frozen, self._posterior.argmax(axis=1))

    def _opinions(self) -> Opinions:
        items, people, labels = self._answers[: self._count].T
        return Opinions(
            items=items,
            people=people,
            labels=labels,
            weights=self._weights[: self._count],
            item_count=len(self.judged),
            people_count=self.people,
            label_count=self.label_count,
        )

    def _checkpoint(self) -> None:
        opinions = self._opinions()
        self._learn(fit(opinions, smoothing=Smoothing(), iterations=_ITERATIONS, tolerance=_TOLERANCE).reliability)
        self._posterior = self._reliability.posterior(opinions)
        self._set_all(next_steps(self._posterior, self.judged, self.policy, self._outlook))

    def _learn(self, reliability: Reliability) -> None:
        missing = self.people - len(reliability.confusion)
        unknown = np.broadcast_to(reliability.of_unknown_person, (missing, self.label_count, self.label_count))
        self._reliability = reliability
        self._said = np.concatenate([reliability.confusion, unknown])
        self._outlook = Outlook.of(typical_confusion(self._said, self._given))

    def _set(self, item: int, step: Step) -> None:
        if self._frozen[item] < 0:
            self.step[item] = CODES[step]
            if step is Step.ENOUGH and not self.revise:
                self._frozen[item] = int(self._posterior[item].argmax())

    def _set_all(self, steps: NDArray[np.str_]) -> None:
        codes = np.select([steps == step for step in CODES], list(CODES.values())).astype(np.int8)
        free = self._frozen < 0
        self.step = np.where(free, codes, self.step)
        if not self.revise:
            decided = free & (codes == CODES[Step.ENOUGH])
            self._frozen = np.where(decided, self._posterior.argmax(axis=1), self._frozen)
