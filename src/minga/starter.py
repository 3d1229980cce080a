"""New projects: a `minga.toml` with comments that teach."""

from __future__ import annotations

import json
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

from minga.errors import ProjectError
from minga.project import FILE, parse_settings
from minga.storage import write_text

__all__ = ["slug_of", "start_project"]


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


def slug_of(name: str) -> str:
    """A short ASCII name for files and repositories.

    >>> slug_of("Saberes de la Ñusta")
    'saberes-de-la-nusta'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "project"
