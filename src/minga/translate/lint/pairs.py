"""An item beside its translation, as the checks see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from minga.records import BenchmarkItem
from minga.translate.lint.language_rules import LanguageRules, rules_for
from minga.translate.texts import texts_of

__all__ = ["Fault", "ItemPair", "Severity", "TextPair", "Word"]

Severity = Literal["error", "warning", "note"]
_WORD = re.compile(r"[^\W\d_]+(?:[·-][^\W\d_]+)*")


class Word(NamedTuple):
    """A word of a text."""

    text: str
    low: str
    """In lower case."""
    start: int
    end: int


@dataclass(frozen=True)
class Fault:
    """What a check found; `lint` makes a Finding of it with the check's name and severity."""

    field: str
    text: str = ""
    start: int = -1
    source_text: str = ""
    source_start: int = -1
    suggestion: str = ""
    severity: Severity | None = None
    """Where it is not the check's usual one."""


class TextPair:
    """One text of an item, with its translation."""

    def __init__(self, name: str, texts: tuple[str, str], rules: tuple[LanguageRules, LanguageRules]) -> None:
        self.name = name
        self.source, self.target = texts
        self.source_rules, self.target_rules = rules
        self.source_words = _words(self.source)
        self.target_words = _words(self.target)

    def in_target(self, start: int, end: int, severity: Severity | None = None, source: str = "") -> Fault:
        """A fault of a part of the translation; `source` is what it answers to."""
        place = self.source.find(source) if source else -1
        return Fault(self.name, self.target[start:end], start, source, place, severity=severity)

    def in_source(self, start: int, end: int, severity: Severity | None = None, suggestion: str = "") -> Fault:
        """A fault of a part of the source that the translation has lost."""
        text = self.source[start:end]
        return Fault(self.name, source_text=text, source_start=start, severity=severity, suggestion=suggestion)


class ItemPair:
    """An item and its translation."""

    def __init__(self, source: BenchmarkItem, target: BenchmarkItem) -> None:
        self.source = source
        self.target = target
        self.rules = rules_for(source.language), rules_for(target.language)
        ours, theirs = texts_of(source), texts_of(target)
        self.texts = tuple(TextPair(name, (ours[name], theirs.get(name, "")), self.rules) for name in ours)
        same = len(source.choices) == len(target.choices) and all(source.choices)
        self.choices = tuple(text for text in self.texts if text.name.startswith("choices[")) if same else ()
        """The choices in their order; none for a generative item or where their number changed."""


def _words(text: str) -> list[Word]:
    return [Word(found[0], found[0].lower(), *found.span()) for found in _WORD.finditer(text)]
