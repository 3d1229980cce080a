"""What a licence asks, in a handful of answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from minga.licences._expressions import Choice, Node, parse
from minga.licences._terms import CREDIT, LIMITS, NC, ND, SHARE, terms_of

__all__ = ["LicenceFacts", "facts", "facts_of", "union"]


@dataclass(frozen=True)
class LicenceFacts:
    """What a licence asks of whoever shares the material. Where `known` is False the other answers say nothing."""

    open: bool
    """Free to use, change and share for any purpose, as the Open Definition 2.1 has it."""
    attribution: bool
    """The authors must be named or their notice kept."""
    share_alike: bool
    """Changed versions must stay under the same or a compatible licence."""
    non_commercial: bool
    """Commercial use is forbidden."""
    no_derivatives: bool
    """Changed versions may not be shared."""
    restricted: bool
    """It limits what or who it may be used for in another way: OpenRAIL, Llama, Gemma."""
    known: bool
    """Whether minga knows its terms: False for `NOASSERTION` and for `LicenseRef-` names that it has not heard of."""

    @property
    def strictness(self) -> tuple[bool, ...]:
        """For sorting, freest first."""
        return (
            not self.known,
            self.no_derivatives,
            self.restricted,
            self.non_commercial,
            self.share_alike,
            self.attribution,
            not self.open,
        )


NOTHING = LicenceFacts(
    open=True, attribution=False, share_alike=False, non_commercial=False, no_derivatives=False, restricted=False,
    known=True,
)  # fmt: skip
UNKNOWN = LicenceFacts(
    open=False, attribution=False, share_alike=False, non_commercial=False, no_derivatives=False, restricted=False,
    known=False,
)  # fmt: skip


def facts(expression: str) -> LicenceFacts:
    """What an SPDX expression asks: of `A OR B` the freer, of `A AND B` both together. Raises LicenceError.

    >>> facts("CC-BY-SA-4.0").share_alike, facts("MIT OR CC-BY-SA-4.0").share_alike
    (True, False)
    """
    return facts_of(parse(expression))


@lru_cache(maxsize=1024)
def facts_of(node: Node) -> LicenceFacts:
    """`facts` of a parsed expression."""
    if isinstance(node, str):
        return _one(node)
    if isinstance(node, Choice):
        return min((facts_of(part) for part in node.parts), key=lambda each: each.strictness)
    return union(facts_of(part) for part in node.parts)


def union(several: Iterable[LicenceFacts]) -> LicenceFacts:
    """What binds whoever uses all of them together; nothing when there is none."""
    every = (NOTHING, *several)
    return LicenceFacts(
        open=all(each.open for each in every),
        attribution=any(each.attribution for each in every),
        share_alike=any(each.share_alike for each in every),
        non_commercial=any(each.non_commercial for each in every),
        no_derivatives=any(each.no_derivatives for each in every),
        restricted=any(each.restricted for each in every),
        known=all(each.known for each in every),
    )


def _one(licence: str) -> LicenceFacts:
    terms = terms_of(licence)
    if terms is None:
        return UNKNOWN
    return LicenceFacts(
        open=terms.open,
        attribution=CREDIT in terms.asks,
        share_alike=SHARE in terms.asks,
        non_commercial=NC in terms.asks,
        no_derivatives=ND in terms.asks,
        restricted=LIMITS in terms.asks,
        known=True,
    )
