"""What somebody probably meant by a tag that is none: `es_PE`, `spanish`, `Español (Perú)`, `ca-valenciana`."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache

from minga.errors import LanguageError
from minga.languages._names import LOCALES, country_names, language_names
from minga.languages._tags import parse, standardise, variants

__all__ = ["nearest_tag"]

ALSO = {
    "aimara": "ay", "aymara": "ay", "bable": "ast", "basque": "eu", "castella": "es", "castellano": "es",
    "castelao": "es", "castelan": "es", "euskara": "eu", "kechua": "qu", "kichwa": "qu", "mapuche": "arn",
    "maya": "yua", "quichua": "qu", "runasimi": "qu", "valencia": "ca-valencia", "valenciano": "ca-valencia",
    "valencian": "ca-valencia", "vasco": "eu", "vascuence": "eu",
}  # fmt: skip
"""What people also call a language, folded."""
AREAS = {"latam": "419", "latinoamerica": "419", "uk": "GB"}
"""What people write for a territory in a tag, folded."""


def nearest_tag(text: str) -> str | None:
    """The valid tag that `text` was probably meant to be, if there is one."""
    # POSIX locales write ca_ES.UTF-8@valencia
    words = [word for word in re.split(r"[^\w]+|_", re.sub(r"\.[\w-]+", "", text[:80])) if word]
    for count in range(len(words), 0, -1):
        language = _language(words[:count])
        if language:
            return _assemble(language, words[count:])
    return None


def _language(words: list[str]) -> str | None:
    if len(words) == 1 and (known := _valid(words[0])):
        return known
    name = _fold(" ".join(words))
    names = _languages_by_name()
    near = [name] if name in names else difflib.get_close_matches(name, names, n=1, cutoff=0.85)
    return names[near[0]] if near else None


def _assemble(tag: str, words: list[str]) -> str:
    """`tag` with the territory and the variants that can be read out of `words`."""
    language = parse(tag).language or "und"
    script, territory, found = "", parse(tag).territory or "", list(parse(tag).variants or ())
    for word in words:
        if not script and re.fullmatch(r"[A-Za-z]{4}", word) and _valid(f"{language}-{word}"):
            script = word
        elif not territory and (place := _territory(language, word)):
            territory = place
        elif variant := _variant(language, word):
            found.append(variant)
        elif word.lower() in variants() and len(words) == 1:  # es-valencia: the variant says more than the language
            return f"{variants()[word.lower()][0]}-{word.lower()}"
    parts = [part for part in (language, script, territory, *dict.fromkeys(found)) if part]
    return _valid("-".join(parts)) or tag


def _territory(language: str, word: str) -> str | None:
    import pycountry

    if re.fullmatch(r"[A-Za-z]{2}|\d{3}", word) and _valid(f"{language}-{word}"):
        return word.upper()
    country = pycountry.countries.get(alpha_3=word.upper()) if len(word) == 3 else None
    return str(country.alpha_2) if country else _territories_by_name().get(_fold(word))


def _variant(language: str, word: str) -> str | None:
    fitting = [variant for variant in variants() if _valid(f"{language}-{variant}") and variants()[variant]]
    near = difflib.get_close_matches(_fold(word), fitting, n=1, cutoff=0.75)
    return near[0] if near else None


def _valid(tag: str) -> str | None:
    try:
        return standardise(tag)
    except LanguageError:
        return None


@lru_cache(maxsize=1)
def _languages_by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in LOCALES:
        # where two languages share a name, the one with the shorter code is the one that people mean
        for code, name in sorted(language_names(locale).items(), key=lambda pair: (len(pair[0]), pair[0])):
            if valid := _valid(code.replace("_", "-")):
                names.setdefault(_fold(name), valid)
    return {**names, **ALSO}


@lru_cache(maxsize=1)
def _territories_by_name() -> dict[str, str]:
    names = {_fold(name): code for locale in LOCALES for code, name in country_names(locale).items()}
    return {**names, **AREAS}


def _fold(text: str) -> str:
    """`text` without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.sub(r"[^\w\s-]", "", plain).replace("-", " ").split())
