"""A record's text, as it is measured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import pyarrow as pa

from minga.curate.duplicates.compared_words import compared_words
from minga.words import normalised, words

__all__ = ["Example", "examples_of", "prose_of", "without_code"]

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_ADDRESS = re.compile(r"https?://\S+")


class Example:
    """One record's text; what several rules need is computed once."""

    def __init__(
        self, messages: Sequence[Mapping[str, str]], language: str, task: str = "", country: str | None = None
    ) -> None:
        self.language = language
        self.task = task
        self.country = country
        self.messages = messages
        self.turns = [message for message in messages if message["role"] != "system"]
        """Messages without the system's."""

    @property
    def answer(self) -> str:
        """The last assistant's message, as it was written."""
        return self.turns[-1]["content"]

    @cached_property
    def prose(self) -> str:
        """The answer without code and web addresses."""
        return prose_of(self.answer)

    @property
    def prompts(self) -> list[str]:
        """What the user says, as it was written."""
        return [turn["content"] for turn in self.turns if turn["role"] == "user"]

    @property
    def prompt(self) -> str:
        """The last user's message, as it was written; empty where there is none."""
        return next((turn["content"] for turn in reversed(self.turns) if turn["role"] == "user"), "")

    @property
    def conversation(self) -> str:
        """All turns as they were written, without the system's message."""
        return "\n".join(turn["content"] for turn in self.turns)

    @cached_property
    def normalised_turns(self) -> list[tuple[str, str]]:
        """Role and normalised text of each turn."""
        return [(turn["role"], normalised(turn["content"])) for turn in self.turns]

    @cached_property
    def normalised_answer(self) -> str:
        """The last turn, normalised."""
        return self.normalised_turns[-1][1]

    @cached_property
    def turn_words(self) -> list[list[str]]:
        """Words of each turn."""
        return [words(text) for _, text in self.normalised_turns]

    @property
    def answer_words(self) -> list[str]:
        """Words of the last turn."""
        return self.turn_words[-1]

    @property
    def prompt_words(self) -> list[str]:
        """Words of the last user's turn."""
        turns = zip(self.turns, self.turn_words, strict=True)
        return next(said for turn, said in reversed(list(turns)) if turn["role"] == "user")

    @cached_property
    def conversation_words(self) -> list[str]:
        """Words of all turns."""
        return [word for said in self.turn_words for word in said]


def examples_of(columns: Sequence[pa.Array]) -> list[Example]:
    """Examples of many records, by the columns that `Example` takes; their words are found for all at once."""
    rows: Any = zip(*(column.to_pylist() for column in columns), strict=True)
    examples = [Example(*row) for row in rows]
    turns = [turn["content"] for example in examples for turn in example.turns]
    said = iter(compared_words(pa.array(turns, pa.large_string())).to_pylist())
    for example in examples:
        example.turn_words = [next(said).split() for _ in example.turns]
    return examples


def without_code(text: str) -> str:
    """`text` without fenced and inline code."""
    return _CODE.sub(" ", text) if "`" in text else text


def prose_of(text: str) -> str:
    """`text` without code and web addresses.

    >>> prose_of("Vea `x = 1` en https://example.org hoy").split()
    ['Vea', 'en', 'hoy']
    """
    prose = without_code(text)
    return _ADDRESS.sub(" ", prose) if "://" in prose else prose
