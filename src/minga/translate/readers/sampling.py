"""Some of a benchmark's items, spread evenly over its subjects."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

__all__ = ["Placed", "spread"]


class Placed(Protocol):
    """What is known of an item when some are chosen."""

    @property
    def id(self) -> str:
        """Of the item."""
        ...

    @property
    def subject(self) -> str:
        """Part of the benchmark."""
        ...


P = TypeVar("P", bound=Placed)


def spread(items: Iterable[P], limit: int) -> list[P]:
    """`limit` of the items (all for 0): as many of each subject as there are, or one more.

    Within a subject the smallest ids are taken, and subjects take turns in the order of a hash of their names. Both are
    as good as drawn, they are the same everywhere, and a larger limit only adds.
    """
    subjects: defaultdict[str, list[P]] = defaultdict(list)
    for item in items:
        subjects[item.subject].append(item)
    turns = [
        (turn, hashlib.sha256(subject.encode()).hexdigest(), item)
        for subject, members in subjects.items()
        for turn, item in enumerate(sorted(members, key=lambda item: item.id))
    ]
    turns.sort(key=lambda entry: entry[:2])
    return [item for _, _, item in (turns[:limit] if limit else turns)]
