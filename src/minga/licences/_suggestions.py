"""What somebody probably meant by a licence that SPDX does not know: `cc by 4.0`, `CC0`, a Creative Commons address."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

from minga.licences._expressions import NOASSERTION, REFERENCE, licensing

__all__ = ["licence_of_card", "nearest_expression"]

MEANT = {
    "agpl": "AGPL-3.0-or-later", "apache": "Apache-2.0", "bsd": "BSD-3-Clause", "cc": "CC-BY-4.0",
    "cc-by": "CC-BY-4.0", "cc-by-nc": "CC-BY-NC-4.0", "cc-by-nc-nd": "CC-BY-NC-ND-4.0",
    "cc-by-nc-sa": "CC-BY-NC-SA-4.0", "cc-by-nd": "CC-BY-ND-4.0", "cc-by-sa": "CC-BY-SA-4.0", "cc0": "CC0-1.0",
    "creativeml-openrail-m": "LicenseRef-CreativeML-OpenRAIL-M",
    "bigscience-openrail-m": "LicenseRef-BigScience-OpenRAIL-M", "bigcode-openrail-m": "LicenseRef-BigCode-OpenRAIL-M",
    "dominio-publico": "CC-PDM-1.0", "domini-public": "CC-PDM-1.0", "etalab": "etalab-2.0", "eupl": "EUPL-1.2",
    "gemma": "LicenseRef-Gemma", "gfdl": "GFDL-1.3-no-invariants-or-later", "lgpl": "LGPL-3.0-or-later",
    "llama-2": "LicenseRef-Llama-2", "llama-3": "LicenseRef-Llama-3", "llama-3.1": "LicenseRef-Llama-3.1",
    "llama-3.2": "LicenseRef-Llama-3.2", "llama-3.3": "LicenseRef-Llama-3.3", "llama-4": "LicenseRef-Llama-4",
    "odbl": "ODbL-1.0", "odc-by": "ODC-By-1.0", "ogl": "OGL-UK-3.0", "openrail": "LicenseRef-OpenRAIL-M",
    "pddl": "PDDL-1.0", "public-domain": "CC-PDM-1.0",
}  # fmt: skip
"""Folded; among them the names that the Hub gives to licences."""
NOTHING = frozenset({"n-a", "na", "no", "none", "null", "other", "sin-licencia", "unknown", NOASSERTION.lower()})
"""What people write when they do not know, folded."""
FAMILIES = frozenset({"cc", "bsd", "gpl", "lgpl", "agpl", "openrail"})
"""Words of the Hub for several licences at once, of which nobody said which one it is."""
PHRASES = (
    (r"creative-?commons", "cc"),
    (r"licen[cs](e|ia|es)\b|version|international|internacional|unported|generic", ""),
    (r"attribution|atribucion|reconocimiento|reconeixement", "by"),
    (r"non-?commercial|no-?comercial", "nc"),
    (r"share-?alike|compartir-?igual", "sa"),
    (r"no-?deriv(ative)?s?|sin-?obras?-?derivadas?", "nd"),
    (r"(?<=[a-z])-?v?-?(?=\d)", "-"),
    (r"cc-?(zero|0)", "cc0"),
)
"""What people write for parts of a name, in folded text, and what SPDX writes."""


def nearest_expression(text: str) -> str | None:
    """The expression that `text` was probably meant to be, if there is one."""
    address = re.search(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)", text.lower())
    if address:
        return _licence({"zero": "cc0", "mark": "cc-pdm"}.get(address[2], f"cc-{address[2]}") + f"-{address[3]}")
    return _expression(text) or _list(text) or _licence(text)


def _expression(text: str) -> str | None:
    """`text` with each licence in it that is none replaced by what it was meant to be."""
    from license_expression import ExpressionError, ParseError

    try:
        parsed = licensing().parse(text, strict=True)
        wrong = [key for key in licensing().unknown_license_keys(parsed) if not REFERENCE.fullmatch(key)]
    except (ExpressionError, ParseError, ValueError, TypeError):
        return None
    meant = {key: near for key in wrong if (near := _licence(key))}
    if not wrong or len(meant) < len(wrong):
        return None
    if NOASSERTION in meant.values():  # where one part is not known, neither is the whole
        return NOASSERTION
    longest_first = sorted(meant, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda found: meant[found[0]], str(parsed))


def _list(text: str) -> str | None:
    """`MIT, Apache-2.0` and `mit/apache`: all of them hold, as long as nobody says that one may choose."""
    parts = [_licence(part) for part in re.split(r"[,;/&|]", text)]
    return " AND ".join(filter(None, parts)) if len(parts) > 1 and all(parts) and NOASSERTION not in parts else None


def _licence(text: str) -> str | None:
    """The one licence that `text` was meant to be."""
    folded = _fold(text)
    if not text.strip() or folded in NOTHING:
        return NOASSERTION
    if reference := re.match(r"licenseref-+(?=\w)", folded):
        return "LicenseRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", text.strip()[reference.end() :]).strip("-")
    versioned = re.sub(r"-(\d)(?=$|-o)", r"-\1.0", folded)  # cc-by-4, gpl-3-or-later
    for each in (folded, versioned, re.sub(r"(?<=\d)-[a-z]{2,3}$", "", folded)):  # SPDX lists few ports: …-3.0-es
        if found := MEANT.get(each) or _identifiers().get(each) or _identifiers().get(f"{each}-only"):
            return found
    near = difflib.get_close_matches(folded, _identifiers(), n=1, cutoff=0.8)
    return _identifiers()[near[0]] if near else None


def _fold(text: str) -> str:
    folded = re.sub(r"[\s_/,()]+", "-", text.lower().translate(str.maketrans("áéíóúç", "aeiouc")))
    for pattern, replacement in PHRASES:
        folded = re.sub(pattern, replacement, folded)
    return re.sub(r"-{2,}", "-", folded).strip("-.")


@lru_cache(maxsize=1)
def _identifiers() -> dict[str, str]:
    """SPDX's own identifiers, folded. Those that only ScanCode has are left out: nobody means them by accident."""
    symbols = licensing().known_symbols.items()
    return {
        key.lower(): key for key, symbol in symbols if not key.startswith("LicenseRef-") and not symbol.is_exception
    }


def licence_of_card(word: str) -> str:
    """The expression for what the Hub calls a licence: SPDX's where there is one, else a reference of that name.

    Nothing is guessed: a word that is like a licence's name may be another licence. NOASSERTION where it says nothing.

    >>> licence_of_card("apache-2.0"), licence_of_card("llama3.1"), licence_of_card("unknown")
    ('Apache-2.0', 'LicenseRef-Llama-3.1', 'NOASSERTION')
    >>> licence_of_card("Our Own License v2")
    'LicenseRef-Our-Own-License-v2'
    """
    folded = _fold(word)
    if not word.strip() or folded in NOTHING:
        return NOASSERTION
    found = None if folded in FAMILIES else MEANT.get(folded) or _identifiers().get(folded)
    found = found or _identifiers().get(f"{folded}-only")
    return found or "LicenseRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", word.strip()[:80]).strip("-.")
