from __future__ import annotations

from minga.languages import countries, territories
from minga.leaderboard.pages.tile_map import SIDE, TILES, tile_map
from tests.leaderboard.pages.drawn_boards import drawn_board


def test_a_task_of_a_variety_is_not_one_of_the_language_in_general() -> None:
    tiles = {tile.code: tile for tile in tile_map(drawn_board()).tiles}
    assert tiles["PE"].state == "variety"
    assert (tiles["BO"].state, tiles["BO"].measured) == ("language", "español")
    assert (tiles["BR"].state, tiles["BR"].value, tiles["BR"].best) == ("none", "", "")
    assert set(tiles["ES"].measured.split(", ")) == {"español", "catalán", "gallego", "euskera"}


def test_no_square_is_taken_twice_and_every_territory_exists() -> None:
    assert len({(column, row) for column, row, _ in TILES.values()}) == len(TILES)
    assert TILES.keys() <= countries("es").keys()


def test_the_languages_of_a_square_are_spoken_there() -> None:
    known = {code: spoken.split() for code, (_, _, spoken) in TILES.items()}
    wrong = [
        (code, tag) for code, tags in known.items() for tag in tags if territories(tag) and code not in territories(tag)
    ]
    assert wrong == []


def test_the_map_is_as_large_as_its_squares() -> None:
    found = tile_map(drawn_board())
    assert all(tile.x + SIDE <= found.width and tile.y + SIDE <= found.height for tile in found.tiles)
