"""The languages behind the labels of identifiers: `es`, `spa`, `spa_Latn` and `__label__es` are all Spanish."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from minga.languages import macrolanguage

__all__ = ["labels_of", "language_of"]

_CODE = re.compile(r"(?:__label__)?([a-z]{2,3})(?![^\W_])")


def language_of(label: str) -> str:
    """The language of a BCP-47 tag or of a label, as macrolanguage or collection where there is one.

    >>> language_of("quy-PE"), language_of("gug"), language_of("__label__spa_Latn"), language_of("nhn")
    ('qu', 'gn', 'es', 'nah')
    """
    code = _CODE.match(label)
    return macrolanguage(code[1]) if code else label


def labels_of(labels: Iterable[str], languages: Collection[str]) -> dict[str, str]:
    """The language of each label that is of one of `languages`."""
    wanted = set(languages)
    return {label: language for label in labels if (language := language_of(label)) in wanted}
