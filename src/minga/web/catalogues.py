"""Interface languages: `.po` files read into memory, and which of them a reader gets.

Message ids are the English texts. `python -m minga.web.catalogues` brings the `.po` files up to date with the
templates and the code, and says what each language still misses.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.core import negotiate_locale
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import NullTranslations, Translations

__all__ = ["LOCALES", "extract", "missing", "negotiate", "read_catalogue", "text_direction", "translations", "update"]

LOCALES = ("es", "ca", "eu", "gl", "pt", "en")
"""Languages of the interface; the first is offered first."""

_PACKAGE = Path(__file__).parent
_FOLDER = _PACKAGE / "locale"
_KEYWORDS = {"gettext": None, "ngettext": (1, 2), "_": None, "later": None, "CommunityError": (1,)}
_OPTIONS = {"**.html": {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}}


@lru_cache(maxsize=16)
def translations(locale: str) -> NullTranslations:
    """The messages of a language, compiled in memory; English needs no catalogue."""
    if locale == "en":
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(locale))
    compiled.seek(0)
    return Translations(compiled, domain="messages")


def read_catalogue(locale: str) -> Catalog:
    """The `.po` file of a language; an empty one where there is none yet."""
    path = _FOLDER / f"{locale}.po"
    if not path.is_file():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def negotiate(wishes: Sequence[str], accept_language: str, fallback: str) -> str:
    """The first wish that minga speaks, else what the browser asks for, else `fallback`.

    >>> negotiate(["xx"], "qu, gl;q=0.5, en;q=0.2", "es")
    'gl'
    """
    for wish in wishes:
        if wish in LOCALES:
            return wish
    return negotiate_locale(_accepted(accept_language), LOCALES, sep="-") or fallback


def extract() -> Catalog:
    """All messages of templates and code, by their English text."""
    catalogue = Catalog(project="minga", charset="utf-8", header_comment="# Interface of minga.\n")
    for folder, method in _sources():
        for name, line, message, comments, context in extract_from_dir(
            folder, method, _OPTIONS, keywords=_KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            catalogue.add(message, None, [(f"{folder.name}/{name}", line)], auto_comments=comments, context=context)
    return catalogue


def missing(locale: str) -> list[str]:
    """English texts that a language has no translation for, or only one marked as doubtful."""
    known = read_catalogue(locale)
    gaps = []
    for message in extract():
        if message.id:
            found = known.get(message.id, message.context)
            if found is None or found.fuzzy or not _whole(found.string):
                gaps.append(message.id if isinstance(message.id, str) else message.id[0])
    return gaps


def update() -> None:
    """Bring every `.po` file up to date with the messages in use; translations that are still used stay."""
    template = extract()
    for locale in LOCALES:
        if locale != "en":
            catalogue = read_catalogue(locale)
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            catalogue.project, catalogue.version, catalogue.fuzzy = "minga", "1", False
            catalogue.header_comment = f"# minga in {catalogue.locale.english_name}; message ids are the English texts."
            with (_FOLDER / f"{locale}.po").open("wb") as file:
                write_po(file, catalogue, width=110, sort_output=True, no_location=True, omit_header=False)


def _sources() -> Iterator[tuple[Path, list[tuple[str, str]]]]:
    package = _PACKAGE.parent
    yield _PACKAGE / "templates", [("**.html", "jinja2")]
    yield _PACKAGE, [("**.py", "python")]
    yield package / "community", [("**.py", "python")]
    yield package / "review", [("**.py", "python")]
    yield package / "evaluate" / "submissions", [("**.py", "python")]


def _whole(string: str | Sequence[str]) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


def _accepted(header: str) -> list[str]:
    """Languages of an Accept-Language header by their weight, the primary one also without its region."""
    weighted = []
    for part in header[:500].split(","):
        tag, _, weight = part.partition(";q=")
        try:
            weighted.append((float(weight or 1), tag.strip()))
        except ValueError:
            continue
    ordered = [tag for _, tag in sorted(weighted, key=lambda pair: -pair[0]) if tag]
    return [name for tag in ordered for name in (tag, tag.partition("-")[0])]


def text_direction(locale: str) -> str:
    """`ltr` or `rtl`, for the `dir` attribute."""
    return str(Locale.parse(locale, sep="-").text_direction)


if __name__ == "__main__":
    update()
    for name in LOCALES[:-1]:
        gaps = missing(name)
        print(f"{name}: {len(gaps)} missing", *gaps, sep="\n  ")  # noqa: T201 - the tool's result
