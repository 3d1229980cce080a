"""A place in a text that holds personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

__all__ = ["Span", "replaced"]


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` of a text; of which `kind`, and of which country (ISO 3166-1) where that is known."""

    start: int
    end: int
    kind: str
    country: str | None = None


def replaced(text: str, spans: Iterable[Span], words: Callable[[str], str]) -> str:
    """`text` with `words` of its kind in place of each of `spans`, which are in order and do not overlap."""
    parts, end = [], 0
    for span in spans:
        parts += [text[end : span.start], words(span.kind)]
        end = span.end
    return "".join([*parts, text[end:]])
