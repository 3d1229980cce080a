"""A few words of a record, for people who look at what was decided of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minga.curate.personal_data import countries_of, find_personal_data
from minga.curate.personal_data.span import replaced

__all__ = ["Excerpt", "excerpt"]

_PROMPT, _ANSWER = 240, 480
"""Characters that are shown."""
_READ = 4
"""Times as many characters are looked at, since white space is taken together."""
_LONGEST_DATUM = 400
"""Characters that are looked at beyond, so that no half of a number is overlooked."""


@dataclass(frozen=True)
class Excerpt:
    """The beginnings of a record's last question and its answer."""

    prompt: str
    answer: str


def excerpt(record: Mapping[str, Any], length: int = _ANSWER) -> Excerpt:
    """The beginnings of what a record asks and answers, at most `length` characters of the answer.

    In place of personal data stands their kind: `[email]`.
    """
    turns = [message for message in record["messages"] if message["role"] != "system"]
    asked = [message["content"] for message in turns[:-1] if message["role"] == "user"]
    countries = countries_of(record.get("country"), record["language"])
    prompt = _cut(asked[-1] if asked else "", min(length, _PROMPT), countries)
    return Excerpt(prompt, _cut(turns[-1]["content"], length, countries))


def _cut(text: str, length: int, countries: Sequence[str]) -> str:
    words = " ".join(_redacted(text, _READ * length, countries).split())
    short = words[:length].rstrip()
    return short if short == words and len(text) <= _READ * length else f"{short} …"


def _redacted(text: str, end: int, countries: Sequence[str]) -> str:
    """The beginning of `text`, about `end` characters, without personal data."""
    found = find_personal_data(text[: end + _LONGEST_DATUM], countries)
    spans = [span for span in found if span.start < end]
    return replaced(text[: max([end, *(span.end for span in spans)])], spans, lambda kind: f"[{kind}]")
