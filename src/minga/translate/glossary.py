"""Terms that have to be translated in one way, or not at all."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Literal

from minga.errors import InputError, LanguageError
from minga.languages import check_tag, language_of, matches
from minga.manifests import hash_of
from minga.spreadsheets import delimiter_of

__all__ = [
    "Glossary",
    "GlossaryFault",
    "Term",
    "TermUse",
    "Terms",
    "glossary_faults",
    "no_terms",
    "read_glossary",
    "terms_of",
]

Case = Literal["any", "exact"]
_COLUMNS = frozenset({"source", "case", "pos", "keep"})
_MAX_BYTES = 16 << 20
_ENDING = 4
"""Letters by which a translated term may end otherwise than in the glossary: plurals, genders, Basque cases."""
_INFLECTED = 4
"""Shorter translated terms must stand as they are."""


@dataclass(frozen=True)
class Term:
    """A term of the source language and its translation into one language."""

    source: str
    target: str
    """The same as `source` for what is not to be translated."""
    case: Case = "any"
    """`exact`: only where it is written just so (`Mercury` the planet), and it stays so."""
    pos: str = ""
    """Part of speech, for people and for language models."""

    @property
    def kept(self) -> bool:
        """Whether it stays as it is."""
        return self.source == self.target


@dataclass(frozen=True)
class TermUse:
    """A place in a source text where a term stands."""

    start: int
    end: int
    text: str
    """As it is written there."""
    wanted: str
    """What the translation should have for it, with the capital that its place asks for."""
    term: Term


@dataclass(frozen=True)
class GlossaryFault:
    """A term of the source whose translation is not in the translated text."""

    use: TermUse

    @property
    def source_text(self) -> str:
        """The term as the source writes it."""
        return self.use.text

    @property
    def source_start(self) -> int:
        """Where it stands in the source, in characters."""
        return self.use.start

    @property
    def wanted(self) -> str:
        """What the glossary has for it."""
        return self.use.wanted


@dataclass(frozen=True)
class Glossary:
    """The terms for one target language."""

    terms: tuple[Term, ...] = ()

    @property
    def identity(self) -> str:
        """A hash of the terms; empty where there are none."""
        return hash_of(f"{one.source}\t{one.target}\t{one.case}\t{one.pos}" for one in self.terms) if self.terms else ""

    @cached_property
    def _by_words(self) -> Mapping[str, tuple[Term, ...]]:
        found: dict[str, tuple[Term, ...]] = {}
        for term in self.terms:
            if key := _folded(term.source):
                found[key] = (*found.get(key, ()), term)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        longest_first = sorted(self._by_words, key=lambda words: (-len(words), words))
        alternatives = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in longest_first)
        return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE) if alternatives else None

    def uses(self, text: str) -> Iterator[TermUse]:
        """Where its terms stand in a source text, in their order and without overlap; the longest term wins."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text):
            term = self._meant(found[0])
            if term is not None:
                yield TermUse(found.start(), found.end(), found[0], _as_written(found[0], term), term)

    def _meant(self, written: str) -> Term | None:
        terms = self._by_words.get(_folded(written), ())
        exact = (term for term in terms if term.source == written)
        return next(exact, next((term for term in terms if term.case == "any"), None))


def glossary_faults(source: str, target: str, glossary: Glossary) -> Iterator[GlossaryFault]:
    """Terms of `source` that the translation `target` renders otherwise than the glossary says; each term once.

    A translated term may be inflected (a plural, another gender) unless its case rule is `exact` or it is kept.
    """
    seen: set[Term] = set()
    for use in glossary.uses(source):
        if use.term not in seen:
            seen.add(use.term)
            if not _stands_in(use.term, target):
                yield GlossaryFault(use)


