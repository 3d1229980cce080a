"""What licences ask of whoever shares a changed version: the table behind `facts` and `mixture`.

Sources, read as of 2025: the licence texts; Creative Commons' adapter's licence chart and "Compatible Licenses" page
(BY-SA 4.0 to FAL 1.3 both ways and to GPLv3 one way; versions after 1.0 to later versions with the same elements, ports
included); the FSF's "Various Licenses and Comments about Them" (what the GNU licences take in); the Open Definition's
list of conformant licences.

A licence without share-alike goes into any that asks at least as much, but for those whose stewards say no or say
nothing (`never_into`); one with share-alike goes only where its text or its steward says (`into`). Two authorities may
differ: the Open Definition wants attribution licences to go into ODbL, OpenStreetMap asks for a waiver; then the answer
here is no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["LEAVES_OUTPUTS_FREE", "MARKS", "PREFERRED", "TERMS", "Terms", "terms_of"]

CREDIT, CHANGES, SHARE, NC, ND, LIMITS = (
    "credit", "changes", "share-alike", "non-commercial", "no-derivatives", "limits",
)  # fmt: skip
"""Name the authors; say what was changed; keep the licence; no commerce; no changed versions; limits on use."""


@dataclass(frozen=True)
class Terms:
    """What one licence asks, and where it lets a changed version go."""

    asks: frozenset[str] = frozenset()
    open: bool = True
    """As the Open Definition 2.1 has it."""
    into: frozenset[str] | None = None
    """The only licences that a changed version may carry; None: any that asks at least as much."""
    never_into: tuple[str, ...] = ()
    """Beginnings of licences whose stewards do not take this one in, though they ask as much."""


GNU = ("GPL-", "LGPL-", "AGPL-", "GFDL-")

PUBLIC = "CC0-1.0 PDDL-1.0 CC-PDM-1.0 CC-PDDC Unlicense 0BSD MIT-0 WTFPL DL-DE-ZERO-2.0"
"""They ask nothing."""
NOTICE = "MIT BSD-2-Clause BSD-3-Clause ISC BSL-1.0 NCSA PostgreSQL X11"
"""Software licences that ask to keep the notice."""
DATA = (
    "ODC-By-1.0 CDLA-Permissive-2.0 CDLA-Permissive-1.0 OGL-UK-3.0 OGL-UK-2.0 OGL-UK-1.0 OGL-Canada-2.0 etalab-2.0 "
    "DL-DE-BY-2.0 NLOD-2.0 NLOD-1.0"
)
"""Data licences that ask for credit. Nobody says that the GNU licences take them in."""
OWN = "ODbL-1.0 CDLA-Sharing-1.0 LGPLLR MPL-2.0 EPL-2.0 OSL-3.0"
"""Share-alike, and nothing but the same licence. ODbL and BY-SA are not compatible; MPL and EPL name others only for
combined programs."""
LIMITED = (
    "C-UDA-1.0 LicenseRef-OpenRAIL-M LicenseRef-BigScience-OpenRAIL-M LicenseRef-CreativeML-OpenRAIL-M "
    "LicenseRef-BigCode-OpenRAIL-M LicenseRef-BigScience-RAIL-1.0 LicenseRef-Gemma LicenseRef-Llama-2 "
    "LicenseRef-Llama-3 LicenseRef-Llama-3.1 LicenseRef-Llama-3.2 LicenseRef-Llama-3.3 LicenseRef-Llama-4"
)
"""They limit what or who it may be used for, and want those limits passed on."""
LEAVES_OUTPUTS_FREE = frozenset(f"{PUBLIC} {NOTICE} Zlib Apache-2.0 ECL-2.0 AFL-3.0".split())
"""A model under one of these has no say in what it writes: they grant rights in the program and ask for its notice."""
MARKS = frozenset({"CC-PDM-1.0", "CC-PDDC"})
"""Statements that something is free already; nothing can be *released* under them."""

CC_VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")
CC_PORTS = {
    "BY": {"2.5": "AU", "3.0": "AT AU DE IGO NL US"},
    "BY-SA": {"2.0": "UK", "2.1": "JP", "3.0": "AT DE IGO"},
    "BY-NC": {"3.0": "DE"},
    "BY-NC-SA": {"2.0": "DE FR UK", "3.0": "DE IGO"},
    "BY-ND": {"3.0": "DE"},
    "BY-NC-ND": {"3.0": "DE IGO"},
}
"""Ports that SPDX lists."""

PREFERRED = (
    "CC0-1.0", "CC-BY-4.0", "ODC-By-1.0", "Apache-2.0", "MIT", "CC-BY-SA-4.0", "ODbL-1.0", "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
)  # fmt: skip
"""Among licences that ask the same, those that suit data best today."""


def _same(names: str, *asks: str, is_open: bool = True, never_into: tuple[str, ...] = ()) -> dict[str, Terms]:
    terms = Terms(frozenset(asks), open=is_open, never_into=never_into)
    return dict.fromkeys(names.split(), terms)


def _itself(names: str, *asks: str, is_open: bool = True) -> dict[str, Terms]:
    return {name: Terms(frozenset(asks), open=is_open, into=frozenset({name})) for name in names.split()}


def _creative_commons() -> Iterator[tuple[str, Terms]]:
    for elements in CC_PORTS:
        family = dict(_cc_names(elements))
        for name, version in family.items():
            asks = {CREDIT, CHANGES} | {
                word for word, sign in ((SHARE, "SA"), (NC, "NC"), (ND, "ND")) if sign in elements
            }
            into: frozenset[str] | None = None
            if ND in asks:
                into = frozenset()
            elif SHARE in asks:
                into = frozenset(_cc_later(name, version, family))
            # FSF: BY 4.0 goes into every GPL; of earlier versions nobody says so, of the FDL neither
            never_into = () if into is not None else ("GFDL-",) if version == "4.0" else GNU
            yield name, Terms(frozenset(asks), open=not asks & {NC, ND}, into=into, never_into=never_into)


def _cc_names(elements: str) -> Iterator[tuple[str, str]]:
    """Licences with these elements, as (name, version)."""
    ports = CC_PORTS[elements]
    for version in sorted({*CC_VERSIONS, *ports}):
        if version in CC_VERSIONS:
            yield f"CC-{elements}-{version}", version
        for port in ports.get(version, "").split():
            yield f"CC-{elements}-{version}-{port}", version


def _cc_later(name: str, version: str, family: dict[str, str]) -> Iterable[str]:
    """Where share-alike material may go: version 1.0 had no clause for later versions."""
    if version == "1.0":
        return {name}
    later = {other for other, its in family.items() if its >= version}
    # GPL-3.0-only: CC names version 3 and no later one
    return later | {"GPL-3.0-only", "LAL-1.3"} if name == "CC-BY-SA-4.0" else later


def _gnu() -> Iterator[tuple[str, Terms]]:
    asks = frozenset({CREDIT, CHANGES, SHARE})
    gpl, lgpl = ("1.0", "2.0", "3.0"), ("2.0", "2.1", "3.0")
    for version in gpl:
        yield f"GPL-{version}-only", Terms(asks, into=frozenset({f"GPL-{version}-only"}))
        yield f"GPL-{version}-or-later", Terms(asks, into=_from("GPL", version, gpl))
    yield "AGPL-3.0-only", Terms(asks, into=frozenset({"AGPL-3.0-only"}))
    yield "AGPL-3.0-or-later", Terms(asks, into=_from("AGPL", "3.0", ("3.0",)))
    for version in lgpl:
        # LGPL 2.x, section 3: any GPL from version 2 on; LGPL 3 is GPL 3 with permissions that one may drop
        only = _from("GPL", "2.0", gpl) if version != "3.0" else frozenset({"GPL-3.0-only"})
        later = _from("GPL", "2.0" if version != "3.0" else "3.0", gpl)
        yield f"LGPL-{version}-only", Terms(asks, into=only | {f"LGPL-{version}-only"})
        yield f"LGPL-{version}-or-later", Terms(asks, into=later | _from("LGPL", version, lgpl))


def _free_documentation() -> Iterator[tuple[str, Terms]]:
    """The GFDL is open without invariant sections and cover texts only."""
    asks, versions = frozenset({CREDIT, CHANGES, SHARE}), ("1.1", "1.2", "1.3")
    for flavour, wider in (
        ("", ("",)),
        ("-no-invariants", ("-no-invariants", "")),
        ("-invariants", ("-invariants", "")),
    ):
        for version in versions:
            is_open = flavour == "-no-invariants"
            only = frozenset(f"GFDL-{version}{kind}-only" for kind in wider)
            later = frozenset[str]().union(*(_from("GFDL", version, versions, kind) for kind in wider))
            yield f"GFDL-{version}{flavour}-only", Terms(asks, open=is_open, into=only)
            yield f"GFDL-{version}{flavour}-or-later", Terms(asks, open=is_open, into=later)


def _from(family: str, version: str, versions: tuple[str, ...], flavour: str = "") -> frozenset[str]:
    """`family` in `version` and later ones."""
    later = versions[versions.index(version) :]
    return frozenset(f"{family}-{its}{flavour}-{form}" for its in later for form in ("only", "or-later"))


TERMS: dict[str, Terms] = {
    **_same(PUBLIC),
    **_same(NOTICE, CREDIT),
    **_same("Zlib", CREDIT, CHANGES),
    **_same(DATA, CREDIT, never_into=GNU),
    **_same("Apache-2.0 ECL-2.0", CREDIT, CHANGES, never_into=("GPL-1", "GPL-2", "LGPL-2", "GFDL-")),
    **_same("AFL-3.0", CREDIT, CHANGES, never_into=GNU),
    **dict(_creative_commons()),
    **_itself(OWN, CREDIT, SHARE),
    **_itself("CC-SA-1.0", CHANGES, SHARE),
    "LAL-1.3": Terms(frozenset({CREDIT, CHANGES, SHARE}), into=frozenset({"LAL-1.3", "CC-BY-SA-4.0"})),
    # EUPL, section 5: this version or a later one. Its list of compatible licences holds for works that are combined
    # with one under such a licence, which cannot be known here.
    "EUPL-1.1": Terms(frozenset({CREDIT, CHANGES, SHARE}), into=frozenset({"EUPL-1.1", "EUPL-1.2"})),
    "EUPL-1.2": Terms(frozenset({CREDIT, CHANGES, SHARE}), into=frozenset({"EUPL-1.2"})),
    **dict(_gnu()),
    **dict(_free_documentation()),
    **_itself(LIMITED, CREDIT, CHANGES, LIMITS, is_open=False),
}
"""By SPDX identifier."""


@lru_cache(maxsize=1024)
def terms_of(licence: str) -> Terms | None:
    """The terms of one licence; None where the table has none. An exception (`WITH`) only takes demands away."""
    return TERMS.get(re.sub(r" WITH .*", "", licence))
