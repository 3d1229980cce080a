"""Items and their translations, with one text or choices that matter."""

from __future__ import annotations

from collections.abc import Sequence

from minga.records import BenchmarkItem, Finding
from minga.translate.lint import lint


def item(question: str, choices: Sequence[str] = ("1", "2"), *, language: str = "en", answer: int = 0) -> BenchmarkItem:
    return BenchmarkItem(
        benchmark="b", question=question, choices=tuple(choices), answer=answer, language=language, origin="human",
        licence="MIT",
    )  # fmt: skip


def found(source: str, target: str, language: str = "es") -> list[Finding]:
    """Findings in one text; the choices are numbers."""
    return list(lint(item(source), item(target, language=language)))


def checks(source: str, target: str, language: str = "es") -> list[str]:
    return [finding.check for finding in found(source, target, language)]


def in_choices(source: Sequence[str], target: Sequence[str], *, answer: int = 0) -> list[Finding]:
    return list(lint(item("1", source, answer=answer), item("1", target, answer=answer, language="es")))
