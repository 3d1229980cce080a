"""Choices that name statements by their numbers, and statements that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Severity
from minga.translate.source_checks.source_item import Flaw, SourceItem

__all__ = ["blanks_unmatched", "lost_choice", "missing_statements"]

_LABEL = r"(?:[1-9]|[ivx]{1,4}|[a-h])"
_LABELS = re.compile(rf"(?<![\w.]){_LABEL}(?![\w])", re.IGNORECASE)
_COMBINATION = rf"[\s(]*{_LABEL}(?:(?:[\s,;()&.+]|{{}})+{_LABEL})*(?:[\s,;().]|{{}})*"
_LETTER = re.compile(r"(?<![\w.'’-])\(?([A-H])\)?(?![\w'’.-])")
_BLANK = re.compile(r"_{2,}|\.{4,}|…{2,}")
_PARTS = re.compile(r"\s*[;/–]\s*|\s*,\s+|\s+-{1,2}\s+|…")


def missing_statements(item: SourceItem) -> Iterator[Flaw]:
    """The choices are `1,2,3` or `I and II only`, or `True, False`, and the text has no such statements."""
    if len(item.choices) < 2:
        return
    combination = item.words("joins", _COMBINATION)
    if all(combination.fullmatch(choice) for choice in item.choices):
        yield from _unlisted(item)
    parts = [_truths(item, choice) for choice in item.choices]
    if parts[0] >= 2 and set(parts) == {parts[0]}:
        named = {found["number"] for found in item.words("statement").finditer(item.whole)}
        sentences = len([one for one in re.split(r"[.?!;\n|]+\s*", item.whole) if len(one.split()) > 2])
        if len(named) < parts[0] and (named or sentences < parts[0]):
            yield Flaw("question", item.question, 0)


def _unlisted(item: SourceItem) -> Iterator[Flaw]:
    """The labels that the choices combine, where the text lists fewer than two of them."""
    combined = [frozenset(label.lower() for label in _LABELS.findall(choice)) for choice in item.choices]
    labels = frozenset().union(*combined)
    if max(map(len, combined)) < 2 or not labels & {"1", "i", "a"} or len(labels) > 8:
        return
    listed = {label for label in labels if re.search(rf"(?<![\w.]){label}\s?[.):|–-]", item.whole, re.IGNORECASE)}
    named = {found["number"].lower() for found in item.words("statement").finditer(item.whole)}
    # numbers may answer a question about numbers
    severity: Severity | None = "warning" if re.search(r"[\d=$\\]", item.question) else None
    if len((listed | named) & labels) < 2:
        yield Flaw("question", item.question, 0, severity)


def _truths(item: SourceItem, choice: str) -> int:
    """How many truth values a choice is made of; 0 where it is anything else."""
    parts = [part for part in re.split(r"\s*[,;/|]\s*", choice.strip(" .")) if part]
    truth = item.words("truth", r"\W*{}\W*")
    return len(parts) if parts and all(truth.fullmatch(part) for part in parts) else 0


def lost_choice(item: SourceItem) -> Iterator[Flaw]:
    """A choice speaks of choices that are not there (`A and E` of four), or `all of the above` is not the last one."""
    both = item.words("joins", r"\W*\(?[A-H]\)?(?:(?:\W|{})+\(?[A-H]\)?)+(?:\W|{})*")
    for index, choice in enumerate(item.choices):
        letters = {ord(letter) - ord("A") for letter in _LETTER.findall(choice)}
        if both.fullmatch(choice) and letters and max(letters) >= len(item.choices):
            yield item.in_choice(index)
        elif index < len(item.choices) - 2 and _speaks_of_all(item, choice):
            yield item.in_choice(index, "note")


def _speaks_of_all(item: SourceItem, choice: str) -> bool:
    return bool(item.words("all_of_these").search(choice) and item.words("above").search(choice))


def blanks_unmatched(item: SourceItem) -> Iterator[Flaw]:
    """The question has gaps to fill, and the choices have another number of parts."""
    blanks = list(_BLANK.finditer(item.question))
    if len(blanks) < 2 or len(item.choices) < 2:
        return
    joined = item.words("pairs", r"\s{}\s")
    lists = [[part for one in _PARTS.split(choice) for part in joined.split(one)] for choice in item.choices]
    counts = {len([part for part in parts if part and part.strip()]) for parts in lists}
    if len(counts) == 1 and not counts & {1, len(blanks)}:
        yield item.in_question(blanks[-1])
