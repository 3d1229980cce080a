"""One page of PDF that a screen reader can read: text in the order of its meaning, decoration marked as such."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from minga.web.outlines import outline

__all__ = ["TaggedPage"]

Tag = Literal["H1", "H2", "P", "Figure"]
Align = Literal["left", "centre"]


class TaggedPage:
    """A page that is drawn from its lower left corner in points (1/72 inch), and saved once.

    `language` is a BCP-47 tag, `at` the moment that the file bears: the same drawing at the same moment has the same
    bytes.
    """

    def __init__(self, width: float, height: float, *, language: str, title: str, author: str, at: datetime) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._bytes = io.BytesIO()
        self.canvas: Any = Canvas(
            self._bytes, pagesize=(width, height), invariant=1, lang=language, pdfVersion=(1, 7), pageCompression=1
        )
        self.width, self.height = width, height
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setSubject(title)
        self.canvas.setCreator("minga")
        self.canvas.setProducer("minga")
        self.canvas._doc.info._dateFormatter = lambda *_: at.strftime("D:%Y%m%d%H%M%S+00'00'")
        self._elements: list[tuple[Tag, str]] = []

    @contextlib.contextmanager
    def decoration(self) -> Iterator[Any]:
        """What says nothing; yields the canvas to draw on."""
        self.canvas._code.append("/Artifact BMC")
        yield self.canvas
        self.canvas._code.append("EMC")

    @contextlib.contextmanager
    def figure(self, meaning: str) -> Iterator[Any]:
        """A picture, with what it means in words; yields the canvas to draw on."""
        with self._tagged("Figure", meaning):
            yield self.canvas

    def text(
        self, tag: Tag, text: str, x: float, y: float, size: float, *, bold: bool = False, colour: str = "#221d18",
        align: Align = "left", width: float | None = None,
    ) -> float:  # fmt: skip
        """Write one line with its base line at `y`, smaller where it would be longer than `width`; returns its size."""
        plain = _is_plain(text)
        shape = None if plain else outline(text, bold=bold)
        font = _font(bold)
        unit = shape.width if shape else self.canvas.stringWidth(text, font, 1000) / 1000
        size = min(size, width / unit) if width and unit else size
        left = x - unit * size / 2 if align == "centre" else x
        with self._tagged(tag, "" if plain else text):
            self.canvas.setFillColor(_colour(colour))
            if shape:
                self._draw(shape.steps, left, y, size)
            else:
                self.canvas.setFont(font, size)
                self.canvas.drawString(left, y, text)
        return size

    def save(self) -> bytes:
        """The file."""
        document = self.canvas._doc
        name, reference = document.thisPageName(), document.thisPageRef()
        self.canvas.showPage()
        _add_structure(document, document.idToObject[name], reference, self._elements)
        self.canvas.save()
        return self._bytes.getvalue()

    @contextlib.contextmanager
    def _tagged(self, tag: Tag, meaning: str) -> Iterator[None]:
        self.canvas._code.append(f"/{tag} <</MCID {len(self._elements)}>> BDC")
        self._elements.append((tag, meaning))
        yield
        self.canvas._code.append("EMC")

    def _draw(self, steps: Any, x: float, y: float, size: float) -> None:
        path = self.canvas.beginPath()
        calls = {"move": path.moveTo, "line": path.lineTo, "curve": path.curveTo, "close": path.close}
        for operator, numbers in steps:
            calls[operator](*(part * size + (y if place % 2 else x) for place, part in enumerate(numbers)))
        self.canvas.drawPath(path, stroke=0, fill=1)


def _add_structure(document: Any, page: Any, reference: Any, elements: list[tuple[Tag, str]]) -> None:
    """The structure tree of ISO 32000-1, 14.7: a document with its elements in the order of reading."""
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

    root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    root_reference = document.Reference(root, "structure")
    whole = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName("Document"), "P": root_reference})
    whole_reference = document.Reference(whole, "structure-document")
    children = []
    for number, (tag, meaning) in enumerate(elements):
        values = {
            "Type": PDFName("StructElem"), "S": PDFName(tag), "P": whole_reference, "Pg": reference, "K": number,
        }  # fmt: skip
        if meaning:
            values["Alt" if tag == "Figure" else "ActualText"] = PDFString(meaning)
        children.append(document.Reference(PDFDictionary(values), f"structure-{number}"))
    whole.dict["K"] = PDFArray(children)
    root.dict["K"] = PDFArray([whole_reference])
    root.dict["ParentTree"] = PDFDictionary({"Nums": PDFArray([0, PDFArray(children)])})
    page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
    page.StructParents, page.Tabs = 0, PDFName("S")
    document.Catalog.StructTreeRoot = root_reference
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    document.Catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})


def _colour(text: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(text)


def _is_plain(text: str) -> bool:
    """Whether the font that comes with the library has every letter, so that it can be written as text."""
    from reportlab.pdfbase import pdfmetrics

    letters = pdfmetrics.getFont(_font(False)).face.charToGlyph
    return all(ord(sign) in letters for sign in text)


@lru_cache(maxsize=2)
def _font(bold: bool) -> str:
    import reportlab
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = "VeraBd" if bold else "Vera"
    pdfmetrics.registerFont(TTFont(name, str(Path(reportlab.__file__).parent / "fonts" / f"{name}.ttf")))
    return name
