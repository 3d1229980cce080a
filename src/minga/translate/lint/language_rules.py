"""What the checks know of a language: data files that a linguist can edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from minga.languages import language_of
from minga.manifests import digest

__all__ = ["LanguageRules", "rules_for", "rules_hash"]

_NOTHING = r"(?!)"


@dataclass(frozen=True, eq=False)
class LanguageRules:
    """The rules of one language; a language without a file has empty ones, and checks that need them stay silent."""

    language: str
    values: Mapping[str, Any]

    @property
    def known(self) -> bool:
        """Whether there is a file for this language."""
        return bool(self.values)

    @property
    def opening_marks(self) -> bool:
        """Whether questions and exclamations are opened with ¿ and ¡."""
        return bool(self.values.get("opening_marks"))

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Words that hold sentences together."""
        return frozenset(str(self.values.get("function_words", "")).split())

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Function words that are verbs: a text that has one is no title."""
        return frozenset(str(self.values.get("verbs", "")).split())

    @cached_property
    def homographs(self) -> frozenset[str]:
        """Words that are written like a function word of another language."""
        return frozenset(str(self.values.get("homographs", "")).split())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number words and their values."""
        return {word: int(value) for value, words in self.values.get("numbers", {}).items() for word in words.split()}

    @cached_property
    def units(self) -> Mapping[str, Mapping[str, re.Pattern[str]]]:
        """Units by dimension and name, as patterns for what stands behind a number or anywhere in a text."""
        return {
            dimension: {unit: _whole_words(pattern) for unit, pattern in units.items()}
            for dimension, units in self.values.get("units", {}).items()
        }

    def words(self, key: str) -> re.Pattern[str]:
        """The alternatives under `key`, as whole words."""
        return _compiled(self.language, key, whole=True)

    def pattern(self, key: str) -> re.Pattern[str]:
        """The regular expression under `key`."""
        return _compiled(self.language, key, whole=False)


def rules_for(tag: str) -> LanguageRules:
    """The rules of the language of a BCP-47 tag."""
    return _load(language_of(tag))


@lru_cache(maxsize=1)
def rules_hash() -> str:
    """A hash of all data files: other rules find other things."""
    folder = files(__package__).joinpath("rules")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return digest(b"\0".join(folder.joinpath(name).read_bytes() for name in names))


@lru_cache(maxsize=64)
def _load(language: str) -> LanguageRules:
    path = files(__package__).joinpath("rules", f"{language}.toml")
    return LanguageRules(language, tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})


@lru_cache(maxsize=512)
def _compiled(language: str, key: str, *, whole: bool) -> re.Pattern[str]:
    text = "".join(str(_load(language).values.get(key, "")).split("\n")) or _NOTHING
    return _whole_words(text) if whole else re.compile(text.replace("'", "['’]"), re.IGNORECASE)


def _whole_words(alternatives: str) -> re.Pattern[str]:
    # a digit may stand beside a unit, a letter may not
    text = alternatives.replace("'", "['’]")
    return re.compile(rf"(?<![^\W\d_])(?:{text})(?![^\W\d_])", re.IGNORECASE)
