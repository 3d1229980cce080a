"""What a mixture of records may be released under, and what stands in the way."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from minga.licences._expressions import NOASSERTION, Both, Choice, Node, atoms, check_expression, parse, render
from minga.licences._facts import LicenceFacts, facts_of, union
from minga.licences._terms import CHANGES, CREDIT, LIMITS, MARKS, NC, ND, PREFERRED, TERMS, terms_of

__all__ = ["Conflict", "Mixture", "Obstacle", "may_release", "mixture"]

Kind: TypeAlias = Literal[
    "unknown", "no-derivatives", "non-commercial", "limits", "share-alike", "credit", "changes", "incompatible"
]


@dataclass(frozen=True, order=True)
class Obstacle:
    """Why records under `licence` may not go out as wished. `str()` is one sentence."""

    licence: str
    """The expression that the records carry."""
    kind: Kind
    """For programs and translations; where a choice of licences fails, that of its first."""
    reason: str
    """A sentence that names the licence."""

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Conflict:
    """Licences each of which may be released, but that no single licence serves together."""

    licences: tuple[str, ...]
    """Two of them, or more where every two agree and all together do not."""
    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Mixture:
    """What records under several licences may be released under as one data set."""

    parts: tuple[str, ...]
    """The distinct licences, canonical and sorted."""
    releases: tuple[str, ...]
    """Single licences that all parts allow, freest first; empty when there is none."""
    facts: LicenceFacts
    """What binds whoever receives it: under the freest release, or all the parts' demands where there is none."""
    obstacles: tuple[Obstacle, ...]
    """Parts that may not be released under any licence."""
    conflicts: tuple[Conflict, ...]
    """Parts that exclude each other."""


def may_release(parts: Iterable[str], as_: str) -> list[Obstacle]:
    """What stands in the way of releasing records under `parts` as `as_`; nothing when it may be done.

    Records count as changed versions. `as_` may be an expression: with `A OR B` receivers choose, so that every part
    must allow both; with `A AND B` some records are under A and some under B, so that every part must allow one.
    Raises LicenceError when an expression is malformed.

    >>> may_release(["CC0-1.0", "CC-BY-SA-3.0 OR GPL-2.0-or-later"], "CC-BY-SA-4.0")
    []
    >>> str(may_release(["CC-BY-SA-4.0"], "CC-BY-4.0")[0])
    'CC-BY-SA-4.0 keeps changed versions under CC-BY-SA-4.0, GPL-3.0-only or LAL-1.3, not under CC-BY-4.0'
    """
    wish = parse(as_)
    if wish == NOASSERTION:
        return [Obstacle(NOASSERTION, "unknown", "NOASSERTION is no licence that one can release under")]
    found = {obstacle for part in parts for obstacle in _obstacles(parse(part), wish)}
    return sorted(found)


def mixture(licences: Iterable[str]) -> Mixture:
    """What records under `licences` may be released under together. Order and repetition do not matter.

    Raises LicenceError when an expression is malformed.

    >>> mixture(["CC-BY-SA-4.0", "GFDL-1.3-only"]).conflicts[0].licences
    ('CC-BY-SA-4.0', 'GFDL-1.3-only')
    >>> mixture(["CC-BY-4.0", "CC-BY-NC-SA-4.0"]).releases
    ('CC-BY-NC-SA-4.0',)
    """
    parts = tuple(sorted({check_expression(each) for each in licences}))
    named = frozenset(atom for part in parts for atom in atoms(parse(part)))
    ways = {part: _ways(part, named) for part in parts}
    together = _common(list(ways.values()), named)
    releases = tuple(sorted(together, key=lambda licence: _freest_first(licence, named)))
    return Mixture(
        parts=parts,
        releases=releases,
        facts=facts_of(releases[0]) if releases else union(facts_of(parse(part)) for part in parts),
        obstacles=tuple(_dead_end(part) for part in parts if not ways[part]),
        conflicts=() if releases else tuple(_conflicts({part: way for part, way in ways.items() if way}, named)),
    )


def _candidates(named: frozenset[str]) -> frozenset[str]:
    """Licences worth asking for: all that are meant for changed versions, and of the others those that are named."""
    general = {name for name, terms in TERMS.items() if not terms.asks & {ND, LIMITS}} - MARKS
    return frozenset(general | named - MARKS - {NOASSERTION})


@lru_cache(maxsize=256)
def _ways(part: str, named: frozenset[str]) -> frozenset[str]:
    return frozenset(each for each in _candidates(named) if not _obstacles(parse(part), each))


def _common(ways: Sequence[frozenset[str]], named: frozenset[str]) -> frozenset[str]:
    return _candidates(named).intersection(*ways)


def _freest_first(licence: str, named: frozenset[str]) -> tuple[object, ...]:
    """Among licences that ask the same, those already in the mixture, then those that suit data, then by name."""
    strictness, rank, name = _by_preference(licence)
    return (strictness, licence not in named, rank, name)


