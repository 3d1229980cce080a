"""All judgements of a campaign as columns of numbers: what people's reliabilities are fitted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Person, Response
from minga.review.dawid_skene import Opinions
from minga.review.dimensions import Dimension
from minga.review.said import Said

__all__ = ["Ledger", "opinions_in"]

Ints = NDArray[np.int64]
_NOTHING = -1
_response, _person = cast("Table", Response.__table__).c, cast("Table", Person.__table__).c
_ROWS = (
    select(_response.item_id, _response.person_id, _response.verdict, _response.answers, _response.weight)
    .join_from(Response.__table__, Person.__table__, _person.id == _response.person_id)
    .where(
        _response.campaign_id == bindparam("campaign"),
        _response.position <= bindparam("checkpoint"),
        _response.purpose == "work",
        _person.withdrawn_at.is_(None),
    )
    .order_by(_response.position)
)


@dataclass(frozen=True)
class Ledger:
    """One row a judgement: each person's newest about each item."""

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
        rows = sorted((one for one in said if one.purpose == "work"), key=lambda one: one.position)
        return cls._of([(one.item_id, one.person_id, one.verdict, one.answers, one.weight) for one in rows], dimensions)

    @classmethod
    def read(cls, session: OrmSession, campaign_id: int, checkpoint: int, dimensions: Sequence[Dimension]) -> Ledger:
        """The same from the database, up to the response `checkpoint`."""
        scope = {"campaign": campaign_id, "checkpoint": checkpoint}
        return cls._of(session.connection().execute(_ROWS, scope).all(), dimensions)

    @classmethod
    def _of(cls, rows: Sequence[Sequence[Any]], dimensions: Sequence[Dimension]) -> Ledger:
        """From (item, person, verdict, answers, weight), in the order of positions."""
        items, people, verdicts, answers, weights = list(zip(*rows, strict=True)) or [()] * 5
        columns = np.array(items, dtype=np.int64), np.array(people, dtype=np.int64)
        newest = _last_of_each(*columns) & np.array([verdict != "cannot-judge" for verdict in verdicts], dtype=np.bool_)
        return cls(
            columns[0][newest],
            columns[1][newest],
            np.array(weights, dtype=np.float64)[newest],
            {one.name: _codes(one, verdicts, answers)[newest] for one in dimensions},
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


def _last_of_each(items: Ints, people: Ints) -> NDArray[np.bool_]:
    """Which rows are the last ones of their item and person."""
    pairs = items * (people.max(initial=0) + 1) + people
    _, from_the_end = np.unique(pairs[::-1], return_index=True)
    last = np.zeros(len(pairs), dtype=np.bool_)
    last[len(pairs) - 1 - from_the_end] = True
    return last


def _codes(dimension: Dimension, verdicts: Sequence[Any], answers: Sequence[Any]) -> Ints:
    name = dimension.question.name
    values = verdicts if name == "verdict" else [(one or {}).get(name) for one in answers]
    codes = (dimension.code(value) for value in values)
    return np.array([_NOTHING if code is None else code for code in codes], dtype=np.int64)
