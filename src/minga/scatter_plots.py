"""Points in a plane, in the manner of `minga.plots`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from minga.plots import SHAPES, TONES

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Point", "frontier", "scatter_chart"]

_SPAN = 20
"""Where the largest is so many times the smallest, the axis is logarithmic."""


@dataclass(frozen=True)
class Point:
    """One thing with two numbers."""

    label: str
    x: float
    """Above zero."""
    y: float
    group: str = ""
    """Points of one group share a colour and a shape."""


def scatter_chart(
    points: Sequence[Point], *, across: str, up: str, locale: str = "en", width: int = 320
) -> alt.LayerChart:
    """Points, of which those on the frontier (nothing to their left is higher) are joined and named.

    The description names these; a heading above and a table beside the picture are to hold the rest.
    """
    import altair as alt

    groups = list(dict.fromkeys(point.group for point in points))
    best = frontier(points)
    smallest, largest = min(each.x for each in points), max(each.x for each in points)
    logarithmic = largest > _SPAN * smallest
    scale = alt.Scale(type="log" if logarithmic else "linear", zero=False, nice=True, padding=20)
    half = (smallest * largest) ** 0.5 if logarithmic else (smallest + largest) / 2
    data = [
        {
            "label": each.label,
            "x": each.x,
            "y": each.y,
            "group": each.group,
            "best": each in best,
            "right": each.x > half,
        }
        for each in points
    ]
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("x:Q", title=across, scale=scale, axis=alt.Axis(grid=True, format=",~r")),
        y=alt.Y(
            "y:Q",
            title=up,
            scale=alt.Scale(zero=False, nice=True, padding=16),
            axis=alt.Axis(grid=True, gridOpacity=0.2),
        ),
    )
    front = base.transform_filter("datum.best")
    legend = alt.Legend() if len(groups) > 1 else None
    return alt.layer(
        front.mark_line(color="currentColor", strokeDash=[3, 3], opacity=0.7, interpolate="step-after"),
        base.mark_point(filled=True, size=80, opacity=1).encode(
            color=alt.Color("group:N", scale=alt.Scale(domain=groups, range=list(TONES)), title=None, legend=legend),
            shape=alt.Shape("group:N", scale=alt.Scale(domain=groups, range=list(SHAPES)), title=None, legend=legend),
        ),
        _names(front.transform_filter("!datum.right"), "left"),
        _names(front.transform_filter("datum.right"), "right"),
    ).properties(
        description="; ".join(f"{each.label}: {each.x:g}, {each.y:.1f}" for each in best),
        usermeta={"locale": locale},
        width=width,
        height=320,
    )


def _names(base: alt.Chart, align: Literal["left", "right"]) -> alt.Chart:
    """Names beside their points, towards the middle, so that they stay inside."""
    return base.mark_text(align=align, baseline="bottom", dx=6 if align == "left" else -6, dy=-5).encode(text="label:N")


def frontier(points: Sequence[Point]) -> list[Point]:
    """The points than which none to their left is as high, from left to right."""
    found: list[Point] = []
    for point in sorted(points, key=lambda point: (point.x, -point.y)):
        if not found or point.y > found[-1].y:
            found.append(point)
    return found
