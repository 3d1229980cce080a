"""Formulas, code, addresses, placeholders and blanks that a translation must leave alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair
from minga.translate.protected import protected_parts

__all__ = ["lost_blank", "lost_formula"]

_DATE = re.compile(r"\d+(?:[-/]\d+)+")
_POSSIBLE = re.compile(r"[^\w\s.,;:?!'\"¿¡’‘“”«»()-]|[\d_]|\w\(|www|http")
"""What every formula, code, address or placeholder has one of."""
_BLANK = re.compile(r"_{2,}|\.{4,}|…{2,}|-{4,}")


def lost_formula(text: TextPair) -> Iterator[Fault]:
    """A formula, code, address or placeholder does not stand in the translation as it stands in the source."""
    if not _POSSIBLE.search(text.source):
        return
    target = ""
    for part in protected_parts(text.source):
        if part.kind not in {"formula", "code", "address", "placeholder"} or _DATE.fullmatch(part.text):
            continue  # what is a date in one place is a fraction elsewhere: the numbers are looked at by themselves
        target = target or _plain(text.target)
        if _plain(part.text) not in target:
            yield text.in_source(part.start, part.end)


def lost_blank(text: TextPair) -> Iterator[Fault]:
    """A gap to be filled is gone, or there are more."""
    blanks = list(_BLANK.finditer(text.source))
    if blanks and len(_BLANK.findall(text.target)) != len(blanks):
        yield text.in_source(blanks[0].start(), blanks[0].end())


def _plain(text: str) -> str:
    """Without spaces, and with one decimal sign for both."""
    return re.sub(r"(?<=\d),(?=\d)", ".", re.sub(r"\s", "", text)).casefold().replace("−", "-")
