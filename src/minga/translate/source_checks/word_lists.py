"""What the source checks know of a language: data files that a linguist can edit (`words/LANGUAGE.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from minga.languages import language_of
from minga.manifests import digest

__all__ = ["KEYS", "pattern", "words_hash"]

KEYS = frozenset(
    {
        "above",
        "all_of_these",
        "dangling",
        "following_end",
        "joins",
        "numbered",
        "pairs",
        "passage",
        "percent_of",
        "picture",
    }
    | {"pointing_back", "statement", "sum", "time", "truth"}
)
"""What a file may hold, each a regular expression."""


def pattern(tag: str, key: str, around: str = "{}") -> re.Pattern[str]:
    """The expression under `key` for the language of a BCP-47 tag, inside the text `around`.

    It finds nothing where the language has no file, or the file no such key.
    """
    return _compiled(language_of(tag), key, around)


@lru_cache(maxsize=1)
def words_hash() -> str:
    """A hash of all data files: other words find other things."""
    folder = files(__package__).joinpath("words")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return digest(b"\0".join(folder.joinpath(name).read_bytes() for name in names))


@lru_cache(maxsize=512)
def _compiled(language: str, key: str, around: str) -> re.Pattern[str]:
    text = "".join(_load(language).get(key, "").split("\n"))
    inside = f"(?:{text})".replace("'", "['’]") if text else "(?!)"
    return re.compile(around.replace("{}", inside), re.IGNORECASE)


@lru_cache(maxsize=64)
def _load(language: str) -> dict[str, str]:
    path = files(__package__).joinpath("words", f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
