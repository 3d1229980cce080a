"""Numbers as people write them in choices: `1/2`, `50%`, `3.2 x 10^-4 m`, `$1,200`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Quantity", "number_in", "quantity"]

_NUMBER = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,18})?|[-+−]?\.\d{1,18}"
_QUANTITY = re.compile(
    rf"""(?P<sign>[-−]?)(?P<money>[$€£]?)\s*(?P<number>{_NUMBER})
    (?:\s*/\s*(?P<below>\d{{1,9}}))?
    (?:\s*[x×*·]\s*10\s*(?:\^|\*\*)?\s*[({{]?(?P<power>[-+−]?\d{{1,2}})[)}}]?)?
    \s*(?P<unit>%|[^\d\s=<>≤≥≈~;,]{{0,12}})\s*\.?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Quantity:
    """An exact number with what stands behind it."""

    value: Fraction
    unit: str


def quantity(text: str) -> Quantity | None:
    """The number that `text` is, and nothing but that; None for any other text.

    >>> quantity("1/2") == quantity("0.5"), quantity("50%").value, quantity("two")
    (True, Fraction(1, 2), None)
    """
    found = _QUANTITY.fullmatch(text.strip())
    if found is None:
        return None
    value = number_in(found["number"])
    if found["below"]:
        below = int(found["below"])
        if not below:
            return None
        value /= below
    if found["power"]:
        value *= Fraction(10) ** int(found["power"].replace("−", "-"))
    if found["sign"]:
        value = -value
    percent = found["unit"] == "%"
    return Quantity(value / 100 if percent else value, found["money"] + ("" if percent else found["unit"].rstrip(".")))


def number_in(text: str) -> Fraction:
    """A number in figures, with commas between thousands and a decimal point.

    >>> number_in("1,200.5")
    Fraction(2401, 2)
    """
    return Fraction(text.replace(",", "").replace("−", "-").lstrip("+"))
