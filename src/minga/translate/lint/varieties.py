"""What the checks know of a language as it is spoken somewhere: `rules/variety/es-AR.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from minga.languages import language_of, matches

__all__ = ["VarietyRules", "variety_rules"]


@dataclass(frozen=True, eq=False)
class VarietyRules:
    """The words of one variety's file."""

    variety: str
    values: Mapping[str, Any]

    @cached_property
    def foreign(self) -> Mapping[str, str]:
        """Words of elsewhere, with the variety's own; empty where it cannot simply be put in."""
        return {word.lower(): own for word, own in self.values.get("foreign", {}).items()}

    @cached_property
    def offends(self) -> Mapping[str, str]:
        """Words that offend there or mean something else, with others that do not."""
        return {word.lower(): own for word, own in self.values.get("offends", {}).items()}

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The first words of all that are listed."""
        return frozenset(word.split()[0] for word in (*self.foreign, *self.offends))

    @cached_property
    def foreign_words(self) -> re.Pattern[str]:
        """Any word of elsewhere."""
        return _any_of(self.foreign)

    @cached_property
    def offending(self) -> re.Pattern[str]:
        """Any word that offends."""
        return _any_of(self.offends)

    @cached_property
    def grammar(self) -> re.Pattern[str]:
        """Forms that are not used there, as a regular expression."""
        text = "".join(str(self.values.get("grammar", "")).split("\n"))
        return re.compile(rf"\b(?:{text})\b" if text else r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=256)
def variety_rules(tag: str) -> tuple[VarietyRules, ...]:
    """The files whose variety `tag` belongs to, the widest first: `es-419` and `es-AR` for `es-AR`.

    A tag without a country or variant has none: nobody said where its readers are.
    """
    folder = files(__package__).joinpath("rules", "variety")
    names = (entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    fitting = [name for name in names if language_of(name) == language_of(tag) and matches(name, tag)]
    return tuple(_load(name) for name in sorted(fitting, key=lambda name: (not name[-1].isdigit(), name)))


@lru_cache(maxsize=64)
def _load(variety: str) -> VarietyRules:
    path = files(__package__).joinpath("rules", "variety", f"{variety}.toml")
    return VarietyRules(variety, tomllib.loads(path.read_text(encoding="utf-8")))


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{listed})(?![^\W_])" if listed else r"(?!)", re.IGNORECASE)
