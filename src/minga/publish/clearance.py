"""Whether everything in a release may go out under the project's licence."""

from __future__ import annotations

from collections.abc import Iterable

from minga.errors import LicenceError
from minga.licences import NOASSERTION, may_release, mixture

__all__ = ["Part", "clear"]

Part = tuple[str, str]
"""A licence, and what carries it in words: `donation refranes of Ana Quispe`."""

_NAMED = 5


def clear(parts: Iterable[Part], release: str, what: str) -> None:
    """Raise LicenceError, naming the parts and what to do, unless all of them allow `release`."""
    carried = sorted(set(parts))
    obstacles = may_release((licence for licence, _ in carried), release)
    if not obstacles:
        return
    blocked = {obstacle.licence for obstacle in obstacles}
    # an expression such as `A AND B` is blocked by its part A
    named = [who for licence, who in carried if may_release([licence], release)]
    listed = ", ".join(named[:_NAMED]) + (f" and {len(named) - _NAMED} more" if len(named) > _NAMED else "")
    reasons = "; ".join(dict.fromkeys(obstacle.reason for obstacle in obstacles))
    raise LicenceError(
        f"{what} may not be released as {release}: {reasons} ({listed})",
        where="[licences] release in minga.toml",
        hint=_advice(blocked, {licence for licence, _ in carried}, release),
    )


def _advice(blocked: set[str], licences: set[str], release: str) -> str:
    if NOASSERTION in blocked:
        return "ask the giver for a licence and write it into minga.toml, or take that part out"
    others = [licence for licence in mixture(licences).releases if licence != release]
    if others:
        return f"set release = {others[0]!r}, which all parts allow, or take those parts out"
    return "no single licence serves all parts: take those parts out, or ask their owners for another licence"
