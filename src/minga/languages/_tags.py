"""Tags: the one canonical form of each, and what is wrong with those that have none."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from minga.errors import LanguageError

if TYPE_CHECKING:
    from langcodes import Language

__all__ = ["check_tag", "language_of", "parse", "standardise", "territory_of", "variants"]

LONGEST = 64
"""Characters; a longer tag is refused unread. RFC 5646 (4.4.1) asks for room for 35."""
NOWHERE = re.compile(r"AA|QO|Q[M-Z]|X(?!K)[A-Z]|ZZ")
"""Territory codes for private use (ISO 3166-1, 8.1.3) and CLDR's "outlying": they name no place. XK is Kosovo."""
SPLIT = frozenset({"AN", "CS", "NT", "PC", "SU", "YU", "200", "530", "532", "810", "890", "891"})
"""Territories that fell apart: which successor is meant only a person can say."""
FORM = "tags look like es-PE, ca-valencia or gn"


@lru_cache(maxsize=4096)
def check_tag(tag: str) -> str:
    """The canonical form of a BCP-47 tag: case, order, and deprecated subtags replaced.

    Raises LanguageError, whose hint is the nearest valid tag, when `tag` is malformed or has a subtag that IANA's
    registry does not know, or a variant of another language.

    >>> check_tag("CAT-valencia"), check_tag("iw")
    ('ca-valencia', 'he')
    >>> check_tag("es_PE")
    Traceback (most recent call last):
    minga.errors.LanguageError: 'es_PE' is not a BCP-47 tag; did you mean es-PE?
    """
    try:
        return standardise(tag.strip())
    except LanguageError as fault:
        from minga.languages._suggestions import nearest_tag

        near = nearest_tag(tag)
        hint = f"did you mean {near}?" if near else FORM
        raise LanguageError(fault.what, hint=hint) from None


def language_of(tag: str) -> str:
    """The language subtag: `es` of `es-PE`, `quy` of `quy-PE`. Raises LanguageError."""
    return parse(check_tag(tag)).language or "und"


def territory_of(tag: str) -> str | None:
    """The territory that `tag` names (ISO 3166-1 alpha-2, or a UN M.49 area such as `419`), if any.

    Raises LanguageError.
    """
    return parse(check_tag(tag)).territory


def parse(canonical: str) -> Language:
    """The subtags of a tag that `check_tag` returned."""
    from langcodes import Language

    return Language.get(canonical, normalize=False)


def standardise(tag: str) -> str:
    """`tag` in canonical form. Raises LanguageError without a hint."""
    from langcodes import Language, LanguageTagError, standardize_tag

    unknown = LanguageError(f"{tag[:LONGEST]!r} is not a BCP-47 tag")
    if len(tag) > LONGEST or "_" in tag:  # langcodes lets es_PE pass, other readers of our files do not
        raise unknown
    try:
        given = Language.get(tag, normalize=False)
        canonical = str(standardize_tag(tag))
        language = parse(canonical)
    except LanguageTagError:
        raise unknown from None
    if not language.is_valid():
        raise unknown
    _check_territory(tag, given, language)
    _check_variants(tag, language)
    return canonical


def _check_territory(tag: str, given: Language, language: Language) -> None:
    if language.extlangs:  # "es-PER": three letters in second place are no territory, and no language extends es
        raise LanguageError(f"{tag!r} is not a BCP-47 tag: a country has two letters")
    for territory in (given.territory, language.territory):
        if territory and NOWHERE.fullmatch(territory.upper()):
            raise LanguageError(f"{tag!r}: {territory.upper()} is no territory")
        if territory and territory.upper() in SPLIT:
            raise LanguageError(f"{tag!r}: {territory.upper()} is no longer one territory")


def _check_variants(tag: str, language: Language) -> None:
    for variant in language.variants or ():
        prefixes = variants().get(variant, ())
        if prefixes and not any(_extends(language, prefix) for prefix in prefixes):
            belongs = " or ".join(prefixes[:3])
            raise LanguageError(f"{tag!r}: the variant {variant} belongs to {belongs}")


def _extends(language: Language, prefix: str) -> bool:
    """Extended filtering (RFC 4647, 3.3.2): the prefix's subtags stand in `language` in their order."""
    subtags = iter(str(language).lower().split("-"))
    return all(subtag in subtags for subtag in prefix.lower().split("-"))


@lru_cache(maxsize=1)
def variants() -> dict[str, tuple[str, ...]]:
    """Variant subtags of IANA's registry with the tags that each may follow; none means any language."""
    registry = (files("langcodes") / "data" / "language-subtag-registry.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for entry in registry.split("%%\n"):
        subtag = re.search(r"^Type: variant\nSubtag: (\w+)$", entry, re.MULTILINE)
        if subtag:
            found[subtag[1]] = tuple(re.findall(r"^Prefix: (\S+)$", entry, re.MULTILINE))
    return found
