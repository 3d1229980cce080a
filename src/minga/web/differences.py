"""What an edit changed, word by word. `static/minga.js` does the same while somebody types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

__all__ = ["Change", "condensed", "difference"]

ChangeKind = Literal["same", "out", "in"]

_WORD = re.compile(r"\s*(?:\w+(?:[·'’-]\w+)*|[^\w\s]|$)")
"""A word with the space before it. The whole of a text consists of these; `$` takes its last spaces."""
_MOST = 400
"""Words put in and taken out, at most. Beyond it the whole stretch counts as replaced: nobody reads such a difference,
and the time it takes grows with the square of it."""


@dataclass(frozen=True)
class Change:
    """A stretch of words that is in both texts, only in the former, or only in the later one."""

    kind: ChangeKind
    text: str


def difference(before: str, after: str) -> list[Change]:
    """What makes `after` out of `before`, in reading order, with as few words put in and taken out as can be
    (Myers 1986).

    Words are compared without the space around them. What is `same` or `in` adds up to `after`, to the character.

    >>> [(change.kind, change.text) for change in difference("a red house", "a blue house")]
    [('same', 'a'), ('out', ' red'), ('in', ' blue'), ('same', ' house')]
    """
    former, later = _WORD.findall(before), _WORD.findall(after)
    steps = _steps([word.strip() for word in former], [word.strip() for word in later])
    changes: list[Change] = []
    for same, run in groupby(steps, key=lambda step: step[0] == "same"):
        words: dict[ChangeKind, str] = {"same": ""} if same else {"out": "", "in": ""}
        for kind, place in run:
            words[kind] += (former if kind == "out" else later)[place]
        changes += [Change(kind, text) for kind, text in words.items() if text]
    return changes


def condensed(changes: Sequence[Change], around: int = 40) -> list[Change]:
    """The same without what is far from any change: about `around` characters are left on either side of one.

    >>> condensed([Change("same", "one two three four"), Change("in", " five")], around=6)
    [Change(kind='same', text='… four'), Change(kind='in', text=' five')]
    """
    if all(change.kind == "same" for change in changes):
        return list(changes)
    short = []
    for place, change in enumerate(changes):
        if change.kind == "same":
            before = around if place > 0 else 0
            after = around if place < len(changes) - 1 else 0
            change = Change("same", _without_middle(change.text, before, after))
        short.append(change)
    return short


def _without_middle(text: str, before: int, after: int) -> str:
    """Its first `before` and its last `after` characters, to whole words."""
    if len(text) <= before + after + 10:
        return text
    head, tail = text[:before], text[len(text) - after :] if after else ""
    head, tail = re.sub(r"\S*$", "", head).rstrip(), re.sub(r"^\S*", "", tail)
    return f"{head} …{tail}" if head else f"…{tail}"


def _steps(former: Sequence[str], later: Sequence[str]) -> list[tuple[ChangeKind, int]]:
    """What becomes of each word in reading order, and its place: in `former` where it goes out, else in `later`."""
    m, n = len(former), len(later)
    furthest = {1: 0}
    tracks: list[dict[int, int]] = []
    for changes in range(min(m + n, _MOST) + 1):
        tracks.append(dict(furthest))
        for k in range(-changes, changes + 1, 2):
            down = k == -changes or (k != changes and furthest[k - 1] < furthest[k + 1])
            i = furthest[k + 1] if down else furthest[k - 1] + 1
            while i < m and i - k < n and former[i] == later[i - k]:
                i += 1
            furthest[k] = i
            if i >= m and i - k >= n:
                return _back(tracks, m, n)
    return [*(("out", place) for place in range(m)), *(("in", place) for place in range(n))]


def _back(tracks: Sequence[dict[int, int]], i: int, j: int) -> list[tuple[ChangeKind, int]]:
    """The way through the table of both texts, from its end to its beginning, turned round."""
    steps: list[tuple[ChangeKind, int]] = []
    for changes in range(len(tracks) - 1, -1, -1):
        track, k = tracks[changes], i - j
        down = k == -changes or (k != changes and track[k - 1] < track[k + 1])
        before = track[k + 1] if down else track[k - 1]
        start = before if down else before + 1
        while i > max(start, 0) and j > 0:
            i, j = i - 1, j - 1
            steps.append(("same", j))
        if changes and down:
            j -= 1
            steps.append(("in", j))
        elif changes:
            i -= 1
            steps.append(("out", i))
    return steps[::-1]
