"""The leaderboard as a folder of files that opens from a disk, or from any static host."""

from __future__ import annotations

from pathlib import Path

from minga.leaderboard.pages.addresses import ASSETS, Pages, asset
from minga.leaderboard.pages.items import write_rates
from minga.leaderboard.pages.pictures import drawing
from minga.leaderboard.pages.sources import bibtex

__all__ = ["CITATIONS", "ITEMS", "write_folder"]

ITEMS = "items.parquet"
CITATIONS = "citations.bib"


def write_folder(pages: Pages, folder: Path) -> None:
    """Write every page, what the pages ask for, a picture a task, how hard each item was, and the citations."""
    with drawing(pages.board, folder / "plots"):
        for address in pages.addresses:
            path = folder / address
            path.parent.mkdir(exist_ok=True)
            path.write_text(pages.render(address) or "", encoding="utf-8")
    for name in ASSETS:
        (folder / name).write_text(asset(name), encoding="utf-8")
    (folder / CITATIONS).write_text(bibtex(pages.board), encoding="utf-8")
    write_rates(pages.rates, folder / ITEMS)
