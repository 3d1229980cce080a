"""Choices that nobody can tell apart, and choices that are no choices."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator

from minga.translate.source_checks.quantities import quantity
from minga.translate.source_checks.source_item import Flaw, SourceItem, bare

__all__ = ["choice_repeats_question", "duplicate_choices", "equal_choices", "merged_choices", "stray_choice"]

_EMPTY = {"", "nan", "null", "undefined", "n/a", "#n/a", "#ref!", "?", "-", "--", "…", "..."}
_BRACKETED = re.compile(r"\s*(?:\[.{10,}\]|\(.{25,}\)|\{.{10,}\})\s*", re.DOTALL)
_NUMBER_ALONE = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)?\s*")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_REPEATED = 40
"""Characters of the question's beginning that no choice begins with by chance."""
_NEXT = r"(?<![\w(]){letter}[.)]\s+\S|\({letter}\)\s+\S"


def duplicate_choices(item: SourceItem) -> Iterator[Flaw]:
    """Two choices have the same text. An error where one of them is the right one."""
    yield from _alike(item, [bare(choice) for choice in item.choices])


def equal_choices(item: SourceItem) -> Iterator[Flaw]:
    """Two choices say the same: the same number (`1/2` and `0.5`), or the same words in a list of another order."""
    texts = [bare(choice) for choice in item.choices]
    meanings = [_meaning(item, choice) for choice in item.choices]
    for index, earlier in _pairs(meanings):
        if texts[index] != texts[earlier]:
            yield item.in_choice(index, None if item.key in {index, earlier} else "note")


def _alike(item: SourceItem, keys: list[str]) -> Iterator[Flaw]:
    for index, earlier in _pairs(keys):
        yield item.in_choice(index, None if item.key in {index, earlier} else "warning")


def _pairs(keys: list[str]) -> Iterator[tuple[int, int]]:
    """Places of later keys, each with the first that is the same; empty keys are like no other."""
    first: dict[str, int] = {}
    for index, key in enumerate(keys):
        earlier = first.setdefault(key, index) if key else index
        if earlier != index:
            yield index, earlier


def _meaning(item: SourceItem, choice: str) -> str:
    number = quantity(choice)
    if number is not None:
        return f"{number.value} {number.unit}"
    # "p and q" is "q and p"; in "p, q" the order often is what is asked for
    parts = [part.strip() for part in item.words("pairs", r"\s{}\s").split(bare(choice))]
    if len(parts) < 2 or any(len(part.split()) > 3 or "," in part or not _LETTERS.search(part) for part in parts):
        return ""
    return "|".join(sorted(parts))


def stray_choice(item: SourceItem) -> Iterator[Flaw]:
    """One choice is of another kind than all others: empty, a number among sentences, a formula in brackets."""
    if len(item.choices) < 3:
        return
    for index, choice in enumerate(item.choices):
        others = [other for place, other in enumerate(item.choices) if place != index]
        if any(_is_other_kind(choice, others)):
            yield item.in_choice(index)


def _is_other_kind(choice: str, others: list[str]) -> Iterator[bool]:
    nothing = [one.strip().casefold() in _EMPTY for one in (choice, *others)]
    yield nothing[0] and not any(nothing[1:])
    yield bool(_BRACKETED.fullmatch(choice)) and not any(re.match(r"\s*[\[({]", other) for other in others)
    yield bool(_NUMBER_ALONE.fullmatch(choice)) and all(len(_LETTERS.findall(other)) >= 3 for other in others)


def choice_repeats_question(item: SourceItem) -> Iterator[Flaw]:
    """A choice begins with what the question begins with: the two were not told apart when the file was made."""
    start = " ".join(item.question.split())[:_REPEATED].casefold()
    if len(start) < _REPEATED:
        return
    holding = [index for index, choice in enumerate(item.choices) if start in " ".join(choice.split()).casefold()]
    if 0 < len(holding) < len(item.choices):
        for index in holding:
            yield item.in_choice(index)


def merged_choices(item: SourceItem) -> Iterator[Flaw]:
    """A choice holds the next one (`0.5 B) 0.7`), or is as long as ten of the others."""
    lengths = [len(choice) for choice in item.choices]
    for index, choice in enumerate(item.choices):
        letter = chr(ord("B") + index)
        if index < 7 and re.search(_NEXT.replace("{letter}", letter), choice[1:]):
            yield item.in_choice(index)
        elif len(lengths) > 2:
            usual = statistics.median(length for place, length in enumerate(lengths) if place != index)
            if len(choice) > 300 and len(choice) > 10 * usual:
                yield item.in_choice(index, "warning")
