"""Files of results in folders: every one is read or left out with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from minga.errors import InputError
from minga.evaluate.importing.harness_files import is_harness_file, read_harness_file
from minga.evaluate.importing.inspect_logs import is_inspect_log, read_inspect_archive, read_inspect_log
from minga.evaluate.importing.json_files import read_json
from minga.evaluate.importing.run import LeftOut, Run

__all__ = ["Found", "find_files", "read_file"]

_ENDINGS = (".json", ".eval")


@dataclass
class Found:
    """What a file has: runs, or the reasons why not."""

    runs: list[Run] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def find_files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """The files at and below `paths`, each once, with the names to call them by; links within folders are not followed.

    Raises InputError when a path does not exist, or there is no file that could be one of results.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if not path.exists():
            raise InputError("does not exist", where=path)
        inside = sorted(_files(path)) if path.is_dir() else [path]
        for file in inside:
            found.setdefault(file.resolve(), file.relative_to(path).as_posix() if file != path else file.name)
    if not found:
        hint = "results are files .json of lm-evaluation-harness, or .json and .eval of Inspect"
        raise InputError("has no file of results", where=", ".join(map(str, paths)), hint=hint)
    return list(found.items())


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix in _ENDINGS and not path.is_symlink() and path.is_file())


def read_file(path: Path, where: str) -> Found:
    """The runs of one file."""
    found = Found()
    try:
        for each in _read(path, where):
            (found.left_out if isinstance(each, LeftOut) else found.runs).append(each)  # type: ignore[arg-type]
    except InputError as error:
        found.runs.clear()
        found.left_out.append(
            LeftOut(error.where or where, "unreadable", "; ".join(filter(None, [error.what, error.hint])))
        )
    if not found.runs and not found.left_out:
        found.left_out.append(LeftOut(where, "empty", "it has no result of any task"))
    return found


def _read(path: Path, where: str) -> Iterator[Run | LeftOut]:
    if path.suffix == ".eval":
        yield from read_inspect_archive(path, where)
        return
    values, data = read_json(path, where)
    if is_inspect_log(values):
        yield from read_inspect_log(path, where, values, data)
    elif is_harness_file(values):
        yield from read_harness_file(path, where, values, data)
    else:
        yield LeftOut(where, "not results", "neither of lm-evaluation-harness nor of Inspect")
