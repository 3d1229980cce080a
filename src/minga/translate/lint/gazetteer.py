"""Countries and large cities by their names in every language (CLDR)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from minga.languages import countries
from minga.translate.lint.folding import folded

__all__ = ["called", "places"]

_PART = re.compile(r"[^\W\d_]{4,}")
_PARTS = """
islands islas illes ilhas uharteak united unidos unidas units unides estados estats states reino regne kingdom
republic republica erresuma batua batuak errepublika north south norte nord ipar sur hego saint sant sao central
centroafricana democratic democratica occidental western nueva nova nuevo berria guinea congo coast costa city
ciudad cidade ciutat samoa american americana territory territorio puerto port porto salvador arab arabes saudi
marino principe verde cabo cape france francesa virgin britanicas minor ocean oceano indian indico polynesia
caledonia ivory marfil antilles papua mariana mayen holy vatican bosnia trinidad antigua barbuda miquelon pierre
helena cunha tristan sandwich bahamas heard johns sound denver isle resolute center troll
"""
_VAGUE = frozenset(_PARTS.split())
"""Parts of names that are words of their own, or parts of several names."""


@lru_cache(maxsize=16)
def places(language: str) -> Mapping[str, str]:
    """What each telling (folded) word of a place's name stands for: an ISO 3166 code, or a city of the time zones."""
    found: dict[str, set[str]] = {}
    for code, name in {**_cities(language), **countries(language)}.items():
        for word in _PART.findall(folded(name)):
            found.setdefault(word, set()).add(code)
    return {word: min(codes) for word, codes in found.items() if len(codes) == 1 and word not in _VAGUE}


@lru_cache(maxsize=4096)
def called(code: str, language: str) -> tuple[str, ...]:
    """Telling (folded) beginnings of a place's name, long enough for a word with an ending to be found by."""
    name = countries(language).get(code) or _cities(language).get(code, "")
    return tuple(part[: max(4, len(part) - 2)] for part in _PART.findall(folded(name)) if part not in _VAGUE)


@lru_cache(maxsize=16)
def _cities(language: str) -> Mapping[str, str]:
    """Cities that time zones are named after; English names stand in the zones themselves."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        zones = Locale.parse(language).time_zones
    except (UnknownLocaleError, ValueError):
        return {}
    named = {zone: str(names["city"]) for zone, names in zones.items() if "city" in names}
    every = get_global("zone_territories") if language == "en" else {}
    spelt = {zone: zone.rpartition("/")[2].replace("_", " ") for zone in every if zone.count("/") == 1}
    return {f"city {zone}": city for zone, city in {**spelt, **named}.items()}
