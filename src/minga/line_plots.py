"""Lines through points, in the manner of `minga.plots`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from minga.plots import SHAPES, TONES

if TYPE_CHECKING:
    import altair as alt

__all__ = ["line_chart"]


def line_chart(
    lines: Mapping[str, Sequence[tuple[float, float]]],
    *,
    title: str,
    description: str,
    across: str = "",
    up: str = "",
    locale: str = "en",
    width: int = 460,
) -> alt.LayerChart:
    """Lines through points, one a name, which differ in colour, dash and shape; `description` says the numbers."""
    import altair as alt

    values = [{"line": name, "x": x, "y": y} for name, points in lines.items() for x, y in points]
    names = list(lines)
    whole = all(x == round(x) for points in lines.values() for x, _ in points)
    ticks = {"tickMinStep": 1} if whole else {}
    tones, shapes = alt.Scale(domain=names, range=list(TONES)), alt.Scale(domain=names, range=list(SHAPES))
    legend = alt.Legend() if len(names) > 1 else None
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("x:Q", title=across or None, axis=alt.Axis(format=",~r", **ticks)),
        y=alt.Y("y:Q", title=up or None, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(grid=True)),
        color=alt.Color("line:N", scale=tones, title=None, legend=legend),
    )
    return alt.layer(
        base.mark_line(strokeWidth=2).encode(strokeDash=alt.StrokeDash("line:N", sort=names, legend=None)),
        base.mark_point(filled=True, size=40, opacity=1).encode(
            shape=alt.Shape("line:N", scale=shapes, title=None, legend=legend)
        ),
    ).properties(title=title, description=description, usermeta={"locale": locale}, width=width, height=240)
