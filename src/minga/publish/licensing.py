"""The section of a card on licences: that of the release, and those of its parts."""

from __future__ import annotations

from minga.licences import mixture
from minga.publish.cards import asks, ranked
from minga.publish.markdown import Markdown, escape, table
from minga.publish.tallies import Tally

__all__ = ["licence_section"]

_OTHERS = 3


def licence_section(release: str, tally: Tally) -> Markdown:
    """What the release's licence asks, the parts' licences, and what else the mixture would allow."""
    rows = [(licence, asks(licence), rows) for (licence,), rows in ranked(tally.licences)]
    allowed = [licence for licence in mixture(licence for licence, _, _ in rows).releases if licence != release]
    parts = table(["licence of the parts", "asks", "records"], rows, right="  r")
    others = f" The parts would also allow {escape(', '.join(allowed[:_OTHERS]))}, among others." if allowed else ""
    return Markdown(
        f"Released under **{escape(release)}**, which asks {asks(release)}. Every part allows it; a record keeps the "
        f"licence that it came with in its column `licence`.{others}\n\n{parts}"
    )
