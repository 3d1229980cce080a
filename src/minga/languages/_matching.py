"""Whether what a text or a person is declared to be fits what is wanted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from minga.languages._areas import within
from minga.languages._tags import check_tag, parse

if TYPE_CHECKING:
    from langcodes import Language

__all__ = ["macrolanguage", "matches"]

MEMBERS = {
    "myn": (
        "acr agu caa cac cak chf cob ctu emy hus itz ixl jac kek kjb knj lac mam mhc mop poc poh quc qum quv toj ttc "
        "tzh tzj tzo usp yua"
    ),
    "nah": (
        "azd azn azz naz nch nci ncj ncl ncx ngu nhc nhe nhg nhi nhk nhm nhn nhp nhq nht nhv nhw nhx nhy nhz nlv "
        "npl nsu nuz ppl"
    ),
    "oto": "ote otl otm otn otq ots ott otx otz",
}
"""Collections of ISO 639-5 that people here name as one language; the registry lists members of macrolanguages only."""

PLACES = {"aranes": "ES", "biscayan": "ES", "valencia": "ES"}
"""Variants that are spoken in one territory only, so that a tag need not say it."""


@lru_cache(maxsize=16384)
def matches(wanted: str, declared: str) -> bool:
    """Whether a text or person declared to be `declared` fits a need for `wanted`, both BCP-47.

    Everything that `wanted` says must be known of `declared`: `es-PE` fits `es`, and `es-419`, for Peru is in Latin
    America; `es` does not fit `es-PE`, for nobody said where it is from. A member fits its macrolanguage or
    collection (`quy` fits `qu`, `azz` fits `nah`), not the other way round. Private subtags (`es-x-lima`) count,
    extensions (`-u-`) do not. Raises LanguageError.

    >>> matches("qu", "quy-PE"), matches("ca", "ca-valencia"), matches("ca-valencia", "ca")
    (True, True, False)
    """
    need, have = parse(check_tag(wanted)), parse(check_tag(declared))
    return (
        _speaks(need.language or "und", have.language or "und")
        and _written(need, have)
        and (need.territory is None or _place(have) in within(need.territory))
        and set(need.variants or ()) <= set(have.variants or ())
        and (need.private is None or need.private == have.private)
    )


@lru_cache(maxsize=4096)
def macrolanguage(language: str) -> str:
    """The language that a member of a macrolanguage or collection is counted with, in ISO 639-1 where it has a code.

    Languages with a code of two letters stand for themselves, Indonesian and Croatian too.

    >>> macrolanguage("quy"), macrolanguage("azz"), macrolanguage("spa"), macrolanguage("id")
    ('qu', 'nah', 'es', 'id')
    """
    from langcodes import standardize_tag
    from langcodes.data_dicts import MACROLANGUAGES

    code = str(standardize_tag(language))
    if len(code) == 2:
        return code
    collection = next((name for name, members in MEMBERS.items() if code in members.split()), code)
    return str(MACROLANGUAGES.get(code, collection))


def _speaks(need: str, have: str) -> bool:
    from langcodes.data_dicts import MACROLANGUAGES

    return need == have or MACROLANGUAGES.get(have) == need or have in MEMBERS.get(need, "").split()


def _place(have: Language) -> str | None:
    return have.territory or next((PLACES[variant] for variant in have.variants or () if variant in PLACES), None)


def _written(need: Language, have: Language) -> bool:
    """Scripts agree; a tag without one means the language's usual script (likely subtags, UTS #35)."""
    if need.script is None:
        return True
    return need.script == (have.script or have.maximize().script)
