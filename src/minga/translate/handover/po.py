"""Entries as a PO file, for Poedit, Weblate and their kin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from minga.errors import InputError
from minga.translate.handover.entries import Entry

__all__ = ["read_po", "write_po"]


def write_po(path: Path, entries: Iterable[Entry], source: str, target: str) -> int:
    """One message a text, its item and field as context. What a machine translated is fuzzy until a person says not.

    Returns the number of messages.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po as write

    catalog = Catalog(charset="utf-8", header_comment="# Translations of benchmark items.", fuzzy=False)
    catalog.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Language", target.replace("-", "_"))]
    written = 0
    for entry in entries:
        written += 1
        catalog.add(
            entry.source,
            entry.target,
            context=f"{entry.item}/{entry.field}",
            flags=("fuzzy",) if entry.target else (),
            auto_comments=(entry.note,) if entry.note else (),
        )
    with path.open("wb") as file:
        write(file, catalog, width=0, omit_header=False)
    return written


def read_po(path: Path) -> Iterator[Entry]:
    """Messages that are translated and not fuzzy. Raises InputError when the file is no PO file of minga's."""
    from babel.messages.pofile import PoFileError
    from babel.messages.pofile import read_po as read

    try:
        with path.open("rb") as file:
            catalog = read(file, abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as error:
        raise InputError(f"is not a PO file: {error}", where=path, hint="save it as PO in UTF-8") from error
    for message in catalog:
        if not message.id or message.fuzzy or not isinstance(message.id, str):
            continue
        item, slash, field = (message.context or "").partition("/")
        if not slash:
            what = f"message {message.id[:40]!r} does not say which item it belongs to"
            raise InputError(what, where=path, hint="export it anew: minga translate export")
        yield Entry(item, field, message.id, str(message.string or ""))
