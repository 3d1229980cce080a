from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from minga.benchmark.compare.comparison import Comparison
from minga.benchmark.compare.page import markdown, write_page
from minga.benchmark.compare.report import report
from minga.benchmark.compare.stage import CompareOptions, find_differences
from minga.benchmark.compare.words import LOCALES, Words
from tests.benchmark.compare.making import answers, by_key, trio

TRIOS = by_key(
    trio(number, f"¿Pregunta <b>{number}</b> | *x*?", f"¿Otra | {number}?", severity="error" * (number < 5))
    for number in range(30)
)
RIGHT = [1.0, 0.0, 0.0] * 10
GIVEN = {
    (model, version): RIGHT[shift:] + RIGHT[:shift]
    for model in ("uno", "dos")
    for shift, version in enumerate(("source", "machine", "validated"))
}


def compared(*, models: bool = True) -> Comparison:
    given = answers(TRIOS, GIVEN if models else {})  # type: ignore[arg-type]  # keys are pairs of name and version
    options = CompareOptions(draws=100, campaigns=3)
    return find_differences("prueba", "es", TRIOS, given, options)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compared()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_stands_alone_in_every_language(comparison: Comparison, locale: str, tmp_path: Path) -> None:
    write_page(comparison, locale, tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert f'<html lang="{locale}">' in html
    assert "<script" not in html
    assert "http" not in html.replace("http://www.w3.org", "")
    assert "<b>0</b>" not in html
    for plot in ("scores", "curve"):
        picture = (tmp_path / "plots" / f"{plot}.svg").read_text(encoding="utf-8")
        assert ElementTree.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own drawing
        assert picture in html


def test_every_sentence_has_its_places_filled(comparison: Comparison) -> None:
    for locale in LOCALES:
        told = report(comparison, Words(locale))
        said = [told.title, told.summary, *(sentence for one in told.sections for sentence in one.sentences)]
        assert all("{" not in sentence for sentence in said)
        assert [section.name for section in told.sections] == [
            "short", "verdicts", "rates", "effort", "detections", "scores", "differences", "flips", "ranks", "curve",
            "reading",
        ]  # fmt: skip


def test_texts_of_items_are_no_markup_in_markdown(comparison: Comparison) -> None:
    text = markdown(report(comparison, Words("en")))
    assert r"\<b\>" in text
    assert "<b>" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ") and "Pregunta" in line]
    assert all(line.replace(r"\|", "").count("|") == 5 for line in rows)


def test_without_models_the_texts_are_compared_and_the_page_says_what_is_missing() -> None:
    told = report(compared(models=False), Words("es"))
    assert [section.name for section in told.sections][-2:] == ["detections", "reading"]
    assert any("minga benchmark compare --models" in sentence for sentence in told.sections[0].sentences)


def test_the_numbers_come_back_from_their_json(comparison: Comparison) -> None:
    assert Comparison.model_validate(json.loads(comparison.model_dump_json())) == comparison


def test_every_number_is_documented() -> None:
    schema = Comparison.model_json_schema()
    documented = {name for name, part in schema["$defs"].items() if part.get("description")}
    assert documented == set(schema["$defs"])
