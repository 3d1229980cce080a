"""How numbers are spread, in the manner of `minga.plots`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minga.plots import INK, TONES

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Histogram", "histogram_chart"]


@dataclass(frozen=True)
class Histogram:
    """The shares (0 to 1) of some numbers that lie in each bin."""

    label: str
    shares: Sequence[float]
    marks: Sequence[float] = ()
    """Thresholds: dashed lines."""


def histogram_chart(
    rows: Sequence[Histogram],
    edges: Sequence[float],
    *,
    description: str,
    axis: str = "",
    percent: bool = False,
    locale: str = "en",
    width: int = 380,
    height: int = 64,
) -> alt.VConcatChart:
    """Histograms one below the other over the same bins, each with its own dashed lines.

    `edges` are one more than there are shares, and shares themselves where they are to be read in `percent`;
    `description` says the numbers.
    """
    import altair as alt

    scale = alt.Scale(domain=[edges[0], edges[-1]], nice=False, zero=False)

    def one(row: Histogram, last: bool) -> alt.LayerChart:
        values = [
            {"from": low, "to": high, "share": share}
            for low, high, share in zip(edges[:-1], edges[1:], row.shares, strict=True)
            if share
        ]
        shown = alt.Axis(format="~%" if percent else ",~r") if last else alt.Axis(labels=False, grid=True)
        bars = alt.Chart(alt.Data(values=values)).mark_bar(color=TONES[0], binSpacing=1)
        lines = alt.Chart(alt.Data(values=[{"at": mark} for mark in row.marks]))
        layers = [
            bars.encode(
                x=alt.X("from:Q", scale=scale, axis=shown, title=(axis or None) if last else None),
                x2="to:Q",
                y=alt.Y("share:Q", axis=alt.Axis(format="~%", tickCount=2), title=None, stack=None),
                y2=alt.datum(0),
            ),
            lines.mark_rule(color=TONES[1], strokeWidth=2, strokeDash=[5, 4]).encode(x=alt.X("at:Q", scale=scale)),
        ]
        title = alt.TitleParams(row.label, fontSize=13, fontWeight="normal", offset=6, color=INK)
        return alt.layer(*layers).properties(title=title, width=width, height=height)

    charts = [one(row, row is rows[-1]) for row in rows]
    return alt.vconcat(*charts, spacing=12).properties(description=description, usermeta={"locale": locale})
