"""The files that a `[[documents]]` entry names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from minga.errors import NothingToDo, SettingError
from minga.manifests import file_hash
from minga.settings import DocumentSettings

__all__ = ["DocumentFile", "find_documents"]


@dataclass(frozen=True)
class DocumentFile:
    """One document on disk."""

    path: Path
    name: str
    """Its path relative to the project's folder, with forward slashes."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its bytes, or why they cannot be read: an unreadable file must not hide the others."""
        try:
            return file_hash(self.path)
        except OSError as error:
            return f"unreadable: {error.strerror}"


def find_documents(documents: DocumentSettings, root: Path) -> list[DocumentFile]:
    """The files that `documents.path` (a file or a glob) matches under `root`, in the order of their names.

    Hidden files are left alone. Raises NothingToDo when nothing matches, SettingError when it is no pattern.
    """
    pattern = documents.path
    try:
        paths = [path for path in root.glob(pattern) if path.is_file() and not path.name.startswith(".")]
    except (ValueError, NotImplementedError, IndexError):
        raise SettingError(
            f"{pattern!r} is no path or glob relative to the project's folder",
            where=f"path of the documents {documents.name!r}",
            hint="write one such as documents/*.md",
        ) from None
    if not paths:
        raise NothingToDo(
            f"no document matches {pattern!r}",
            where=f"documents {documents.name!r}",
            hint=f"put files there, or change their `path` in minga.toml (it is looked for in {root})",
        )
    files = (DocumentFile(path, Path(os.path.relpath(path, root)).as_posix()) for path in paths)
    return sorted(files, key=lambda file: file.name)
