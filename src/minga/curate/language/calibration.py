"""How often an identifier is right that says how sure it is."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from pathlib import Path

from minga.errors import SettingError

__all__ = ["CALIBRATIONS", "Calibration", "NONE", "logit", "read_calibration"]

_LEAST = 1e-6


@dataclass(frozen=True)
class Calibration:
    """Platt scaling (1999) by length of text.

    The log-odds of being right are bias + (slope + growth·log n)·logit p + length·log n, where p is the library's
    confidence and n the number of characters that it looked at.
    """

    bias: float
    slope: float
    growth: float
    length: float

    def calibrated(self, confidence: float, characters: int) -> float:
        """The share (0 to 1) of texts of this length, told with this confidence, of which it is right."""
        log_n = math.log(max(1, characters))
        log_odds = self.bias + (self.slope + self.growth * log_n) * logit(confidence) + self.length * log_n
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def logit(confidence: float) -> float:
    """Log-odds of a probability, at most 13.8 either way."""
    inside = min(1 - _LEAST, max(_LEAST, confidence))
    return math.log(inside / (1 - inside))


def read_calibration(path: Path) -> Calibration:
    """The four numbers that `tools/language_calibration.py --out` wrote for one identifier.

    Raises SettingError when the file is not there, or does not hold them.
    """
    hint = "make it with tools/language_calibration.py --identifier … --out FILE"
    try:
        numbers = json.loads(path.read_text(encoding="utf-8"))
        found = Calibration(**{field.name: float(numbers[field.name]) for field in fields(Calibration)})
    except OSError as error:
        raise SettingError(f"curate.language.calibration: there is no file {path}", hint=hint) from error
    except (ValueError, KeyError, TypeError) as error:
        names = ", ".join(field.name for field in fields(Calibration))
        raise SettingError(f"curate.language.calibration: {path} lacks the numbers {names}", hint=hint) from error
    if not all(math.isfinite(getattr(found, field.name)) for field in fields(Calibration)):
        raise SettingError(f"curate.language.calibration: {path} holds what is no number", hint=hint)
    return found


NONE = Calibration(bias=0, slope=1, growth=0, length=0)
"""What the library says."""

CALIBRATIONS = {
    "py3langid": Calibration(bias=1.7913, slope=1.8315, growth=-0.0805, length=-0.2242),
    "heliport": Calibration(bias=-1.3593, slope=1.2207, growth=0.1861, length=0.833),
}
"""Fitted by tools/language_calibration.py. fastText's models differ: each has a file of its own, if any."""
