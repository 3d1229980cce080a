"""Real benchmark files, where they lie beside the project; they are no part of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from minga.settings import BenchmarkSettings
from minga.tables import Table
from minga.translate import source_items
from minga.workspace import Workspace
from tests.translate.readers.making import items_in

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the benchmark files are not at ../shared/data")


def read(root: Path, path: str, **changes: object) -> Table:
    settings = {"name": "real", "path": str(DATA / path), "licence": "CC-BY-4.0"} | changes
    benchmark = BenchmarkSettings.model_validate(settings)
    return source_items(benchmark, root, Workspace(root / "data", root / ".minga"))


@pytest.mark.parametrize("form", ["truthfulqa", "truthfulqa-mc2", "truthfulqa-generation"])
def test_truthfulqa_in_three_languages_is_parallel(tmp_path: Path, form: str) -> None:
    sizes = []
    for language in ("en", "es", "ca"):
        table = read(tmp_path / language, f"truthfulqa-multi/{language}.json", form=form, language=language)
        counts = table.manifest.counts
        assert counts.rows_in == 817
        assert counts.rows_kept == 817
        sizes.append({item.number: (len(item.choices), item.answer, item.answers) for item in items_in(table)})
    assert sizes[0].keys() == sizes[1].keys() == sizes[2].keys()
    parallel = sum(sizes[0][one] == sizes[1][one] == sizes[2][one] for one in sizes[0])
    assert parallel >= (817 if form == "truthfulqa" else 780)


def test_hellaswag_has_its_10042_items(tmp_path: Path) -> None:
    table = read(tmp_path, "hellaswag/hellaswag_val_full.txt.bz2")
    assert table.manifest.counts.rows_in == 10_042
    assert table.rows >= 10_000
    items = items_in(table)
    assert {len(item.choices) for item in items} == {4}
    assert {item.split for item in items} == {"validation"}
    assert len({item.subject for item in items}) > 100
    assert not [item for item in items if "[title]" in item.question]


def test_mgsm_is_parallel(tmp_path: Path) -> None:
    tables = {tag: items_in(read(tmp_path / tag, f"mgsm/mgsm_{tag}.tsv", language=tag)) for tag in ("en", "es")}
    assert [(item.number, item.reference) for item in tables["en"]] == [
        (item.number, item.reference) for item in tables["es"]
    ]
    assert len(tables["es"]) == 250


def test_mmlu_redux_keeps_the_labels_of_its_experts(tmp_path: Path) -> None:
    table = read(tmp_path, "mmlu-redux/*.csv")
    counts = table.manifest.counts
    assert counts.rows_in == 1000
    assert table.rows >= 990
    labels = Counter(item.error_type for item in items_in(table))
    assert labels["ok"] > 500
    assert labels["wrong_groundtruth"] > 0
    assert len({item.subject for item in items_in(table)}) == 10


@pytest.mark.parametrize("language", ["aym", "gn", "nah", "quy", "shp"])
def test_americasnli_is_read_in_all_its_languages(tmp_path: Path, language: str) -> None:
    table = read(tmp_path, f"americasnli/{language}.tsv", language=language)
    items = items_in(table)
    assert table.manifest.counts.rows_in == len((DATA / f"americasnli/{language}.tsv").read_bytes().splitlines()) - 1
    assert table.rows >= 0.98 * table.manifest.counts.rows_in
    assert {item.answer for item in items} == {0, 1, 2}
    assert len({item.number for item in items}) >= 0.98 * len(items)
