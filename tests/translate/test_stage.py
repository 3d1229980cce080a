from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.llm import Endpoint
from minga.records import BenchmarkItem, rows_of
from minga.settings import BenchmarkSettings, TranslateSettings
from minga.tables import Table
from minga.translate import source_items, translate
from minga.translate.engines import engine_disagreement
from minga.workspace import Workspace
from tests.llm.stand_in import Reply, completion, problem, standing_in
from tests.translate.engines.installed import SHOUTING, install
from tests.translate.engines.test_apertium import needs_apertium

BEES = {
    "question": "What do 3 bees make?",
    "choices": ["Honey", "Milk", "Both A and B"],
    "answer": 0,
    "subject": "animals",
    "country": "GB",
    "cultural": "agnostic",
    "licence": "CC-BY-4.0",
}
SUM = {"question": "How much is $2 + 2$?", "reference": "four", "context": "A child counts."}


def workspace(root: Path, **options: bool) -> Workspace:
    return Workspace(root / "data", root / ".minga", **options)


def benchmark(root: Path, *rows: dict[str, Any]) -> BenchmarkSettings:
    (root / "bees.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return BenchmarkSettings(name="bees", path="bees.jsonl", licence="MIT", source="a book")


def by_model(root: Path, script: Any, *rows: dict[str, Any], language: str = "es-PE", **asked_of: Any) -> Table:
    settings, space = benchmark(root, *rows), workspace(root)
    source = source_items(settings, root, space)
    with standing_in(script) as server:
        endpoint = Endpoint(url=server.url, model="m", retries=0, **asked_of)
        return translate(source, settings, language, TranslateSettings(engine="llm"), endpoint, space)


def by_engines(root: Path, *rows: dict[str, Any], language: str = "es", **how: Any) -> Table:
    settings, space = benchmark(root, *rows), workspace(root)
    source = source_items(settings, root, space)
    return translate(source, settings, language, TranslateSettings(**how), Endpoint(), space)


@pytest.fixture
def engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two installed engines: `shouting`, and `halving`, which fails where a question says so."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(site)
    monkeypatch.setenv("SHOUTING_LOG", str(tmp_path / "asked.txt"))
    install(site, "stage_shouting", SHOUTING)
    halving = SHOUTING.replace('"shouting", "1.0"', '"halving", "2.0"').replace(
        "text.upper()", "text[: len(text) // 2 + 1]"
    )
    halving = halving.replace("from minga.translate.engines import", "from minga.translate.engines import Failure,")
    halving = halving.replace("yield {", 'yield Failure("no-luck") if "fail" in item["question"] else {')
    install(site, "stage_halving", halving, engine="halving")
    return tmp_path / "asked.txt"


def items(table: Table) -> list[BenchmarkItem]:
    return [item for batch in table.batches() for item in rows_of(batch, BenchmarkItem)]


def shouted(body: dict[str, Any]) -> Reply:
    """A translation that can be told: the same words in capitals."""
    texts = json.loads(body["messages"][-1]["content"])
    return completion(json.dumps({name: text.upper() for name, text in texts.items()}))


def test_structure_labels_and_origin_are_carried_over(tmp_path: Path) -> None:
    table = by_model(tmp_path, shouted, BEES)
    (source,) = items(source_items(benchmark(tmp_path, BEES), tmp_path, workspace(tmp_path)))
    (item,) = items(table)
    assert (item.question, item.choices, item.answer) == ("WHAT DO 3 BEES MAKE?", ("HONEY", "MILK", "BOTH A AND B"), 0)
    assert (item.language, item.origin, item.source_item, item.parents) == (
        "es-PE", "translated", source.id, (source.id,),
    )  # fmt: skip
    assert (item.subject, item.country, item.cultural) == ("animals", "GB", "agnostic")
    assert (item.licence, item.source) == ("CC-BY-4.0", "a book")
    assert item.generator is not None
    assert item.generator.model == "llm: m"
    assert item.generator.prompt.startswith("translate-")
    assert table.name == "translated/bees-es-PE"
    assert table.manifest.languages == {"es-PE": 1}


def test_terms_of_a_model_that_bind_what_it_writes_join_the_items_licence(tmp_path: Path) -> None:
    table = by_model(tmp_path, shouted, BEES, SUM, licence="LicenseRef-Llama-3.2")
    assert table.manifest.licences == {
        "CC-BY-4.0 AND LicenseRef-Llama-3.2": 1,
        "MIT AND LicenseRef-Llama-3.2": 1,
    }
    assert table.manifest.inputs["licence of the model"] == "LicenseRef-Llama-3.2"


def test_tokens_and_cost_of_every_answer_are_noted_also_of_those_that_failed(tmp_path: Path) -> None:
    def script(body: dict[str, Any]) -> Reply:
        return completion("no JSON", tokens=(100, 10))

    table = by_model(tmp_path, script, BEES, SUM, price_in=2.0, price_out=10.0)
    assert table.rows == 0
    noted = {name: table.manifest.notes[name] for name in ("tokens_in", "tokens_out", "cost_usd")}
    assert noted == {"tokens_in": 200, "tokens_out": 20, "cost_usd": 0.0006}


def test_a_generative_item_keeps_its_context_and_reference(tmp_path: Path) -> None:
    (item,) = items(by_model(tmp_path, shouted, SUM))
    assert (item.context, item.reference, item.choices) == ("A CHILD COUNTS.", "FOUR", ())


def test_findings_and_risk_are_filled(tmp_path: Path) -> None:
    table = by_model(tmp_path, lambda body: completion(body["messages"][-1]["content"]), BEES)
    (item,) = items(table)
    assert "untranslated" in {finding.check for finding in item.findings}
    assert item.risk > 0
    assert table.manifest.notes["items with findings"]["untranslated"] == 1


def test_what_fails_is_dropped_by_reason_and_the_counts_reconcile(tmp_path: Path) -> None:
    def script(body: dict[str, Any]) -> Reply:
        texts = json.loads(body["messages"][-1]["content"])
        if "badly" in texts["question"]:
            return problem(400, "no")
        if "nothing" in texts["question"]:
            return completion(json.dumps(dict.fromkeys(texts, " ")))
        return shouted(body)

    rows = [BEES | {"question": f"Do bees {word}?"} for word in ("fly", "do badly", "do nothing")]
    table = by_model(tmp_path, script, *rows)
    assert table.manifest.counts.rows_in == 3
    assert table.manifest.counts.dropped == {"empty-translation": 1, "refused": 1}
    assert [item.question for item in items(table)] == ["DO BEES FLY?"]


def test_rows_are_in_the_order_of_their_ids_and_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    rows = [BEES | {"question": f"What is {number}?"} for number in range(40)]
    tables = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        tables.append(by_model(tmp_path / name, shouted, *rows))
    ids = [item.id for item in items(tables[0])]
    assert ids == sorted(ids)
    assert [path.read_bytes() for path in tables[0].shards] == [path.read_bytes() for path in tables[1].shards]


@needs_apertium
def test_apertium_translates_and_says_so(tmp_path: Path) -> None:
    settings, space = benchmark(tmp_path, BEES, SUM), workspace(tmp_path)
    source = source_items(settings, tmp_path, space)
    table = translate(source, settings, "es", TranslateSettings(), Endpoint(), space)
    bees = next(item for item in items(table) if item.choices)
    assert bees.choices == ("Miel", "Leche", "Ambos A y B")
    assert bees.generator is not None
    assert bees.generator.model == table.manifest.notes["engine"]
    assert bees.generator.model.startswith("apertium: Apertium ")
    assert table.manifest.notes["fallback"] == ""
    assert "cost_usd" not in table.manifest.notes
    assert bees.licence == "CC-BY-4.0"
    assert {finding.check for finding in bees.findings} == {"missing-opening-mark"}
    again = translate(source, settings, "es", TranslateSettings(), Endpoint(), space)
    assert (again.state, again.content) == ("unchanged", table.content)


def test_the_table_says_why_the_model_translated_instead(tmp_path: Path) -> None:
    settings, space = benchmark(tmp_path, BEES), workspace(tmp_path)
    source = source_items(settings, tmp_path, space)
    with standing_in(shouted) as server:
        endpoint = Endpoint(url=server.url, model="m", retries=0)
        table = translate(source, settings, "gn", TranslateSettings(), endpoint, space)
    assert table.manifest.notes["engine"] == "llm: m"
    assert "Apertium is not installed for en to gn" in table.manifest.notes["fallback"]


@needs_apertium
def test_a_dry_run_translates_nothing(tmp_path: Path) -> None:
    settings, space = benchmark(tmp_path, BEES), workspace(tmp_path, dry=True)
    source = source_items(settings, tmp_path, space)
    table = translate(source, settings, "es", TranslateSettings(), Endpoint(), space)
    assert (source.state, table.state) == ("pending", "pending")
    with pytest.raises(FileNotFoundError):
        next((tmp_path / "data").iterdir())


def test_several_engines_stand_side_by_side(engines: Path, tmp_path: Path) -> None:
    table = by_engines(tmp_path, BEES, SUM | {"question": "How does it fail?"}, engines=["shouting", "halving"])
    bees = next(item for item in items(table) if item.choices)
    other = next(item for item in items(table) if not item.choices)
    assert bees.question == "WHAT DO 3 BEES MAKE?"
    assert [(one.engine, one.field) for one in bees.alternatives] == [
        ("halving: 2.0", name) for name in ("question", "choices[0]", "choices[1]", "choices[2]")
    ]
    assert bees.alternatives[1].text == "Hon"
    assert bees.generator is not None
    assert bees.generator.model == "shouting: 1.0"
    assert (engine_disagreement(bees) or 0) > 0.5
    assert (other.alternatives, engine_disagreement(other)) == ((), None)
    assert table.manifest.notes["other engines"] == ["halving: 2.0"]
    assert table.manifest.notes["items without an alternative"] == {"halving: 2.0": 1}


def test_where_the_first_engine_gives_up_the_item_is_dropped_with_its_reason(engines: Path, tmp_path: Path) -> None:
    table = by_engines(tmp_path, BEES, SUM | {"question": "How does it fail?"}, engines=["halving", "shouting"])
    assert table.manifest.counts.dropped == {"no-luck": 1}


def test_an_item_that_did_not_change_is_not_asked_again_when_others_do(engines: Path, tmp_path: Path) -> None:
    by_engines(tmp_path, BEES, SUM, engine="shouting")
    by_engines(tmp_path, BEES, SUM | {"question": "How much is $3 + 3$?"}, engine="shouting")
    assert sorted(engines.read_text().splitlines()) == [
        "How much is $2 + 2$?", "How much is $3 + 3$?", "What do 3 bees make?",
    ]  # fmt: skip


def test_numbers_are_written_as_the_targets_country_does(engines: Path, tmp_path: Path) -> None:
    row = {"question": "Is 2.5 more than $2.4$?", "choices": ["10,000", "3.5"], "answer": 0}
    for language, expected in (("es", ("10.000", "3,5")), ("es-MX", ("10,000", "3.5"))):
        (item,) = items(by_engines(tmp_path, row, language=language, engine="shouting"))
        assert item.choices == expected
        assert "$2.4$" in item.question
    (item,) = items(by_engines(tmp_path, row, engine="shouting", numbers="keep"))
    assert item.choices == ("10,000", "3.5")


def test_a_term_that_is_not_as_the_glossary_says_becomes_a_finding(engines: Path, tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("source,es\nmilk,leche\nbees,bees\n", encoding="utf-8")
    table = by_engines(tmp_path, BEES, engine="shouting", glossary="terms.csv")
    (item,) = items(table)
    found = [(one.field, one.source_text, one.text) for one in item.findings if one.check == "glossary"]
    assert found == [("choices[1]", "Milk", "Leche")]
    assert "glossary" in table.manifest.inputs
    before = table.content
    (tmp_path / "terms.csv").write_text("source,es\nmilk,MILK\n", encoding="utf-8")
    assert by_engines(tmp_path, BEES, engine="shouting", glossary="terms.csv").content != before


def test_the_terms_of_every_engine_join_the_licence(engines: Path, tmp_path: Path) -> None:
    bound = SHOUTING.replace('"shouting", "1.0"', '"bound", "1.0"').replace(
        '"shouting 1.0", ""', '"b 1", "LicenseRef-X"'
    )
    install(tmp_path / "site", "stage_bound", bound, engine="bound")
    (item,) = items(by_engines(tmp_path, SUM, engines=["shouting", "bound"]))
    assert item.licence == "MIT AND LicenseRef-X"
