"""How to cite a release."""

from __future__ import annotations

import re

from minga.publish.imprint import Imprint, Kind
from minga.publish.markdown import one_line

__all__ = ["bibtex"]

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bibtex(imprint: Imprint, kind: Kind, title: str) -> str:
    """A BibTeX entry. It has no year: a release says nothing of the day on which it was made."""
    authors = " and ".join(f"{{{_tex(author)}}}" for author in imprint.authors or (imprint.name,))
    place = imprint.address(kind) or imprint.homepage
    fields = {
        "title": f"{{{_tex(title)}}}",
        "author": authors,
        "howpublished": _url(place),
        "note": _tex(imprint.licence),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{imprint.repository(kind).rpartition('/')[2]},", *lines, "}"])


def _url(place: str) -> str:
    return rf"\url{{{place}}}" if re.fullmatch(r"https?://[^\s{}\\]+", place) else ""


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in one_line(text))
