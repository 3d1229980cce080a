"""The report as one HTML page without scripts, which opens from a disk."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from minga.curate.excerpts import Excerpt
from minga.curate.language.language_identification import UNDETERMINED
from minga.curate.reasons import reason_of
from minga.curate.report.contents import Contents
from minga.curate.report.measures import Distribution, Spread
from minga.page_templates import page_environment

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["detected", "page", "share_text", "summary"]

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
            summary=summary(said),
            figures=[{"measure": one, "svg": _drawn(one)} for one in said.distributions],
            detected=detected(said),
        )
    )


def summary(said: Contents) -> str:
    """One or two sentences on the whole."""
    if not said.steps:
        return f"All of the {_records(said.came)} that came in stay: no rule let one go."
    worst = max(said.steps, key=lambda step: step.records)
    left = said.came - said.kept
    often = "always" if worst.records == left else f"most often ({share_text(worst.records, left)} of them)"
    return (
        f"Of {_records(said.came)} that came in, {said.kept:,} stay ({share_text(said.kept, said.came)}) and {left:,} "
        f"left, {often} as “{worst.reason}”: {worst.sentence[0].lower()}{worst.sentence[1:]}"
    )


def _records(count: int) -> str:
    return f"{count:,} record{'s' * (count != 1)}"


def detected(said: Contents) -> list[str]:
    """The languages that answers look like: those of which it cannot be told, and those that are not judged, last."""
    last = [UNDETERMINED, ""]
    found = {tag for row in said.matrix for tag in row.answers}
    return [*sorted(found.difference(last)), *(tag for tag in last if tag in found)]


def share_text(part: int, whole: int) -> str:
    """A share in per cent, with a decimal where it is small: never `0 %` of something."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if not part:
        return "0 %"
    if share < 0.1:
        return "< 0.1 %"
    return f"{share:.1f} %" if share < 10 or 90 < share < 100 else f"{share:.0f} %"


def _drawn(measure: Distribution) -> str:
    from minga.histograms import Histogram, histogram_chart
    from minga.plots import svg

    rows = [
        Histogram(
            f"{spread.language} · {spread.records:,} records", [count / spread.records for count in spread.counts]
        )
        for spread in measure.spreads
    ]
    said = "; ".join(f"{spread.language}: median {_number(spread.median)}" for spread in measure.spreads)
    description = f"How {measure.column} is spread. {said}"
    return svg(histogram_chart(rows, measure.edges, description=description, marks=measure.drawn))


def _number(value: Any) -> str:
    """For people: whole numbers with separators, others with as many decimals as say something."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _same(one: Excerpt, other: Excerpt) -> bool:
    return one == other


def _medians(spreads: tuple[Spread, ...]) -> str:
    return ", ".join(f"{spread.language} {_number(spread.median)}" for spread in spreads)


@lru_cache(maxsize=1)
def _style() -> str:
    return files(_HERE).joinpath("templates/report.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = page_environment(_HERE, "templates")
    environment.filters |= {"number": _number, "medians": _medians}
    environment.globals |= {"share": share_text, "same": _same, "reason_of": reason_of}
    return environment
