"""A task as the harness builds it, from its own files or ours, with its data from the Hub or from files."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from minga.errors import InputError
from minga.harness_compatibility import mend_harness

__all__ = ["NotLoaded", "Unbuildable", "data_files", "load_task", "task_config"]

_READERS = {".jsonl": "json", ".json": "json", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet"}


class NotLoaded(InputError):
    """The data of a task cannot be had: nothing was checked of its items."""


class Unbuildable(InputError):
    """The harness has the data and cannot make the task; `rule` says which fault that is."""

    def __init__(self, what: str, rule: str) -> None:
        super().__init__(what)
        self.rule = rule


def task_config(name: str, folders: Sequence[str]) -> dict[str, Any]:
    """What the files of the task say, with what they include; functions by their paths.

    Raises InputError when no file in `folders` defines it.
    """
    entry = _manager(folders).task_index.get(name)
    if entry is None:
        raise InputError(f"no task file defines {name}", where=", ".join(folders))
    return dict(entry.cfg or {})


def load_task(name: str, folders: Sequence[str], files: dict[str, str] | None = None, cache: str = "") -> Any:
    """The task with its data, as `lm_eval` would run it.

    `files` are the data by split, in place of the Hub's; what is made of them is kept in `cache`. Raises NotLoaded when
    the data cannot be had, and Unbuildable when they can and the harness fails nevertheless.
    """
    changes: dict[str, Any] = {"task": name}
    if files:
        (reader,) = {_READERS[Path(path).suffix] for path in files.values()}
        options: dict[str, Any] = {"data_files": files}
        if any(path.endswith(".tsv") for path in files.values()):
            options["sep"] = "\t"
        if cache:
            options["cache_dir"] = cache
        changes |= {"dataset_path": reader, "dataset_name": None, "dataset_kwargs": options, "custom_dataset": None}
    manager = _manager(folders)
    if name not in manager.task_index:
        raise InputError(f"no task file defines {name}", where=", ".join(folders))
    try:
        return manager.load([{"group": f"{name}-checked", "task": [changes]}])["tasks"][name]
    except Exception as error:
        # the harness loads the data while it builds the task, and whatever library reads them raises as it likes
        said = " ".join(str(error).split())
        what = f"{type(error).__name__}: {said[:200]}".removesuffix(": ")
        if _while_loading(error):
            raise NotLoaded(what) from error
        splits = {value for key, value in task_config(name, folders).items() if key.endswith("_split")}
        if isinstance(error, KeyError) and error.args[0] in splits:
            raise Unbuildable(f"the data have no split called {error.args[0]}", "split-missing") from error
        raise Unbuildable(what, "formatting-fails") from error


def _while_loading(error: BaseException) -> bool:
    """Whether it was raised while the data were fetched, and not when the harness tried the first item."""
    frames = traceback.extract_tb(error.__traceback__)
    return any(frame.name == "download" and "lm_eval" in frame.filename for frame in frames)


def data_files(folder: Path, name: str) -> dict[str, str]:
    """The data of a task by split: `FOLDER/NAME/SPLIT.jsonl`, or `.json`, `.csv`, `.tsv`, `.parquet`."""
    found = folder / name
    if not found.is_dir():
        return {}
    return {path.stem: str(path.resolve()) for path in sorted(found.iterdir()) if path.suffix in _READERS}


def _manager(folders: Sequence[str]) -> Any:
    return _manager_of(tuple(folders))


@lru_cache(maxsize=4)
def _manager_of(folders: tuple[str, ...]) -> Any:
    """The harness's index of some folders; it reads every file in them."""
    mend_harness()
    from lm_eval.tasks import TaskManager

    return TaskManager(include_path=list(folders), include_defaults=False)
