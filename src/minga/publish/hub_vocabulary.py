"""The Hub's own words for licences, sizes and languages."""

from __future__ import annotations

from typing import Any

from minga.languages import language_of

__all__ = ["LICENCES", "language_fields", "licence_fields", "size_category"]

LICENCES = frozenset({
    "afl-3.0", "agpl-3.0", "apache-2.0", "artistic-2.0", "bigcode-openrail-m", "bigscience-bloom-rail-1.0",
    "bigscience-openrail-m", "bsd", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear", "bsl-1.0", "c-uda",
    "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0",
    "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0",
    "cc-by-nd-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc0-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0",
    "cdla-sharing-1.0", "creativeml-openrail-m", "ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0", "eupl-1.1",
    "eupl-1.2", "gemma", "gfdl", "gpl-2.0", "gpl-3.0", "isc", "lgpl-2.1", "lgpl-3.0", "lppl-1.3c", "mit",
    "mpl-2.0", "ms-pl", "ncsa", "odbl", "odc-by", "ofl-1.1", "openrail", "osl-3.0", "other", "pddl",
    "postgresql", "unlicense", "wtfpl", "zlib",
})  # fmt: skip
"""Values of `license` in a card."""

_RENAMED = {"odbl-1.0": "odbl", "odc-by-1.0": "odc-by", "pddl-1.0": "pddl", "bsl-1.0": "bsl-1.0"}
_SIZES = ((10**3, "1K"), (10**4, "10K"), (10**5, "100K"), (10**6, "1M"), (10**7, "10M"), (10**8, "100M"), (10**9, "1B"))


def licence_fields(expression: str) -> dict[str, str]:
    """`license` of a card, with `license_name` and `license_link` where the Hub has no word for it.

    >>> licence_fields("CC-BY-SA-4.0"), licence_fields("GPL-3.0-or-later")["license"]
    ({'license': 'cc-by-sa-4.0'}, 'gpl-3.0')
    """
    lower = expression.lower()
    plain = lower.removesuffix("-only").removesuffix("-or-later")
    plain = "gfdl" if plain.startswith("gfdl-") else _RENAMED.get(plain, plain)
    if plain in LICENCES:
        return {"license": plain}
    simple = " " not in expression and not lower.startswith("licenseref-")
    link = f"https://spdx.org/licenses/{expression}.html" if simple else "https://spdx.org/licenses/"
    return {"license": "other", "license_name": lower.replace(" ", "-"), "license_link": link}


def size_category(rows: int) -> str:
    """The Hub's word for a number of rows: `n<1K`, `1K<n<10K` …"""
    former = ""
    for limit, name in _SIZES:
        if rows < limit:
            return f"{former}<n<{name}" if former else f"n<{name}"
        former = name
    return "n>1B"


def language_fields(tags: list[str]) -> dict[str, Any]:
    """`language` (ISO 639 codes) and `language_bcp47` (whole tags) of a card."""
    return {"language": list(dict.fromkeys(map(language_of, tags))), "language_bcp47": list(tags)}
