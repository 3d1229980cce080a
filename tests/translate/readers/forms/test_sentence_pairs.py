from __future__ import annotations

from pathlib import Path

import pytest

from tests.translate.readers.making import items_in, lines, table_of

PAIR = {"premise": "Llueve.", "hypothesis": "Hace sol.", "label": 2}


@pytest.mark.parametrize("label", [2, "2", "contradiction"])
def test_labels_are_numbers_or_names(tmp_path: Path, label: object) -> None:
    table = table_of(tmp_path, "test.jsonl", lines(PAIR | {"label": label}), language="es")
    [item] = items_in(table)
    assert (item.context, item.question) == ("Llueve.", "Hace sol.")
    assert (item.choices, item.answer) == (("entailment", "neutral", "contradiction"), 2)
    assert (item.task, item.labelled) == ("entailment", True)
    assert table.manifest.notes["form"] == "xnli"


def test_a_pair_without_a_decided_label_is_counted(tmp_path: Path) -> None:
    table = table_of(tmp_path, "test.jsonl", lines(PAIR, PAIR | {"label": -1}, PAIR | {"label": "-"}))
    assert table.manifest.counts.dropped == {"no-answer": 2}


def test_americasnli_says_its_language_at_another_depth(tmp_path: Path) -> None:
    head = "id\tlanguage\tpremise\thypothesis\tlabel\n"
    rows = head + '7\tquy\tPayqa "ari" nirqa.\tMana.\tneutral\n' + "7\tquy\tAri.\tArí.\tentailment\n"
    first, second = items_in(table_of(tmp_path, "quy.tsv", rows, language="qu"))
    assert {first.number, second.number} == {"7-neutral", "7-entailment"}
    assert {first.context, second.context} == {'Payqa "ari" nirqa.', "Ari."}


def test_of_a_file_with_all_languages_only_one_is_taken(tmp_path: Path) -> None:
    head = "language\tgold_label\tsentence1\tsentence2\tpairID\n"
    rows = "es\tneutral\tLlueve.\tEs martes.\t1\nen\tneutral\tIt rains.\tIt is Tuesday.\t1\n"
    table = table_of(tmp_path, "xnli.test.tsv", head + rows, language="es-PE")
    [item] = items_in(table)
    assert (item.context, item.number, item.split) == ("Llueve.", "1", "test")
    assert table.manifest.counts.dropped == {"other-language": 1}


def test_paws_asks_for_a_paraphrase(tmp_path: Path) -> None:
    rows = "id\tsentence1\tsentence2\tlabel\n1\tAna paga a Luis.\tLuis paga a Ana.\t0\n2\tVino ayer.\tAyer vino.\t1\n"
    table = table_of(tmp_path, "test_2k.tsv", rows, language="es")
    assert [(item.number, item.answer) for item in items_in(table)] == [("1", 0), ("2", 1)]
    assert items_in(table)[0].choices == ("different", "paraphrase")
    assert table.manifest.notes["form"] == "paws"
