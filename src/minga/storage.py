"""Writing to the disk so that a crash leaves the old state or the new one."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from minga.errors import StorageError

__all__ = ["is_running", "locked", "point", "replaced", "storage_errors", "sweep", "sync_tree", "write_text"]


@contextlib.contextmanager
def storage_errors(where: object) -> Iterator[None]:
    """Turns a full or read-only disk into a StorageError."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT} or "No space left" in str(error):
            hint = "free some space and run the same command again; nothing that was finished is lost"
            raise StorageError("the disk is full", where=where, hint=hint) from error
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise StorageError("may not be written", where=error.filename or where, hint="check the rights") from error
        raise


def point(version: Path) -> None:
    """Make `latest` name this version, in one step."""
    link = version.parent / "latest"
    if link.is_symlink() and os.readlink(link) == version.name:  # noqa: PTH115 - the name as written, not resolved
        return
    fresh = version.parent / f".latest-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(version.name)
    fresh.replace(link)


def sweep(folder: Path) -> None:
    """Remove what killed programs left half-made in the folder of a name; to be called by who holds its lock."""
    for half_built in folder.glob(".building-*"):
        shutil.rmtree(half_built)
    for link in folder.glob(".latest-*"):
        # `point` is called without the lock too: the link of a program that runs is about to be used
        if not is_running(link.name.rpartition("-")[2]):
            link.unlink(missing_ok=True)


def is_running(process: str) -> bool:
    """Whether a process with this number runs on this machine."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step."""
    with replaced(path) as file:
        file.write(text.encode())


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` in one step, when it is whole."""
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}-{os.getpid()}")
        try:
            with fresh.open("wb") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else, in any process, is inside a block with the same `path`."""
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("w")
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def sync_tree(folder: Path) -> None:
    """Bring every file and folder to the disk before the rename makes them visible."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
