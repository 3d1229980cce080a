"""The report as one HTML page without scripts, which opens from a disk."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from minga.curate.excerpts import Excerpt
from minga.curate.report import wording
from minga.curate.report.contents import Contents
from minga.curate.report.measures import Distribution
from minga.curate.report.titles import title_of
from minga.page_templates import page_environment

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["page"]

_HERE = "minga.curate.report"


def page(said: Contents, project: str, seed: int) -> str:
    """The page."""
    return (
        _environment()
        .get_template("report.html")
        .render(
            said=said,
            project=project,
            seed=seed,
            css=_style(),
            headline=wording.headline(said),
            summary=wording.summary(said),
            alike=wording.alike(said),
            different=wording.different(said),
            figures=[{"measure": one, "svg": _drawn(one)} for one in said.distributions],
            detected=wording.detected(said),
            in_agreement=wording.in_agreement(said),
        )
    )


def _drawn(measure: Distribution) -> str:
    from minga.histograms import Histogram, histogram_chart
    from minga.plots import svg

    rows = [
        Histogram(
            f"{spread.language} · {spread.records:,} records",
            [count / spread.records for count in spread.counts],
            [float(limit.value) for limit in spread.thresholds if measure.shows(limit)],
        )
        for spread in measure.spreads
    ]
    description = f"{title_of(measure.column)}. Median: {wording.medians(measure)}"
    return svg(histogram_chart(rows, measure.edges, description=description, percent=measure.share))


def _same(one: Excerpt, other: Excerpt) -> bool:
    return one == other


@lru_cache(maxsize=1)
def _style() -> str:
    return files(_HERE).joinpath("templates/report.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = page_environment(_HERE, "templates")
    environment.filters |= {"number": wording.number, "medians": wording.medians, "title": title_of}
    environment.globals |= {"share": wording.share_text, "same": _same, "not_said": wording.NOT_SAID}
    environment.globals |= {"came_of": wording.came_of, "giver": wording.giver, "ways": wording.ways}
    return environment
