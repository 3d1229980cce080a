"""The certificate as a PDF: what it says is handed in, in the language of its owner; here it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minga.web.tagged_pdf import TaggedPage

__all__ = ["CertificateWords", "draw_certificate"]

_WIDTH, _HEIGHT = 841.89, 595.28
"""A4, lying."""
_BAND = 58.0
_WINE, _ORANGE, _TEAL, _GOLD, _NIGHT, _CREAM = "#8f1d4a", "#d9822b", "#0d6660", "#f3c66b", "#2f3a68", "#fff8ec"
_PAPER, _INK, _SOFT = "#fbf8f2", "#221d18", "#625a50"
_QR = 86.0


@dataclass(frozen=True)
class CertificateWords:
    """Every word on a certificate, in one language."""

    language: str
    project: str
    heading: str
    """“Certificate of contribution”."""
    intro: str
    """“This certifies that”."""
    name: str
    statement: Sequence[str]
    """One or two lines on what she did."""
    facts: Sequence[tuple[str, str]]
    """Up to six labels with their values."""
    check: str
    """“Anybody can check it at”."""
    address: str
    code: str
    picture: str
    """What the QR code is, for those who do not see it."""


def draw_certificate(words: CertificateWords, at: datetime) -> bytes:
    """The PDF file, on one page; the same words at the same moment give the same bytes.

    Raises MissingPart when a name has letters that no font of this machine has.
    """
    title = f"{words.heading}: {words.name}"
    page = TaggedPage(_WIDTH, _HEIGHT, language=words.language, title=title, author=words.project, at=at)
    _draw_cloth(page)
    _write_head(page, words)
    _write_facts(page, words)
    _write_check(page, words)
    return page.save()


def _write_head(page: TaggedPage, words: CertificateWords) -> None:
    middle, widest = _WIDTH / 2, _WIDTH - 160
    page.text("P", words.project, middle, 486, 14, colour=_TEAL, bold=True, align="centre", width=widest)
    page.text("H1", words.heading, middle, 448, 30, colour=_WINE, bold=True, align="centre", width=widest)
    page.text("P", words.intro, middle, 408, 13, colour=_SOFT, align="centre", width=widest)
    page.text("H2", words.name, middle, 364, 36, colour=_INK, bold=True, align="centre", width=widest)
    for number, line in enumerate(words.statement):
        page.text("P", line, middle, 330 - 20 * number, 14, colour=_INK, align="centre", width=widest)


def _write_facts(page: TaggedPage, words: CertificateWords) -> None:
    column = (_WIDTH - 160) / 3
    for number, (label, value) in enumerate(words.facts[:6]):
        x, y = 80 + number % 3 * column, 262 - number // 3 * 46
        page.text("P", label, x, y, 10, colour=_SOFT, width=column - 12)
        page.text("P", value, x, y - 18, 14, colour=_INK, bold=True, width=column - 12)


def _write_check(page: TaggedPage, words: CertificateWords) -> None:
    left, base = _WIDTH - 80 - _QR, _BAND + 22
    page.text("P", words.check, 80, base + 46, 10, colour=_SOFT, width=left - 100)
    page.text("P", words.address, 80, base + 28, 12, colour=_TEAL, width=left - 100)
    page.text("P", words.code, 80, base + 4, 15, colour=_INK, bold=True, width=left - 100)
    with page.figure(words.picture) as canvas:
        _draw_code(canvas, words.address, left, base)


def _draw_code(canvas: Any, address: str, left: float, base: float) -> None:
    import segno

    matrix = segno.make(address, error="m", micro=False).matrix
    side = _QR / (len(matrix) + 8)
    canvas.setFillColor("#ffffff")
    canvas.rect(left, base, _QR, _QR, stroke=0, fill=1)
    canvas.setFillColor(_INK)
    path = canvas.beginPath()
    for row, line in enumerate(matrix):
        for place, dark in enumerate(line):
            if dark:
                path.rect(left + (place + 4) * side, base + _QR - (row + 5) * side, side, side)
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_cloth(page: TaggedPage) -> None:
    """Paper between two woven edges, the one the other's mirror image."""
    with page.decoration() as canvas:
        canvas.setFillColor(_PAPER)
        canvas.rect(0, 0, _WIDTH, _HEIGHT, stroke=0, fill=1)
        for base, up in ((0.0, 1), (_HEIGHT, -1)):
            canvas.saveState()
            canvas.translate(0, base)
            canvas.scale(1, up)
            _draw_edge(canvas)
            canvas.restoreState()


def _draw_edge(canvas: Any) -> None:
    for low, high, colour in ((0, 8, _NIGHT), (8, 40, _WINE), (40, 44, _GOLD), (44, 50, _ORANGE), (50, _BAND, _TEAL)):
        canvas.setFillColor(colour)
        canvas.rect(0, low, _WIDTH, high - low, stroke=0, fill=1)
    count = 27
    step = _WIDTH / count
    for number in range(count):
        middle = (number + 0.5) * step
        for half, colour in ((14.0, _GOLD), (7.0, _WINE), (3.0, _CREAM)):
            _draw_diamond(canvas, middle, 24.0, half, colour)
        _draw_diamond(canvas, middle + step / 2, 54.0, 3.5, _GOLD)


def _draw_diamond(canvas: Any, x: float, y: float, half: float, colour: str) -> None:
    path = canvas.beginPath()
    path.moveTo(x, y + half)
    for across, up in ((half, 0.0), (0.0, -half), (-half, 0.0)):
        path.lineTo(x + across, y + up)
    path.close()
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1)
