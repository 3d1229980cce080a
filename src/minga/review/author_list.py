"""The author list: everybody with credit, in the order that the project's rule gives, as files for papers and cards."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from minga.credits import collation_key
from minga.review.credit import Credit
from minga.review.credit_roles import CREDIT_ROLES, role_address
from minga.spreadsheets import csv_text

__all__ = [
    "AuthorList",
    "Order",
    "as_bibtex_authors",
    "as_citation_file",
    "as_csv",
    "as_json",
    "as_markdown",
    "author_list",
]

Order = Literal["points", "alphabetical"]

_COLUMNS = ("place", "name", "naming", "title", "points", "validated", "roles")
_RULES: dict[Order, str] = {
    "points": "By validated points, most first; people with equal points share a place, in alphabetical order.",
    "alphabetical": "In alphabetical order.",
}
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class AuthorList:
    """Who made something, in order."""

    named: tuple[Credit, ...]
    """People who want a name or pseudonym shown."""
    places: tuple[int, ...]
    """Their places from 1: with `points`, people with equal points share one."""
    anonymous: int
    """People who want none: counted, and nothing else is said of them."""
    order: Order

    @property
    def rule(self) -> str:
        """The order in words, ties included."""
        return _RULES[self.order]


def author_list(people: Iterable[Credit], order: Order = "points", locale: str = "es") -> AuthorList:
    """The author list of `people`; simulated ones are never authors.

    Names are compared as the dictionaries of `locale` do: whole, as their owners wrote them, since nobody else knows
    which part of a name is the family's.
    """
    real = [credit for credit in people if not credit.simulated]
    named = [credit for credit in real if not credit.anonymous]
    named.sort(key=lambda credit: (collation_key(credit.name, locale), credit.person_id))
    if order == "points":
        named.sort(key=lambda credit: -credit.points)
    return AuthorList(tuple(named), tuple(_places(named, order)), len(real) - len(named), order)


def _places(named: Sequence[Credit], order: Order) -> Iterable[int]:
    place = 0
    for number, credit in enumerate(named, 1):
        if order == "alphabetical" or number == 1 or credit.points != named[number - 2].points:
            place = number
        yield place


def as_csv(authors: AuthorList) -> str:
    """One row an author; the people without a name are the last row. Formulas are neutralised."""
    rows = list(_rows(authors))
    if authors.anonymous:
        rows.append({"name": _anonymous(authors), "naming": "none"})
    return csv_text(_COLUMNS, rows)


def as_json(authors: AuthorList) -> str:
    """The same with the rule, and the CRediT roles by their identifiers."""
    named = [
        row | {"roles": [{"name": CREDIT_ROLES[role], "id": role_address(role)} for role in credit.roles]}
        for row, credit in zip(_rows(authors), authors.named, strict=True)
    ]
    whole = {"order": authors.order, "rule": authors.rule, "authors": named, "anonymous": authors.anonymous}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def as_markdown(authors: AuthorList) -> str:
    """A list for a README or a paper's appendix."""
    lines = [authors.rule, ""]
    for place, credit in zip(authors.places, authors.named, strict=True):
        title = f" ({_markdown(credit.titles[0])})" if credit.titles else ""
        roles = f": {', '.join(CREDIT_ROLES[role] for role in credit.roles)}" if credit.roles else ""
        lines.append(f"{place}. {_markdown(credit.name)}{title}{roles}")
    lines += ["", f"And {_anonymous(authors)}."] * bool(authors.anonymous)
    return "\n".join(lines) + "\n"


def as_bibtex_authors(authors: AuthorList) -> str:
    """What stands after `author =` in a BibTeX entry: every name as one whole."""
    names = [*(credit.name for credit in authors.named), *([_anonymous(authors)] if authors.anonymous else [])]
    return " and ".join(f"{{{_tex(name)}}}" for name in names)


def as_citation_file(authors: AuthorList, title: str) -> str:
    """A `CITATION.cff` in version 1.2.0 of the Citation File Format.

    A pseudonym is an `alias`; a name goes whole into `given-names`, since nobody but its owner may split it.
    """
    lines = [
        "cff-version: 1.2.0",
        "type: dataset",
        "message: If you use these data, please cite them as below.",
        f"title: {_yaml(title)}",
        "authors:",
    ]
    lines += [
        f"  - {'alias' if credit.naming == 'pseudonym' else 'given-names'}: {_yaml(credit.name)}"
        for credit in authors.named
    ]
    if authors.anonymous or not authors.named:
        lines.append(f"  - name: {_yaml(_anonymous(authors) if authors.anonymous else title)}")
    return "\n".join(lines) + "\n"


def _rows(authors: AuthorList) -> Iterable[dict[str, Any]]:
    for place, credit in zip(authors.places, authors.named, strict=True):
        yield {
            "place": place,
            "name": credit.name,
            "naming": credit.naming,
            "title": credit.titles[0] if credit.titles else "",
            "points": credit.points,
            "validated": credit.validated,
            "roles": "; ".join(CREDIT_ROLES[role] for role in credit.roles),
        }


def _anonymous(authors: AuthorList) -> str:
    return f"{authors.anonymous} anonymous {'contributor' if authors.anonymous == 1 else 'contributors'}"


def _one_line(text: str) -> str:
    kept = (sign if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} else " " for sign in text)
    return " ".join("".join(kept).split())


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]{}()<>#+!|~$&-])", r"\\\1", _one_line(text))


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _one_line(text))


def _yaml(text: str) -> str:
    # a JSON string is a YAML string, whatever it holds
    return json.dumps(_one_line(text), ensure_ascii=False)
