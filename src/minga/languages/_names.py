"""Names of languages and countries in the reader's language.

They are CLDR's (through Babel), with two tables of ours before them: languages of the communities that minga is for
and that CLDR lacks in some or all interface languages, and variants.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from minga.languages._tags import check_tag, parse

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["LOCALES", "countries", "country_name", "country_names", "language_names", "name"]

LOCALES = ("es", "ca", "eu", "gl", "pt", "en")

LANGUAGES = {
    "agr": ("awajún", "awajún", "awajún hizkuntza", "awajún", "awajún", "Awajún"),
    "arn": ("mapudungun", "mapudungu", "mapudunguna", "mapudungun", "mapudungun", "Mapudungun"),
    "ayr": ("aimara central", "aimara central", "erdialdeko aimara", "aimará central", "aimará central", ""),
    "azz": (
        "náhuatl de la Sierra de Puebla", "nàhuatl de la serra de Puebla", "Puebla mendilerroko nahuatlera",
        "náhuatl da serra de Puebla", "náuatle da serra de Puebla", "",
    ),
    "cab": ("garífuna", "garífuna", "garifunera", "garífuna", "garífuna", "Garifuna"),
    "cak": ("kaqchikel", "kaqchikel", "kaqchikelera", "kaqchikel", "kaqchikel", "Kaqchikel"),
    "cni": ("asháninka", "asháninka", "asháninka hizkuntza", "asháninka", "asháninka", "Asháninka"),
    "ext": ("extremeño", "extremeny", "extremadurera", "estremeño", "estremenho", "Extremaduran"),
    "guc": ("wayuunaiki", "wayuunaiki", "wayuunaiki", "wayuunaiki", "wayuunaiki", "Wayuunaiki"),
    "gug": (
        "guaraní paraguayo", "guaraní paraguaià", "Paraguaiko guaraniera", "guaraní paraguaio", "guarani paraguaio",
        "Paraguayan Guarani",
    ),
    "gym": ("ngäbere", "ngäbere", "ngäbere hizkuntza", "ngäbere", "ngäbere", "Ngäbere"),
    "hch": ("wixárika", "wixárika", "wixárika hizkuntza", "wixárika", "wixárika", "Wixárika"),
    "kek": ("q’eqchi’", "q’eqchi’", "q’eqchi’ hizkuntza", "q’eqchi’", "q’eqchi’", "Qʼeqchiʼ"),
    "mam": ("mam", "mam", "mam hizkuntza", "mam", "mam", "Mam"),
    "maz": ("mazahua", "mazahua", "mazahuera", "mazahua", "mazahua", "Mazahua"),
    "miq": ("misquito", "miskito", "miskitoera", "misquito", "misquito", "Miskito"),
    "myn": ("lenguas mayas", "llengües maies", "maia hizkuntzak", "linguas maias", "línguas maias", "Mayan languages"),
    "nah": ("náhuatl", "nàhuatl", "nahuatlera", "náhuatl", "náuatle", "Nahuatl"),
    "nci": ("náhuatl clásico", "nàhuatl clàssic", "nahuatlera klasikoa", "náhuatl clásico", "náuatle clássico", ""),
    "nhn": ("náhuatl central", "nàhuatl central", "erdialdeko nahuatlera", "náhuatl central", "náuatle central", ""),
    "oto": ("otomí", "otomí", "otomiera", "otomí", "otomi", "Otomi"),
    "ppl": ("náhuat", "nàhuat", "pipilera", "náhuat", "pipil", "Nawat"),
    "qug": (
        "quichua de Chimborazo", "quítxua de Chimborazo", "Chimborazoko kitxua", "quichua de Chimborazo",
        "quíchua de Chimborazo", "",
    ),
    "quh": (
        "quechua del sur de Bolivia", "quítxua del sud de Bolívia", "Hego Boliviako kitxua",
        "quechua do sur de Bolivia", "quíchua do sul da Bolívia", "",
    ),
    "quy": (
        "quechua de Ayacucho", "quítxua d’Ayacucho", "Ayacuchoko kitxua", "quechua de Ayacucho", "quíchua de Ayacucho",
        "",
    ),
    "quz": ("quechua de Cusco", "quítxua de Cusco", "Cuscoko kitxua", "quechua de Cusco", "quíchua de Cusco", ""),
    "shp": (
        "shipibo-konibo", "shipibo-konibo", "shipibo-konibo hizkuntza", "shipibo-konibo", "shipibo-konibo",
        "Shipibo-Konibo",
    ),
    "tar": ("tarahumara", "tarahumara", "tarahumarera", "tarahumara", "tarahumara", "Tarahumara"),
    "tzh": ("tseltal", "tzeltal", "tzeltalera", "tzeltal", "tzeltal", "Tzeltal"),
    "tzo": ("tsotsil", "tzotzil", "tzotzilera", "tzotzil", "tzotzil", "Tzotzil"),
    "yaq": ("yaqui", "yaqui", "yaqui hizkuntza", "yaqui", "iaqui", "Yaqui"),
    "yua": ("maya yucateco", "maia yucatec", "Yucatango maiera", "maia iucateco", "maia iucateque", "Yucatec Maya"),
    "zap": ("zapoteco", "zapoteca", "zapotekera", "zapoteco", "zapoteco", "Zapotec"),
}  # fmt: skip
"""Names in the order of LOCALES; where one is empty, CLDR's or the registry's serves."""

VARIANTS = {
    "aranes": ("aranés", "aranès", "aranera", "aranés", "aranês", "Aranese"),
    "biscayan": ("vizcaíno", "biscaí", "bizkaiera", "biscaíño", "biscainho", "Biscayan"),
    "gascon": ("gascón", "gascó", "gaskoiera", "gascón", "gascão", "Gascon"),
    "spanglis": ("espanglish", "espanglish", "spanglisha", "spanglish", "spanglish", "Spanglish"),
    "valencia": ("valenciano", "valencià", "valentziera", "valenciano", "valenciano", "Valencian"),
}


@lru_cache(maxsize=4096)
def name(tag: str, locale: str) -> str:
    """What `tag` is called in the language `locale`: `español (Perú)`, `català (valencià)`.

    `locale` is any BCP-47 tag. Where it has no name for a part, the Spanish one stands in, then the registry's
    English one; where CLDR does not know `locale`, Spanish does. Raises LanguageError when `tag` is none.

    >>> name("quy-PE", "eu"), name("es-419", "gl")
    ('Ayacuchoko kitxua (Peru)', 'español (América Latina)')
    """
    language = parse(check_tag(tag))
    details = [
        *([_script_name(language.script, locale)] if language.script else []),
        *([country_name(language.territory, locale)] if language.territory else []),
        *(_variant_name(variant, locale) for variant in language.variants or ()),
        *([language.private.removeprefix("x-")] if language.private else []),
    ]
    head = _language_name(language.language or "und", locale)
    return f"{head} ({', '.join(details)})" if details else head


@lru_cache(maxsize=4096)
def country_name(code: str, locale: str) -> str:
    """What a territory (ISO 3166-1 alpha-2, or UN M.49) is called in `locale`; the code itself when CLDR has none.

    >>> country_name("PE", "eu"), country_name("419", "es")
    ('Peru', 'Latinoamérica')
    """
    return next((found for each in _chain(locale) if (found := each.territories.get(code))), code)


_NO_COUNTRIES = frozenset({"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""What CLDR names beside the countries of ISO 3166-1."""


