"""How often each two values meet on the same item: what every measure of agreement is made of.

Krippendorff's coincidence matrix is a sum over items, and so are the counts that chance agreement is computed from.
`Coincidences` keeps the terms of these sums, one row an item, so that a bootstrap draw is a weighted sum of rows.

The ordinal metric is the interval metric on the mid-ranks of the values: the sum of the counts from one value to the
other, less half of the counts of the two, is the difference of their mid-ranks.

    K. Krippendorff: Content Analysis, 4th edition (2019), chapter 12; "Computing Krippendorff's Alpha-Reliability"
    (2011), https://repository.upenn.edu/handle/20.500.14332/2089.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from minga.errors import InputError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Coincidences", "Level", "Ratings", "across", "within"]

IntArray = NDArray[np.integer]
FloatArray = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval"]
"""Whether values are only equal or not, have an order, or have distances."""


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """Answers to one question, as columns: row r says that `people[r]` gave `values[r]` to `items[r]`.

    One answer a person and item: with two versions of one answer a person would agree with themselves.
    Raises `InputError` if the columns differ in length.
    """

    items: IntArray
    """(n,) any whole numbers."""
    people: IntArray
    """(n,) any whole numbers."""
    values: FloatArray
    """(n,) codes of labels for the nominal level, numbers for the others; NaN where there is no answer."""

    def __post_init__(self) -> None:
        if len({len(column) for column in (self.items, self.people, self.values)}) > 1:
            raise InputError("items, people and values have different lengths", where="ratings")

    def __len__(self) -> int:
        return len(self.items)

    def take(self, rows: NDArray[np.bool_] | IntArray) -> Ratings:
        """Some of the answers."""
        return Ratings(items=self.items[rows], people=self.people[rows], values=self.values[rows])


@dataclass(frozen=True)
class Coincidences:
    """The meetings of values on items, as terms of sums over items.

    A cell is an item and a value that was given to it; cells stand in the order of items, then values.
    """

    items: IntArray
    """(U,) the items on which at least two answers meet."""
    values: FloatArray
    """(V,) the values given to them, ascending."""
    people: int
    """How many people gave an answer that meets another."""
    answers: int
    """How many answers meet another."""
    cell_item: IntArray
    """(C,) index into `items`."""
    cell_value: IntArray
    """(C,) index into `values`."""
    one: FloatArray
    """(C,) how often the value was given to the item, on one side of the comparison ..."""
    other: FloatArray
    """(C,) ... and on the other."""
    scale: FloatArray
    """(U,) what the product of two such counts is multiplied by."""
    lost: int
    """What is taken from the number of answers: 1 if they are compared with each other, 0 if with those of others."""

    def alpha(self, level: Level, weights: FloatArray | None = None) -> FloatArray:
        """(D,) one minus observed over expected disagreement, for each row of `weights`; NaN where only one value is.

        `weights` (D, U) is how often each item counts; None is every item once.
        """
        if weights is None:
            weights = np.ones((1, len(self.items)))
        one, other = weights @ self._counts(self.one), weights @ self._counts(self.other)
        places = self._places(level, one + other)
        observed = self._observed(level, weights, places)
        expected = _expected(level, one, other, places)
        total = one.sum(axis=1)
        least = 1e-12 * total * other.sum(axis=1) * max(1e-300, float((places**2).max(initial=0.0)))
        defined = expected > least
        ratio = np.divide((total - self.lost) * observed, expected, out=np.full(len(total), np.nan), where=defined)
        return 1 - ratio

    def disagreement(self, level: Level) -> FloatArray:
        """(U,) the mean distance of two answers to each item: for the nominal level, the share of pairs that differ."""
        first, second, meetings = self.meetings
        places = self._places(level, self._counts(self.one + self.other).sum(axis=0)[None, :])[0]
        totals = np.bincount(self.cell_item, self.one, minlength=len(self.items))
        return (meetings @ _distance(level, places[first], places[second])) / totals

    def equal(self) -> float:
        """The share of the pairs that meet, of which the values are the same; every item counts as in `alpha`."""
        return 1 - float(self.meetings[2].sum()) / float(self.one.sum())

    def table(self) -> FloatArray:
        """(V, V), symmetric: Krippendorff's coincidence matrix, whose sum is the number of answers that meet."""
        first, second, meetings = self.meetings
        table = np.zeros((len(self.values), len(self.values)))
        table[first, second] = table[second, first] = meetings.sum(axis=0) / 2
        given = np.bincount(self.cell_value, self.one + self.other, minlength=len(self.values)) / 2
        np.fill_diagonal(table, given - table.sum(axis=1))
        return table

    @cached_property
    def meetings(self) -> tuple[IntArray, IntArray, csr_array]:
        """The M pairs of different values that meet, as two columns of indexes, and how often each does: (U, M)."""
        from scipy.sparse import csr_array

        left, right = _pairs_of_cells(self.cell_item)
        counts = (self.one[left] * self.other[right] + self.one[right] * self.other[left]) * self.scale[
            self.cell_item[left]
        ]
        keys, column = np.unique(self.cell_value[left] * len(self.values) + self.cell_value[right], return_inverse=True)
        matrix = csr_array((counts, (self.cell_item[left], column)), shape=(len(self.items), len(keys)))
        return keys // max(1, len(self.values)), keys % max(1, len(self.values)), matrix

    def _counts(self, counts: FloatArray) -> csr_array:
        from scipy.sparse import csr_array

        return csr_array((counts, (self.cell_item, self.cell_value)), shape=(len(self.items), len(self.values)))

    def _places(self, level: Level, given: FloatArray) -> FloatArray:
        """Where each value stands: (D, V), or (1, V) where that does not depend on how often each was given."""
        if level == "ordinal":
            return given.cumsum(axis=1) - given / 2
        if level == "interval":
            return (self.values - self.values.mean())[None, :] if len(self.values) else self.values[None, :]
        return np.ones((1, len(self.values)))

    def _observed(self, level: Level, weights: FloatArray, places: FloatArray) -> FloatArray:
        first, second, meetings = self.meetings
        distances = _distance(level, places[:, first], places[:, second])
        if len(places) > 1:
            return ((weights @ meetings) * distances).sum(axis=1)
        return weights @ (meetings @ distances[0])


