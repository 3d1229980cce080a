"""Documents cut into passages of about the same length, at the ends of paragraphs and sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from minga.generate.blocks import Block
from minga.generate.sentences import sentences

__all__ = ["Passage", "cut", "spread"]

T = TypeVar("T")

_LEAST = 1 / 3
"""Share of the wanted length below which a passage joins the one before it."""
_TOLERANCE = 1.25
"""A paragraph that makes a passage up to so many times the wanted length is not cut."""


class Passage(BaseModel):
    """A piece of a document that a model is asked about."""

    model_config = ConfigDict(frozen=True)

    document: str
    """Path of the document, relative to the project's folder."""
    number: int
    """Its place in the document, from 1."""
    heading: str
    """Titles that it stands under, from the document's down: `Els castells: D'on vénen`."""
    text: str
    """Paragraphs, separated by empty lines."""
    statements: tuple[str, ...]
    """The sentences of its prose: without list items and code."""

    @property
    def source(self) -> str:
        """Where it is from: `documents/castells.md#passage-2`."""
        return f"{self.document}#passage-{self.number}"

    @property
    def words(self) -> int:
        """Its length."""
        return len(self.text.split())


def cut(document: str, blocks: Iterable[Block], words: int) -> list[Passage]:
    """The passages of a document, each of about `words` words.

    A passage ends at a paragraph's end where it is long enough, and before a heading; a paragraph that is much longer
    is cut between sentences, and a sentence that is much longer between words. What is left over at the end of a
    section joins the passage before it.
    """
    drafts: list[_Draft] = []
    for section in _sections(blocks):
        drafts += _joined_rest(_drafts(section, words), words)
    drafts = _joined_sections(drafts, words)
    return [draft.passage(document, number) for number, draft in enumerate(drafts, 1)]


def spread(things: Sequence[T], most: int) -> list[T]:
    """At most `most` of `things`, evenly spread from the first; all of them for 0.

    >>> spread("abcdef", 3)
    ['a', 'c', 'e']
    """
    if not most or len(things) <= most:
        return list(things)
    return [things[position * len(things) // most] for position in range(most)]


class _Section:
    """The blocks under one heading."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        self.titles = titles
        self.blocks: list[Block] = []


class _Draft:
    """A passage in the making."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        self.titles = titles
        self.blocks: list[Block] = []
        self.words = 0

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        self.words += _length(block)

    def passage(self, document: str, number: int) -> Passage:
        text = ""
        for before, block in zip([None, *self.blocks], self.blocks, strict=False):
            tight = before is not None and before.kind == block.kind == "item"
            text += ("\n" if tight else "\n\n" if before else "") + block.text
        statements = [text for block in self.blocks if block.kind == "paragraph" for text in sentences(block.text)]
        return Passage(
            document=document,
            number=number,
            heading=": ".join(self.titles),
            text=text,
            statements=tuple(statements),
        )


def _sections(blocks: Iterable[Block]) -> Iterator[_Section]:
    titles: list[tuple[int, str]] = []
    section = _Section(())
    for block in blocks:
        if block.kind != "heading":
            section.blocks.append(block)
            continue
        if section.blocks:
            yield section
        titles = [title for title in titles if title[0] < block.level] + [(block.level, block.text)]
        section = _Section(tuple(text for _, text in titles))
    if section.blocks:
        yield section


def _drafts(section: _Section, words: int) -> list[_Draft]:
    drafts = [_Draft(section.titles)]
    for block in section.blocks:
        fits = drafts[-1].words + _length(block) <= words * _TOLERANCE
        for part in [block] if fits else _parts(block, words):
            if drafts[-1].words and drafts[-1].words + _length(part) > words * _TOLERANCE:
                drafts.append(_Draft(section.titles))
            drafts[-1].add(part)
        if drafts[-1].words >= words:
            drafts.append(_Draft(section.titles))
    return [draft for draft in drafts if draft.blocks]


def _parts(block: Block, words: int) -> list[Block]:
    """A block in pieces of at most about `words` words."""
    if _length(block) <= words * _TOLERANCE:
        return [block]
    pieces = block.text.splitlines() if block.kind == "code" else sentences(block.text)
    between = "\n" if block.kind == "code" else " "
    grouped: list[list[str]] = [[]]
    size = 0
    for piece in (part for whole in pieces for part in _short(whole, words)):
        length = len(piece.split())
        if grouped[-1] and size + length > words:
            grouped.append([])
            size = 0
        grouped[-1].append(piece)
        size += length
    return [Block(between.join(group), block.kind) for group in grouped]


def _short(piece: str, words: int) -> list[str]:
    """A sentence, or pieces of it when it is hopelessly long, as in a file without a full stop."""
    found = piece.split()
    if len(found) <= words * _TOLERANCE:
        return [piece]
    return [" ".join(found[start : start + words]) for start in range(0, len(found), words)]


def _joined_rest(drafts: list[_Draft], words: int) -> list[_Draft]:
    """Drafts of one section, the last of which is not a mere rest."""
    if len(drafts) > 1 and drafts[-1].words < words * _LEAST:
        rest = drafts.pop()
        for block in rest.blocks:
            drafts[-1].add(block)
    return drafts


def _joined_sections(drafts: list[_Draft], words: int) -> list[_Draft]:
    """Drafts in which short sections stand together, under the titles that they share."""
    joined: list[_Draft] = []
    for draft in drafts:
        last = joined[-1] if joined else None
        short = last is not None and min(last.words, draft.words) < words * _LEAST
        if last is None or not short or last.words + draft.words > words * _TOLERANCE:
            joined.append(draft)
            continue
        last.titles = _shared(last.titles, draft.titles)
        for block in draft.blocks:
            last.add(block)
    return joined


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    if not first:  # what stands before the first title belongs to it
        return second
    return tuple(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def _length(block: Block) -> int:
    return len(block.text.split())
