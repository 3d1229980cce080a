"""Which territories lie in which: UN M.49 areas as CLDR has them."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

__all__ = ["PARTS", "within"]

PARTS = {"ES": ("EA", "IC")}
"""Parts of a country that have a code of their own in CLDR: Ceuta and Melilla, the Canary Islands."""


@lru_cache(maxsize=256)
def within(territory: str) -> frozenset[str]:
    """`territory` and every territory inside it: `419` has `005` and `PE` in it, `ES` has `IC`."""
    inside = {territory}
    for part in _containment().get(territory, ()):
        inside |= within(part)
    return frozenset(inside)


@lru_cache(maxsize=1)
def _containment() -> dict[str, tuple[str, ...]]:
    data = (files("language_data") / "data" / "supplementalData.xml").read_text(encoding="utf-8")
    section = data.partition("<territoryContainment>")[2].partition("</territoryContainment>")[0]
    groups = {area: list(parts) for area, parts in PARTS.items()}
    # `status` marks parts that are deprecated, or groupings that repeat what smaller areas hold
    for area, parts in re.findall(r'<group type="(\w+)" contains="([^"]+)"(?! status)', section):
        groups.setdefault(area, []).extend(parts.split())
    return {area: tuple(parts) for area, parts in groups.items()}
