"""Files as bytes, unpacked on the way, and never more of them than a bound."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from minga.errors import InputError

__all__ = ["BoundedFile", "LONGEST_LINE", "MAX_UNPACKED", "endings_of", "open_bounded", "seekable"]

MAX_UNPACKED = 4 << 30
"""Bytes that a file may have once it is unpacked."""
LONGEST_LINE = 16 << 20
"""Bytes that one line may have: what is read at once."""

_PACKED: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_CHUNK = 1 << 20


def endings_of(name: str) -> tuple[str, str]:
    """The ending that says the layout and the one that says how it is packed; either may be empty.

    >>> endings_of("hellaswag_val.txt.bz2")
    ('.txt', '.bz2')
    """
    path = Path(name.lower())
    packed = path.suffix if path.suffix in _PACKED else ""
    return (path.with_suffix("") if packed else path).suffix, packed


class BoundedFile:
    """The bytes of a file, unpacked. Raises InputError where it is damaged or grows beyond `limit` bytes."""

    def __init__(self, handle: IO[bytes], name: str, limit: int) -> None:
        self.name = name
        self._handle = handle
        self._limit = limit
        self._taken = 0

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        with self._damage():
            return self._counted(self._handle.read(size))

    def lines(self) -> Iterator[bytes]:
        """The lines with their ends."""
        number = 0
        while True:
            number += 1
            with self._damage():
                line = self._counted(self._handle.readline(LONGEST_LINE))
            if not line:
                return
            if len(line) == LONGEST_LINE:
                raise InputError(
                    f"has a line of more than {LONGEST_LINE >> 20} MB",
                    where=f"{self.name}:{number}",
                    hint="is this the right file?",
                )
            yield line

    def _counted(self, data: bytes) -> bytes:
        self._taken += len(data)
        if self._taken > self._limit:
            raise InputError(f"unpacks to more than {self._limit >> 20:,} MB", where=self.name, hint="split it")
        return data

    @contextmanager
    def _damage(self) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
            raise InputError(f"cannot be unpacked: {error}", where=self.name, hint="fetch it anew") from error


@contextmanager
def open_bounded(path: Path, name: str, limit: int = MAX_UNPACKED) -> Iterator[BoundedFile]:
    """The file's bytes; it is unpacked by its ending: `.gz`, `.bz2` or `.xz`. `name` is for messages."""
    opened: Any = _PACKED.get(endings_of(path.name)[1], open)
    with opened(path, "rb") as handle:
        yield BoundedFile(handle, name, limit)


@contextmanager
def seekable(path: Path, name: str, limit: int = MAX_UNPACKED) -> Iterator[IO[bytes]]:
    """The file's bytes for a format that is not read from front to back; a packed one is unpacked beside, on disk."""
    if not endings_of(path.name)[1]:
        with path.open("rb") as plain:
            yield plain
        return
    with tempfile.TemporaryFile() as unpacked, open_bounded(path, name, limit) as packed:
        while chunk := packed.read(_CHUNK):
            unpacked.write(chunk)
        unpacked.seek(0)
        yield unpacked
