"""The report as Markdown: for a repository, an issue or a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from minga.curate.language.language_identification import UNDETERMINED
from minga.curate.report.contents import Contents
from minga.curate.report.fates import Group
from minga.curate.report.page import detected, share_text, summary

__all__ = ["markdown"]

_UNKNOWN = {UNDETERMINED: "cannot tell", "": "not judged"}


def markdown(said: Contents, project: str, seed: int) -> str:
    """The page's numbers and texts; charts are told by their medians."""
    lines = [f"# {_plain(project)}: what curation kept, and why the rest left", "", _plain(summary(said)), ""]
    lines += _waterfall(said)
    for title, groups in (
        ("By donation", said.tables), ("By language", said.languages),
        ("By origin", said.origins), ("By licence", said.licences),
    ):  # fmt: skip
        lines += [f"## {title}", "", *_groups(groups), ""]
    if said.changes:
        rows = [(one.label, f"{one.then:,}", f"{one.now:,}", f"{one.now - one.then:+,}") for one in said.changes]
        lines += ["## Since the last run", "", *_table(("", "then", "now", "change"), rows), ""]
    lines += _samples(said)
    lines += _clusters(said)
    lines += _languages(said)
    lines += _measures(said)
    return "\n".join([*lines, f"Samples are drawn with the seed {seed}.", ""])


def _waterfall(said: Contents) -> list[str]:
    rows = [("came in", f"{said.came:,}", "", f"{said.came:,}", "")]
    for step in said.steps:
        limits = "".join(f" ({one.setting} = {one.value})" for one in step.thresholds)
        share = share_text(step.records, said.came)
        rows.append((step.reason, f"−{step.records:,}", share, f"{step.remaining:,}", step.sentence + limits))
    rows.append(("stayed", f"{said.kept:,}", share_text(said.kept, said.came), f"{said.kept:,}", ""))
    return ["## From all to those that stay", "", *_table(("", "records", "share", "remaining", ""), rows), ""]


def _groups(groups: Sequence[Group]) -> list[str]:
    rows = []
    for group in groups:
        most = sorted(group.dropped.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
        why = ", ".join(f"{reason} {count:,}" for reason, count in most)
        kept = share_text(group.kept, group.came)
        rows.append((group.label or "(none)", f"{group.came:,}", f"{group.kept:,}", kept, why))
    return _table(("", "came in", "stayed", "share", "most left as"), rows)


def _samples(said: Contents) -> list[str]:
    lines = ["## Some of them, to read", ""]
    for reason, drawn in said.samples.items():
        lines += [f"### {reason}", ""]
        for one in drawn:
            detail = f" ({_plain(one.detail)})" if one.detail else ""
            lines += [f"- `{one.id}`{detail}", f"  - {_plain(one.prompt)}", f"  - {_plain(one.answer)}"]
        lines.append("")
    return lines


def _clusters(said: Contents) -> list[str]:
    if not said.clusters:
        return []
    lines = ["## Said most often", ""]
    counted = [(sizes.mode, size, f"{count:,}") for sizes in said.sizes for size, count in sizes.clusters.items()]
    lines += [*_table(("what is the same", "records of a cluster", "clusters"), counted), ""]
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
    found = detected(said)
    rows = [(row.declared, *(f"{row.answers.get(tag, 0):,}" for tag in found)) for row in said.matrix]
    heads = [_UNKNOWN.get(tag, tag) for tag in found]
    return ["## Languages: said and found", "", *_table(("said", *heads), rows), ""]


def _measures(said: Contents) -> list[str]:
    lines = ["## What was measured", ""]
    rows = []
    for one in said.distributions:
        medians = ", ".join(f"{spread.language} {spread.median:,.4g}" for spread in one.spreads)
        limits = ", ".join(f"{limit.setting} = {limit.value}" for limit in one.thresholds)
        rows.append((one.column, medians, limits))
    lines += [*_table(("measure", "median", "thresholds"), rows), ""] if rows else []
    marks = [(one.column, f"{one.records:,}", share_text(one.records, said.came)) for one in said.marks]
    return lines + ([*_table(("mark", "records", "share"), marks), ""] if marks else [])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *([_plain(cell) for cell in row] for row in rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _plain(text: str) -> str:
    """Texts of records may hold anything: what would be markup is escaped, and lines are joined."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
