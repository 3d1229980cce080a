"""Entries as XLIFF 1.2, for OmegaT, memoQ, Trados and their kin."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from minga.errors import InputError
from minga.translate.handover.entries import Entry

__all__ = ["read_xliff", "write_xliff"]

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_UNIT = f"{{{_NAMESPACE}}}trans-unit"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_CHUNK = 1 << 20


def write_xliff(path: Path, entries: Iterable[Entry], source: str, target: str) -> int:
    """One unit a text, its item and field as id. Returns the number of units."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{_NAMESPACE}">\n'
            f'<file original="benchmark" datatype="plaintext" source-language={quoteattr(source)}'
            f" target-language={quoteattr(target)}>\n<body>\n"
        )
        for entry in entries:
            written += 1
            file.write(_unit(entry))
        file.write("</body>\n</file>\n</xliff>\n")
    return written


def read_xliff(path: Path) -> Iterator[Entry]:
    """Units with a target. Raises InputError when the file is no XLIFF 1.2, or declares entities."""
    _refuse_declarations(path)
    try:
        for _, element in ET.iterparse(path, events=("end",)):  # noqa: S314 - see _refuse_declarations
            if element.tag == _UNIT:
                yield _read(element, path)
                element.clear()
    except ET.ParseError as error:
        raise InputError(f"is not XML: {error}", where=path, hint="save it as XLIFF 1.2") from error


def _unit(entry: Entry) -> str:
    name = quoteattr(f"{entry.item}/{entry.field}")
    target = f"<target>{_text(entry.target)}</target>" if entry.target else ""
    note = f"<note>{_text(entry.note)}</note>" if entry.note else ""
    source = f"<source>{_text(entry.source)}</source>"
    return f'<trans-unit id={name} xml:space="preserve">{source}{target}{note}</trans-unit>\n'


def _read(element: ET.Element, path: Path) -> Entry:
    item, slash, field = element.get("id", "").partition("/")
    if not slash:
        what = f"unit {element.get('id', '')!r} does not say which item it belongs to"
        raise InputError(what, where=path, hint="export it anew: minga translate export")
    texts = {name: element.find(f"{{{_NAMESPACE}}}{name}") for name in ("source", "target")}
    # a translation tool may put its own elements into a text
    source, target = ("" if one is None else "".join(one.itertext()) for one in texts.values())
    return Entry(item, field, source, target)


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _refuse_declarations(path: Path) -> None:
    """Entities are how an XML file of a few lines fills the memory or reads other files; XLIFF needs none."""
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk or _DECLARATION.search(before + chunk):
                raise InputError("declares a document type, or is not UTF-8", where=path, hint="save it as XLIFF 1.2")
            before = chunk[-16:]
