"""Imperial units made metric, for projects that ask for it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from minga.translate.lint.language_rules import rules_for
from minga.translate.numerals import custom_of
from minga.translate.protected import protected_parts

__all__ = ["convert_units"]

_METRIC: Mapping[str, tuple[float, float, str]] = {
    "mile": (1.609344, 0, "km"),
    "foot": (0.3048, 0, "m"),
    "inch": (2.54, 0, "cm"),
    "yard": (0.9144, 0, "m"),
    "pound": (0.45359237, 0, "kg"),
    "ounce": (28.349523125, 0, "g"),
    "gallon": (3.785411784, 0, "l"),
    "pint": (0.473176473, 0, "l"),
    "mph": (1.609344, 0, "km/h"),
    "fahrenheit": (5 / 9, -160 / 9, "°C"),
}
"""Factor, offset and symbol (NIST Handbook 44, appendix C; US gallons and pints)."""
_LEAST_FIGURES = 2
_SYMBOLS = r"\s*(?:degrees?|grados?|graus?|gradu)?\s*"


def convert_units(text: str, target: str) -> str:
    """`text`, in the language of the tag `target`, with imperial units after numbers made metric, as far as the rules
    of the language know them.

    As many figures are kept as the number had, but two at least, and never less than whole units. Numbers are read as
    the source wrote them, with a decimal point. Whether a question still makes sense with other numbers only a person
    can say.
    """
    pattern = _pattern(target)
    if pattern is None:
        return text
    kept = [(part.start, part.end) for part in protected_parts(text) if part.kind in {"code", "address", "formula"}]

    def metric(found: re.Match[str]) -> str:
        unit = next(name for name, words in found.groupdict().items() if words and name != "number")
        if any(start <= found.start() < end for start, end in kept):
            return found[0]
        factor, offset, symbol = _METRIC[unit]
        value = _rounded(found["number"], factor, offset).replace(".", custom_of(target).decimal)
        return f"{value} {symbol}"

    return pattern.sub(metric, text)


@lru_cache(maxsize=64)
def _pattern(target: str) -> re.Pattern[str] | None:
    known = {unit: words.pattern for units in rules_for(target).units.values() for unit, words in units.items()}
    named = [f"(?P<{unit}>{known[unit]})" for unit in sorted(_METRIC) if unit in known]
    if not named:
        return None
    return re.compile(
        rf"(?<![\w.,])(?P<number>\d{{1,9}}(?:,\d{{3}})*(?:\.\d{{1,6}})?){_SYMBOLS}(?:{'|'.join(named)})", re.IGNORECASE
    )


def _rounded(number: str, factor: float, offset: float) -> str:
    figures = max(_LEAST_FIGURES, len(number.replace(",", "").replace(".", "").strip("0")))
    value = float(number.replace(",", "")) * factor + offset
    if not value:
        return "0"
    places = max(0, figures - 1 - math.floor(math.log10(abs(value))))
    shown = f"{value:.{places}f}"
    return shown.rstrip("0").rstrip(".") if places > 0 else shown
