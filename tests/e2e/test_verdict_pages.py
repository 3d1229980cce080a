"""The five verdicts on a translation and the labels of sensitivity, from a phone's page to the validated table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from minga.community import Database
from minga.pipeline import Pipeline
from minga.project import Project
from minga.records import BenchmarkItem, records_of
from tests.e2e.browsing import Served, context, press, sign_in, take
from tests.web.sites import make_site

pytestmark = pytest.mark.slow

TOML = """\
[project]
name = "Preguntas de todos"
slug = "preguntas"
locale = "es"

[[varieties]]
tag = "es"

[[benchmarks]]
name = "general"
path = "en.jsonl"
licence = "CC-BY-4.0"
to = ["es"]

[translate]
engine = "file"
file = "es.jsonl"

[review]
overlap = 1
overlap_max = 1
sensitivity = true
"""
Row = tuple[str, list[str], int]
ITEMS: dict[str, tuple[Row, Row]] = {
    "literal": (
        ("Which planet is nearest to the Sun?", ["Venus", "Mercury", "Mars", "The Earth"], 1),
        ("¿Qué planeta está más cerca del Sol?", ["Venus", "Mercurio", "Marte", "La Tierra"], 1),
    ),
    "edited": (
        ("How many legs has a spider?", ["6 legs", "8 legs", "10 legs", "12 legs"], 1),
        ("Cuántas piernas tiene una araña?", ["6 patas", "8 patas", "10 patas", "12 patas"], 1),
    ),
    "adapted": (
        ("How many cents are in a dime?", ["5", "10", "25", "50"], 1),
        ("¿Cuántos centavos hay en un dime?", ["5", "10", "25", "50"], 1),
    ),
    "untranslatable": (
        ("Which word rhymes with “cat”?", ["dog", "hat", "bird", "fish"], 1),
        ("¿Qué palabra rima con «gato»?", ["perro", "sombrero", "pájaro", "pez"], 1),
    ),
    "source-wrong": (
        ("Who wrote the Quixote?", ["Lope de Vega", "Quevedo", "Góngora", "Calderón"], 0),
        ("¿Quién escribió el Quijote?", ["Lope de Vega", "Quevedo", "Góngora", "Calderón"], 0),
    ),
}  # fmt: skip
EDITS = {"edited": "¿Cuántas patas tiene una araña?", "adapted": "¿Cuántos céntimos hay en una moneda de diez?"}
BUTTONS = {
    "literal": "Good as it is",
    "edited": "Save my edit",
    "adapted": "Save my edit as an adaptation",
    "untranslatable": "It cannot be translated",
    "source-wrong": "The original is wrong",
}


@pytest.fixture
def translated(tmp_path: Path) -> Iterator[tuple[Served, Pipeline]]:
    """A site whose project translated five questions by a file, and opened its campaign as `minga review open` does."""
    (tmp_path / "minga.toml").write_text(TOML, encoding="utf-8")
    for place, name in enumerate(("en", "es")):
        rows = [pair[place] for pair in ITEMS.values()]
        lines = [json.dumps(dict(zip(("question", "choices", "answer"), row, strict=True))) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    project = Project.load(tmp_path)
    pipeline = Pipeline(project, project.workspace())
    pipeline.campaigns  # noqa: B018 - opens them
    pipeline.database.close()
    with Database.at(tmp_path / ".minga" / "minga.db") as database:
        served = Served(make_site(tmp_path, database))
        yield served, pipeline
        served.stop()


def judge(page: Page, scripts: bool) -> str:
    """Give the item in hand its verdict, and its labels; says which verdict it was."""
    question = page.get_by_label("Question")
    verdict = next(name for name, (_, (text, *_)) in ITEMS.items() if text == question.input_value())
    if verdict in EDITS:
        question.fill(EDITS[verdict])
    culture = page.get_by_role("group", name="Does answering take knowledge of one culture")
    knowledge = page.get_by_label("Places and what is there")
    time = page.get_by_role("group", name="May the right answer change with time?")
    if verdict == "adapted":
        if scripts:
            expect(knowledge).to_be_hidden()
        culture.get_by_role("radio", name="Yes").check()
        knowledge.check()
        time.get_by_role("radio", name="Yes").check()
    elif verdict == "literal":
        culture.get_by_role("radio", name="No").check()
        time.get_by_role("radio", name="No").check()
    button = page.get_by_role("button", name=BUTTONS[verdict], exact=verdict != "edited")
    if verdict not in {"literal", "edited"}:
        page.locator("summary", has_text="It cannot be translated as it is").click()
    if scripts:
        place = page.locator("#item").get_attribute("data-item")
        button.click()  # the script brings the next item into the page
        expect(page.locator(f"#item[data-item='{place}']")).to_have_count(0)
    else:
        press(page, BUTTONS[verdict])
    return verdict


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_each_verdict_lands_in_the_validated_benchmark(
    browser: Browser, translated: tuple[Served, Pipeline], scripts: bool
) -> None:
    served, pipeline = translated
    with context(browser, scripts=scripts) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served, "general-es")
        given = [judge(page, scripts) for _ in ITEMS]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert sorted(given) == sorted(ITEMS)
    rows = validated(pipeline)
    assert {name: row["question"] for name, row in rows.items()} == {
        "literal": ITEMS["literal"][1][0],
        **EDITS,
    }
    labels = {name: (row["cultural"], row["cultural_knowledge"], row["time_sensitive"]) for name, row in rows.items()}
    assert labels == {
        "literal": ("agnostic", [], False),
        "edited": ("", [], None),
        "adapted": ("sensitive", ["geographic"], True),
    }


def validated(pipeline: Pipeline) -> dict[str, dict[str, Any]]:
    """The rows of the validated benchmark by their verdict; the others left by theirs."""
    fresh = Pipeline(pipeline.project, pipeline.workspace)
    (table,) = fresh.validated.values()
    fresh.database.close()
    assert table.manifest.counts.dropped == {"source-wrong": 1, "untranslatable": 1}
    items = records_of(table.batches(), BenchmarkItem)
    return {item.verdict: item.model_dump(mode="json") for item in items}
