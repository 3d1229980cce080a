"""The text of a document as a sequence of headings, paragraphs, list items and code, without markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minga.records import normalise_text

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Block", "blocks_of_markdown", "blocks_of_plain_text"]

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n[ \t]*(?=([^\W\d_]+))")
# after these the hyphen belongs to the word: digue-li, menjar-se, dá-me, fazê-lo
_CLITICS = set(re.findall(r"\w+", "en hi ho la las le les lhe lhes li lo los me na nos o os se te us vos"))
_HEADING_WORDS = 10


@dataclass(frozen=True)
class Block:
    """One piece of a document."""

    text: str
    kind: Literal["heading", "paragraph", "item", "code"] = "paragraph"
    level: int = 0
    """Of a heading: 1 is the title."""


def blocks_of_markdown(text: str) -> Iterator[Block]:
    """The blocks of a CommonMark text with tables.

    HTML, front matter, and list items or paragraphs that are nothing but links (navigation) or pictures are left out;
    a row of a table becomes one item.

    >>> [block.text for block in blocks_of_markdown("# El *mate*\\n\\nDe la [selva](https://x.org) al paquete.")]
    ['El mate', 'De la selva al paquete.']
    """
    from markdown_it import MarkdownIt

    text = _FRONT_MATTER.sub("", normalise_text(text).removeprefix("\ufeff"))
    yield from _Walk().blocks(MarkdownIt("commonmark").enable("table").parse(text))


class _Walk:
    """One pass over the tokens of a document, which knows in which heading, list item or table row it is."""

    def __init__(self) -> None:
        self._level = 0
        self._marks: list[str] = []
        self._cells: list[str] | None = None

    def blocks(self, tokens: Iterable[Token]) -> Iterator[Block]:
        for token in tokens:
            if token.type == "inline":
                yield from self._inline(token)
            elif token.type in {"fence", "code_block"} and token.content.strip("\n"):
                yield Block(token.content.strip("\n"), "code")
            elif token.type == "tr_close":
                yield from self._row()
            else:
                self._enter_or_leave(token)

    def _enter_or_leave(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._level = int(token.tag[1])
            case "heading_close":
                self._level = 0
            case "list_item_open":
                self._marks.append(f"{token.info}." if token.info else "-")
            case "list_item_close":
                self._marks.pop()
            case "tr_open":
                self._cells = []

    def _row(self) -> Iterator[Block]:
        if row := " | ".join(cell for cell in self._cells or () if cell):
            yield Block(row, "item")
        self._cells = None

    def _inline(self, token: Token) -> Iterator[Block]:
        text, linked = _plain(token)
        if self._cells is not None:
            self._cells.append(text)
        elif self._level and text:
            yield Block(text, "heading", self._level)
        elif text and not linked:
            yield self._paragraph(text)

    def _paragraph(self, text: str) -> Block:
        if not self._marks or not self._marks[-1]:
            return Block(text)
        mark, self._marks[-1] = self._marks[-1], ""  # further paragraphs of the same item carry no mark
        return Block(f"{mark} {text}", "item")


def _plain(token: Token) -> tuple[str, bool]:
    """The words of an inline token, and whether all of them stand in links or pictures."""
    parts: list[str] = []
    depth, linked = 0, True
    for child in token.children or ():
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type in {"text", "code_inline", "image", "text_special"}:
            parts.append(child.content)
            prose = not depth and child.type != "image" and re.search(r"\w", child.content)
            linked = linked and not prose
    return " ".join("".join(parts).split()), linked


def blocks_of_plain_text(text: str, *, hyphenated: bool = False) -> Iterator[Block]:
    """The blocks of a text whose paragraphs are separated by empty lines, as in `.txt` files and out of a PDF.

    A short line of its own without a full stop is taken for a heading, the first one for the title; lines of digits
    alone (page numbers) are left out. With `hyphenated`, words that were broken at a line's end are joined.

    >>> [block.kind for block in blocks_of_plain_text("Els castells\\n\\nSón torres humanes\\nque es fan a places.")]
    ['heading', 'paragraph']
    """
    text = normalise_text(text).removeprefix("\ufeff").replace("\f", "\n\n")
    if hyphenated:
        text = _BROKEN_WORD.sub(lambda found: "-" if found[1].casefold() in _CLITICS else "", text)
    level = 1
    for part in re.split(r"\n[ \t]*\n", text):
        joined = " ".join(part.split())
        if not re.search(r"[^\W\d_]", joined):
            continue
        is_heading = "\n" not in part.strip() and len(joined.split()) <= _HEADING_WORDS
        if is_heading and joined[-1] not in ".,;:!?…»”\"')":
            yield Block(joined, "heading", level)
        else:
            yield Block(joined)
        level = 2
