from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.llm import Endpoint
from minga.records import BenchmarkItem, Finding, records_of
from minga.settings import BenchmarkSettings, TranslateSettings
from minga.translate import source_items, translate
from minga.translate.glossary import Glossary, Term
from minga.translate.inspection import looked_over
from minga.translate.linting import pairs_of_table, report_on
from minga.translate.parallel import linted
from minga.translate.stage import glossary_of
from minga.workspace import Workspace
from tests.translate.engines.installed import SHOUTING, install
from tests.translate.lint.making import item

SOURCE = item("The spin of 12 moons is shown in the figure below:", ["Up", "Up"])
UNKNOWN = Finding(check="unknown-word", severity="warning", field="question", text="spin", start=3)


def target(question: str, *findings: Finding) -> BenchmarkItem:
    return item(question, ["Arriba", "Arriba"], language="es").edited(findings=findings)


def checks(question: str, *findings: Finding, terms: Glossary | None = None) -> set[str]:
    found = looked_over(SOURCE, target(question, *findings), terms or Glossary())
    return {one.check for one in found.findings}


def test_an_item_bears_what_is_wrong_with_words_terms_translation_and_source() -> None:
    terms = Glossary((Term("spin", "espín"),))
    found = checks("El spin de unas lunas se ve en la figura:", UNKNOWN, terms=terms)
    assert {"unknown-word", "glossary", "lost-number", "source-duplicate-choices"} <= found
    assert "glossary" not in checks("El espín de 12 lunas se ve en la figura:", terms=terms)


def test_what_was_found_before_goes_where_it_is_not_so_any_more() -> None:
    stale = Finding(check="lost-number", severity="error", field="question", source_text="12")
    found = looked_over(SOURCE, target("El espín de 12 lunas se ve en la figura:", stale, UNKNOWN))
    assert {"lost-number", "unknown-word"}.isdisjoint({one.check for one in found.findings})


def test_an_unknown_word_moves_with_the_text_around_it() -> None:
    found = looked_over(SOURCE, target("Mire: el spin de 12 lunas se ve en la figura:", UNKNOWN))
    (word,) = [one for one in found.findings if one.check == "unknown-word"]
    assert (word.text, word.start) == ("spin", 9)


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.syspath_prepend(install(tmp_path / "site", "inspection", SHOUTING))
    monkeypatch.setenv("SHOUTING_LOG", str(tmp_path / "asked.txt"))
    (tmp_path / "terms.csv").write_text("source,es\nbees,abejas\n", encoding="utf-8")
    rows = [
        {"question": f"What do {number} bees make in the house?", "choices": ["Honey", "Honey"], "answer": 0}
        for number in range(30)
    ]
    (tmp_path / "bees.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def test_the_bench_the_report_and_a_second_look_find_the_same(space: Workspace, tmp_path: Path) -> None:
    part = BenchmarkSettings(name="bees", path="bees.jsonl", licence="MIT")
    how = TranslateSettings(engines=("shouting",), glossary="terms.csv")
    source = source_items(part, tmp_path, space)
    made = translate(source, part, "es", how, Endpoint(), space)
    terms = glossary_of(how, part, "es", space)
    first, again = (
        list(records_of(table.batches(), BenchmarkItem)) for table in (made, linted(source, made, space, terms))
    )
    assert again == first
    assert {"glossary", "source-duplicate-choices"} <= {one.check for one in first[0].findings}
    report = report_on("bees", pairs_of_table(made, space), glossary=lambda *_: terms)
    assert {name: one.findings for name, one in report.checks.items()} == {
        name: sum(one.check == name for row in first for one in row.findings) for name in report.checks
    }
    assert sum(one.findings for one in report.checks.values()) == sum(len(row.findings) for row in first)


def test_items_whose_source_is_gone_are_counted(space: Workspace, tmp_path: Path) -> None:
    part = BenchmarkSettings(name="bees", path="bees.jsonl", licence="MIT")
    how = TranslateSettings(engines=("shouting",))
    made = translate(source_items(part, tmp_path, space), part, "es", how, Endpoint(), space)
    lines = (tmp_path / "bees.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "bees.jsonl").write_text("".join(lines[:-2]), encoding="utf-8")
    source_items(part, tmp_path, space)
    report = report_on("bees", pairs_of_table(made, space))
    assert (report.items, report.left_out) == (28, {"unpaired": 2})
