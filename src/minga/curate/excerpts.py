"""A few words of a record, for people who look at what was decided of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Excerpt", "WITHHELD", "excerpt"]

WITHHELD = "[not shown: it holds personal data]"
"""Stands in place of a text that names somebody."""
_PROMPT, _ANSWER = 240, 480
"""Characters that are shown."""
_READ = 4
"""Times as many characters are looked at, since white space is taken together."""


@dataclass(frozen=True)
class Excerpt:
    """The beginnings of a record's last question and its answer."""

    prompt: str
    answer: str


def excerpt(record: Mapping[str, Any], measured: Mapping[str, Any], length: int = _ANSWER) -> Excerpt:
    """The beginnings of what a record asks and answers, at most `length` characters of the answer.

    Nothing is shown of a record in which personal data were found (a column `personal.…` that says something).
    """
    if any(value for name, value in measured.items() if name.startswith("personal.")):
        return Excerpt(WITHHELD, WITHHELD)
    turns = [message for message in record["messages"] if message["role"] != "system"]
    asked = [message["content"] for message in turns[:-1] if message["role"] == "user"]
    return Excerpt(_cut(asked[-1] if asked else "", min(length, _PROMPT)), _cut(turns[-1]["content"], length))


def _cut(text: str, length: int) -> str:
    words = " ".join(text[: _READ * length].split())
    short = words[:length].rstrip()
    return short if short == words and len(text) <= _READ * length else f"{short} …"
