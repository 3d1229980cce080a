"""HellaSwag's items, and a project that translates them."""

from __future__ import annotations

import bz2
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

__all__ = ["FILE", "NAME", "hellaswag", "kept", "make_project", "table", "write_items"]

FILE = "hellaswag/hellaswag_val_full.txt.bz2"
NAME = "hellaswag-es"
"""Of the translation and of its campaign."""
_LINES = 6
_TOML = """
[project]
name = "HellaSwag"
slug = "hellaswag"

[[benchmarks]]
name = "hellaswag"
path = "hellaswag.jsonl"
licence = "MIT"
to = ["es"]

[review]
overlap = 1
"""


def hellaswag(path: Path) -> Iterator[dict[str, Any]]:
    """Items of the text form: context, number of the right ending, four endings."""
    lines = bz2.decompress(path.read_bytes()).decode("utf-8").splitlines()
    for start in range(0, len(lines) - _LINES + 1, _LINES):
        context, answer, *endings = lines[start : start + _LINES]
        yield {"question": context, "choices": endings, "answer": int(answer)}


def make_project(root: Path, items: Sequence[dict[str, Any]]) -> Path:
    """A project in the new folder `root`."""
    root.mkdir()
    (root / "minga.toml").write_text(_TOML, encoding="utf-8")
    write_items(root, items)
    return root


def write_items(root: Path, items: Sequence[dict[str, Any]]) -> None:
    """The file that the project translates."""
    lines = (json.dumps(item) + "\n" for item in items)
    (root / "hellaswag.jsonl").write_text("".join(lines), encoding="utf-8")


def kept(root: Path) -> int:
    """Items in the project's memory of translations."""
    path = root / ".minga/cache/translations.sqlite"
    if not path.is_file():
        return 0
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM translations").fetchone()[0])
    except sqlite3.Error:  # not made whole yet
        return 0


def table(root: Path) -> dict[str, bytes]:
    """The files of the translated table."""
    folder = root / f"data/translated/{NAME}/latest"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
