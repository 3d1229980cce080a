"""How a stage says how far it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

__all__ = ["Advance", "Progress", "silent"]

Advance = Callable[[int], None]
"""Say that so many more units are done."""


class Progress(Protocol):
    """Opens a bar for a piece of work: `with progress("curate", 1000, "records") as advance: advance(1)`."""

    def __call__(self, label: str, total: int | None, unit: str) -> AbstractContextManager[Advance]:
        """A bar for `total` units (None: unknown)."""
        ...


@contextmanager
def silent(label: str, total: int | None, unit: str) -> Iterator[Advance]:
    """Tells nobody."""
    yield lambda units: None
