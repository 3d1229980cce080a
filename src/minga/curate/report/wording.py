"""What the page and the Markdown both say."""

from __future__ import annotations

from typing import Any

from minga.curate.contamination import ContaminationRow
from minga.curate.contamination.rule import HELD
from minga.curate.language.language_identification import UNDETERMINED
from minga.curate.report.by_people import ByPeople
from minga.curate.report.contents import Contents
from minga.curate.report.fates import Group
from minga.curate.report.measures import Distribution

__all__ = [
    "NOT_SAID",
    "alike",
    "came_of",
    "detected",
    "different",
    "giver",
    "headline",
    "in_agreement",
    "medians",
    "number",
    "share_text",
    "summary",
    "ways",
]

NOT_SAID = "not said"


def headline(said: Contents) -> str:
    """What came out, in a few words."""
    if said.came == 1:
        return "The only record stays" if said.kept else "The only record left"
    if said.kept == said.came:
        return f"All {said.came:,} records stay"
    if not said.kept:
        return f"None of {said.came:,} records stays"
    return f"{said.kept:,} of {said.came:,} records stay"


def summary(said: Contents) -> str:
    """One or two sentences on the whole."""
    if not said.steps:
        return "No rule let one go."
    worst, left = max(said.steps, key=lambda step: step.records), said.came - said.kept
    share = f"That is {share_text(said.kept, said.came)}. " if said.kept else ""
    who = "The other " if said.kept else ""
    who += ("one" if left == 1 else f"{left:,}") if said.kept else ("It" if left == 1 else "All")
    if sum(step.records == worst.records for step in said.steps) > 1:
        return f"{share}{who} left, for {len(said.steps)} different reasons."
    often = "" if left == 1 else "all " if worst.records == left else f"most often ({worst.records:,} of them) "
    return f"{share}{who} left, {often}as “{worst.reason}”: {worst.sentence[0].lower()}{worst.sentence[1:]}"


def alike(said: Contents) -> list[tuple[str, str]]:
    """What all records have in common: nobody reads a table of one row."""
    return [(name, groups[0].label or NOT_SAID) for name, groups in _groups(said) if len(groups) == 1]


def different(said: Contents) -> list[tuple[str, list[Group]]]:
    """What records differ in, each with its groups."""
    return [(f"By {name}", groups) for name, groups in _groups(said) if len(groups) > 1]


def _groups(said: Contents) -> list[tuple[str, list[Group]]]:
    return [
        ("donation", said.tables),
        ("language", said.languages),
        ("origin", said.origins),
        ("licence", said.licences),
    ]


def came_of(decided: ByPeople) -> str:
    """What came of people's decisions."""
    said = [
        f"{_records(count)} that would have left as {reason} stay{'s' * (count == 1)}"
        for reason, count in decided.kept.items()
    ]
    said += [f"{_records(decided.dropped)} left by hand"] * bool(decided.dropped)
    said += [
        f"{_records(count)} that somebody wants to keep left all the same, as {reason}"
        for reason, count in decided.not_kept.items()
    ]
    if decided.unknown:
        said.append(f"{_records(decided.unknown)} that somebody decided of did not come in")
    text = "; ".join(said) or "Nothing came of it: the rules say the same"
    return f"{text}."


def giver(row: ContaminationRow) -> tuple[str, str]:
    """Whose records they are, and the rest of what is known of it."""
    known = list(dict.fromkeys(filter(None, (row.contributor, row.source, row.table))))
    return known[0], " · ".join(known[1:])


def ways(row: ContaminationRow) -> str:
    """How the records hold the items."""
    return ", ".join(f"{HELD[name]} {count:,}" for name, count in row.how.items())


def _records(count: int) -> str:
    return f"{count:,} record{'s' * (count != 1)}"


def detected(said: Contents) -> list[str]:
    """The languages that answers look like: those of which it cannot be told, and those that are not judged, last."""
    last = [UNDETERMINED, ""]
    found = {tag for row in said.matrix for tag in row.answers}
    return [*sorted(found.difference(last)), *(tag for tag in last if tag in found)]


def in_agreement(said: Contents) -> str:
    """The one language that all records say and all answers look like; empty where there is not one."""
    if len(said.matrix) != 1 or list(said.matrix[0].answers) != [said.matrix[0].declared]:
        return ""
    return said.matrix[0].declared


def share_text(part: int, whole: int) -> str:
    """A share in per cent, with a decimal where it is small: never `0 %` of something, nor `100 %` of less than all."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if not part:
        return "0 %"
    if share < 0.1:
        return "< 0.1 %"
    if 99.9 < share < 100:
        return "> 99.9 %"
    return f"{share:.1f} %" if share < 10 or 90 < share < 100 else f"{share:.0f} %"


def medians(measure: Distribution) -> str:
    """The median of each language, shares in per cent."""
    numbers = (
        (one.language, f"{number(100 * one.median)} %" if measure.share else number(one.median))
        for one in measure.spreads
    )
    return ", ".join(f"{language} {median}" for language, median in numbers)


def number(value: Any) -> str:
    """For people: whole numbers with separators, others with as many decimals as say something."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
