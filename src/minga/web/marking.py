"""Showing in a text what the linter found there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minga.records import Finding

__all__ = ["Piece", "mark"]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `marked` where a finding speaks of it."""

    text: str
    marked: bool


def mark(text: str, findings: Sequence[Finding], *, source: bool = False) -> list[Piece]:
    """`text` in pieces. Findings whose words are not where they say are left out; overlapping ones become one.

    >>> mark("a bad word", [Finding(check="c", severity="error", field="question", text="bad", start=2)])
    [Piece(text='a ', marked=False), Piece(text='bad', marked=True), Piece(text=' word', marked=False)]
    """
    marked = [False] * len(text)
    for found in findings:
        words, start = (found.source_text, found.source_start) if source else (found.text, found.start)
        if words and start >= 0 and text.startswith(words, start):
            marked[start : start + len(words)] = [True] * len(words)
    pieces: list[Piece] = []
    begin = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or marked[position] != marked[begin]:
            pieces.append(Piece(text[begin:position], marked[begin]))
            begin = position
    return pieces
