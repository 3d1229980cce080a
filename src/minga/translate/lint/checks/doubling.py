"""Words and marks that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["doubled_mark", "doubled_word"]

_TWICE = re.compile(r"(?<![\w'’.,-])(\w[\w'’.,·-]*)\s+\1(?![\w'’·-])", re.IGNORECASE)
_MARKS = re.compile(
    r"(?=[^\w'\"’”»)-])(?:(?<![.])\.\.(?![.])|,\s*,|;;|::|\?\?+|!!+|¿¿|¡¡|(?<!\s)\s+[.,;:](?=\s|$)|[.,;]\s*\?|\(\s*\)|«\s*»|“\s*”)"
)


def doubled_word(text: TextPair) -> Iterator[Fault]:
    """A word that stands twice in a row, as an edit leaves it: `de de`."""
    if len(text.target_set) == len(text.target_words) and not text.has_digits and "_" not in text.target:
        return
    said: set[str] = set()
    for found in _TWICE.finditer(text.target):
        word = found[1].lower()
        if word in text.target_rules.doubles or word in said or _TWICE.search(text.source):
            continue
        said.add(word)
        yield text.replaced(found.start(), found.end(), found[1])


def doubled_mark(text: TextPair) -> Iterator[Fault]:
    """Marks that stand twice, alone, or where none belongs; the suggestion has one."""
    for found in _MARKS.finditer(text.target):
        if found[0] in text.source or _MARKS.search(text.source):
            continue
        mark = found[0].strip()
        yield text.replaced(found.start(), found.end(), "" if mark[0] in "(«“" else mark[-1])
