"""A source item as its checks see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from minga.records import BenchmarkItem
from minga.translate.lint.pairs import Severity
from minga.translate.source_checks.word_lists import pattern
from minga.translate.texts import choice_name

__all__ = ["Flaw", "SourceItem", "bare"]


@dataclass(frozen=True)
class Flaw:
    """What a check found; `source_findings` makes a Finding of it with the check's name and severity."""

    field: str
    text: str = ""
    start: int = -1
    severity: Severity | None = None
    """Where it is not the check's usual one."""


class SourceItem:
    """One item, with what several checks ask of it."""

    def __init__(self, item: BenchmarkItem) -> None:
        self.item = item
        self.question = item.question
        self.choices = item.choices
        self.key = item.answer

    @cached_property
    def whole(self) -> str:
        """Context and question."""
        return f"{self.item.context}\n{self.question}" if self.item.context else self.question

    def words(self, key: str, around: str = "{}") -> re.Pattern[str]:
        """The expression under `key` for the item's language; see `word_lists.pattern`."""
        return pattern(self.item.language, key, around)

    def in_question(self, found: re.Match[str], severity: Severity | None = None) -> Flaw:
        """A flaw where something was found in the question."""
        return Flaw("question", found[0], found.start(), severity)

    def in_choice(self, index: int, severity: Severity | None = None) -> Flaw:
        """A flaw that is a whole choice."""
        return Flaw(choice_name(index), self.choices[index], 0, severity)


def bare(text: str) -> str:
    """`text` without differences that nobody reads: spaces, quotes, a full stop; case in longer texts.

    >>> bare(" The  cell. ") == bare("the cell"), bare("Mg") == bare("mg")
    (True, False)
    """
    plain = re.sub(r"[\"'’‘“”«»`]", "", " ".join(text.split())).strip(" .,;:")
    return plain.casefold() if len(plain) > 3 else plain
