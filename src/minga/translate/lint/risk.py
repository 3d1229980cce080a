"""How likely an item is broken, from what was found in it."""

from __future__ import annotations

from collections.abc import Iterable

from minga.records import Finding

__all__ = ["risk_of"]

_WEIGHTS = {"error": 0.5, "warning": 0.15, "note": 0.03}
_AGAIN = 0.5
"""Each further finding of the same check tells half as much as the one before."""


def risk_of(findings: Iterable[Finding]) -> float:
    """A number in [0, 1]: 0 where nothing was found, rising with every finding (noisy or, rounded to 4 places)."""
    sound = 1.0
    again: dict[str, float] = {}
    for finding in sorted(findings, key=lambda finding: ("error", "warning", "note").index(finding.severity)):
        factor = again.get(finding.check, 1.0)
        sound *= 1 - _WEIGHTS[finding.severity] * factor
        again[finding.check] = factor * _AGAIN
    return round(1 - sound, 4)
