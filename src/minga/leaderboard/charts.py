"""One picture for each task, for papers and cards: the page draws its own in the table."""

from __future__ import annotations

from minga.leaderboard.standings import Standings
from minga.leaderboard.texts import Texts
from minga.plots import Interval, interval_chart, svg
from minga.task_cards import TaskCard

__all__ = ["task_chart"]


def task_chart(card: TaskCard, standings: Standings, texts: Texts) -> str:
    """The scores of a task with their intervals and chance, as SVG."""
    scores = {score.model: score for score in standings.scores if score.task == card.task}
    order = [score.model for score in standings.scores if score.task == card.task]
    order += [hole.model for hole in standings.holes if hole.task == card.task]
    names = {model.slug: model.name for model in standings.models}
    scale = 100 / card.maximum
    rows = []
    for model in order:
        score = scores.get(model)
        between = score.interval if score else None
        rows.append(
            Interval(
                names[model],
                scale * score.value if score else None,
                scale * between.low if between else None,
                scale * between.high if between else None,
            )
        )
    return svg(
        interval_chart(
            rows,
            title=f"{card.benchmark} · {texts.language(card.language)}",
            axis=texts.say(card.metric) if texts.has(card.metric) else card.metric,
            baseline=scale * card.random if card.random else None,
            digits=1,
            locale=texts.locale,
        )
    )
