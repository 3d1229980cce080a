"""How many people speak a language, and where.

The source is CLDR's territory data (`supplementalData.xml`, territoryInfo) as the package `language-data` carries it:
a territory's population times the share that uses the language. They are estimates of people who can use it, not of
first-language speakers, gathered from censuses of different years and questions: good for proportions, not for
claims. Known oddities: for Paraguay CLDR counts Spanish by first language only; it has nothing on Nahuatl, on
most members of macrolanguages (`quy`; the number stands at `qu`) or on variants (`ca-valencia`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from minga.languages._areas import PARTS, within
from minga.languages._tags import check_tag, parse

__all__ = ["speakers", "territories"]


@lru_cache(maxsize=1024)
def speakers(tag: str) -> Mapping[str, int]:
    """People who speak `tag`, by territory (ISO 3166-1 alpha-2), most first; empty where CLDR has no number.

    A territory in the tag keeps that territory (`es-PE`) or those of an area (`es-419`). A variant or a private
    subtag gives nothing: the speakers of a whole language are not those of one variety. Raises LanguageError.

    >>> dict(speakers("qu"))
    {'PE': 4890030, 'BO': 3939840, 'EC': 3112700}
    >>> dict(speakers("ca-valencia"))
    {}
    """
    from language_data.population_data import LANGUAGE_SPEAKING_POPULATION

    language = parse(check_tag(tag))
    if language.variants or language.private:
        return MappingProxyType({})
    inside = within(language.territory) if language.territory else None
    counted: dict[str, int] = {}
    for key, count in LANGUAGE_SPEAKING_POPULATION.items():
        spoken, _, territory = key.partition("-")
        if spoken == language.language and territory and (inside is None or territory in inside):
            counted[territory] = count
    for whole, parts in PARTS.items():  # the whole's number has theirs in it
        if whole in counted:
            for part in parts:
                counted.pop(part, None)
    return MappingProxyType(dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))))


def territories(tag: str) -> tuple[str, ...]:
    """Where `tag` is spoken, most speakers first. Raises LanguageError."""
    return tuple(speakers(tag))
