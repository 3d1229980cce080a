"""What a campaign knows of its people at a checkpoint, and what it makes of their opinions on an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.review.dawid_skene import Opinions, Reliability, Smoothing, fit
from minga.review.dimensions import Dimension
from minga.review.ledger import Ledger, opinions_in
from minga.review.overlap import Outlook, OverlapPolicy, typical_confusion
from minga.review.rules import Rules
from minga.review.said import Said

__all__ = ["ADJUDICATE", "Belief", "ENOUGH", "Evidence", "MORE", "believe"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ENOUGH, MORE, ADJUDICATE = 0, 1, 2
"""How far one dimension of an item is: what is worse has the greater number."""
_DIGITS = 6
"""Posteriors are rounded, so that a conclusion does not hang on the last bits of a sum."""
_WORTH = OverlapPolicy().worth


@dataclass(frozen=True)
class Evidence:
    """What the opinions on many items say on one dimension."""

    posterior: Floats
    """(items, values)"""
    best: Ints
    """(items,) the code of the likeliest value."""
    step: Ints
    """(items,) `ENOUGH`, `MORE` or `ADJUDICATE`."""


@dataclass(frozen=True)
class Belief:
    """How reliable each person is on each dimension, from the responses up to a checkpoint."""

    checkpoint: int
    """The number of responses; 0 when nobody has answered enough yet, and everybody is taken for the same."""
    people: Mapping[int, int]
    """Code by person id; those who are not in it were not known yet."""
    reliabilities: Mapping[str, Reliability]
    """By the name of the dimension."""
    outlooks: Mapping[str, Outlook]

    def evidence(self, items: Sequence[Sequence[Said]], dimension: Dimension, rules: Rules) -> Evidence:
        """What people said of each of `items`, their judgements, on one dimension."""
        judged = np.array([len(said) for said in items], dtype=np.int64)
        return self._evidence(opinions_in(items, dimension, self.people), dimension, judged, rules)

    def evidence_of(self, ledger: Ledger, items: Ints, judged: Ints, dimension: Dimension, rules: Rules) -> Evidence:
        """The same for all items of a ledger: `items` is the item's number of each row, `judged` rows each."""
        opinions = ledger.opinions(dimension, items, len(judged), self.codes(ledger.people), len(self.people) + 1)
        return self._evidence(opinions, dimension, judged, rules)

    def codes(self, people: Ints) -> Ints:
        """The code of each person by her id; people who were not known share one after those who were."""
        if not self.people:
            return np.zeros(len(people), dtype=np.int64)
        known = np.fromiter(self.people, dtype=np.int64, count=len(self.people))  # ascending, as the codes are
        found = np.minimum(np.searchsorted(known, people), len(known) - 1)
        return np.where(known[found] == people, found, len(known))

    def trust(self, dimension: Dimension, code: int, people: Ints) -> Floats:
        """The probability, to one digit, that each of `people` (codes) says `code` where it is true."""
        known = self.reliabilities[dimension.name]
        of_all = np.append(known.confusion[:, code, code], known.of_unknown_person[code, code])
        return np.round(of_all[people], 1)

    def _evidence(self, opinions: Opinions, dimension: Dimension, judged: Ints, rules: Rules) -> Evidence:
        posterior = np.round(self.reliabilities[dimension.name].posterior(opinions), _DIGITS)
        said = np.bincount(opinions.items, minlength=len(judged))
        room = np.maximum(rules.settings.most - judged, 0)
        worth = self.outlooks[dimension.name].worth(posterior, room)
        # `overlap.next_steps`, where fewer people may have been asked a question than judged the item.
        enough = posterior.max(axis=1) >= rules.settings.confidence
        step = np.where(enough, ENOUGH, np.where((room > 0) & (worth >= _WORTH), MORE, ADJUDICATE))
        step = np.where(said >= rules.overlap, step, np.where(room > 0, MORE, ADJUDICATE))
        return Evidence(posterior, posterior.argmax(axis=1), step)


def believe(rules: Rules, ledger: Ledger, checkpoint: int) -> Belief:
    """Fit the reliabilities on the work up to `checkpoint`: a function of those responses and of nothing else."""
    ids, people = np.unique(ledger.people, return_inverse=True)
    found, items = np.unique(ledger.items, return_inverse=True)
    reliabilities, outlooks = {}, {}
    for dimension in rules.dimensions:
        opinions = ledger.opinions(dimension, items, len(found), people, len(ids))
        known = _known(opinions)
        reliabilities[dimension.name] = known
        outlooks[dimension.name] = Outlook.of(_typical(known, opinions))
    return Belief(checkpoint, {int(person): code for code, person in enumerate(ids)}, reliabilities, outlooks)


def _known(opinions: Opinions) -> Reliability:
    if len(opinions):
        return fit(opinions, smoothing=Smoothing()).reliability
    count = opinions.label_count
    rows = Smoothing().rows(count)
    unknown = rows / rows.sum(axis=1, keepdims=True)
    return Reliability(np.full(count, 1 / count), np.tile(unknown, (opinions.people_count, 1, 1)), unknown)


def _typical(known: Reliability, opinions: Opinions) -> Floats:
    if not len(known.confusion):
        return known.of_unknown_person
    return typical_confusion(known.confusion, np.bincount(opinions.people, minlength=len(known.confusion)))
