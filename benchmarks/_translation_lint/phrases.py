"""The phrases of `phrases/*.toml`, each in English and in one other language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["entries", "rows", "value"]

_FOLDER = Path(__file__).parent / "phrases"


def rows(theme: str, name: str, language: str) -> list[tuple[Any, Any]]:
    """Every `[[name]]` of `phrases/THEME.toml` that has the language: what English says, and what it says."""
    found = _theme(theme).get(name, [])
    return [(row.get("en", ""), row[language]) for row in found if language in row]


def value(theme: str, name: str, language: str) -> Any:
    """The entry of a language in the table `[name]`, or None."""
    return _theme(theme).get(name, {}).get(language)


def entries(theme: str, name: str) -> list[dict[str, Any]]:
    """Every `[[name]]` as it stands."""
    return list(_theme(theme).get(name, []))


@lru_cache(maxsize=16)
def _theme(theme: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{theme}.toml").read_text(encoding="utf-8"))
