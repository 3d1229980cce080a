"""Which of several edits of an item is adopted: the one that the others are most like.

Likeness is chrF (`edit_distance.chrf`), the mean of both directions and of all texts that one of the two edits changed.
The *medoid* is the edit with the greatest sum of likeness to the others, each counted by how reliable its author is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from minga.edit_distance import chrf
from minga.errors import InputError

__all__ = ["ALIKE", "likeness", "medoid"]

ALIKE = 0.8
"""Edits that are less like the medoid than this, on average, are too different for one of them to be taken."""

Edits = Mapping[str, str]


def likeness(one: Edits, other: Edits, originals: Edits) -> float:
    """How alike two edits of the same item are, from 0 to 1; what an edit does not change stays as in `originals`.

    >>> likeness({"question": "¿Qué es el mate?"}, {"question": "¿Qué es el mate?"}, {})
    1.0
    """
    fields = sorted(one.keys() | other.keys())
    pairs = [(_text(one, name, originals), _text(other, name, originals)) for name in fields]
    return sum(chrf(*pair) + chrf(*pair[::-1]) for pair in pairs) / (200 * len(pairs)) if pairs else 1.0


def medoid(edits: Sequence[Edits], weights: Sequence[float], originals: Edits) -> tuple[int, float]:
    """The index of the edit to adopt (the first of equals), and the others' mean likeness to it by their weights.

    Raises InputError when there is no edit, or not one weight for each, none below 0.

    >>> texts = [{"q": "¿Que es el mate?"}, {"q": "¿Qué es el mate?"}, {"q": "¿Qué es el mate?"}]
    >>> medoid(texts, [0.8, 0.8, 0.8], {})[0]
    1
    """
    if not edits:
        raise InputError("there is no text to choose from", where="medoid")
    if len(weights) != len(edits) or min(weights) < 0:
        raise InputError(f"{len(edits)} edits want as many weights, none below 0", where="medoid")
    if all(one == edits[0] for one in edits):
        return 0, 1.0
    numbers = range(len(edits))
    alike = {(at, to): likeness(edits[at], edits[to], originals) for at, to in combinations(numbers, 2)}
    sums, means = [], []
    for index in numbers:
        others = [(alike[min(index, at), max(index, at)], weights[at]) for at in numbers if at != index]
        near = sum(similar * weight for similar, weight in others)
        # Its own weight counts too: of two edits that differ, the more reliable person's is taken.
        sums.append(round(near + weights[index], 9))
        means.append(round(near / max(1e-9, sum(weight for _, weight in others)), 6))
    best = max(numbers, key=lambda index: (sums[index], -index))
    return best, means[best]


def _text(edits: Edits, name: str, originals: Edits) -> str:
    return edits.get(name, originals.get(name, ""))
