"""What the arithmetic alone takes: every distinct position read once, and logits only where they are asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import torch

SHAPES = ((1, 128), (1, 256), (1, 512), (4, 128))
"""Rows and tokens of a plain forward pass: the limit is taken from the fastest."""


def arithmetic_limit(model: Any, requests: Sequence[tuple[Any, list[int], list[int]]]) -> dict[str, float]:
    """Processor seconds of a plain pass over the distinct positions, and of the head over the distinct places."""
    inputs: set[tuple[int, ...]] = set()
    places: set[tuple[int, ...]] = set()
    for _, context, continuation in requests:
        whole = tuple(context + continuation)
        inputs.add(whole[:-1])
        places |= {whole[:end] for end in range(len(context), len(whole))}
    tokens = _distinct(sorted(inputs))
    head = model.model.get_output_embeddings()
    with torch.no_grad():
        a_token = min(_seconds(lambda s=shape: _plain(model.model, s)) / (shape[0] * shape[1]) for shape in SHAPES)
        hidden = torch.randn(256, head.weight.shape[1], dtype=head.weight.dtype)
        a_place = _seconds(lambda: head(hidden)) / 256
    return {"tokens": tokens, "places": len(places), "cpu": tokens * a_token + len(places) * a_place}


def _plain(model: Any, shape: tuple[int, int]) -> None:
    model(torch.randint(0, 1000, shape), logits_to_keep=1, use_cache=False)


def _seconds(work: Callable[[], Any]) -> float:
    """Processor seconds, the least of three."""
    work()
    found = []
    for _ in range(3):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def _distinct(paths: Sequence[tuple[int, ...]]) -> int:
    """How many different beginnings sorted sequences have."""
    total, before = 0, ()
    for path in paths:
        shared = 0
        for first, second in zip(before, path):  # noqa: B905  # up to the shorter one's end
            if first != second:
                break
            shared += 1
        total += len(path) - shared
        before = path
    return total
