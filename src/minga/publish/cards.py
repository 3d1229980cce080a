"""Cards from templates in which everything is escaped, unless it is Markdown already."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from minga.credits import is_simulated
from minga.languages import country_name, name
from minga.licences import facts
from minga.publish.lineage import Step
from minga.publish.markdown import Markdown, code, escape, fence, link, one_line, table
from minga.publish.tallies import Key, Tally

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["asks", "credited", "lineage_table", "places_table", "ranked", "render", "share", "tally_table"]

_ROWS = 40
"""Of a table in a card; the data has the rest."""


def render(template: str, **values: Any) -> str:
    """The body of a card."""
    return _environment().get_template(f"{template}.md.jinja").render(**values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - Markdown, and `finalize` escapes
        loader=PackageLoader("minga.publish"),
        undefined=StrictUndefined,
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "code": code,
        "count": lambda number: Markdown(f"{number:,}"),
        "fence": lambda text, language="": fence(text, language),
        "link": link,
        "inside_code": lambda text: Markdown(one_line(text).replace("`", "")),
        "md": Markdown,
        "python": lambda text: Markdown(json.dumps(one_line(text), ensure_ascii=False)),
        "share": share,
    }
    return environment


def share(part: float, whole: float) -> Markdown:
    """A share in percent; a small one is not called none.

    >>> share(1, 3), share(1, 3000), share(0, 0)
    ('33 %', '< 1 %', '0 %')
    """
    percent = 100 * part / whole if whole else 0.0
    return Markdown("< 1 %" if 0 < percent < 1 else "> 99 %" if 99 < percent < 100 else f"{percent:.0f} %")


def ranked(counter: Counter[Key]) -> list[tuple[Key, int]]:
    """Most first, then by name."""
    return sorted(counter.items(), key=lambda entry: (-entry[1], entry[0]))


def tally_table(headings: Sequence[str], counter: Counter[Key]) -> Markdown:
    """Keys and their numbers of records, the most frequent first."""
    entries = ranked(counter)
    rows = [(*(link(part) if part else _UNSAID for part in key), rows) for key, rows in entries[:_ROWS]]
    return _and_more(table([*headings, "records"], rows, right=" " * len(headings) + "r"), len(entries))


_UNSAID = Markdown("*not said*")


def _and_more(text: Markdown, entries: int) -> Markdown:
    return Markdown(f"{text}\n\n… and {entries - _ROWS:,} more, in the data.") if entries > _ROWS else text


def places_table(tally: Tally) -> Markdown:
    """Records by language tag and by the country that their content is from."""
    entries = ranked(tally.places)
    rows = [
        (code(tag), name(tag, "en"), country_name(country, "en") if country else _UNSAID, rows)
        if tag != "…"
        else (tag, tag, tag, rows)
        for (tag, country), rows in entries[:_ROWS]
    ]
    return _and_more(table(["tag", "language", "country of the content", "records"], rows, right="   r"), len(entries))


def lineage_table(steps: Iterable[Step]) -> Markdown:
    """The stages that led to a release, with what each took in, kept and let go."""
    return table(["made", "by", "in", "kept", "left, and why"], map(_lineage_row, steps), right="  rr")


def _lineage_row(step: Step) -> tuple[object, ...]:
    if step.manifest is None:
        return (code(step.name), "no longer in the project", "", "", "")
    counts = step.manifest.counts
    if step.manifest.kind != "table":
        return (code(step.name), step.manifest.stage, "", "", "")
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in sorted(counts.dropped.items())) or "none"
    return (code(step.name), step.manifest.stage, counts.rows_in, counts.rows_kept, reasons)


def asks(expression: str) -> str:
    """What a licence asks, in words."""
    known = facts(expression)
    if not known.known:
        return "terms that minga does not know"
    demands = {
        "to name the authors": known.attribution,
        "to keep changed versions under the same or a compatible licence": known.share_alike,
        "not to use it commercially": known.non_commercial,
        "not to share changed versions": known.no_derivatives,
        "to keep to its limits of use": known.restricted,
    }
    return ", ".join(demand for demand, wanted in demands.items() if wanted) or "nothing"


def credited(counter: Counter[Key]) -> list[tuple[str, int, bool]]:
    """Public names with their numbers of records, and whether they are simulated; real people first."""
    named = [(name, rows, is_simulated(name)) for (name,), rows in ranked(counter) if name]
    return sorted(named, key=lambda entry: entry[2])
