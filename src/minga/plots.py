"""Plots as SVG, drawn on the server: the same chart gives the same bytes, without a browser, a script or a network.

One picture works on light and dark pages. Its ground is transparent, its ink is `currentColor`, and the data have
middle tones. As an image of its own it shows a grey that can be read on white (4.5 : 1) and on black; inside a page,
`.plot { color: inherit; max-width: 100%; height: auto }` lets it follow the page. It holds no styles, so that a strict
content security policy has nothing to object to.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Bar", "Interval", "bar_chart", "interval_chart", "svg"]

SVG = "http://www.w3.org/2000/svg"
GREY = "#767676"
"""The ink where no page gives another: 4.5 : 1 on white, 4.1 : 1 on a dark page."""
INK = "currentColor"
TONES = ("#2f7fc1", "#c8641b", "#2a9160", "#9a62c7", "#8a8420", "#c8518f")
"""At least 3.8 : 1 on white and on #121212 (WCAG 2.2 asks for 3 : 1)."""
SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
"""Groups differ in shape too: colour alone tells nothing to many."""
FONT = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
"""vl-convert carries Liberation Sans, so that widths are the same on every machine; Arial has the same widths."""
HOLE = "—"
"""What stands for a score that is not there."""
STEP = 30
"""Pixels for each row."""

THEME: dict[str, Any] = {
    "font": FONT,
    "padding": 12,  # readers without these fonts see wider letters
    "background": None,
    "aria": False,
    "view": {"stroke": None},
    "title": {"color": INK, "fontSize": 15, "fontWeight": "bold", "anchor": "start", "frame": "bounds", "offset": 14},
    "axis": {
        "labelColor": INK, "titleColor": INK, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal",
        "domain": False, "ticks": False, "grid": False, "labelLimit": 280, "labelPadding": 8, "titlePadding": 10,
    },
    "axisX": {"grid": True, "gridColor": INK, "gridOpacity": 0.2, "tickCount": 5},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 13, "orient": "top", "symbolOpacity": 1},
    "text": {"color": INK, "fontSize": 13},
    "range": {"category": list(TONES), "symbol": list(SHAPES)},
}  # fmt: skip


@dataclass(frozen=True)
class Interval:
    """A score with its confidence interval."""

    label: str
    """What has the score, such as a model."""
    score: float | None
    """None is a hole: the row is shown without a mark."""
    low: float | None = None
    high: float | None = None
    group: str = ""
    """Rows of one group share a colour and a shape."""


@dataclass(frozen=True)
class Bar:
    """A count, and how much was wanted."""

    label: str
    have: float
    goal: float | None = None


def svg(chart: alt.TopLevelMixin) -> str:
    """An Altair chart as the text of one `<svg role="img">`, with the minga theme.

    Its accessible name is the chart's title and its description the chart's `description`. A `usermeta` of
    `{"locale": "es"}` writes numbers as that language does. Data must be in the chart: addresses raise ValueError.

    >>> svg(bar_chart([Bar("es-PE", 120, 400)], title="Registros", locale="es"))[:36]
    '<svg xmlns="http://www.w3.org/2000/s'
    """
    import vl_convert

    # what our own functions put together is not checked against the schema again: it takes as long as the drawing
    spec = _printable(chart.to_dict(validate=False))
    drawn = vl_convert.vegalite_to_svg(
        spec,
        config=THEME,
        allowed_base_urls=[],
        format_locale=_number_locale((spec.get("usermeta") or {}).get("locale", "en")),
    )
    return _accessible(drawn, _title_of(spec), str(spec.get("description") or ""))


