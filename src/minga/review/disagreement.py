"""Where people disagree: which items, and which two labels are taken for each other.

Agreement is one number; this says what it is made of, so that a page can name it and a guideline can be mended.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from minga.review.coincidences import FloatArray, IntArray, Level, Ratings, within

__all__ = ["ConfusedValues", "ItemDisagreement", "confused_values", "disagreement_of_items"]


@dataclass(frozen=True)
class ItemDisagreement:
    """The items with at least two answers, those with the most disagreement first, then in the order of their codes."""

    items: IntArray
    """(U,) codes."""
    answers: IntArray
    """(U,) how many answers each has."""
    disagreement: FloatArray
    """(U,) the mean distance of two of its answers; for the nominal level the share of pairs that differ, 0 to 1."""
    share: FloatArray
    """(U,) what part of all observed disagreement it makes up; sums to 1, or 0 where nobody disagrees."""


@dataclass(frozen=True)
class ConfusedValues:
    """Two values that were given to the same items."""

    first: float
    second: float
    """The larger of the two."""
    meetings: float
    """How many answers stand against the other value, in the counts of the coincidence matrix (both ways)."""
    share: float
    """What part of all disagreement, each counted the same, is between these two."""
    rate: float
    """Of what the answers with either value meet on their items, the share that is the other one: 0 to 1."""
    expected: float
    """The `rate` if the same answers had been given to any items: above it, the two are taken for each other."""


def disagreement_of_items(ratings: Ratings, level: Level) -> ItemDisagreement:
    """How much people disagree about each item."""
    met = within(ratings)
    disagreement = met.disagreement(level)
    answers = np.rint(np.bincount(met.cell_item, met.one, minlength=len(met.items))).astype(np.int64)
    total = float((disagreement * answers).sum())
    share = disagreement * answers / total if total else np.zeros(len(answers))
    order = np.argsort(-disagreement, kind="stable")
    return ItemDisagreement(met.items[order], answers[order], disagreement[order], share[order])


def confused_values(ratings: Ratings) -> list[ConfusedValues]:
    """Each two different values that met on an item, those that met most often first."""
    met = within(ratings)
    table = met.table()
    first, second = np.nonzero(np.triu(table, 1))
    given = table.sum(axis=1)
    meetings = 2 * table[first, second]
    both = given[first] + given[second]
    rates = meetings / both
    by_chance = 2 * given[first] * given[second] / (given.sum() - 1) / both
    order = np.argsort(-meetings, kind="stable")
    return [
        ConfusedValues(
            first=float(met.values[first[pair]]),
            second=float(met.values[second[pair]]),
            meetings=float(meetings[pair]),
            share=float(meetings[pair] / meetings.sum()),
            rate=float(rates[pair]),
            expected=float(by_chance[pair]),
        )
        for pair in order
    ]
