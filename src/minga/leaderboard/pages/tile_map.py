"""Where the varieties that tasks measure are spoken: a map of one square a country, so that no land counts by its area.

The layout and the lists of languages are minga's own: territories of Ibero-America and of the Portuguese-speaking
countries, roughly where they lie, with languages that many people there speak. It is a drawing, not a census.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from minga.languages import country_name, language_of, territory_of
from minga.leaderboard.pages.board import Board

__all__ = ["SIDE", "Tile", "TileMap", "tile_map"]

SIDE = 56
"""Of a square."""
TILES: dict[str, tuple[int, int, str]] = {
    "US": (1, 0, "en es"), "MX": (1, 1, "es nah yua"), "CU": (4, 1, "es"), "GT": (1, 2, "es quc"), "HN": (2, 2, "es"),
    "DO": (4, 2, "es"), "PR": (5, 2, "es"), "SV": (1, 3, "es"), "NI": (2, 3, "es miq"), "CR": (2, 4, "es"),
    "PA": (3, 4, "es"), "CO": (3, 5, "es"), "VE": (4, 5, "es"), "EC": (2, 6, "es qu"), "PE": (3, 6, "es qu ay"),
    "BR": (5, 6, "pt"), "BO": (4, 7, "es qu ay gn"), "PY": (5, 7, "gn es"), "CL": (3, 8, "es arn"),
    "AR": (4, 8, "es gn"), "UY": (5, 8, "es"), "PT": (6, 0, "pt"), "ES": (7, 0, "es ca eu gl ast oc an ext"),
    "FR": (8, 0, "fr oc ca eu"), "AD": (8, 1, "ca"), "IT": (9, 1, "it ca"), "CV": (6, 3, "pt"), "GW": (7, 4, "pt"),
    "GQ": (8, 4, "es pt"), "ST": (8, 5, "pt"), "AO": (8, 6, "pt"), "MZ": (9, 7, "pt"), "PH": (10, 3, "fil es"),
    "TL": (10, 5, "pt"),
}  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """A territory."""

    code: str
    name: str
    x: int
    y: int
    state: Literal["variety", "language", "none"]
    """Whether a task measures a variety of here, only a language that is spoken here too, or nothing."""
    value: str
    """Highest score, of 100; empty where there is none."""
    best: str
    """The model that has it."""
    measured: str
    """Names of what is measured."""


@dataclass(frozen=True)
class TileMap:
    """The map and its size."""

    tiles: list[Tile]
    width: int
    height: int


def tile_map(board: Board) -> TileMap:
    """The map of this leaderboard."""
    tiles = list(_tiles(board))
    return TileMap(tiles, max(tile.x for tile in tiles) + SIDE, max(tile.y for tile in tiles) + SIDE)


def _tiles(board: Board) -> Iterator[Tile]:
    for code, (column, row, spoken) in TILES.items():
        exact = [tag for tag in board.standings.languages if territory_of(tag) == code]
        wide = [tag for tag in board.standings.languages if _is_of(tag, spoken)]
        tags = exact or wide
        best = max(
            (board.rankings[tag][0] for tag in tags if board.rankings[tag]), key=lambda one: one.value, default=None
        )
        yield Tile(
            code=code,
            name=country_name(code, board.texts.locale),
            x=column * (SIDE + 4),
            y=row * (SIDE + 4),
            state="variety" if exact else "language" if wide else "none",
            value=board.texts.number(100 * best.value) if best else "",
            best=board.models[best.model].name if best else "",
            measured=", ".join(board.texts.language(tag) for tag in tags),
        )


@cache
def _is_of(tag: str, spoken: str) -> bool:
    """Whether a tag without a territory is of one of the languages."""
    return territory_of(tag) is None and language_of(tag) in spoken.split()