def interval_chart(
    rows: Sequence[Interval],
    *,
    title: str,
    axis: str = "",
    baseline: float | None = None,
    digits: int = 3,
    locale: str = "en",
    width: int = 460,
) -> alt.LayerChart:
    """Scores as points on whiskers, one row a label in the given order, with the numbers beside them.

    `axis` names the score, `baseline` draws a dashed line (chance), `digits` are decimals. Rows that share a label are
    set side by side by group. The description holds every number as text.
    """
    import altair as alt

    order = list(dict.fromkeys(row.label for row in rows))
    groups = list(dict.fromkeys(row.group for row in rows))
    shift = {"yOffset": alt.YOffset("group:N", sort=groups)} if len(order) < len(rows) else {}
    # by name, since Altair copies what stands in a chart several times
    base = alt.Chart(alt.Data(name="rows"))
    layers = _interval_layers(base.encode(y=alt.Y("label:N", sort=order, title=None), **shift), groups, axis, digits)
    if baseline is not None:
        line = alt.Chart(alt.Data(values=[{"baseline": baseline}])).mark_rule(color=INK, strokeDash=[4, 4], opacity=0.7)
        layers.insert(0, line.encode(x="baseline:Q"))
    # apart, so that colour and shape share one legend: a whisker has no shape
    together = alt.layer(*layers).resolve_scale(color="independent", shape="independent")
    return together.properties(
        title=title,
        description="; ".join(_interval_text(row, digits, locale) for row in rows),
        usermeta={"locale": locale},
        datasets={"rows": [_whisker(row) for row in rows]},
        width=width,
        height=alt.Step(STEP if not shift else STEP // 2 + 4),
    )


def _interval_layers(base: alt.Chart, groups: list[str], axis: str, digits: int) -> list[alt.Chart]:
    import altair as alt

    legend = alt.Legend() if len(groups) > 1 else None
    tones = alt.Scale(domain=groups, range=list(TONES))
    shapes = alt.Scale(domain=groups, range=list(SHAPES))
    name = axis or None
    here, hole = base.transform_filter("isValid(datum.score)"), base.transform_filter("!isValid(datum.score)")
    return [
        here.mark_rule(strokeWidth=2.5, strokeCap="round").encode(
            x=alt.X("low:Q", title=name), x2="high:Q", color=alt.Color("group:N", scale=tones, legend=None)
        ),
        here.mark_point(filled=True, size=90, opacity=1).encode(
            x=alt.X("score:Q", title=name, scale=alt.Scale(zero=False, nice=True, padding=12)),
            color=alt.Color("group:N", scale=tones, title=None, legend=legend),
            shape=alt.Shape("group:N", scale=shapes, title=None, legend=legend),
        ),
        here.mark_text(align="left", dx=9).encode(x="end:Q", text=alt.Text("score:Q", format=f",.{digits}f")),
        hole.mark_text(align="left", text=HOLE).encode(x=alt.value(8)),
    ]


def _whisker(row: Interval) -> dict[str, str | float | None]:
    score, low, high = _numbers(row)
    end = score if high is None else high
    return {"label": row.label, "group": row.group, "score": score, "low": low, "high": high, "end": end}


def _numbers(row: Interval) -> tuple[float | None, float | None, float | None]:
    """Score and interval; a number that is none is a hole, and half an interval is no interval."""
    given = (row.score, row.low, row.high)
    score, low, high = (each if each is not None and math.isfinite(each) else None for each in given)
    return (score, low, high) if low is not None and high is not None else (score, None, None)


def bar_chart(
    rows: Sequence[Bar], *, title: str, axis: str = "", digits: int = 0, locale: str = "en", width: int = 460
) -> alt.LayerChart:
    """Counts as bars over pale bars of what is wanted, one row a label in the given order, with the numbers.

    `axis` says what is counted, `digits` are decimals. The description holds every number as text.
    """
    import altair as alt

    values = [
        {"label": row.label, "have": row.have, "goal": row.goal or 0, "end": max(row.have, row.goal or 0),
         "text": _bar_text(row, digits, locale)}
        for row in rows
    ]  # fmt: skip
    y = alt.Y("label:N", sort=list(dict.fromkeys(row.label for row in rows)), title=None)
    base = alt.Chart(alt.Data(values=values)).encode(y=y)
    x = alt.X("have:Q", title=axis or None, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(format=",~r"))
    return alt.layer(
        base.mark_bar(size=18, opacity=0.3, color=INK).encode(x=alt.X("goal:Q", title=axis or None)),
        base.mark_bar(size=10, color=TONES[0]).encode(x=x),
        base.mark_text(align="left", dx=6).encode(x="end:Q", text="text:N"),
    ).properties(
        title=title,
        description="; ".join(f"{row.label}: {_bar_text(row, digits, locale)}" for row in rows),
        usermeta={"locale": locale},
        width=width,
        height=alt.Step(STEP),
    )


def _interval_text(row: Interval, digits: int, locale: str) -> str:
    score, low, high = _numbers(row)
    name = f"{row.label} ({row.group})" if row.group else row.label
    if score is None:
        return f"{name}: {HOLE}"
    if low is None or high is None:
        return f"{name}: {_number(score, digits, locale)}"
    return (
        f"{name}: {_number(score, digits, locale)} [{_number(low, digits, locale)} – {_number(high, digits, locale)}]"
    )


def _bar_text(row: Bar, digits: int, locale: str) -> str:
    have = _number(row.have, digits, locale)
    return f"{have} / {_number(row.goal, digits, locale)}" if row.goal else have


def _number(number: float, digits: int, locale: str) -> str:
    signs = _number_locale(locale)
    swap = {",": signs["thousands"], ".": signs["decimal"], "-": "−"}
    return "".join(swap.get(sign, sign) for sign in f"{number:,.{digits}f}")


@lru_cache(maxsize=64)
def _number_locale(locale: str) -> dict[str, Any]:
    """Separators as d3-format wants them."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        known = Locale.parse(locale, sep="-")
    except (UnknownLocaleError, ValueError):
        known = Locale("en")
    return {
        "decimal": get_decimal_symbol(known),
        "thousands": get_group_symbol(known),
        "grouping": [3],
        "currency": ["", ""],
        "minus": "−",
    }


def _printable(value: Any) -> Any:
    """`value` without the characters that XML cannot hold."""
    if isinstance(value, str):
        return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", value)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list) else value


def _title_of(spec: dict[str, Any]) -> str:
    title = spec.get("title") or ""
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else str(text)


def _accessible(drawn: str, title: str, description: str) -> str:
    """`drawn` as one image with a name and a description, without what screen readers and eyes skip."""
    from xml.etree import ElementTree

    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing, not a file from outside
    for parent in root.iter():
        for child in list(parent):
            if child.get("opacity") == "0" or child.get("display") == "none":
                parent.remove(child)
    for element in root.iter():
        for name in [each for each in element.attrib if each == "role" or each.startswith("aria-")]:
            del element.attrib[name]
        for name, value in element.attrib.items():  # the last digits of a float differ between machines
            element.set(name, re.sub(r"-?\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}", value))
    for name, text in (("desc", description), ("title", title)):
        if text:
            label = ElementTree.Element(f"{{{SVG}}}{name}")
            label.text = text
            root.insert(0, label)
    root.attrib.pop("version", None)
    root.attrib |= {
        "class": "plot",
        "color": GREY,
        "overflow": "visible",
        "role": "img",
        "aria-label": title or description,
    }
    return ElementTree.tostring(root, encoding="unicode")
