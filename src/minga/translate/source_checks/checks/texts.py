"""Leftovers of programs, and texts that were cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.source_checks.source_item import Flaw, SourceItem
from minga.translate.texts import texts_of

__all__ = ["cut_text", "stray_source_markup", "time_dependent"]

_MARKUP = re.compile(
    r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,4});|</?(?:p|br|b|i|u|em|strong|sub|sup|span|div|li|ul|ol|td|tr|table|font|a)\b[^<>]{0,80}>"
    r"|Ã[\x80-\xbf©¡±³\xad§¨ª«]|â€.|Â[\xa0°·±]|\ufffd|\\u[0-9a-f]{4}|\\n(?![a-z])|\x0c",
    re.IGNORECASE,
)
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_BRACKET = re.compile(r"[()\[\]{}]")
_INTERVAL = re.compile(r"[\[(]\s*[^()\[\]]{1,30},\s*[^()\[\]]{1,30}[\])]")
_LABEL = re.compile(r"(?:^|\s)(?:[a-z]|[ivx]{1,4}|\d{1,2})$", re.IGNORECASE)
_FORMULA = re.compile(r"[$\\=^{}]")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def stray_source_markup(item: SourceItem) -> Iterator[Flaw]:
    """HTML, character references, and letters that were read in the wrong encoding."""
    for name, text in texts_of(item.item).items():
        found = _MARKUP.search(text)
        if found:
            yield Flaw(name, found[0], found.start())


def cut_text(item: SourceItem) -> Iterator[Flaw]:
    """A bracket is never closed, a question ends with a comma, a choice with an article or a conjunction."""
    for name, text in texts_of(item.item).items():
        if name == "question" and re.search(r"[,(\[{]\s*$", text):
            yield Flaw(name, text[-20:], len(text) - len(text[-20:]))
        elif not _FORMULA.search(text):
            place = _unclosed(text)
            if place >= 0:
                yield Flaw(name, text[place:], place, "note")
    dangling = item.words("dangling")
    for index, choice in enumerate(item.choices):
        found = dangling.search(choice)
        if found and len(choice.split()) > 2 and not all(dangling.search(other) for other in item.choices):
            yield item.in_choice(index)


def _unclosed(text: str) -> int:
    """Where the first bracket without a partner stands, or -1."""
    plain = _INTERVAL.sub(lambda found: " " * len(found[0]), text)
    open_: list[tuple[str, int]] = []
    for found in _BRACKET.finditer(plain):
        place, sign = found.start(), found[0]
        if sign in _PAIRS:
            open_.append((_PAIRS[sign], place))
        elif open_ and open_[-1][0] == sign:
            open_.pop()
        elif open_ or not _LABEL.search(plain[max(0, place - 5) : place]):  # `a)` begins an entry of a list
            return place
    return open_[0][1] if open_ else -1


def time_dependent(item: SourceItem) -> Iterator[Flaw]:
    """The answer changes with time (`currently`, `the current president`), and no year says when it was right."""
    found = item.words("time").search(item.question)
    if found and not _YEAR.search(item.whole):
        yield item.in_question(found)
