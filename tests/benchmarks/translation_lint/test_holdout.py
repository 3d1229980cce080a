"""Compiled catalogues of programs as items."""

from __future__ import annotations

from pathlib import Path

from _translation_lint.holdout import catalogue, holdouts
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

SENTENCES = [f"The folder of the {name} cannot be opened" for name in ("cat", "dog", "hen", "cow", "pig", "fox", "ant")]


def write(folder: Path, language: str) -> None:
    path = folder / language / "LC_MESSAGES" / "tar.mo"
    path.parent.mkdir(parents=True)
    messages = Catalog(locale=language)
    for sentence in SENTENCES:
        messages.add(sentence, f"{language} {sentence}")
    messages.add(("%d file of it is not there", "%d files of it are not there"), ("a", "b"))
    with path.open("wb") as file:
        write_mo(file, messages)


def test_a_catalogue_gives_its_messages_without_plurals_and_header(tmp_path: Path) -> None:
    write(tmp_path, "gl")
    read = dict(catalogue((tmp_path / "gl/LC_MESSAGES/tar.mo").read_bytes()))
    assert read == {sentence: f"gl {sentence}" for sentence in SENTENCES}


def test_four_messages_make_an_item_and_the_neighbour_has_the_same(tmp_path: Path) -> None:
    write(tmp_path, "gl")
    write(tmp_path, "pt")
    found = holdouts(10, tmp_path)
    assert sorted(found) == ["gl", "pt"]
    (pair,) = found["gl"].pairs
    assert [pair.target.question, *pair.target.choices] == [
        f"gl {text}" for text in (pair.source.question, *pair.source.choices)
    ]
    assert found["gl"].others["pt"][0].question == f"pt {pair.source.question}"


def test_a_machine_without_catalogues_has_no_holdout(tmp_path: Path) -> None:
    assert holdouts(10, tmp_path) == {}
