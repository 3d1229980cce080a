"""Which records an adapter is trained on, and as what: one example for each of an assistant's answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from minga.tables import Table

__all__ = ["choose", "examples_of"]

Message = dict[str, str]


def choose(records: Table, wanted: int, seed: int) -> list[dict[str, Any]]:
    """Examples from at most `wanted` records, drawn by `seed` from the order of their ids.

    A run of few steps sees few records, so only those are read into memory, however many there are.
    """
    drawn = np.random.default_rng(seed).permutation(records.rows)[:wanted]
    place = {int(row): position for position, row in enumerate(drawn)}
    conversations: list[Sequence[Message]] = [()] * len(place)
    first = 0
    for batch in records.batches(["messages"]):
        for row in sorted(place.keys() & range(first, first + batch.num_rows)):
            conversations[place[row]] = batch["messages"][row - first].as_py()
        first += batch.num_rows
    return [example for messages in conversations for example in examples_of(messages)]


def examples_of(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """A conversation as TRL's prompt and completion, once for each answer in it: only answers are learned.

    >>> turns = [{"role": "user", "content": "¿Qué es el mate?"}, {"role": "assistant", "content": "Una infusión."}]
    >>> examples_of(turns)[0]["completion"]
    [{'role': 'assistant', 'content': 'Una infusión.'}]
    """
    return [
        {"prompt": list(messages[:place]), "completion": [message]}
        for place, message in enumerate(messages)
        if message["role"] == "assistant"
    ]
