"""Whom to cite: the leaderboard and the works that its items come from, as text and as BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.task_page import origin_of

__all__ = ["Sources", "Work", "bibtex", "sources"]

_ENTRY = re.compile(r"@\w+\s*\{")
_FIELD = re.compile(r"(\w+)\s*=\s*")
_SHOWN = ("author", "title", "booktitle", "journal", "publisher", "year", "url")


@dataclass(frozen=True)
class Work:
    """A benchmark in the languages that the leaderboard has it in."""

    benchmark: str
    languages: str
    donor: str
    licence: str
    source: str
    origin: list[str]
    validators: list[str]


@dataclass(frozen=True)
class Sources:
    """Where the items come from, and how to cite them."""

    works: list[Work]
    texts: list[str]
    """Citations as text."""
    bibtex: str


def sources(board: Board) -> Sources:
    """The sources of all tasks, each work once."""
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for name, card in board.tasks.items():
        groups.setdefault((card.benchmark, card.donor, card.licence, card.source), []).append(name)
    works = []
    for (benchmark, donor, licence, source), names in groups.items():
        cards = [board.tasks[name] for name in names]
        people = dict.fromkeys(person for card in cards for person in card.validators)
        languages = dict.fromkeys(board.texts.language(card.language) for card in cards)
        works.append(
            Work(
                benchmark=benchmark,
                languages=", ".join(languages),
                donor=donor,
                licence=licence,
                source=source,
                origin=list(dict.fromkeys(origin_of(card, board) for card in cards)),
                validators=[name if name != "anonymous" else board.texts.say("anonymous") for name in people],
            )
        )
    return Sources(works, [_own(board), *map(_as_text, _citations(board))], bibtex(board))


def bibtex(board: Board) -> str:
    """All that is cited in BibTeX: the leaderboard first, then the works that gave their entry."""
    heading = board.heading
    fields = {
        "title": f"{{{heading.title}}}",
        "author": " and ".join(f"{{{author}}}" for author in heading.authors or (heading.project,)),
        "howpublished": rf"\url{{{heading.homepage}}}" if heading.homepage.startswith("https://") else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    own = "\n".join(["@misc{leaderboard,", *lines, "}"])
    return "\n\n".join([own, *(citation for citation in _citations(board) if citation.startswith("@"))]) + "\n"


def _citations(board: Board) -> list[str]:
    """Each once; entries that stand together in one citation apart."""
    found: dict[str, None] = {}
    for task in board.standings.tasks:
        text = task.citation.strip()
        starts = [entry.start() for entry in _ENTRY.finditer(text)] if text.startswith("@") else []
        ends = [*starts[1:], len(text)]
        parts = [text[start:end] for start, end in zip(starts, ends, strict=True)] if starts else [text]
        found |= dict.fromkeys(part.strip() for part in parts if part.strip())
    return list(found)


def _own(board: Board) -> str:
    heading = board.heading
    authors = ", ".join(heading.authors)
    return " ".join(part for part in (f"{authors}." * bool(authors), f"{heading.title}.", heading.homepage) if part)


def _as_text(citation: str) -> str:
    """`Authors. Title. Journal, year. Address` of a BibTeX entry; any other citation as it is."""
    if not citation.startswith("@"):
        return citation
    fields = _fields(citation)
    parts = [fields[name] for name in _SHOWN if fields.get(name)]
    return ". ".join(parts) if parts else citation


def _fields(entry: str) -> dict[str, str]:
    """The fields of a BibTeX entry, without braces."""
    found: dict[str, str] = {}
    place = 0
    while match := _FIELD.search(entry, place):
        text, place = _value(entry, match.end())
        found[match[1].lower()] = " ".join(re.sub(r"[{}]|\\url", "", text).split())
    return found


def _value(entry: str, start: int) -> tuple[str, int]:
    """The value that begins at `start`, in braces, in quotes or bare, and where it ends."""
    opening = entry[start : start + 1]
    if opening == '"':
        end = entry.find('"', start + 1)
        return (entry[start + 1 : end], end + 1) if end > 0 else (entry[start + 1 :], len(entry))
    if opening != "{":
        bare = re.compile(r"[^,}\s]*").match(entry, start)
        return (bare[0], bare.end()) if bare and bare.end() > start else ("", start + 1)
    depth = 0
    for place in range(start, len(entry)):
        depth += {"{": 1, "}": -1}.get(entry[place], 0)
        if depth == 0:
            return entry[start + 1 : place], place + 1
    return entry[start + 1 :], len(entry)
