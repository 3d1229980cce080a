"""Which kind of file a donation is, and whether it can be read at all."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path

from minga.collect.delimited import DelimitedRows
from minga.collect.json_rows import JsonArrayRows, JsonLinesRows
from minga.collect.parquet_rows import ParquetRows
from minga.collect.rows import DonatedRows
from minga.errors import InputError, NothingToDo, SettingError

__all__ = ["check_file", "open_rows"]

_CHUNK = 1 << 20
_FORMS = "a donation is JSONL, JSON, CSV, TSV or Parquet"
_PACKED = {
    b"\x1f\x8b": ("is compressed", "unpack it first: gunzip"),
    b"PK\x03\x04": ("is a ZIP archive or a spreadsheet", "unpack it, or export the sheet as CSV"),
    b"\x28\xb5\x2f\xfd": ("is compressed", "unpack it first: unzstd"),
    b"%PDF": ("is a PDF", "documents go under [[documents]]"),
}


def check_file(path: Path, where: str, max_mb: int) -> None:
    """Raise InputError unless `path` is a file of at most `max_mb` MB, and NothingToDo when it is empty."""
    if not path.exists():
        raise InputError("there is no such file", where=where, hint="its path is relative to the project's folder")
    if not path.is_file():
        raise InputError("is not a file", where=where, hint=_FORMS)
    size = path.stat().st_size
    if size == 0:
        raise NothingToDo("the donation is empty", where=where)
    if size > max_mb * 1_000_000:
        raise InputError(
            f"is {size / 1e6:.0f} MB, and donations may have {max_mb} MB",
            where=where,
            hint="raise [collect] max_file_mb",
        )


def open_rows(path: Path, where: str, encoding: str, max_mb: int) -> DonatedRows:
    """The rows of a file, recognised by what is in it and, where that leaves a doubt, by its ending.

    `where` names the file in messages. Raises InputError when it is none of the known kinds, is not in `encoding`, or
    breaks off; NothingToDo when it has no row; SettingError when there is no such encoding.
    """
    with path.open("rb") as handle:
        start = handle.read(_CHUNK)
    if start.startswith(b"PAR1") or path.suffix.lower() == ".parquet":
        return ParquetRows(path, where, max_mb)
    for magic, (what, hint) in _PACKED.items():
        if start.startswith(magic):
            raise InputError(what, where=where, hint=hint)
    encoding = _codec(encoding, where)
    _check_encoding(path, where, encoding)
    text = start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n\0")
    if not text:
        raise NothingToDo("the donation is empty", where=where)
    return _open_text(path, where, encoding, text)


def _open_text(path: Path, where: str, encoding: str, text: str) -> DonatedRows:
    ending = path.suffix.lower()
    named_table = ending in {".csv", ".tsv"}
    if text.startswith("[") and not named_table:
        return JsonArrayRows(path, where, encoding)
    if ending in {".json", ".jsonl", ".ndjson"} or _is_object(text.partition("\n")[0]):
        return JsonLinesRows(path, where, encoding)
    if named_table or any(sign in text.partition("\n")[0] for sign in ",;\t|"):
        return DelimitedRows(path, where, encoding, text)
    raise InputError("cannot be recognised", where=where, hint=_FORMS)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _codec(encoding: str, where: str) -> str:
    """The encoding's proper name; UTF-8 with or without a byte order mark."""
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)  # raises LookupError for codecs that are not of text
    except LookupError:
        raise SettingError(
            f"there is no text encoding {encoding!r}", where=where, hint="such as utf-8, latin-1, cp1252 or utf-16"
        ) from None
    return "utf-8-sig" if name == "utf-8" else name


def _check_encoding(path: Path, where: str, encoding: str) -> None:
    """Raise InputError at the first byte that is not in `encoding`, before any row is read."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, in_line = 1, 0
    for chunk, last in _chunks(path):
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, last)
        except UnicodeDecodeError as error:
            good = error.object[: error.start][kept:]
            line += good.count(b"\n")
            offset = len(good) - good.rfind(b"\n") - 1 + (in_line if b"\n" not in good else 0)
            raise _not_in_encoding(f"{where}:{line}", encoding, error, offset + 1) from None
        line += chunk.count(b"\n")
        in_line = len(chunk) - chunk.rfind(b"\n") - 1 + (in_line if b"\n" not in chunk else 0)


def _chunks(path: Path) -> Iterator[tuple[bytes, bool]]:
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            yield chunk, False
    yield b"", True


def _not_in_encoding(where: str, encoding: str, error: UnicodeDecodeError, offset: int) -> InputError:
    data = error.object
    name = "UTF-8" if encoding == "utf-8-sig" else encoding
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return InputError(f"is UTF-16, not {name}", where=where, hint='set encoding = "utf-16" for this donation')
    if b"\0" in data[:4096]:
        return InputError("is not a text file", where=where, hint=_FORMS)
    start = error.start
    stop = start
    while start > 0 and data[start - 1] not in b" \t\r\n,;\"'" and error.start - start < 20:
        start -= 1
    while stop < len(data) and data[stop] not in b" \t\r\n,;\"'" and stop - error.start < 20:
        stop += 1
    guess = "cp1252" if any(0x80 <= byte <= 0x9F for byte in data[start:stop]) else "latin-1"
    word = data[start:stop].decode(guess, "replace")
    return InputError(
        f"byte {offset} of the line (0x{data[error.start]:02X}) is not {name}, and reads as {guess}: {word!r}",
        where=where,
        hint=f'set encoding = "{guess}" for this donation',
    )
