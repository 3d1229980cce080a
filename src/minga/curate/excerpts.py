"""A few words of a record, for people who look at what was decided of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minga.control_signs import visible
from minga.curate.personal_data import countries_of, find_personal_data
from minga.curate.personal_data.span import Span, replaced

__all__ = ["Excerpt", "excerpt"]

_PROMPT, _ANSWER = 240, 480
"""Characters that are shown."""
_READ = 4
"""Times as many characters are looked at, since white space is taken together."""
_LONGEST_DATUM = 400
"""Characters that are looked at beyond, so that no half of a number is overlooked."""
_BEFORE = 3
"""A third of what is shown stands before the place that spoke."""
_RUN = 5
"""Words in a row by which a benchmark item is found again."""
_MOST_WORDS = 60
_AT_END = frozenset(("unfinished",))
"""Reasons that are about the end of an answer."""
_QUOTING = frozenset(("mojibake", "prompt-injection", "role-marker", "refusal", "boilerplate", "calques"))
"""Reasons whose detail is words of the text."""


@dataclass(frozen=True)
class Excerpt:
    """Parts of a record's last question and of its answer."""

    prompt: str
    answer: str


def excerpt(
    record: Mapping[str, Any], length: int = _ANSWER, *, reason: str = "", detail: str = "", item: str = ""
) -> Excerpt:
    """The beginnings of what a record asks and answers, at most about `length` characters of the answer.

    Of a record that left for a `reason` about its end it is the end; where `detail` quotes words of the text, or it
    holds words of a benchmark `item`, what is around them. In place of personal data stands their kind: `[email]`;
    no sign commands a terminal.
    """
    turns = [message for message in record["messages"] if message["role"] != "system"]
    asked = [message["content"] for message in turns[:-1] if message["role"] == "user"]
    countries = countries_of(record.get("country"), record["language"])
    prompt, answer = asked[-1] if asked else "", turns[-1]["content"]
    quoted = _quoted(detail) if reason in _QUOTING else _held(item)
    if reason in _AT_END:
        shown = _end(answer, length, countries)
    else:
        shown = _from(answer, _place(answer, quoted, length), length, countries)
    short = min(length, _PROMPT)
    return Excerpt(_from(prompt, _place(prompt, quoted, short), short, countries), shown)


def _quoted(detail: str) -> list[re.Pattern[str]]:
    """What a detail may quote: all of it, or its first part (`Ã³ → ó`)."""
    quotes = (quote.split() for quote in (detail, re.split(r" → |, ", detail)[0]))
    return [re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE) for words in quotes if words]


def _held(item: str) -> list[re.Pattern[str]]:
    """Some words in a row of an item, at each place of it: case and marks may differ in the record."""
    words = re.findall(r"\w+", item)[:_MOST_WORDS]
    runs = (words[start : start + _RUN] for start in range(len(words) - _RUN + 1))
    return [re.compile(r"\b" + r"\W+".join(run), re.IGNORECASE) for run in runs]


def _place(text: str, quoted: Sequence[re.Pattern[str]], length: int) -> int:
    """Where to begin so that the first of `quoted` that stands there is seen; 0 where it is seen anyway."""
    found = next(filter(None, (words.search(text) for words in quoted)), None)
    if found is None or found.end() <= length:
        return 0
    space = text.find(" ", max(0, found.start() - length // _BEFORE), found.start())
    return space + 1 if space >= 0 else found.start()


def _from(text: str, start: int, length: int, countries: Sequence[str]) -> str:
    end = start + _READ * length
    words = " ".join(_redacted(text, start, end, countries).split())
    cut = "… " if start else ""
    if len(words) <= length:
        return f"{cut}{words}" if len(text) <= end else f"{cut}{words} …"
    return f"{cut}{words[: length + 1].rpartition(' ')[0] or words[:length]} …"


def _end(text: str, length: int, countries: Sequence[str]) -> str:
    start = max(0, len(text) - _READ * length)
    words = " ".join(_redacted(text, start, len(text), countries).split())
    if len(words) <= length:
        return words if not start else f"… {words}"
    return f"… {words[-length:].partition(' ')[2] or words[-length:]}"


def _redacted(text: str, start: int, end: int, countries: Sequence[str]) -> str:
    """About the characters `start` to `end` of `text`, without personal data and commands."""
    low = max(0, start - _LONGEST_DATUM)
    found = [
        Span(low + one.start, low + one.end, one.kind)
        for one in find_personal_data(text[low : end + _LONGEST_DATUM], countries)
    ]
    inside = [span for span in found if span.start < end and span.end > start]
    first, last = min([start, *(span.start for span in inside)]), max([end, *(span.end for span in inside)])
    spans = [Span(span.start - first, span.end - first, span.kind) for span in inside]
    return visible(replaced(text[first:last], spans, lambda kind: f"[{kind}]"))