def read_glossary(path: Path, source: str, target: str) -> Glossary:
    """The terms of a file for one direction (BCP-47 tags).

    CSV has a heading `source`, a column for each target language (`es`, `ca-valencia`), and if wanted `case` (`any`,
    `exact`), `pos`, and `keep` (any mark: not translated). TOML has `[[terms]]` with the same keys. A row without a
    translation for the target, nor for its language in general, is passed over.

    Raises InputError when the file cannot be read, or when a row makes no sense.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            error.strerror or "cannot be read", where=path, hint="it is named under [translate]"
        ) from error
    if len(data) > _MAX_BYTES:
        raise InputError(f"is larger than {_MAX_BYTES >> 20} MB", where=path, hint="a glossary is a list of terms")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", where=path, hint="save the file as UTF-8") from error
    rows = _toml_rows(text, path) if path.suffix == ".toml" else _csv_rows(text, path)
    terms = (_term(row, target, f"{path}, term {number}") for number, row in enumerate(rows, 1))
    return Glossary(tuple(term for term in terms if term is not None))


Terms = Callable[[str, str], Glossary]
"""The terms for a source and a target language (BCP-47 tags)."""


def no_terms(source: str, target: str) -> Glossary:
    """`Terms` without any."""
    return Glossary()


def terms_of(path: Path) -> Terms:
    """The terms of a file in whatever direction is asked for, which is read once. Raises as `read_glossary` does."""
    return lru_cache(partial(read_glossary, path))


def _csv_rows(text: str, path: Path) -> list[dict[str, Any]]:
    first = text.partition("\n")[0]
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter_of(first), strict=True))
    except csv.Error as error:
        raise InputError(f"is not CSV: {error}", where=path, hint="the heading is: source,es,case,pos") from error
    return [{(key or "").strip(): value for key, value in row.items() if isinstance(value, str)} for row in rows]


def _toml_rows(text: str, path: Path) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(text).get("terms", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is not valid TOML: {error}", where=path, hint="mend that line") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError("has no [[terms]]", where=path, hint='[[terms]], then source = "spin" and es = "espín"')
    return rows


def _term(row: Mapping[str, Any], target: str, where: str) -> Term | None:
    values = {key: str(value).strip() for key, value in row.items()}
    words = values.get("source", "")
    if not words:
        raise InputError("has no source term", where=where, hint="the column or key is called: source")
    case = values.get("case") or "any"
    if case not in ("any", "exact"):
        raise InputError(f"case is {case!r}", where=where, hint="case rules are any and exact")
    kept = values.get("keep", "").lower() not in {"", "false", "no", "0"}
    wanted = words if kept else _translation(values, target, where)
    return Term(words, wanted, "exact" if case == "exact" else "any", values.get("pos", "")) if wanted else None


def _translation(values: Mapping[str, str], target: str, where: str) -> str:
    """The value under the target's tag, else under the nearest more general one."""
    columns = {_tag(key, where): value for key, value in values.items() if key not in _COLUMNS and value}
    general = (tag for tag in sorted(columns, key=len, reverse=True) if matches(tag, target))
    own = (tag for tag in (check_tag(target), *general, language_of(target)) if tag in columns)
    return columns.get(next(own, ""), "")


def _tag(key: str, where: str) -> str:
    try:
        return check_tag(key)
    except LanguageError as error:
        raise InputError(f"{key!r} is neither a language nor one of source, case, pos, keep", where=where) from error


def _as_written(written: str, term: Term) -> str:
    """The translation with the capital letter that the term has at its place."""
    if term.kept:
        return written
    begins_large = written[:1].isupper() and term.source[:1].islower()
    return term.target[:1].upper() + term.target[1:] if begins_large and term.case == "any" else term.target


def _stands_in(term: Term, target: str) -> bool:
    if term.case == "exact" or term.kept:
        return re.search(rf"(?<!\w){re.escape(term.target)}(?!\w)", target, _flags(term)) is not None
    return all(_inflected(word).search(target) for word in _words(term.target))


def _flags(term: Term) -> re.RegexFlag:
    return re.NOFLAG if term.case == "exact" else re.IGNORECASE


def _inflected(word: str) -> re.Pattern[str]:
    """A word, or its beginning with another ending: `campo eléctrico` for `campos eléctricos`."""
    if len(word) < _INFLECTED:
        return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    stem = word[: max(_INFLECTED - 1, len(word) - 2)]
    return re.compile(rf"(?<!\w){re.escape(stem)}\w{{0,{_ENDING + len(word) - len(stem)}}}(?!\w)", re.IGNORECASE)


def _words(text: str) -> Iterable[str]:
    return re.findall(r"\w+", text) or [text]


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
