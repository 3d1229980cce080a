"""All judgements of a campaign as columns of numbers: what people's reliabilities are fitted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.review.dawid_skene import Opinions
from minga.review.dimensions import Dimension
from minga.review.said import Said, newest_of

__all__ = ["Ledger", "opinions_in"]

Ints = NDArray[np.int64]
_NOTHING = -1


@dataclass(frozen=True)
class Ledger:
    """One row a judgement: each person's newest about each item, in the order of `items`."""

    items: Ints
    """Ids."""
    people: Ints
    """Ids."""
    weights: NDArray[np.float64]
    codes: Mapping[str, Ints]
    """By the name of the dimension: the number of what was said, -1 where nothing was said about it."""

    @classmethod
    def of(cls, said: Iterable[Said], dimensions: Sequence[Dimension]) -> Ledger:
        """The newest judgements that are work; control items, repeats and `cannot-judge` are not among them."""
        rows = [one for one in newest_of(said) if one.purpose == "work" and one.judges]
        rows.sort(key=lambda one: one.item_id)  # stable: within an item in the order in which people first answered
        return cls(
            np.array([one.item_id for one in rows], dtype=np.int64),
            np.array([one.person_id for one in rows], dtype=np.int64),
            np.array([one.weight for one in rows], dtype=np.float64),
            {one.name: np.array([_code(one, said_) for said_ in rows], dtype=np.int64) for one in dimensions},
        )

    def opinions(self, dimension: Dimension, items: Ints, item_count: int, people: Ints, people_count: int) -> Opinions:
        """Opinions on one dimension; `items` and `people` are the codes of each row, from 0."""
        codes = self.codes[dimension.name]
        some = codes != _NOTHING
        return Opinions(
            items=items[some],
            people=people[some],
            labels=codes[some],
            weights=self.weights[some],
            item_count=item_count,
            people_count=people_count,
            label_count=len(dimension.values),
        )


def opinions_in(items: Sequence[Sequence[Said]], dimension: Dimension, people: Mapping[int, int]) -> Opinions:
    """Opinions on a few items; people who are not among `people` share one code after theirs."""
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
        people_count=len(people) + 1,
        label_count=len(dimension.values),
    )


def _code(dimension: Dimension, said: Said) -> int:
    code = dimension.code_of(said)
    return _NOTHING if code is None else code
