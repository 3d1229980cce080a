from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.errors import InputError
from minga.records import BenchmarkItem, Finding
from minga.translate.linting import pairs_of_files, report_on
from tests.translate.lint.making import item


def pair(source: str, target: str, **values: object) -> tuple[BenchmarkItem, BenchmarkItem]:
    return item(source), item(target, language="es").edited(**values)


GOOD = pair("It has 12 legs", "Tiene 12 patas")
LOST = pair("It has 12 legs", "Tiene patas")
OPEN = pair("Is it red?", "Es rojo?")


def test_findings_are_counted_by_check_and_items_by_their_worst() -> None:
    report = report_on("bees", [GOOD, LOST, OPEN, LOST], locale="es")
    assert report.items == 4
    assert report.by_severity == {"error": 2, "warning": 1, "note": 0}
    assert [(name, one.items) for name, one in report.sorted()][:2] == [("lost-number", 2), ("missing-opening-mark", 1)]


def test_examples_are_explained_in_the_readers_language() -> None:
    (example,) = report_on("bees", [LOST, LOST], locale="es", examples=1).checks["lost-number"].examples
    assert example.explanation == "Falta el número 12, o ha cambiado."
    assert (example.source, example.target) == ("It has 12 legs", "Tiene patas")
    assert example.as_json()["check"] == "lost-number"


def test_what_is_milder_is_left_out() -> None:
    assert set(report_on("bees", [LOST, OPEN], least="error").checks) == {"lost-number"}


def test_what_only_the_engine_knew_stays_with_the_item() -> None:
    unknown = Finding(check="unknown-word", severity="warning", field="question", text="patas", start=9)
    stale = Finding(check="lost-number", severity="error", field="question")
    report = report_on("bees", [pair("It has 12 legs", "Tiene 12 patas", findings=(unknown, stale))])
    assert set(report.checks) == {"unknown-word"}


def test_two_files_are_read_question_by_question(tmp_path: Path) -> None:
    for name, texts in (("en", ["It has 12 legs", "Red"]), ("es", ["Tiene patas", "Rojo"])):
        rows = [{"question": text, "reference": "x1"} for text in texts]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    pairs = list(pairs_of_files(tmp_path / "en.jsonl", tmp_path / "es.jsonl", ("en", "es-PE")))
    assert [theirs.question for _, theirs in pairs] == ["Tiene patas", "Rojo"]
    assert "lost-number" in report_on("bees", pairs).checks
    (tmp_path / "es.jsonl").write_text('{"question": "Tiene", "reference": "x"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"has 1 questions, and en\.jsonl has 2"):
        list(pairs_of_files(tmp_path / "en.jsonl", tmp_path / "es.jsonl", ("en", "es")))
