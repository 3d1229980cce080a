"""What an artifact says of itself: `manifest.json`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from minga.errors import TableError

__all__ = ["Counts", "FileEntry", "Manifest", "Parent", "digest", "file_hash", "flat_options", "hash_of"]


class FileEntry(BaseModel):
    """One file of an artifact."""

    path: str
    """Relative to the artifact's folder, with forward slashes."""
    bytes: int
    sha256: str


class Parent(BaseModel):
    """What an artifact was made from."""

    name: str
    content: str
    """Content hash of the parent at the time."""


class Counts(BaseModel):
    """Units in, kept and dropped; they always add up."""

    rows_in: int = 0
    rows_kept: int = 0
    dropped: dict[str, int] = {}

    def check(self, where: object) -> None:
        """Raise TableError unless `rows_in == rows_kept + sum(dropped)`."""
        out = self.rows_kept + sum(self.dropped.values())
        if self.rows_in != out:
            reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self.dropped.items())) or "none dropped"
            raise TableError(
                f"counts do not reconcile: {self.rows_in} in, {self.rows_kept} kept, {reasons}",
                where=where,
                hint="this is a fault of the stage; please report it",
            )


class Manifest(BaseModel):
    """What an artifact is and what it was made from; equal runs write equal manifests."""

    model_config = ConfigDict(extra="forbid")

    name: str
    kind: Literal["table", "folder"]
    stage: str
    code: int
    """Version of the stage's code that changes its results."""
    fingerprint: str
    """Hash of all that it was made from."""
    content: str
    """Hash of all that it holds."""
    options: dict[str, Any]
    parents: list[Parent]
    inputs: dict[str, str]
    """Outside inputs (files, answers of people) by name, with their hashes."""
    counts: Counts
    columns: dict[str, str]
    languages: dict[str, int]
    """Rows by language tag."""
    licences: dict[str, int]
    """Rows by SPDX expression."""
    notes: dict[str, Any]
    """What a stage wants known: engine that translated, tokens spent, scores."""
    files: list[FileEntry]


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def hash_of(parts: Iterable[str]) -> str:
    """One hash for several strings, in their order."""
    return digest("\0".join(parts).encode())


def flat_options(options: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Options within options by their dotted names: `near_duplicates.threshold`."""
    flat: dict[str, Any] = {}
    for name, value in options.items():
        flat |= flat_options(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": value}
    return flat
