"""Takes pictures of a static leaderboard for the docs: `tools/board_pictures.py FOLDER BOARD NAME=PAGE …`.

BOARD is the folder of a leaderboard (`data/leaderboard/latest`); each of its PAGEs becomes FOLDER/NAME.png, on a phone
and on a desktop, light and dark. Those of `docs/how-to/import.md` are of `examples/truthfulqa_leaderboard`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from screenshots import ARGUMENTS, CHROMIUM, VIEWS, shoot, together


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("board", type=Path)
    parser.add_argument("pages", nargs="+", metavar="NAME=PAGE")
    wishes = parser.parse_args()
    pages = dict(page.split("=", 1) for page in wishes.pages)
    with tempfile.TemporaryDirectory() as views, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for view, ((width, height), scheme) in VIEWS.items():
            window = browser.new_context(
                viewport={"width": width, "height": height}, locale="es", color_scheme=scheme, reduced_motion="reduce"
            )
            for name, address in pages.items():
                page = window.new_page()
                page.goto((wishes.board.resolve() / address).as_uri())
                shoot(page, Path(views) / f"{name}-{view}.png")
            window.close()
        browser.close()
        for name in pages:
            together(Path(views), name, wishes.folder)


if __name__ == "__main__":
    main()
