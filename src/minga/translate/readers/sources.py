"""Where a benchmark's files are: in the project, in an installed package, or on the Hub."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path

from minga.errors import InputError, MissingPart
from minga.settings import BenchmarkSettings
from minga.translate.readers.file_rows import SourceFile
from minga.translate.readers.hub import HUB, hub_files
from minga.translate.readers.mmlu import MMLU, mmlu_files

__all__ = ["MAX_BYTES", "PACKAGE", "Source", "find_source"]

MAX_BYTES = 1 << 30
"""Bytes that one file may have as it lies there."""
PACKAGE = "package:"


@dataclass(frozen=True)
class Source:
    """The files of a benchmark."""

    where: str
    """For messages."""
    files: tuple[SourceFile, ...]
    notes: dict[str, str] = field(default_factory=dict)
    """What else is known of them, for the manifest."""

    @property
    def name(self) -> str:
        """The last part of where it is: which folder that lies in changes nothing."""
        return self.where.rpartition("/")[2]


def find_source(benchmark: BenchmarkSettings, root: Path, cache: Path, *, download: bool = True) -> Source | None:
    """The files that `benchmark.path` names; None where they would have to be downloaded and may not.

    What comes from the Hub is kept in `cache`.

    Raises InputError when there are none, or one is too large, MissingPart when a package is not installed.
    """
    path = benchmark.path
    if path == MMLU:
        return Source(path, tuple(SourceFile(file.name, file) for file in mmlu_files()))
    if path.startswith("lm-eval:"):
        raise InputError("lm-eval carries no such questions", where=path, hint=f"what there is: {MMLU}")
    if path.startswith(HUB):
        found = hub_files(path, cache / "hub", max_bytes=MAX_BYTES, download=download)
        return None if found is None else Source(path, _checked(found.files, path), {"revision": found.commit})
    if path.startswith(PACKAGE):
        return Source(path, _checked(_in_package(path), path))
    return Source(path, _checked(_in_folder(root, path), path))


def _in_folder(root: Path, path: str) -> list[Path]:
    one = root / path
    if one.is_file():
        return [one]
    if "*" in path:
        pattern = Path(path)
        base = Path(pattern.anchor) if pattern.is_absolute() else root
        found = sorted(file for file in base.glob(str(pattern.relative_to(pattern.anchor))) if file.is_file())
        if not found:
            raise InputError("no file is called so", where=path, hint="paths are relative to minga.toml")
        return found
    raise InputError("there is no such file", where=path, hint="paths are relative to minga.toml")


def _in_package(path: str) -> list[Path]:
    """The files of `package:NAME/FILE`; the package is looked up and not imported."""
    name, _, inside = path.removeprefix(PACKAGE).partition("/")
    if not name.isidentifier() or not inside:
        raise InputError("names no file of a package", where=path, hint=f"write {PACKAGE}NAME/FOLDER/FILE")
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise MissingPart(f"the package {name} is not installed", where=path, hint=f"pip install {name}")
    home = Path(next(iter(found.submodule_search_locations))).resolve()
    files = _in_folder(home, inside) if "*" in inside or (home / inside).is_file() else []
    if not files or any(home not in file.resolve().parents for file in files):
        raise InputError(f"the package {name} has no such file", where=path, hint=f"look into {home}")
    return files


def _checked(paths: list[Path], where: str) -> tuple[SourceFile, ...]:
    for path in paths:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"is larger than {MAX_BYTES >> 20:,} MB", where=path.name, hint="split it")
    names = [path.name for path in paths]
    if len(set(names)) < len(names):
        raise InputError("two of the files have the same name", where=where, hint="name one folder's files")
    return tuple(SourceFile(path.name, path) for path in paths)
