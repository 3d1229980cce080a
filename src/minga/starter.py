"""New projects: a `minga.toml` with comments that teach, and the demonstration project."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from importlib.resources import as_file, files
from pathlib import Path

from minga.errors import ProjectError
from minga.project import FILE, parse_settings
from minga.storage import storage_errors, write_text

__all__ = ["copy_demo", "slug_of", "start_project"]


def start_project(folder: Path, *, name: str = "", lang: str = "es", dry: bool = False) -> Path:
    """Write a starter `minga.toml` into `folder` and return its path.

    Raises ProjectError when there is one already: nothing is overwritten.
    """
    path = folder / FILE
    if path.exists():
        raise ProjectError("there is a project here already", where=path, hint="choose another folder")
    name = name or folder.resolve().name
    template = files("minga.cli").joinpath(f"templates/minga.{lang}.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^name = .*$", lambda _: f"name = {json.dumps(name, ensure_ascii=False)}", template, count=1)
    text = re.sub(r"(?m)^slug = .*$", f'slug = "{slug_of(name)}"', text, count=1)
    parse_settings(text, path)
    if not dry:
        write_text(path, text)
    return path


def copy_demo(folder: Path) -> Path:
    """The demonstration project in `folder`; one that is there already stays as it is, with whatever was changed.

    Raises ProjectError when the folder holds something else.
    """
    if (folder / FILE).is_file():
        return folder
    if folder.is_dir() and any(folder.iterdir()):
        raise ProjectError("is not empty and holds no project", where=folder, hint="name another: minga demo DIR")
    unfinished = folder.with_name(f".{folder.name}-unfinished")
    with storage_errors(folder), as_file(files("minga").joinpath("demo_project")) as source:
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(source, unfinished, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
        if folder.is_dir():
            folder.rmdir()
        unfinished.rename(folder)
    return folder


def slug_of(name: str) -> str:
    """A short ASCII name for files and repositories.

    >>> slug_of("Saberes de la Ñusta")
    'saberes-de-la-nusta'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "project"
