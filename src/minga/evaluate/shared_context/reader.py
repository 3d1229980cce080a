"""Reads a token tree row by row, and gathers what each request asks for."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch.nn.functional import log_softmax

from minga.evaluate.shared_context.row import Row
from minga.evaluate.shared_context.token_tree import Segment, token_tree

__all__ = ["Limits", "Scores", "read"]

log = logging.getLogger(__name__)

Forward = Callable[[Row, torch.Tensor], torch.Tensor]
"""Logits, of the shape (places, vocabulary), after some places of a row."""


@dataclass(frozen=True)
class Limits:
    """What a row may hold. One segment may be longer than `tokens`, until memory has run out once."""

    tokens: int
    predictions: int
    """Places of which logits are computed."""
    requests: int
    longest: int | None = None

    def halved(self, row: Row) -> Limits | None:
        """Half of what `row` holds; None when that is a single token."""
        length = row.length // 2
        if not length:
            return None
        return replace(self, tokens=length, longest=length, predictions=max(1, self.predictions // 2))


class Scores:
    """Log-likelihoods and greediness by request, summed up as they come."""

    def __init__(self, continuations: Sequence[Sequence[int]]) -> None:
        self.sums = np.zeros(len(continuations))
        self.greedy = np.ones(len(continuations), dtype=bool)
        self._missing = np.array([len(one) for one in continuations], dtype=np.int64)

    def add(
        self, requests: np.ndarray[Any, Any], values: np.ndarray[Any, Any], best: np.ndarray[Any, Any]
    ) -> list[int]:
        """Answers the requests that are complete now."""
        np.add.at(self.sums, requests, values)
        np.logical_and.at(self.greedy, requests, best)
        np.subtract.at(self._missing, requests, 1)
        asked = np.unique(requests)
        return [int(one) for one in asked[self._missing[asked] == 0]]


def read(
    requests: Sequence[tuple[Sequence[int], Sequence[int]]],
    forward: Forward,
    limits: Limits,
    device: torch.device,
    precision: torch.dtype = torch.float32,
) -> Iterator[list[tuple[int, float, bool]]]:
    """(request, log-likelihood, whether greedy) of (input tokens, continuation) pairs, in the order of completion.

    Log-probabilities are computed with `precision`.
    """
    scores = Scores([continuation for _, continuation in requests])
    waiting = token_tree(requests)[::-1]
    while waiting:
        segments = _next(waiting, limits)
        row = Row(segments, device)
        try:
            found = _score(row, forward, scores, precision)
        except (RuntimeError, MemoryError) as error:
            smaller = limits.halved(row) if _out_of_memory(error) else None
            if smaller is None:
                raise
            limits = smaller
            log.warning("out of memory with %d tokens at once: going on with %d", row.length, limits.tokens)
            waiting += reversed(segments)
            found = None
        if found is None:
            # outside of the handler, whose error holds on to the tensors of the failed pass
            _free()
            continue
        row.done()
        yield [(one, float(scores.sums[one]), bool(scores.greedy[one])) for one in found]


def _next(waiting: list[Segment], limits: Limits) -> list[Segment]:
    """Take the next row's segments off the end of `waiting`: a segment and its childless children, if all fit."""
    chosen: list[Segment] = []
    load = _Load()
    while waiting:
        unit = _unit(waiting)
        whole = sum(map(_load, unit), _Load())
        if not (load + whole).within(limits):
            if chosen and whole.within(limits):
                break
            unit, whole = unit[:1], _load(unit[0])
            if chosen and not (load + whole).within(limits):
                break
            if not chosen and (length := _readable(unit[0], limits)) < len(unit[0].tokens):
                waiting[-1] = unit[0].split(length)
                return unit
        del waiting[-len(unit) :]
        chosen += unit
        load += whole
    return chosen


@dataclass(frozen=True)
class _Load:
    tokens: int = 0
    predictions: int = 0
    requests: int = 0

    def __add__(self, other: _Load) -> _Load:
        return _Load(self.tokens + other.tokens, self.predictions + other.predictions, self.requests + other.requests)

    def within(self, limits: Limits) -> bool:
        return (
            self.tokens <= limits.tokens and self.predictions <= limits.predictions and self.requests <= limits.requests
        )


def _load(segment: Segment) -> _Load:
    return _Load(len(segment.tokens), len(_places(segment)), segment.ends)


def _places(segment: Segment) -> list[int]:
    return sorted({one.offset for one in segment.wanted})


def _unit(waiting: Sequence[Segment]) -> list[Segment]:
    unit = [waiting[-1]]
    while len(unit) < len(waiting):
        following = waiting[-1 - len(unit)]
        if following.parent is not unit[0] or following.children:
            break
        unit.append(following)
    return unit


def _readable(segment: Segment, limits: Limits) -> int:
    """How many of the segment's tokens may be read at once."""
    length = min(len(segment.tokens), limits.longest or len(segment.tokens))
    places = _places(segment)
    return min(length, places[limits.predictions]) if len(places) > limits.predictions else length


def _score(row: Row, forward: Forward, scores: Scores, precision: torch.dtype) -> list[int]:
    wanted = row.wanted
    places = sorted({place for place, _ in wanted}) or [row.length - 1]
    logits = forward(row, torch.tensor(places, device=row.device))
    at = torch.tensor(np.searchsorted(places, [place for place, _ in wanted]), dtype=torch.long, device=logits.device)
    tokens = torch.tensor([one.token for _, one in wanted], dtype=torch.long, device=logits.device)
    # the harness's own function, although torch.logsumexp is nearer to the truth: log_softmax of 50,000 numbers of 32
    # bits is off by 1e-5, always to the same side
    best = logits.argmax(-1)
    values = log_softmax(logits, -1, dtype=precision)[at, tokens]
    return scores.add(
        np.array([one.request for _, one in wanted], dtype=np.int64),
        values.double().cpu().numpy(),
        (best[at] == tokens).cpu().numpy(),
    )


def _out_of_memory(error: Exception) -> bool:
    from accelerate.utils.memory import should_reduce_batch_size

    return isinstance(error, MemoryError) or should_reduce_batch_size(error) or "not enough memory" in str(error)


def _free() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
