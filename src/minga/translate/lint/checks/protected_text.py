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
_QUOTES = "'‘’\"“”"
_ARGUMENT = re.compile(r"%\d\$")
_MARKDOWN = (
    re.compile(r"(\*\*|~~)(?=\S)(?:(?!\1).){1,300}?(?<=\S)\1"),
    re.compile(r"\[[^\[\]\n]{1,200}(\]\((?:https?:|www\.|[#/]|\w+\.\w)[^()\s]{0,200}\))"),
)
"""Each with what must be the same in both texts."""
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
        if part.kind == "placeholder":
            if _as_written(text.source).count(_as_written(part.text)) > _as_written(text.target).count(
                _as_written(part.text)
            ):
                yield text.in_source(part.start, part.end)
        elif part.kind == "address":
            if part.text.casefold() not in text.target.casefold():
                yield text.in_source(part.start, part.end)
        elif _plain(part.text.strip(_QUOTES)) not in target and not (
            part.kind == "code" and _is_quoted(part.text, text)
        ):
            yield text.in_source(part.start, part.end)
    yield from _lost_markdown(text)


def _is_quoted(code: str, text: TextPair) -> bool:
    """Whether code stands in quotation marks, as people write it where there is no other type."""
    return re.search(rf"['‘“«\"]{re.escape(code.strip('`'))}['’”»\"]", text.target) is not None


def _lost_markdown(text: TextPair) -> Iterator[Fault]:
    """Bold type, a heading or the address of a link is gone, or only one end of it."""
    if not any(mark in text.source for mark in ("**", "~~", "](")):
        return
    for pattern in _MARKDOWN:
        marks = list(pattern.finditer(text.source))
        wanted = [found[1] for found in marks]
        if marks and wanted != [found[1] for found in pattern.finditer(text.target)]:
            yield text.in_source(*marks[0].span())


def _as_written(text: str) -> str:
    """Without the places of arguments, which another word order needs: `%2$s` is `%s`."""
    return _ARGUMENT.sub("%", text)


def lost_blank(text: TextPair) -> Iterator[Fault]:
    """A gap to be filled is gone, or there are more."""
    if not any(sign in text.source for sign in ("__", "...", "…", "---")):
        return
    blanks = list(_BLANK.finditer(text.source))
    if blanks and len(_BLANK.findall(text.target)) != len(blanks):
        yield text.in_source(blanks[0].start(), blanks[0].end())


def _plain(text: str) -> str:
    """Without spaces, and with one decimal sign for both."""
    return re.sub(r"(?<=\d),(?=\d)", ".", re.sub(r"\s", "", text)).casefold().replace("−", "-")
