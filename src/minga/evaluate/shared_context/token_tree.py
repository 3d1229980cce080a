"""What many token sequences have in common: a radix tree whose nodes are read by a model once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Segment", "Wanted", "token_tree"]

# a shorter run is read again by each of the sequences that share it: to hang them under one node costs more
MIN_SHARED = 4
# nor is a run worth it that is so many times shorter than what follows: attention with a mask costs more than without
MAX_REST = 16


class Wanted(NamedTuple):
    """A token whose log-probability a request asks for, at the place in a segment after which it is expected."""

    offset: int
    token: int
    request: int


@dataclass(eq=False, slots=True)
class Segment:
    """Tokens that follow those of the segment's ancestors, in every sequence below it."""

    tokens: tuple[int, ...]
    start: int
    """How many tokens the ancestors have: the position of the first one."""
    parent: Segment | None
    children: list[Segment] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    ends: int = 0
    """How many requests have their last position here."""
    unread: int = 0
    """Children that are still to be read."""
    cache: list[tuple[Any, Any]] | None = None
    """By layer, keys and values of the ancestors and the segment, while there are unread children."""

    @property
    def end(self) -> int:
        """The position after the last token."""
        return self.start + len(self.tokens)

    def split(self, length: int) -> Segment:
        """Leave `length` tokens here and answer a new and only child with the rest, and with all that follows."""
        rest = Segment(self.tokens[length:], self.start + length, self, self.children, ends=self.ends)
        rest.wanted = [one._replace(offset=one.offset - length) for one in self.wanted if one.offset >= length]
        rest.unread = self.unread
        for child in self.children:
            child.parent = rest
        self.wanted = [one for one in self.wanted if one.offset < length]
        self.tokens, self.children, self.ends, self.unread = self.tokens[:length], [rest], 0, 1
        return rest


@dataclass(slots=True)
class _Branch:
    """A place where sequences part, or (without children) where one ends."""

    depth: int
    path: int
    deepest: int
    children: list[_Branch] = field(default_factory=list)

    def adopt(self, child: _Branch) -> None:
        self.children.append(child)
        self.deepest = max(self.deepest, child.deepest)


def token_tree(requests: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[Segment]:
    """The segments of (input tokens, continuation) pairs: parents before children, children without any first.

    Of a pair, the last `len(continuation)` positions of the input predict the continuation. Inputs that start with the
    same tokens share segments, unless the run is too short to pay.
    """
    ending: dict[tuple[int, ...], list[int]] = {}
    for number, (tokens, _) in enumerate(requests):
        ending.setdefault(tuple(tokens), []).append(number)
    paths = sorted(ending)
    segments: list[Segment] = []
    open_branches: list[tuple[_Branch, Segment | None]] = [(_branches(paths), None)]
    while open_branches:
        branch, parent = open_branches.pop()
        if parent is not None:
            _append(segments, parent)
        start = 0 if parent is None else parent.end
        inner: list[tuple[_Branch, Segment | None]] = []
        for child in _children(branch, start):
            path = paths[child.path]
            if child.children:
                inner.append((child, Segment(path[start : child.depth], start, parent)))
                continue
            last = parent
            if last is None or child.depth > start:
                last = Segment(path[start:], start, parent)
                _append(segments, last)
            for number in ending[path]:
                _want(last, requests[number][1], number)
        open_branches += reversed(inner)
    return segments


def _append(segments: list[Segment], segment: Segment) -> None:
    segments.append(segment)
    if segment.parent is not None:
        segment.parent.children.append(segment)
        segment.parent.unread += 1


def _branches(paths: Sequence[tuple[int, ...]]) -> _Branch:
    """The tree of the common prefixes of sorted sequences, by the lengths that neighbours share."""
    arrays = [np.array(path, dtype=np.int64) for path in paths]
    stack = [_Branch(0, 0, 0)]
    for number, path in enumerate(paths):
        shared = _common(arrays[number], arrays[number + 1]) if number + 1 < len(paths) else 0
        node = _Branch(len(path), number, len(path))
        while stack[-1].depth > shared:
            stack[-1].adopt(node)
            node = stack.pop()
        if stack[-1].depth < shared:
            stack.append(_Branch(shared, number, shared))
        stack[-1].adopt(node)
    return stack[0]


def _common(first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]) -> int:
    length = min(len(first), len(second))
    differs = first[:length] != second[:length]
    return int(differs.argmax()) if differs.any() else length


def _children(branch: _Branch, start: int) -> Iterator[_Branch]:
    """The branch's children; of those whose common run does not pay, their children."""
    for child in branch.children:
        run = child.depth - start
        if child.children and (run < MIN_SHARED or run * MAX_REST < child.deepest - child.depth):
            yield from _children(child, start)
        else:
            yield child


def _want(segment: Segment, continuation: Sequence[int], request: int) -> None:
    """Note where the continuation's tokens are predicted: at the path's last positions."""
    segment.ends += 1
    first = segment.end - len(continuation)
    current: Segment | None = segment
    for position in range(segment.end - 1, first - 1, -1):
        while current is not None and position < current.start:
            current = current.parent
        if current is None:
            raise ValueError("a continuation is longer than what is read before its last token")
        current.wanted.append(Wanted(position - current.start, continuation[position - first], request))
