"""The report's words and numbers in the reader's language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from minga import languages
from minga.benchmark.compare.comparison import Estimate, Share

__all__ = ["LOCALES", "Words"]

LOCALES = ("ca", "en", "es", "eu", "gl", "pt")
HOLE = "—"
MINUS = "\N{MINUS SIGN}"


class Words:
    """What the report says in one language; one without texts gets English.

    >>> Words("es").say("verdict")
    'Decisión'
    """

    def __init__(self, locale: str) -> None:
        language = languages.language_of(locale)
        self.locale = language if language in LOCALES else "en"
        self._texts = _texts(self.locale)

    def say(self, key: str, **values: object) -> str:
        """The text called `key` with its places filled; a name without a text stays as it is."""
        return self._texts.get(key, key).format(**values)

    def number(self, value: float, digits: int = 1) -> str:
        """`value` with so many decimals, and a real minus sign."""
        from babel.numbers import format_decimal

        rounded = round(value, digits) + 0.0  # no minus before a zero
        text: str = format_decimal(rounded, format="#,##0" + "." * (digits > 0) + "0" * digits, locale=self.locale)
        return text.replace("-", MINUS)

    def percent(self, value: float | None, digits: int = 1) -> str:
        """A share between 0 and 1, such as `12,3 %`."""
        from babel import Locale
        from babel.numbers import format_percent

        if value is None:
            return HOLE
        pattern = Locale.parse(self.locale).percent_formats[None].pattern
        text: str = format_percent(value, pattern.replace("0", "0" + "." * (digits > 0) + "0" * digits, 1), self.locale)
        return text

    def share(self, share: Share) -> str:
        """A share with its interval and counts: `12,3 % [10,1; 14,8] (99/817)`."""
        if share.value is None or share.low is None or share.high is None:
            return HOLE
        interval = self.brackets(100 * share.low, 100 * share.high)
        return f"{self.percent(share.value)} {interval} ({share.count}/{share.of})"

    def score(self, estimate: Estimate) -> str:
        """A share of items as points with its interval."""
        return f"{self.number(100 * estimate.value)} {self.brackets(100 * estimate.low, 100 * estimate.high)}"

    def estimate(self, estimate: Estimate, digits: int = 1) -> str:
        """A mean with its interval."""
        return f"{self.number(estimate.value, digits)} {self.brackets(estimate.low, estimate.high, digits)}"

    def brackets(self, low: float, high: float, digits: int = 1) -> str:
        """An interval: `[-1,5; 3,0]`, and with a decimal point `[-1.5, 3.0]`."""
        separator = ", " if self.number(0.5).startswith("0.") else "; "
        return f"[{self.number(low, digits)}{separator}{self.number(high, digits)}]"

    def p_value(self, value: float) -> str:
        """A p-value with three decimals."""
        return self.number(value, 3) if value >= 0.001 else f"< {self.number(0.001, 3)}"

    def language(self, tag: str) -> str:
        """The language's name."""
        return languages.name(tag, self.locale)


@lru_cache(maxsize=8)
def _texts(locale: str) -> dict[str, str]:
    path = files("minga.benchmark.compare").joinpath("texts", f"{locale}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
