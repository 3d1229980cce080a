"""Zip archives of JSON, as Inspect writes its logs: members are read one at a time, and never onto the disk."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from minga.errors import InputError
from minga.evaluate.importing.json_files import LARGEST, parse_json
from minga.unpacking import MAX_UNPACKED

__all__ = ["JsonArchive"]

_ZSTANDARD = 93
"""Method of compression (PKWARE's APPNOTE, 4.4.5) that newer logs have and Python 3.11 does not know."""
_HEAD = struct.Struct("<26xHH")
_MOST_MEMBERS = 1_000_000
_CHUNK = 1 << 20


class JsonArchive:
    """A zip file whose members are JSON. Raises InputError where it is damaged, or unpacks to too much."""

    def __init__(self, file: IO[bytes], where: str) -> None:
        self._file = file
        self._where = where
        self._taken = 0
        try:
            members = zipfile.ZipFile(file).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise InputError(f"is not a zip archive: {error}", where=where, hint="was it copied whole?") from None
        if len(members) > _MOST_MEMBERS:
            raise InputError(f"has more than {_MOST_MEMBERS:,} members", where=where)
        self._members = {member.filename: member for member in members}

    @classmethod
    @contextmanager
    def open(cls, path: Path, where: str) -> Iterator[JsonArchive]:
        """The archive at `path`; `where` is for messages."""
        with path.open("rb") as file:
            yield cls(file, where)

    @property
    def names(self) -> list[str]:
        """Names of the members, in their order."""
        return list(self._members)

    def read(self, name: str) -> Any:
        """A member's JSON."""
        where = f"{self._where}:{name[:200]}"
        member = self._members[name]
        try:
            with self._opened(member) as unpacked:
                data = self._bounded(unpacked, where)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
            raise InputError(f"cannot be unpacked: {error}", where=where, hint="fetch it anew") from None
        if zlib.crc32(data) != member.CRC:
            raise InputError("was damaged: its checksum is another", where=where, hint="fetch it anew")
        return parse_json(data, where)

    @contextmanager
    def _opened(self, member: zipfile.ZipInfo) -> Iterator[Any]:
        if member.compress_type != _ZSTANDARD:
            with zipfile.ZipFile(self._file) as archive, archive.open(member) as plain:
                yield plain
            return
        import pyarrow as pa

        self._file.seek(member.header_offset)
        head = self._file.read(30)
        if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
            raise zipfile.BadZipFile("a member is not where the directory says")
        self._file.seek(sum(_HEAD.unpack(head)), 1)
        packed = self._file.read(min(member.compress_size, LARGEST))
        with pa.CompressedInputStream(pa.BufferReader(packed), "zstd") as unpacked:
            yield unpacked

    def _bounded(self, unpacked: Any, where: str) -> bytes:
        parts, size = [], 0
        while part := unpacked.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > LARGEST or self._taken + size > MAX_UNPACKED:
                limit = LARGEST if size > LARGEST else MAX_UNPACKED
                raise InputError(f"unpacks to more than {limit >> 20:,} MB", where=where)
        self._taken += size
        return b"".join(parts)
