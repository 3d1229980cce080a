from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from minga.errors import MingaError
from minga.translate.engines.apertium import Apertium, apertium_for
from minga.translate.engines.engine import Failure, Translation
from minga.translate.glossary import Glossary, Term

installed = apertium_for("en", "es") if shutil.which("apertium") else None
needs_apertium = pytest.mark.skipif(installed is None, reason="apertium-eng-spa is not installed")


def spanish(*texts: str) -> list[str]:
    assert installed is not None
    (answer,) = installed.translate([{str(number): text for number, text in enumerate(texts)}])
    assert not isinstance(answer, Failure)
    return [translation.text for translation in answer.values()]


@needs_apertium
def test_a_sentence_is_translated() -> None:
    assert spanish("What is the area of the red house?") == ["Qué es el área de la casa roja?"]


@needs_apertium
def test_no_text_flows_into_the_next() -> None:
    # together they would be a red car
    assert spanish("red", "car", "red\ncar") == [*spanish("red"), *spanish("car"), "\n".join(spanish("red", "car"))]


@needs_apertium
def test_formulas_letters_blanks_and_breaks_stay() -> None:
    texts = spanish(
        "Find all c in Z_3 such that Z_3[x]/(x^2 + c) is a field.",
        "Both A and B",
        "The ____ is red\n\n  and {name} is 3 < 5 [sic] & $x_1$ \\ it.",
    )
    assert "Z_3[x]/(x^2 + c)" in texts[0]
    assert texts[1].endswith("A y B")
    assert texts[2].count("\n") == 2
    for part in ("____", "{name}", "3 < 5", "[", "]", "&", "$x_1$", "\\"):
        assert part in texts[2]


@needs_apertium
def test_terms_of_the_glossary_come_out_as_it_says() -> None:
    terms = (Term("house", "vivienda"), Term("Hello World", "Hello World"), Term("red", "bermejo"))
    engine = apertium_for("en", "es", Glossary(terms))
    assert engine is not None
    assert installed is not None
    (answer,) = engine.translate([{"question": "The house says Hello World."}])
    assert not isinstance(answer, Failure)
    assert "vivienda" in answer["question"].text
    assert "Hello World" in answer["question"].text
    assert engine.identity != installed.identity


@needs_apertium
def test_words_that_it_does_not_know_are_pointed_out() -> None:
    assert installed is not None
    (answer,) = installed.translate([{"question": "The cyclic group is red."}])
    assert not isinstance(answer, Failure)
    translation = answer["question"]
    assert [translation.text[start:end] for start, end in translation.unknown] == ["cyclic"]
    assert "*" not in translation.text


@needs_apertium
def test_as_many_items_are_answered_as_were_asked() -> None:
    assert installed is not None
    items = [{"question": f"house {number}", "choices[0]": "dog"} for number in range(1203)]
    answers = list(installed.translate(iter(items)))
    assert len(answers) == len(items)
    assert all(str(number) in answer["question"].text for number, answer in enumerate(answers))  # type: ignore[index]


@needs_apertium
def test_the_most_exact_variety_is_taken() -> None:
    assert installed is not None
    assert installed.version.endswith(" eng-spa")
    assert apertium_for("en", "es-PE").version == installed.version  # type: ignore[union-attr]
    assert apertium_for("en", "eu") is None
    valencian = apertium_for("en", "ca-valencia")
    assert valencian is None or valencian.version.endswith(" eng-cat_valencia")


def program(tmp_path: Path, script: str) -> Path:
    path = tmp_path / "apertium"
    path.write_text(f'#!/bin/sh\n[ "$1" = -V ] && echo Apertium 0 && exit\n{script}\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    broken = Apertium(program(tmp_path, "cat > /dev/null; echo 'no such rule' >&2; exit 3"), "eng-spa", tmp_path)
    with pytest.raises(MingaError, match="no such rule"):
        list(broken.translate([{"question": "a house"}]))


def test_a_program_that_swallows_lines_is_not_trusted(tmp_path: Path) -> None:
    silent = Apertium(program(tmp_path, "cat > /dev/null"), "eng-spa", tmp_path)
    with pytest.raises(MingaError, match="lines"):
        list(silent.translate([{"question": "a house", "choices[0]": "a dog"}]))


def test_parts_that_it_loses_are_put_back_piece_by_piece(tmp_path: Path) -> None:
    forgetful = Apertium(program(tmp_path, "sed 's/Zq[a-z][a-z]//g'"), "eng-spa", tmp_path)
    (answer,) = forgetful.translate([{"question": "the group S_10 and x^2 = 4 too"}])
    assert answer == {"question": Translation("the group S_10 and x^2 = 4 too")}
