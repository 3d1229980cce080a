"""Writes a small PDF from plain text: for the demo's document and for tests. No library, no fonts inside, equal bytes.

`.venv/bin/python tools/small_pdf.py text.txt out.pdf` takes UTF-8 text whose paragraphs are separated by empty lines;
lines that begin with `# ` or `## ` are headings. Letters outside Windows-1252 become question marks.
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

WIDTH, HEIGHT, MARGIN = 595, 842, 72
COLUMNS = 88
SIZES = {"# ": 16, "## ": 13, "": 11}


def pdf_of(text: str) -> bytes:
    """A PDF of A4 pages with the text."""
    return _file([_page(lines) for lines in _pages(text)])


def _pages(text: str) -> list[list[tuple[str, int, int]]]:
    """For each page its lines, as text, size and distance from the top."""
    pages: list[list[tuple[str, int, int]]] = [[]]
    top = MARGIN
    for paragraph in text.strip().split("\n\n"):
        mark = next(mark for mark in ("## ", "# ", "") if paragraph.startswith(mark))
        size = SIZES[mark]
        for line in textwrap.wrap(" ".join(paragraph.removeprefix(mark).split()), COLUMNS * 11 // size):
            if top > HEIGHT - MARGIN:
                pages.append([])
                top = MARGIN
            pages[-1].append((line, size, top))
            top += size + 4
        top += 12
    return pages


def _page(lines: list[tuple[str, int, int]]) -> bytes:
    commands = [
        f"BT /F1 {size} Tf 1 0 0 1 {MARGIN} {HEIGHT - top} Tm ({_escaped(line)}) Tj ET" for line, size, top in lines
    ]
    return "\n".join(commands).encode("cp1252", "replace")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(pages: list[bytes]) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
    ]
    for number, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_bytes(pdf_of(source.read_text(encoding="utf-8")))
