"""Languages and their varieties (BCP-47)."""

from __future__ import annotations

from functools import lru_cache

from minga.errors import LanguageError

__all__ = ["check_tag"]


@lru_cache(maxsize=4096)
def check_tag(tag: str) -> str:
    """The canonical form of a BCP-47 tag. Raises LanguageError."""
    import langcodes

    try:
        canonical = langcodes.standardize_tag(tag)
    except langcodes.LanguageTagError as error:
        raise LanguageError(f"{tag!r} is not a BCP-47 tag", hint="such as es-PE, ca-valencia or gn") from error
    if "_" in tag or not langcodes.tag_is_valid(canonical):
        raise LanguageError(f"{tag!r} is not a BCP-47 tag", hint="such as es-PE, ca-valencia or gn")
    return str(canonical)