def countries(locale: str) -> dict[str, str]:
    """Every country's name in `locale`, by its ISO 3166-1 alpha-2 code (and XK for Kosovo).

    >>> countries("eu")["PE"], len(countries("eu")) == len(countries("es"))
    ('Peru', True)
    """
    codes = (code for code in country_names("en") if len(code) == 2 and code not in _NO_COUNTRIES)
    return {code: country_name(code, locale) for code in codes}


def language_names(locale: str) -> dict[str, str]:
    """Every language's name in one of LOCALES, by its subtag."""
    column = LOCALES.index(locale)
    ours = {code: names[column] for code, names in LANGUAGES.items() if names[column]}
    return {**_chain(locale)[0].languages, **ours}


def country_names(locale: str) -> dict[str, str]:
    """Every territory's name in one of LOCALES, by its code."""
    return dict(_chain(locale)[0].territories)


def _language_name(code: str, locale: str) -> str:
    for each in _chain(locale):
        found = _ours(LANGUAGES, code, each) or each.languages.get(code)
        if found:
            return str(found)
    if code.startswith("x-"):
        return code
    from langcodes import Language

    return str(Language.get(code, normalize=False).language_name("en"))


def _variant_name(variant: str, locale: str) -> str:
    for each in _chain(locale):
        found = _ours(VARIANTS, variant, each) or each.variants.get(variant.upper())
        if found:
            # CLDR writes some as titles, and Basque partly in capitals; inside brackets they are common words
            return found if each.language == "en" else found[0].lower() + found[1:]
    return variant


def _script_name(script: str, locale: str) -> str:
    return next((found for each in _chain(locale) if (found := each.scripts.get(script))), script)


def _ours(table: Mapping[str, tuple[str, ...]], code: str, locale: Locale) -> str:
    return table[code][LOCALES.index(locale.language)] if code in table and locale.language in LOCALES else ""


@lru_cache(maxsize=64)
def _chain(locale: str) -> tuple[Locale, ...]:
    """Where to look for names: the reader's locale, its language, Spanish, English."""
    base = locale.split("-")[0]
    wanted = (locale, "en") if base == "en" else (locale, base, "es", "en")
    return tuple(dict.fromkeys(each for each in map(_babel, wanted) if each is not None))


@lru_cache(maxsize=64)
def _babel(locale: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
