"""What a question points to, and that the item does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.source_checks.source_item import Flaw, SourceItem

__all__ = ["missing_material", "missing_reference"]

_NUMBER = r"\b{}\s*(?:no\.|nº|n\.º|#)?\s*\(?(?P<number>\d{1,3}(?:\.\d{1,2})?)\)?(?![\d%])"
_LONG = 60
"""Words; so long a question may bring its passage with it."""
_MARKUP = re.compile(r"!\[|<img|\\begin\{(?:table|tabular|array|figure)|\|.*\|", re.IGNORECASE)


def missing_reference(item: SourceItem) -> Iterator[Flaw]:
    """`The model given in question 21`, `equation 16`, `the previous question`: none of them is in the item."""
    for found in item.words("numbered", _NUMBER).finditer(item.question):
        number = re.escape(found["number"])
        elsewhere = re.findall(rf"(?<![\d.]){number}(?![\d]|\.\d)", item.whole)
        if len(elsewhere) < 2 and not _names_itself(item.question, found):
            yield item.in_question(found)
            return
    found_back = item.words("pointing_back").search(item.question)
    if found_back and not item.item.context:
        yield item.in_question(found_back, "warning")


def _names_itself(question: str, found: re.Match[str]) -> bool:
    """Whether the number is a heading (`Example 1: …`) of what follows."""
    return question[found.end() :].lstrip()[:1] in {":", "|", "–", "—"}


def missing_material(item: SourceItem) -> Iterator[Flaw]:
    """A picture, which no text holds; a passage that is not there; a list that was announced and does not follow."""
    if _MARKUP.search(item.whole):
        return
    picture = item.words("picture").search(item.question)
    if picture and not item.item.context:
        yield item.in_question(picture)
        return
    end = item.words("following_end").search(item.question)
    if end and not item.choices:
        yield item.in_question(end)
        return
    passage = item.words("passage").search(item.question)
    # a quotation or a long question has the passage in it
    if passage and not item.item.context and len(item.question.split()) < _LONG and "\n" not in item.question.strip():
        yield item.in_question(passage)
