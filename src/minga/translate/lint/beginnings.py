"""How the matches of a regular expression can begin, so that most texts need not be searched at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["WHOLE", "beginnings"]

WHOLE = "\0"
"""Stands behind letters that are a whole word: search for them in words with this behind them."""
_WORD_END = re.compile(r" |\\[.bsW]")

_LETTERS = re.compile(r"[^\W\d_]*")
_REPEATS = "?*{"


def beginnings(pattern: str) -> frozenset[str] | None:
    r"""Letters (in lower case) one of which every match of `pattern` begins with; None where it can begin otherwise.

    Letters that are a whole word have `WHOLE` behind them.

    >>> sorted(beginnings(r"fals[oa]s?|(?:not|n)ever|\bhope that\b"))
    ['fals', 'hope\x00', 'n', 'not']
    """
    found: set[str] = set()
    for alternative in _alternatives(pattern):
        starts = _starts(alternative)
        if starts is None:
            return None
        found |= starts
    return frozenset(found) or None


def _starts(alternative: str) -> set[str] | None:
    text = alternative.removeprefix(r"\b").removeprefix(r"\(")
    if text.startswith("(?:"):
        end = _closing(text)
        inside = beginnings(text[3:end])
        if inside is None:
            return None
        if text[end + 1 : end + 2] not in ("?", "*"):
            return set(inside)
        rest = _starts(text[end + 2 :])
        return None if rest is None else rest | inside
    letters = _LETTERS.match(text)
    start = letters[0] if letters else ""
    if text[len(start) : len(start) + 1] in tuple(_REPEATS):
        start = start[:-1]
    if not start:
        return None
    return {start.lower() + (WHOLE if _WORD_END.match(text, len(start)) else "")}


def _alternatives(pattern: str) -> Iterator[str]:
    """The parts between the `|` that are in no brackets."""
    depth, start, in_set, at = 0, 0, False, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif in_set:
            in_set = sign != "]"
        elif sign == "[":
            in_set = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
        at += 1
    yield pattern[start:]


def _closing(text: str) -> int:
    """Where the bracket that `text` begins with closes."""
    depth = 0
    for found in re.finditer(r"\\.|\[(?:\\.|[^\]])+\]|[()]", text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth and found[0] == ")":
            return found.start()
    return len(text)
