"""The parts of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Plot", "Section", "TableView"]


@dataclass(frozen=True)
class TableView:
    """A table, cell by cell, as people read it; `code` stands between backticks."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    caption: str = ""
    prose: bool = False
    """Whether its cells are texts of items, which no markup may be read in."""


@dataclass(frozen=True)
class Plot:
    """A picture, and the name of its file."""

    name: str
    svg: str


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    name: str
    heading: str
    sentences: list[str] = field(default_factory=list)
    tables: list[TableView] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)
