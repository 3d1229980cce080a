"""Entries in files, by form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from minga.errors import InputError, UsageError
from minga.storage import storage_errors
from minga.translate.handover.entries import Entry
from minga.translate.handover.po import read_po, write_po
from minga.translate.handover.sheets import read_csv, read_jsonl, write_csv, write_jsonl
from minga.translate.handover.xliff import read_xliff, write_xliff

__all__ = ["FORMS", "read_entries", "write_entries"]

Writer = Callable[[Path, Iterable[Entry], str, str], int]
Reader = Callable[[Path], Iterator[Entry]]

FORMS: Mapping[str, tuple[str, ...]] = {
    "csv": (".csv", ".tsv"),
    "jsonl": (".jsonl",),
    "xliff": (".xlf", ".xliff"),
    "po": (".po",),
}
"""What a translator may be given, with the endings of its files."""
_WRITERS: Mapping[str, Writer] = {"csv": write_csv, "jsonl": write_jsonl, "xliff": write_xliff, "po": write_po}
_READERS: Mapping[str, Reader] = {"csv": read_csv, "jsonl": read_jsonl, "xliff": read_xliff, "po": read_po}
_MAX_BYTES = 1 << 30


def write_entries(path: Path, entries: Iterable[Entry], source: str, target: str, form: str = "") -> int:
    """Write a file for translators and return how many texts it has; an empty form goes by the file's ending.

    `source` and `target` are BCP-47 tags. Raises UsageError when the form is unknown.
    """
    form = form or _form_of(path)
    if form not in _WRITERS:
        raise UsageError(f"there is no form {form or path.suffix!r}", hint=f"forms are {', '.join(FORMS)}")
    fresh = path.with_name(f".{path.name}.part")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            written = _WRITERS[form](fresh, entries, source, target)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    return written


def read_entries(path: Path) -> Iterator[Entry]:
    """The entries of a file that a translator sends back; those without a translation are left out.

    Raises InputError when the file is too large, or not of the form that its ending says.
    """
    form = _form_of(path)
    if not form:
        endings = ", ".join(ending for endings in FORMS.values() for ending in endings)
        raise InputError("is no file of a translator", where=path, hint=f"its name should end in {endings}")
    if path.stat().st_size > _MAX_BYTES:
        raise InputError(f"is larger than {_MAX_BYTES >> 20:,} MB", where=path, hint="split it")
    yield from (entry for entry in _READERS[form](path) if entry.target.strip())


def _form_of(path: Path) -> str:
    return next((form for form, endings in FORMS.items() if path.suffix.lower() in endings), "")
