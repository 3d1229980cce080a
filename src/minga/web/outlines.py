"""Text as outlines: shaped by HarfBuzz, in whatever font of this machine has its letters.

A PDF library that places one letter after another garbles scripts whose letters join, stack or change places. Such
texts (a name in Arabic, Hindi or Khmer) are drawn as shapes, and the document says in words what they are.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from minga.errors import MissingPart

__all__ = ["Outline", "outline"]

_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/Library/Fonts",
    "/System/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
_PREFERRED = ("dejavusans", "notosans", "liberationsans", "arial")
_UNLIKELY = ("italic", "oblique", "mono", "condensed", "light", "emoji", "symbol", "black", "thin")
_MOST_FILES = 4000


@dataclass(frozen=True)
class Outline:
    """Shapes of a text whose letters are one unit high, from the left end of its base line."""

    width: float
    steps: tuple[tuple[str, tuple[float, ...]], ...]
    """Operator and coordinates: `move` and `line` to a point, `curve` (cubic) over two to a third, and `close`."""


@lru_cache(maxsize=256)
def outline(text: str, *, bold: bool = False) -> Outline:
    """The outlines of `text`, in visual order. Raises MissingPart where no font here has all of its letters."""
    steps: list[tuple[str, tuple[float, ...]]] = []
    x = 0.0
    for run in _visual_order(_runs(text)):
        path = _font_for(run, bold)
        if path is None:
            raise MissingPart(
                f"no font of this machine can print {run.strip()!r}",
                hint="install one that has these letters, such as the package fonts-noto-core",
            )
        x += _shape(run, path, x, steps)
    return Outline(x, tuple(steps))


def _runs(text: str) -> list[str]:
    """Stretches in one script; signs of no script go with what stands before them."""
    scripts: list[str] = []
    for sign in text:
        own = _script(sign)
        scripts.append(own or (scripts[-1] if scripts else ""))
    first = next((script for script in scripts if script), "LATIN")
    pairs = [(script or first, sign) for script, sign in zip(scripts, text, strict=True)]
    return ["".join(sign for _, sign in group) for _, group in groupby(pairs, key=lambda pair: pair[0])]


def _script(sign: str) -> str:
    if unicodedata.category(sign)[0] != "L":
        return ""
    word = unicodedata.name(sign, "").partition(" ")[0]
    return "CJK" if word in {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"} else word


def _visual_order(runs: list[str]) -> list[str]:
    """Where the text begins from the right, what comes first stands last."""
    return runs[::-1] if runs and _is_leftward(runs[0]) else runs


def _is_leftward(run: str) -> bool:
    return any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in run)


def _shape(run: str, path: Path, x: float, steps: list[tuple[str, tuple[float, ...]]]) -> float:
    """Add the outlines of one run from `x` on; returns its width."""
    import uharfbuzz as hb

    face = hb.Face(hb.Blob.from_file_path(str(path)))
    font, scale = hb.Font(face), 1 / face.upem
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    start = x
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        pen = _Pen(steps, x + position.x_offset * scale, position.y_offset * scale, scale)
        font.draw_glyph(info.codepoint, _pen_functions(), pen)
        x += position.x_advance * scale
    return x - start


class _Pen:
    """Takes what HarfBuzz draws, in the font's units."""

    def __init__(self, steps: list[tuple[str, tuple[float, ...]]], x: float, y: float, scale: float) -> None:
        self.steps, self.x, self.y, self.scale = steps, x, y, scale
        self.last = (0.0, 0.0)

    def add(self, operator: str, *points: tuple[float, float]) -> None:
        flat = [part for x, y in points for part in (self.x + x * self.scale, self.y + y * self.scale)]
        self.steps.append((operator, tuple(round(number, 5) for number in flat)))
        if points:
            self.last = points[-1]

    def quadratic(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        """PDF knows cubic curves only."""
        (ax, ay), (bx, by), (cx, cy) = self.last, control, end
        first = (ax + (bx - ax) * 2 / 3, ay + (by - ay) * 2 / 3)
        second = (cx + (bx - cx) * 2 / 3, cy + (by - cy) * 2 / 3)
        self.add("curve", first, second, end)


@lru_cache(maxsize=1)
def _pen_functions() -> Any:
    import uharfbuzz as hb

    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, pen: pen.add("move", (x, y)))
    functions.set_line_to_func(lambda x, y, pen: pen.add("line", (x, y)))
    functions.set_quadratic_to_func(lambda bx, by, x, y, pen: pen.quadratic((bx, by), (x, y)))
    functions.set_cubic_to_func(lambda ax, ay, bx, by, x, y, pen: pen.add("curve", (ax, ay), (bx, by), (x, y)))
    functions.set_close_path_func(lambda pen: pen.add("close"))
    return functions


@lru_cache(maxsize=512)
def _font_for(run: str, bold: bool) -> Path | None:
    """The first font, likely ones first, that has every letter of `run`."""
    import uharfbuzz as hb

    script = _script(run[0]).casefold() or "latin"
    wanted = {ord(sign) for sign in run if not sign.isspace()}
    for path in sorted(_fonts(), key=lambda path: _unlikeliness(path, script, bold)):
        try:
            font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
        except (OSError, ValueError, hb.HarfBuzzError):  # a damaged file is no font
            continue
        if all(font.get_nominal_glyph(sign) for sign in wanted):
            return path
    return None


def _unlikeliness(path: Path, script: str, bold: bool) -> tuple[object, ...]:
    name = path.stem.casefold()
    rank = next((place for place, family in enumerate(_PREFERRED) if name.startswith(family)), len(_PREFERRED))
    return (
        script not in name and rank > 1,
        any(word in name for word in _UNLIKELY),
        ("bold" in name) != bold,
        rank,
        name,
    )


@lru_cache(maxsize=1)
def _fonts() -> tuple[Path, ...]:
    return tuple(sorted(_font_files()))


def _font_files() -> Iterator[Path]:
    found = 0
    for folder in _FOLDERS if sys.platform != "emscripten" else ():
        for path in Path(folder).expanduser().rglob("*"):
            if path.suffix.casefold() in {".ttf", ".otf", ".ttc"} and found < _MOST_FILES:
                found += 1
                yield path
