"""Models that cannot be told apart, as bars beside the ranking: one lane a group, as in a critical-difference diagram.

The groups are the letters of the standings (compact letter display, Piepho 2004). Groups that share a lane have a row
between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["LANES", "Lanes", "lanes_of", "letters_of"]

LANES = 8
"""Of more, nobody can follow any, and the places say the same."""
_LETTER = re.compile(r"[A-Z]?[a-z]")


@dataclass(frozen=True)
class Lanes:
    """For each row the lanes that pass it."""

    count: int
    rows: tuple[tuple[int, ...], ...]


def letters_of(group: str) -> list[str]:
    """The names of the groups: `abAc` is `a`, `b` and `Ac`."""
    return list(_letters(group))


@lru_cache(maxsize=4096)
def _letters(group: str) -> tuple[str, ...]:
    return tuple(_LETTER.findall(group))


def lanes_of(groups: Sequence[str]) -> Lanes | None:
    """Lanes for models in order, given each one's groups; None where there are too many, or all models differ."""
    members: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        for letter in letters_of(group):
            members.setdefault(letter, []).append(row)
    free: list[int] = []
    rows: list[list[int]] = [[] for _ in groups]
    for found in sorted(
        (found for found in members.values() if len(found) > 1), key=lambda found: (found[0], -len(found))
    ):
        lane = next((lane for lane, end in enumerate(free) if end + 1 < found[0]), len(free))
        free[lane : lane + 1] = [found[-1]]
        for row in found:
            rows[row].append(lane)
    if not 0 < len(free) <= LANES:
        return None
    return Lanes(len(free), tuple(map(tuple, rows)))
