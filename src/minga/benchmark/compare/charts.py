"""The report's pictures."""

from __future__ import annotations

from minga.benchmark.compare.comparison import Comparison
from minga.benchmark.compare.words import Words
from minga.line_plots import line_chart
from minga.plots import Interval, interval_chart, svg

__all__ = ["curve_chart", "score_chart"]


def score_chart(comparison: Comparison, words: Words) -> str:
    """Each model's score on each version with its interval, as SVG."""
    rows = [
        Interval(one.model, 100 * one.score.value, 100 * one.score.low, 100 * one.score.high, words.say(one.version))
        for one in comparison.scores
    ]
    title = f"{comparison.benchmark} · {words.language(comparison.language)}"
    return svg(interval_chart(rows, title=title, axis=words.say("score"), digits=1, locale=words.locale, width=360))


def curve_chart(comparison: Comparison, words: Words) -> str:
    """How far the score is from the fully validated one, by validated items and order, as SVG."""
    lines = {
        words.say(order): [
            (float(point.validated), 100 * point.difference) for point in comparison.curve if point.order == order
        ]
        for order in ("random", "risk")
    }
    said = "; ".join(
        f"{name}: {', '.join(f'{words.number(x, 0)}: {words.number(y, 2)}' for x, y in points)}"
        for name, points in lines.items()
    )
    return svg(
        line_chart(
            lines,
            title=words.say("curve"),
            description=said,
            across=words.say("validated_items"),
            up=words.say("off"),
            locale=words.locale,
            width=360,
        )
    )
