"""A place in a text that holds personal data."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Span"]


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `end` of a text; of which `kind`, and of which country (ISO 3166-1) where that is known."""

    start: int
    end: int
    kind: str
    country: str | None = None