def within(ratings: Ratings) -> Coincidences:
    """The meetings of all answers to the same item, each two of them once; items with one answer have none."""
    known = ratings.take(~np.isnan(ratings.values))
    _, item, count = np.unique(known.items, return_inverse=True, return_counts=True)
    kept = known.take(count[item] > 1)
    cells = _cells(kept, np.ones(len(kept)), np.ones(len(kept)))
    return Coincidences(*cells, 1 / (count[count > 1] - 1.0), 1)


def across(ratings: Ratings, side: NDArray[np.bool_]) -> Coincidences:
    """The meetings of answers of one side (true) with those of the other (false), never with those of their own.

    Each item counts the same: on each side, its answers share one vote.
    """
    known = ~np.isnan(ratings.values)
    both = np.intersect1d(ratings.items[known & side], ratings.items[known & ~side])
    rows = known & np.isin(ratings.items, both)
    kept, left = ratings.take(rows), side[rows]
    item = np.searchsorted(both, kept.items)
    share = [
        np.where(part, 1 / np.maximum(1, np.bincount(item[part], minlength=len(both)))[item], 0.0)
        for part in (left, ~left)
    ]
    return Coincidences(*_cells(kept, *share), np.ones(len(both)), 0)


_Cells = tuple[IntArray, FloatArray, int, int, IntArray, IntArray, FloatArray, FloatArray]
"""The fields of `Coincidences` from `items` to `other`."""


def _cells(ratings: Ratings, one: FloatArray, other: FloatArray) -> _Cells:
    items, item = np.unique(ratings.items, return_inverse=True)
    values, value = np.unique(ratings.values, return_inverse=True)
    keys, cell = np.unique(item * len(values) + value, return_inverse=True)
    counts = [np.bincount(cell, weight, minlength=len(keys)).astype(np.float64) for weight in (one, other)]
    places: list[IntArray] = list(np.divmod(keys, max(1, len(values))))
    return items, values, len(np.unique(ratings.people)), len(ratings), places[0], places[1], counts[0], counts[1]


def _pairs_of_cells(item: IntArray) -> tuple[IntArray, IntArray]:
    """Indexes of each two cells of the same item."""
    left: list[IntArray] = [np.empty(0, dtype=np.int64)]
    step = 1
    while step < len(item) and (same := np.flatnonzero(item[step:] == item[:-step])).size:
        left.append(same)
        step += 1
    distance = np.repeat(np.arange(len(left)), [len(part) for part in left])
    first = np.concatenate(left)
    return first, first + distance


def _distance(level: Level, first: FloatArray, second: FloatArray) -> FloatArray:
    """Krippendorff's squared difference of two different values."""
    return np.ones_like(first) if level == "nominal" else (first - second) ** 2


def _expected(level: Level, one: FloatArray, other: FloatArray, places: FloatArray) -> FloatArray:
    """The sum over all values c, k of `one[c] * other[k] * distance(c, k)`: (D,)."""
    totals = one.sum(axis=1), other.sum(axis=1)
    if level == "nominal":
        return totals[0] * totals[1] - (one * other).sum(axis=1)
    sums = [(counts * places).sum(axis=1) for counts in (one, other)]
    squares = [(counts * places**2).sum(axis=1) for counts in (one, other)]
    return totals[0] * squares[1] + totals[1] * squares[0] - 2 * sums[0] * sums[1]
