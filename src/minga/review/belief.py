"""What a campaign knows of its people at a checkpoint, and what it makes of their opinions on an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.review.dawid_skene import Opinions, Reliability, Smoothing, fit
from minga.review.dimensions import Dimension
from minga.review.overlap import Outlook, typical_confusion
from minga.review.rules import Rules
from minga.review.said import Said, newest_of

__all__ = ["Belief", "Evidence", "believe"]

Floats = NDArray[np.float64]

_DIGITS = 6
"""Posteriors are rounded, so that a conclusion does not hang on the last bits of a sum."""


@dataclass(frozen=True)
class Evidence:
    """What the opinions on many items say on one dimension."""

    posterior: Floats
    """(items, values)"""
    opinions: NDArray[np.int64]
    """(items,) how many people said something about it."""
    worth: Floats
    """(items,) conclusions that one more opinion would put right; 0 where there is room for none."""


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

    def evidence(self, items: Sequence[Sequence[Said]], dimension: Dimension, room: NDArray[np.int64]) -> Evidence:
        """What people said of each of `items` on one dimension; `room` is how many more may be asked about each."""
        opinions = _opinions(items, dimension, self.people)
        posterior = np.round(self.reliabilities[dimension.name].posterior(opinions), _DIGITS)
        counts = np.bincount(opinions.items, minlength=len(items))
        return Evidence(posterior, counts, self.outlooks[dimension.name].worth(posterior, room))

    def reliability(self, said: Said, dimension: Dimension, code: int) -> float:
        """The probability that this person says `code` where it is true, times the weight of what she said."""
        known = self.reliabilities[dimension.name]
        person = self.people.get(said.person_id)
        confusion = known.of_unknown_person if person is None else known.confusion[person]
        return float(confusion[code, code]) * said.weight


def believe(rules: Rules, said: Sequence[Said], checkpoint: int) -> Belief:
    """Fit the reliabilities on the work up to `checkpoint`: a function of those responses and of nothing else."""
    before = [one for one in newest_of(one for one in said if one.position <= checkpoint) if one.purpose == "work"]
    judged = [one for one in before if one.judges]
    people = {person: code for code, person in enumerate(sorted({one.person_id for one in judged}))}
    by_item: dict[int, list[Said]] = {}
    for one in judged:
        by_item.setdefault(one.item_id, []).append(one)
    items = list(by_item.values())
    reliabilities, outlooks = {}, {}
    for dimension in rules.dimensions:
        opinions = _opinions(items, dimension, people)
        known = _known(opinions)
        reliabilities[dimension.name] = known
        outlooks[dimension.name] = Outlook.of(_typical(known, opinions))
    return Belief(checkpoint, people, reliabilities, outlooks)


def _known(opinions: Opinions) -> Reliability:
    if len(opinions):
        return fit(opinions, smoothing=Smoothing()).reliability
    count = opinions.label_count
    rows = Smoothing().rows(count)
    unknown = rows / rows.sum(axis=1, keepdims=True)
    return Reliability(np.full(count, 1 / count), np.zeros((0, count, count)), unknown)


def _typical(known: Reliability, opinions: Opinions) -> Floats:
    if not len(known.confusion):
        return known.of_unknown_person
    return typical_confusion(known.confusion, np.bincount(opinions.people, minlength=len(known.confusion)))


def _opinions(items: Sequence[Sequence[Said]], dimension: Dimension, people: Mapping[int, int]) -> Opinions:
    """Opinions as columns; people who are not known share one code after those who are."""
    rows = [
        (number, people.get(one.person_id, len(people)), code, one.weight)
        for number, said in enumerate(items)
        for one in said
        if (code := dimension.code_of(one)) is not None
    ]
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return Opinions(
        items=np.array(columns[0], dtype=np.int64),
        people=np.array(columns[1], dtype=np.int64),
        labels=np.array(columns[2], dtype=np.int64),
        weights=np.array(columns[3], dtype=np.float64),
        item_count=len(items),
        people_count=len(people) + (len(people) in columns[1]),
        label_count=len(dimension.values),
    )
