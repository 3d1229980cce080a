"""The page docs/reference/catalogue.md, from the catalogue's own data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minga.benchmark.catalogue import Entry, catalogue, known_suites
from minga.benchmark.catalogue.check import RULES
from minga.benchmark.catalogue.harness_facts import harness_version
from minga.languages import name as language_name
from minga.task_families import FAMILIES

INTRODUCTION = """\
What minga knows of {tasks} evaluation sets in {languages} languages. A dash is a fact that nobody stated: it is not
guessed. *Task files* says who has the task: lm-evaluation-harness {version}, or minga, from public descriptions of the
data. *Tried* are tasks that were formatted and scored on real items when this list was made; the others were tried on
rows that are laid out like theirs, or not at all. `minga benchmark show TASK` has the rest: donor, source, splits,
parts, notes.
"""
RULES_INTRODUCTION = """\
`minga benchmark check` looks for these. An *error* makes numbers wrong, a *warning* asks models in a worse way than
could be, a *note* is worth a look.
"""


def catalogue_page() -> str:
    """Suites, tasks by family, and the rules of the check."""
    entries = list(catalogue().values())
    languages = {entry.language.partition("-")[0] for entry in entries}
    lines = ["# Evaluation sets\n"]
    lines.append(INTRODUCTION.format(tasks=len(entries), languages=len(languages), version=harness_version()))
    lines += ["## Suites\n", *_suites()]
    for family, names in FAMILIES.items():
        of_family = [entry for entry in entries if entry.family == family]
        lines += [f"## {names['en']}\n", *_tasks(of_family)]
    lines += ["## What is checked\n", RULES_INTRODUCTION, *_rules()]
    return "\n".join(lines)


def _suites() -> Iterator[str]:
    rows = (
        (f"`{suite.name}`", suite.title, len(suite.tasks), _or_dash(suite.shots), _or_dash(suite.citation))
        for suite in known_suites().values()
    )
    yield from _table(("suite", "", "tasks", "shots", "cite"), rows)


def _tasks(entries: Iterable[Entry]) -> Iterator[str]:
    rows = (
        (
            f"`{entry.task}`",
            entry.title,
            f"{language_name(entry.language, 'en')} (`{entry.language}`)",
            f"`{entry.metric}`, {entry.random:g} to {entry.maximum:g}",
            "–" if entry.items is None else f"{entry.items:,}",
            {"native": "native", "human": "people", "machine": "machine"}[entry.origin],
            "–" if entry.validated is None else f"{entry.validated:.0%}",
            entry.licence if entry.licence != "NOASSERTION" else "–",
            _or_dash(entry.citation),
            "minga" if entry.files else "harness" if entry.runnable else "none",
            "yes" if entry.ran_here else "",
        )
        for entry in entries
    )
    heading = ("task", "benchmark", "language", "ranked by", "items", "translated by", "validated", "licence", "cite")
    yield from _table((*heading, "task files", "tried"), rows)


def _rules() -> Iterator[str]:
    rows = ((f"`{rule}`", severity, advice) for rule, (severity, advice) in RULES.items())
    yield from _table(("rule", "", "what to do"), rows)


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    named = list(columns)
    yield f"| {' | '.join(named)} |"
    yield "|" + "---|" * len(named)
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"
    yield ""


def _or_dash(value: object) -> str:
    return "–" if value in (None, "") else str(value)
