"""Agreement within groups, as a picture for a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from minga import languages
from minga.plots import Interval, interval_chart, svg
from minga.review.agreement import Agreement
from minga.web.catalogues import translations

__all__ = ["draw_agreement", "group_label"]


def draw_agreement(groups: Mapping[str, Agreement], question: str, by: str, locale: str) -> str:
    """An SVG with one row a group: alpha as a point on its interval."""
    _ = translations(locale).gettext
    rows = [Interval(group_label(key, by, locale), found.value, found.low, found.high) for key, found in groups.items()]
    built_in = {
        "verdict": _("Verdict"),
        "preference": _("Preference"),
        "edited_as": _("Kind of edit"),
        "rejected_as": _("Reason for rejecting"),
    }
    title = _("Agreement on %(question)s") % {"question": built_in.get(question, question)}
    return svg(interval_chart(rows, title=title, axis="α", baseline=0.0, digits=2, locale=locale, width=380))


def group_label(key: str, by: str, locale: str) -> str:
    """What a group is called: a language, a week, two countries."""
    if by == "week":
        return str(format_date(date.fromisoformat(key), format="medium", locale=locale))
    if by == "country":
        names = languages.countries(locale)
        return " · ".join(names.get(code, code) for code in key.split(" · "))
    return languages.name(key, locale)
