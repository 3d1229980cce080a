"""The leaderboard's pages: the same ones on a server, which sorts and filters, and in a folder of files."""

from __future__ import annotations

from minga.leaderboard.pages.addresses import ASSETS, Pages, asset
from minga.leaderboard.pages.board import Board, Heading, Version
from minga.leaderboard.pages.folder import CITATIONS, ITEMS, write_folder
from minga.leaderboard.pages.items import Rates, rates_of, read_rates

__all__ = [
    "ASSETS", "Board", "CITATIONS", "Heading", "ITEMS", "Pages", "Rates", "Version", "asset", "rates_of",
    "read_rates", "write_folder",
]  # fmt: skip
