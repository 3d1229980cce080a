"""The order of the queue: what is likely broken, disputed, or of a variety that has little, is looked at first.

An item's place is `-risk - gap / 2`, and 2 less while opinions on it are apart: lower places are handed out earlier,
equal ones by age. `risk` is the linter's (0 to 1); `gap` is the share of its variety's goal (`[[varieties]]`) that the
campaign's own items leave open (0 to 1).
"""

from __future__ import annotations

from collections.abc import Mapping

from minga.languages import matches

__all__ = ["CALM", "gap_of", "place_of", "with_disagreement"]

_APART = 2.0
CALM = -1.75
"""Items below it have people of different opinions: none without disagreement is below `-risk - gap / 2 >= -1.5`."""


def gap_of(language: str, goals: Mapping[str, int], counts: Mapping[str, int]) -> float:
    """How much of the goal of a text's variety is still open, from 0 to 1; 0 where there is no goal.

    >>> gap_of("es-PE", {"es-PE": 40}, {"es-PE": 10, "es-MX": 90}), gap_of("es-MX", {"es-PE": 40}, {})
    (0.75, 0.0)
    """
    gaps = [
        1 - sum(count for tag, count in counts.items() if matches(variety, tag)) / goal
        for variety, goal in goals.items()
        if goal and matches(variety, language)
    ]
    return max([0.0, *gaps])


def place_of(risk: float, gap: float) -> float:
    """The place of an item on which nobody disagrees.

    >>> place_of(0.9, 0.0) < place_of(0.2, 1.0) < place_of(0.2, 0.0)
    True
    """
    return -risk - gap / 2


def with_disagreement(place: float, apart: bool) -> float:
    """The place when opinions are apart, or not any more.

    >>> with_disagreement(-0.5, True), with_disagreement(-2.5, False), with_disagreement(-2.5, True)
    (-2.5, -0.5, -2.5)
    """
    is_apart = place < CALM
    if apart == is_apart:
        return place
    return place - _APART if apart else place + _APART