def _by_preference(licence: str) -> tuple[tuple[bool, ...], int, str]:
    rank = PREFERRED.index(licence) if licence in PREFERRED else len(PREFERRED)
    return (facts_of(licence).strictness, rank, licence)


def _conflicts(ways: dict[str, frozenset[str]], named: frozenset[str]) -> Iterable[Conflict]:
    """The smallest sets of parts that have no licence in common."""
    for size in range(2, len(ways) + 1):
        found = [
            Conflict(group, _why(group, ways))
            for group in itertools.combinations(sorted(ways), size)
            if not _common([ways[part] for part in group], named)
        ]
        if found:
            return found
    return []


def _why(group: tuple[str, ...], ways: dict[str, frozenset[str]]) -> str:
    if len(group) == 2:
        there = _obstacles(parse(group[0]), parse(group[1]))
        back = _obstacles(parse(group[1]), parse(group[0]))
        if there and back:
            return "; ".join(dict.fromkeys(obstacle.reason for obstacle in (*there, *back)))
    return "; ".join(f"{part} may go out as {_some(sorted(ways[part], key=_by_preference))}" for part in group)


def _dead_end(part: str) -> Obstacle:
    """Why no licence will do: what it says even against itself, or, for a choice, against its first."""
    wish = atoms(parse(part))[0]
    return _obstacles(parse(part), wish if wish != NOASSERTION else "CC0-1.0")[0]


@lru_cache(maxsize=65536)
def _obstacles(part: Node, wish: Node) -> tuple[Obstacle, ...]:
    """Why `part` may not be released as `wish`."""
    if isinstance(part, Both):  # before the wish: each half may go under another half of it
        return tuple(obstacle for each in part.parts for obstacle in _obstacles(each, wish))
    if isinstance(wish, Choice):
        return tuple(obstacle for each in wish.parts for obstacle in _obstacles(part, each))
    if isinstance(wish, Both):
        return min((_obstacles(part, each) for each in wish.parts), key=len)
    if isinstance(part, Choice):
        sides = [_obstacles(each, wish) for each in part.parts]
        if not all(sides):
            return ()
        every = [obstacle.reason for side in sides for obstacle in side]
        return (Obstacle(render(part), sides[0][0].kind, "; ".join(dict.fromkeys(every))),)
    kind = _objection(part, wish)
    return (Obstacle(part, kind, _reason(part, wish, kind)),) if kind else ()


def _objection(part: str, wish: str) -> Kind | None:
    """What one licence has against another."""
    terms, wished = terms_of(part), terms_of(wish)
    if terms is None:
        # a name of the project's own stands for terms that the project has read; NOASSERTION for none
        return None if part == wish != NOASSERTION else "unknown"
    if ND in terms.asks:
        return "no-derivatives"
    if part == wish or not terms.asks:
        return None
    if terms.into is not None:
        return None if wish in terms.into else "limits" if LIMITS in terms.asks else "share-alike"
    if wished is None or LIMITS in wished.asks or wish.startswith(terms.never_into):
        return "incompatible"
    return _lost(terms.asks, wished.asks)


def _lost(asked: frozenset[str], kept: frozenset[str]) -> Kind | None:
    """The gravest demand that would be lost."""
    order: tuple[tuple[str, Kind], ...] = ((NC, "non-commercial"), (CREDIT, "credit"), (CHANGES, "changes"))
    return next((kind for demand, kind in order if demand in asked - kept), None)


def _reason(part: str, wish: str, kind: Kind) -> str:
    terms = terms_of(part)
    others = sorted(terms.into, key=lambda each: (each != part, each)) if terms and terms.into else []
    reasons: dict[Kind, str] = {
        "unknown": f"minga does not know the terms of {part}",
        "no-derivatives": f"{part} forbids sharing changed versions, and records are edited, translated or reformatted",
        "non-commercial": f"{part} forbids commercial use, which {wish} allows",
        "limits": f"{part} limits what it may be used for and is passed on only as itself, not as {wish}",
        "share-alike": f"{part} keeps changed versions under {_some(others)}, not under {wish}",
        "credit": f"{part} asks to name the authors, which {wish} does not",
        "changes": f"{part} asks to say what was changed, which {wish} does not",
        "incompatible": f"nothing says that {wish} takes in what is under {part}",
    }
    return "nobody has said under which licence it is (NOASSERTION)" if part == NOASSERTION else reasons[kind]


def _some(licences: Sequence[str], most: int = 3) -> str:
    """`A, B or C`, without ports to single countries."""
    plain = [each for each in licences if not re.fullmatch(r"CC-.*\d-[A-Z]+", each)] or list(licences)
    shown, more = plain[:most], len(plain) > most
    listed = ", ".join(shown)
    if more:
        return f"{listed} or others like them"
    return f"{', '.join(shown[:-1])} or {shown[-1]}" if len(shown) > 1 else listed
