"""What somebody asks of the ranking, as the query string of its address says it, so that any view is a permalink."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from minga.leaderboard.columns import ModelCard

__all__ = ["SIZES", "View", "kind_of", "size_class"]

SIZES = ((0.0, 1e9), (1e9, 4e9), (4e9, 10e9), (10e9, 40e9), (40e9, float("inf")))
"""Classes of numbers of parameters: from, and below."""
_LONGEST = 100
"""Characters of a search; no model has a longer name."""
_MOST = 200
"""Columns that can be asked for."""


@dataclass(frozen=True)
class View:
    """Order, filters and columns of a ranking."""

    search: str = ""
    sort: str = ""
    """Key of a column; empty is the order of the places."""
    ascending: bool = False
    size: str = ""
    """Index in `SIZES`."""
    kind: str = ""
    licence: str = ""
    open_weights: bool = False
    columns: tuple[str, ...] = ()
    """Keys of the columns to show; empty shows the usual ones."""

    @classmethod
    def read(cls, query: Iterable[tuple[str, str]]) -> View:
        """From the pairs of a query string; what is not known is passed over."""
        pairs = [(key, value[:_LONGEST]) for key, value in query][:_MOST]
        given = dict(pairs)
        return cls(
            search=given.get("q", "").strip(),
            sort=given.get("sort", ""),
            ascending=given.get("dir") == "up",
            size=given.get("size", "") if given.get("size", "") in map(str, range(len(SIZES))) else "",
            kind=given.get("kind", ""),
            licence=given.get("licence", ""),
            open_weights=given.get("open") == "1",
            columns=tuple(dict.fromkeys(value for key, value in pairs if key == "col")),
        )

    def query(self) -> str:
        """As a query string, with its question mark; empty for the usual view."""
        pairs = [
            ("q", self.search), ("size", self.size), ("kind", self.kind), ("licence", self.licence),
            ("open", "1" if self.open_weights else ""), *(("col", key) for key in self.columns),
            ("sort", self.sort), ("dir", "up" if self.ascending else ""),
        ]  # fmt: skip
        text = urlencode([(key, value) for key, value in pairs if value])
        return f"?{text}" if text else ""

    def sorted_by(self, key: str) -> View:
        """The view that a click on a column's head leads to: best first, then the other way round."""
        return replace(self, sort=key, ascending=self.sort == key and not self.ascending)

    def takes(self, model: ModelCard) -> bool:
        """Whether the filters let a model through."""
        return (
            self.search.casefold() in f"{model.name} {model.base}".casefold()
            and self.size in {"", size_class(model)}
            and self.kind in {"", kind_of(model)}
            and self.licence in {"", model.licence}
            and (not self.open_weights or model.open_weights is True)
        )

    @property
    def filtered(self) -> bool:
        """Whether some models may be left out."""
        return bool(self.search or self.size or self.kind or self.licence or self.open_weights)


def size_class(model: ModelCard) -> str:
    """Index of the model's class in `SIZES`; empty where its size is not known."""
    if not model.parameters:
        return ""
    return next(str(place) for place, (low, high) in enumerate(SIZES) if low <= model.parameters < high)


def kind_of(model: ModelCard) -> str:
    """`tuned` by the project, `instruct`, `base`, or empty."""
    return "tuned" if model.tuned else model.kind
