"""Text from people and files as Markdown that shows it and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["Markdown", "code", "escape", "fence", "link", "one_line", "table"]


class Markdown(str):
    """Text that is Markdown already; everything else is escaped before it stands in a card."""

    __slots__ = ()


_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def one_line(text: object) -> str:
    """`text` without line ends, control characters and marks that turn the direction of what follows."""
    kept = "".join(
        " " if character.isspace() else character
        for character in str(text)
        if character not in _BIDI and (character.isspace() or unicodedata.category(character) not in {"Cc", "Cs"})
    )
    return " ".join(kept.split())


def escape(text: object) -> Markdown:
    """`text` as it reads, in one line, whatever it holds; Markdown stays as it is.

    >>> escape("a|b <script> *c*")
    'a\\\\|b &lt;script&gt; \\\\*c\\\\*'
    """
    if isinstance(text, Markdown):
        return text
    line = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", one_line(text)).translate(_ENTITIES)
    line = re.sub(r"^([#+=-]|\d{1,9}(?=[.)](\s|$)))", lambda found: _at_start(found[0]), line)
    return Markdown(line)


def _at_start(mark: str) -> str:
    """What would open a heading, a list or a rule."""
    return f"&#{ord(mark[0])};{mark[1:]}" if mark[0].isdigit() else f"\\{mark}"


def code(text: object) -> Markdown:
    """`text` as inline code. Backticks end no sooner than they should, and `|` does not end a table's cell."""
    line = one_line(text)
    if not line:
        return Markdown("")
    ticks = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if line[0] == "`" or line[-1] == "`" else ""
    return Markdown(f"{ticks}{pad}{line}{pad}{ticks}".replace("|", "\\|"))


def fence(text: str, language: str = "") -> Markdown:
    """`text` as a block of code."""
    ticks = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return Markdown(f"{ticks}{language}\n{text.rstrip()}\n{ticks}")


def link(text: object) -> Markdown:
    """A web address as a link; any other text as text.

    >>> link("https://example.org/a?b=1"), link("javascript:alert(1)")
    ('<https://example.org/a?b=1>', 'javascript:alert(1)')
    """
    line = one_line(text)
    plain = re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[\w./~%?#=&+,;:@!-]*)?", line, re.ASCII)
    return Markdown(f"<{line}>") if plain else escape(line)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], right: str = "") -> Markdown:
    """A table; numbers with thousands apart. `right` has an `r` for each column that is aligned to the right."""
    marks = right.ljust(len(headings))
    lines = [_row(headings), _row([Markdown("---:" if mark == "r" else "---") for mark in marks])]
    return Markdown("\n".join([*lines, *map(_row, rows)]))


def _row(cells: Iterable[object]) -> str:
    shown = (f"{cell:,}" if isinstance(cell, int) else escape(cell) for cell in cells)
    return f"| {' | '.join(shown)} |"
