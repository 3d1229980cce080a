"""The report as Markdown: for a repository, an issue or a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from minga.control_signs import visible
from minga.curate.language.language_identification import UNDETERMINED
from minga.curate.report import wording
from minga.curate.report.contents import Contents
from minga.curate.report.fates import Group
from minga.curate.report.titles import title_of
from minga.curate.report.wording import detected, share_text
from minga.curate.sampling import KEPT

__all__ = ["markdown"]

_UNKNOWN = {UNDETERMINED: "cannot tell", "": "not judged"}


def markdown(said: Contents, project: str, seed: int) -> str:
    """The page's numbers and texts; charts are told by their medians."""
    lines = [f"# {_plain(project)}: {wording.headline(said)}", "", _plain(wording.summary(said)), ""]
    lines += _waterfall(said)
    lines += _by_people(said)
    lines += _changes(said)
    lines += _samples(said)
    lines += _where(said)
    lines += _clusters(said)
    lines += _benchmarks(said)
    lines += _languages(said)
    lines += _measures(said)
    return "\n".join([*lines, f"Samples are drawn with the seed {seed}.", ""])


def _waterfall(said: Contents) -> list[str]:
    rows = [("came in", f"{said.came:,}", "", f"{said.came:,}", "")]
    for step in said.steps:
        limits = "".join(f" ({one.line})" for one in step.thresholds)
        share = share_text(step.records, said.came)
        rows.append((step.reason, f"−{step.records:,}", share, f"{step.remaining:,}", step.sentence + limits))
    rows.append(("stayed", f"{said.kept:,}", share_text(said.kept, said.came), f"{said.kept:,}", ""))
    return ["## From all to those that stay", "", *_table(("", "records", "share", "remaining", ""), rows), ""]


def _by_people(said: Contents) -> list[str]:
    if said.by_people is None:
        return []
    lines = ["## Decided by people", "", _plain(wording.came_of(said.by_people)), ""]
    for one in said.by_people.newest:
        who = f" ({_plain(one.decision.who)})" if one.decision.who else ""
        lines.append(f"- {one.decision.decision}{who}: {_plain(one.decision.reason)}. It {_plain(one.outcome)}.")
        lines += [f"  - `{one.decision.id}` {_plain(one.excerpt.prompt)}", f"  - {_plain(one.excerpt.answer)}"]
    return [*lines, ""]


def _changes(said: Contents) -> list[str]:
    if said.changes is None:
        return []
    changed = "; ".join(said.changes.why)
    why = f"Changed: {_plain(changed)}" if changed else "Settings and donations are the same"
    rows = [(one.label, f"{one.then:,}", f"{one.now:,}", f"{one.now - one.then:+,}") for one in said.changes.counts]
    table = _table(("records", "then", "now", "change"), rows)
    same = ["As many stay and leave as then, for the same reasons."]
    return ["## Since the last run", "", f"{why}.", "", *(table if rows else same), ""]


def _where(said: Contents) -> list[str]:
    lines = ["## Where from", ""]
    if same := wording.alike(said):
        lines += [f"The same of all of them: {_plain(', '.join(f'{name} {label}' for name, label in same))}.", ""]
    for title, groups in wording.different(said):
        lines += [f"### {title}", "", *_groups(groups), ""]
    return lines


def _benchmarks(said: Contents) -> list[str]:
    if said.contamination is None:
        return []
    rows = []
    for row in said.contamination:
        who = " · ".join(filter(None, wording.giver(row)))
        rows.append((row.benchmark, who, f"{row.records:,}", f"{row.items:,}", wording.ways(row)))
    none = ["Every record was held against the project's benchmarks, and none holds an item."]
    table = _table(("benchmark", "given by", "records", "items", "how"), rows) if rows else none
    return ["## Benchmark items in records", "", *table, ""]


def _groups(groups: Sequence[Group]) -> list[str]:
    rows = []
    for group in groups:
        most = sorted(group.dropped.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
        why = ", ".join(f"{reason} {count:,}" for reason, count in most)
        kept = share_text(group.kept, group.came)
        rows.append((group.label or wording.NOT_SAID, f"{group.came:,}", f"{group.kept:,}", kept, why))
    return _table(("", "came in", "stayed", "share", "most left as"), rows)


def _samples(said: Contents) -> list[str]:
    lines = ["## Some of them, to read", ""]
    for reason, drawn in said.samples.items():
        lines += [f"### {'stayed' if reason == KEPT else reason}", ""]
        for one in drawn:
            detail = f" ({_plain(one.detail)})" if one.detail else ""
            lines += [f"- `{one.id}`{detail}", f"  - {_plain(one.prompt)}", f"  - {_plain(one.answer)}"]
        lines.append("")
    return lines


def _clusters(said: Contents) -> list[str]:
    if not said.clusters:
        return []
    lines = ["## Said most often", ""]
    heads = ("records of a cluster", *(f"the same {mode}" for mode in said.sizes[0].clusters))
    counted = [(one.size, *(f"{count:,}" for count in one.clusters.values())) for one in said.sizes]
    lines += [*_table(heads, counted), ""]
    for cluster in said.clusters:
        text = cluster.best.excerpt.prompt if cluster.mode == "prompt" else cluster.best.excerpt.answer
        heading = f"{cluster.size:,} records, the same {cluster.mode}, {cluster.stay:,} may stay"
        lines.append(f"- {heading}: `{cluster.best.id}` {_plain(text)}")
        for one in cluster.others:
            other = one.excerpt.prompt if cluster.mode == "answer" else one.excerpt.answer
            lines.append(f"  - `{one.id}` ({_plain(one.table)}): {_plain(other)}")
    return [*lines, ""]


def _languages(said: Contents) -> list[str]:
    if not said.matrix:
        return []
    if language := wording.in_agreement(said):
        agree = f"All {said.came:,} answers look like what they say: {_plain(language)}."
        return ["## Languages: said and found", "", agree, ""]
    found = detected(said)
    rows = [(row.declared, *(f"{row.answers.get(tag, 0):,}" for tag in found)) for row in said.matrix]
    heads = [_UNKNOWN.get(tag, tag) for tag in found]
    return ["## Languages: said and found", "", *_table(("said", *heads), rows), ""]


def _measures(said: Contents) -> list[str]:
    lines = ["## What was measured", ""] if said.distributions or said.marks else []
    rows = []
    for one in said.distributions:
        limits = ", ".join(limit.line for limit in one.thresholds)
        rows.append((f"{title_of(one.column)} ({one.column})", wording.medians(one), limits))
    lines += [*_table(("measure", "median", "thresholds"), rows), ""] if rows else []
    marks = [
        (
            f"{title_of(one.column)} ({one.column})",
            f"{one.records:,}",
            share_text(one.records, said.came),
            ", ".join(f"{value} ({count:,})" for value, count in one.frequent),
        )
        for one in said.marks
    ]
    return lines + ([*_table(("mark", "records", "share", "most often"), marks), ""] if marks else [])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *([_plain(cell) for cell in row] for row in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _plain(text: str) -> str:
    """Texts of records may hold anything: what would be markup is escaped, and lines are joined."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", visible(" ".join(text.split())))
