from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError, UsageError
from minga.records import BenchmarkItem
from minga.translate.engines import Failure
from minga.translate.engines.translation_file import make_translation_file
from minga.translate.handover import Entry, write_entries
from minga.translate.readers import rows_in_order
from minga.translate.texts import ItemTexts
from tests.translate.engines.making import commission


def questions(*rows: tuple[str, list[str]]) -> str:
    return json.dumps(
        [
            {"question": stem, "mc1_targets": {"choices": choices, "labels": [1] + [0] * (len(choices) - 1)}}
            for stem, choices in rows
        ]
    )


ENGLISH = questions(("Bees?", ["Honey", "Milk", "Wax"]), ("Cows?", ["Milk", "Honey"]), ("Hens?", ["Eggs", "Wool"]))


def answers(root: Path, name: str, **settings: Any) -> list[Any]:
    (root / "en.json").write_text(ENGLISH, encoding="utf-8")
    asked = commission(root, path="en.json", file=name, **settings)
    engine = make_translation_file(asked)
    items = [row for row in rows_in_order(asked.benchmark, root) if isinstance(row, BenchmarkItem)]
    found = engine.translate(ItemTexts(item) for item in items)
    return [one if isinstance(one, Failure) else {name: text.text for name, text in one.items()} for one in found]


def test_a_file_in_the_benchmarks_own_form_is_aligned_by_number(tmp_path: Path) -> None:
    spanish = questions(("¿Abejas?", ["Miel", "Leche", "Cera"]), ("¿Vacas?", ["Leche", "Miel"]))
    (tmp_path / "es.json").write_text(spanish, encoding="utf-8")
    first, second, third = answers(tmp_path, "{language}.json")
    assert first["question"] == "¿Abejas?"
    assert sorted(first.values()) == ["Cera", "Leche", "Miel", "¿Abejas?"]
    assert second["question"] == "¿Vacas?"
    assert third == Failure("not-in-file")


def test_choices_stay_beside_their_own(tmp_path: Path) -> None:
    (tmp_path / "es.json").write_text(
        ENGLISH.replace("Honey", "Miel").replace("Wax", "Cera").replace("Milk", "Leche"), encoding="utf-8"
    )
    asked = commission(tmp_path, path="en.json")
    (tmp_path / "en.json").write_text(ENGLISH, encoding="utf-8")
    source = next(row for row in rows_in_order(asked.benchmark, tmp_path) if isinstance(row, BenchmarkItem))
    words = {"Honey": "Miel", "Milk": "Leche", "Wax": "Cera"}
    (first, *_) = answers(tmp_path, "es.json")
    assert [first[f"choices[{n}]"] for n in range(3)] == [words[choice] for choice in source.choices]


def test_a_question_with_other_choices_is_no_translation(tmp_path: Path) -> None:
    spanish = questions(("¿Abejas?", ["Miel", "Leche"]), ("¿Vacas?", ["Leche", "Miel", "Cera"]))
    (tmp_path / "es.json").write_text(spanish, encoding="utf-8")
    first, second, _ = answers(tmp_path, "es.json")
    assert (first.reason, second.reason) == ("incomplete-in-file", "structure-changed")


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlf"])
def test_a_translators_file_is_read_by_item_and_field(tmp_path: Path, ending: str) -> None:
    asked = commission(tmp_path, path="en.json")
    (tmp_path / "en.json").write_text(ENGLISH, encoding="utf-8")
    items = [row for row in rows_in_order(asked.benchmark, tmp_path) if isinstance(row, BenchmarkItem)]
    whole = [Entry(items[0].id, name, text, text.upper()) for name, text in ItemTexts(items[0]).items()]
    partly = [Entry(items[1].id, "question", "Cows?", "¿VACAS?")]
    write_entries(tmp_path / f"bees-es.{ending}", [*whole, *partly], "en", "es")
    first, second, third = answers(tmp_path, "{benchmark}-{language}." + ending)
    assert first == {name: text.upper() for name, text in ItemTexts(items[0]).items()}
    assert second == Failure("incomplete-in-file", "choices[0], choices[1]")
    assert third == Failure("not-in-file")


def test_without_a_file_it_says_where_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs a file of translations"):
        make_translation_file(commission(tmp_path))
    with pytest.raises(InputError, match="there is no such file of translations"):
        make_translation_file(commission(tmp_path, file="none-{language}.po"))
    with pytest.raises(UsageError, match="cannot be filled in"):
        make_translation_file(commission(tmp_path, file="{tongue}.po"))


def test_another_file_is_another_engine(tmp_path: Path) -> None:
    identities = []
    for text in ("uno", "dos"):
        write_entries(tmp_path / "es.csv", [Entry("a" * 32, "question", "one", text)], "en", "es")
        identities.append(make_translation_file(commission(tmp_path, file="es.csv")).identity)
    assert identities[0] != identities[1]
