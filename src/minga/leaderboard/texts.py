"""The page's words and numbers in the project's language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from minga import languages

__all__ = ["LOCALES", "Texts"]

LOCALES = ("ca", "en", "es", "eu", "gl", "pt")
MINUS = "\N{MINUS SIGN}"


class Texts:
    """What the page says in one language.

    >>> Texts("es").count("models", 3)
    '3 modelos'
    """

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._words = _catalogue(locale)
        self._point = _decimal_point(locale)

    def say(self, key: str, **values: object) -> str:
        """The text called `key` with its places filled."""
        return str(self._words[key]).format(**values).replace(" %", "\N{NO-BREAK SPACE}%")

    def count(self, key: str, n: int, **values: object) -> str:
        """The text called `key` for `n` things: `1 modelo`, `3 modelos`."""
        form = "one" if n == 1 else "other"
        return str(self._words[key][form]).format(n=self.number(n, 0), **values)

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._words

    def number(self, value: float, digits: int = 1) -> str:
        """`value` with so many decimals, as people here write it, with a real minus sign."""
        from babel.numbers import format_decimal

        rounded = round(value, digits) + 0.0  # no minus before a zero
        if abs(rounded) < 1000:  # there are 100,000 of these on a large leaderboard
            return f"{rounded:.{digits}f}".replace(".", self._point).replace("-", MINUS)
        text = format_decimal(rounded, format="#,##0" + "." * (digits > 0) + "0" * digits, locale=self.locale)
        return text.replace("-", MINUS)

    def brackets(self, low: float, high: float) -> str:
        """An interval: `[-1,5; 3,0]`, and with a decimal point `[-1.5, 3.0]`."""
        separator = ", " if self.number(0.5).startswith("0.") else "; "
        return f"[{self.number(low)}{separator}{self.number(high)}]"

    def language(self, tag: str) -> str:
        """The language's name."""
        return languages.name(tag, self.locale)

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages that there are texts in."""
        return LOCALES

    def own_name(self, tag: str) -> str:
        """A language's name for itself."""
        return languages.name(tag, tag)


@lru_cache(maxsize=8)
def _catalogue(locale: str) -> dict[str, Any]:
    return tomllib.loads(files("minga.leaderboard").joinpath("texts", f"{locale}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def _decimal_point(locale: str) -> str:
    from babel.numbers import get_decimal_symbol

    return str(get_decimal_symbol(locale))
