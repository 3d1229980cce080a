"""An item beside its translation, as the checks see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from minga.records import BenchmarkItem
from minga.translate.lint.folding import folded
from minga.translate.lint.language_rules import LanguageRules, rules_for
from minga.translate.lint.marks import marks_in
from minga.translate.lint.sleeping_patterns import Awake
from minga.translate.texts import texts_of

__all__ = ["Fault", "ItemPair", "Severity", "TextPair", "Word"]

Severity = Literal["error", "warning", "note"]
_WORD = re.compile(r"[^\W\d_]+(?:[·-][^\W\d_]+)*")
_DIGIT = re.compile(r"\d")
_SIGN = re.compile(r"[^\w\s.,?¿'’]|[\d_]|\.\.|www")
_INNER_STOP = re.compile(r"[.!?…]\S{0,3}\s")
_SENTENCE_END = re.compile(
    r"(?<![\s.][A-Z])(?<!^[A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSt)(?<!\bSr)(?<!\bEE)(?<!\bvs)(?<!\bMrs)(?<!\bSra)"
    r"[.!?…]+[)»”\"'’]*\s+(?=[¿¡«“\"'(]*[A-ZÀ-Þ\d])"
)


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
        self.source_set = frozenset([word.low for word in self.source_words])
        """The words of the source in lower case."""
        self.target_set = frozenset([word.low for word in self.target_words])
        """The words of the translation in lower case."""

    @cached_property
    def source_capitals(self) -> list[Word]:
        """The words of the source that begin with a capital."""
        return [word for word in self.source_words if word.text != word.low and word.text[0].isupper()]

    @cached_property
    def target_capitals(self) -> list[Word]:
        """The words of the translation that begin with a capital."""
        return [word for word in self.target_words if word.text != word.low and word.text[0].isupper()]

    @cached_property
    def source_awake(self) -> Awake:
        """The patterns of the source's language that can match the source."""
        return self.source_rules.awake(self.source_set, self.source)

    @cached_property
    def target_awake(self) -> Awake:
        """The patterns of the target's language that can match the translation."""
        return self.target_rules.awake(self.target_set, self.target)

    @cached_property
    def source_folded(self) -> str:
        """The source in lower case and without accents."""
        return folded(self.source)

    @cached_property
    def target_folded(self) -> str:
        """The translation in lower case and without accents."""
        return folded(self.target)

    @cached_property
    def source_marks(self) -> frozenset[str]:
        """What the words of the source can be known by in any language (see `marks`)."""
        return marks_in(self.source_set, self.source_rules)

    @cached_property
    def target_marks(self) -> frozenset[str]:
        """What the words of the translation can be known by."""
        return marks_in(self.target_set, self.target_rules)

    @cached_property
    def target_parts(self) -> frozenset[str]:
        """The words of the translation in lower case and without accents, those with a hyphen in their parts."""
        return frozenset(part for word in self.target_set for part in folded(word).split("-"))

    @cached_property
    def sentences(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sentences of the source and of the translation."""
        return _sentences(self.source), _sentences(self.target)

    @cached_property
    def has_digits(self) -> bool:
        """Whether there is a digit in the source or in the translation."""
        return _DIGIT.search(self.source) is not None or _DIGIT.search(self.target) is not None

    @cached_property
    def has_signs(self) -> bool:
        """Whether the source or the translation has more than words, commas, full stops and question marks."""
        return _SIGN.search(self.source) is not None or _SIGN.search(self.target) is not None

    @cached_property
    def between_languages(self) -> bool:
        """Whether source and target are different languages, and both have rules."""
        return _between_languages(self.source_rules, self.target_rules)

    def in_target(self, start: int, end: int, severity: Severity | None = None, source: str = "") -> Fault:
        """A fault of a part of the translation; `source` is what it answers to."""
        place = self.source.find(source) if source else -1
        return Fault(self.name, self.target[start:end], start, source, place, severity=severity)

    def in_source(self, start: int, end: int, severity: Severity | None = None, suggestion: str = "") -> Fault:
        """A fault of a part of the source that the translation has lost."""
        text = self.source[start:end]
        return Fault(self.name, source_text=text, source_start=start, severity=severity, suggestion=suggestion)

    def whole(self, severity: Severity | None = None) -> Fault:
        """A fault of the whole translation."""
        return self.in_target(0, len(self.target), severity, self.source)

    def replaced(self, start: int, end: int, by: str, severity: Severity | None = None) -> Fault:
        """A part of the translation that should read otherwise, with the whole text mended as the suggestion."""
        mended = self.target[:start] + by + self.target[end:]
        return Fault(self.name, self.target[start:end], start, suggestion=mended, severity=severity)


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

    @cached_property
    def between_languages(self) -> bool:
        """Whether source and target are different languages, and both have rules."""
        return _between_languages(*self.rules)

    @cached_property
    def stem(self) -> TextPair | None:
        """The question with its translation."""
        return next((text for text in self.texts if text.name == "question"), None)

    @cached_property
    def continues(self) -> bool:
        """Whether the choices go on where the source's stem breaks off, as in HellaSwag."""
        stem = self.stem.source.rstrip(" \"'”’") if self.stem else ""
        small = sum(text.source[:1].islower() for text in self.choices)
        return bool(stem) and stem[-1] not in ".?!:…_" and bool(self.choices) and small * 2 > len(self.choices)


def _between_languages(ours: LanguageRules, theirs: LanguageRules) -> bool:
    return ours.known and theirs.known and ours.language != theirs.language


def _words(text: str) -> list[Word]:
    make = tuple.__new__  # half the time of Word(…), and there are hundreds in an item
    words: list[Word] = []
    end = 0
    for word in _WORD.findall(text):
        start = text.find(word, end)  # no letters stand between two words
        end = start + len(word)
        words.append(make(Word, (word, word.lower(), start, end)))
    return words


def _sentences(text: str) -> tuple[str, ...]:
    if not _INNER_STOP.search(text):
        return (text,) if text.strip() else ()
    return tuple(part for part in _SENTENCE_END.split(text) if part.strip())
