"""Items in three versions, made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from minga.benchmark.compare.answers import AnswerLine, Answers
from minga.benchmark.compare.comparison import Version
from minga.benchmark.compare.versions import Trio
from minga.records import BenchmarkItem, Finding


def item(
    question: str, *, language: str = "es", choices: Sequence[str] = ("Sí", "No"), **values: object
) -> BenchmarkItem:
    shared = {"benchmark": "b", "language": language, "origin": "translated", "licence": "MIT", "answer": 0}
    return BenchmarkItem.model_validate({**shared, "question": question, "choices": tuple(choices), **values})


def trio(number: int, machine: str, validated: str | None, *, verdict: str = "", severity: str = "") -> Trio:
    """An item whose question is translated so by the machine, and so by people; `severity` of the one finding."""
    source = item(f"Question {number}?", language="en", choices=("Yes", "No"), origin="human")
    found = [Finding(check="lost-number", severity=severity, field="question")] if severity else []  # type: ignore[arg-type]  # one of three
    ours = item(machine, source_item=source.id, findings=tuple(found), risk=0.5 if severity else 0.0)
    theirs = None if validated is None else item(validated, source_item=source.id)
    named = verdict or ("unchanged" if machine == validated else "edited" if validated else "undecided")
    return Trio(source, ours, theirs, named)


def by_key(trios: Iterable[Trio]) -> dict[str, Trio]:
    return {one.source.id: one for one in sorted(trios, key=lambda one: one.source.id)}


def answers(trios: Mapping[str, Trio], right: Mapping[tuple[str, Version], Sequence[float]]) -> Answers:
    """Answers of models to versions, in the order of the trios."""
    given = Answers()
    for (model, version), values in right.items():
        given.add(
            AnswerLine(model=model, version=version, item=key, correct=value, prediction="0" if value else "1")
            for key, value in zip(trios, values, strict=True)
        )
    return given
