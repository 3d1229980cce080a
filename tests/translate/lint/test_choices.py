"""What shows only when the choices are looked at together, or beside their stem."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.records import Finding
from minga.translate.lint import lint
from tests.translate.lint.making import item

ANIMALS = ["It has 8 legs", "It lives in Australia", "It does not fly at all", "It eats plants and insects"]
IN = {
    "es": ["Tiene 8 patas", "Vive en Australia", "No vuela nunca", "Come plantas e insectos"],
    "ca": ["Té 8 potes", "Viu a Austràlia", "No vola mai", "Menja plantes i insectes"],
    "gl": ["Ten 8 patas", "Vive en Australia", "Non voa nunca", "Come plantas e insectos"],
    "eu": ["8 hanka ditu", "Australian bizi da", "Ez du inoiz hegan egiten", "Landareak eta intsektuak jaten ditu"],
    "pt": ["Tem 8 patas", "Vive na Austrália", "Não voa nunca", "Come plantas e insetos"],
}


def findings(
    stem: tuple[str, str], ours: Sequence[str], theirs: Sequence[str], *, language: str = "es", answer: int = 0
) -> list[Finding]:
    return list(lint(item(stem[0], ours, answer=answer), item(stem[1], theirs, language=language, answer=answer)))


def names(*arguments: object, **options: object) -> set[str]:
    return {finding.check for finding in findings(*arguments, **options)}  # type: ignore[arg-type]


@pytest.mark.parametrize("language", IN)
def test_choices_that_changed_places_are_found(language: str) -> None:
    right = IN[language]
    assert "choices-reordered" not in names(("1", "1"), ANIMALS, right, language=language)
    swapped = [right[1], right[0], *right[2:]]
    found = [
        one for one in findings(("1", "1"), ANIMALS, swapped, language=language) if one.check == "choices-reordered"
    ]
    assert {one.field for one in found} == {"choices[0]", "choices[1]"}
    assert "choices-reordered" in names(("1", "1"), ANIMALS, [*right[1:], right[0]], language=language)


def test_the_stems_article_must_fit_the_choices() -> None:
    ours = ["dog", "cat", "horse"]
    stem = ("The animal is called a", "El animal se llama una")
    found = {one.field: one for one in findings(stem, ours, ["perro", "gato", "caballo"])}
    assert {one.check for one in found.values()} >= {"stem-disagrees"}
    assert found["choices[0]"].severity == "error"
    good = ("The animal is called a", "El animal se llama un")
    assert "stem-disagrees" not in names(good, ours, ["perro", "gato", "caballo"])


@pytest.mark.parametrize(
    ("language", "stem", "choices"),
    [
        ("es", "El objeto es una", ["mesa", "libro", "vaso"]),
        ("ca", "L’objecte és una", ["taula", "llibret", "gotet"]),
        ("gl", "O obxecto é unha", ["mesa", "libro", "vaso"]),
        ("pt", "O objeto é uma", ["mesa", "livro", "copo"]),
    ],
)
def test_a_key_that_alone_fits_the_article_gives_itself_away(language: str, stem: str, choices: list[str]) -> None:
    ours = ["table", "book", "glass"]
    assert "key-agrees-alone" in names(("The object is a", stem), ours, choices, language=language)
    assert "key-agrees-alone" not in names(("The object is a", stem), ours, choices, language=language, answer=1)


def test_basque_has_no_gender() -> None:
    assert (
        names(("The object is a", "Objektua hau da:"), ["table", "book"], ["mahaia", "liburua"], language="eu") == set()
    )


def test_a_key_with_a_form_of_its_own_gives_itself_away() -> None:
    ours, theirs = ["a red dog", "a blue cat", "a green bird"], ["un perro rojo.", "un gato azul", "un pájaro verde"]
    assert "key-form" in names(("1", "1"), ours, theirs)
    assert "key-form" not in names(("1", "1"), ours, theirs, answer=1)
    assert "key-form" in names(("1", "1"), ours, ["Un perro rojo", *theirs[1:]])
    assert "key-form" not in names(("1", "1"), ["A red dog", *ours[1:]], ["Un perro rojo", *theirs[1:]])


STEM = "A man is sitting on a roof. He"
ENDINGS = ["is holding a rope.", "starts pulling up tiles.", "is ripping the tiles off."]


def test_an_ending_goes_on_where_the_stem_breaks_off() -> None:
    stem = (STEM, "Un hombre está sentado en un tejado. Él")
    good = ["está sujetando una cuerda.", "empieza a levantar tejas.", "está arrancando las tejas."]
    assert not names(stem, ENDINGS, good) & {"broken-continuation", "repeated-stem", "clashing-number"}
    assert "broken-continuation" in names(stem, ENDINGS, ["Está sujetando una cuerda.", *good[1:]])
    assert "broken-continuation" in names((STEM, stem[1] + "."), ENDINGS, good)
    assert "clashing-number" in names(stem, ENDINGS, ["están sujetando una cuerda.", *good[1:]])
    assert "repeated-stem" in names(stem, ENDINGS, ["en un tejado. Él está sujetando una cuerda.", *good[1:]])


@pytest.mark.parametrize(
    ("language", "stem", "good", "clash"),
    [
        ("ca", "Un home seu en un terrat. Ell", "està agafant una corda.", "estan agafant una corda."),
        ("gl", "Un home está sentado nun tellado. El", "está a coller unha corda.", "están a coller unha corda."),
        ("pt", "Um homem está sentado num telhado. Ele", "está segurando uma corda.", "estão segurando uma corda."),
    ],
)
def test_the_verb_of_an_ending_keeps_its_number(language: str, stem: str, good: str, clash: str) -> None:
    ours = [ENDINGS[0], "a 1", "b 2"]
    assert "clashing-number" not in names((STEM, stem), ours, [good, "a 1", "b 2"], language=language)
    assert "clashing-number" in names((STEM, stem), ours, [clash, "a 1", "b 2"], language=language)


def test_one_text_that_calls_a_thing_by_another_name_is_noted() -> None:
    ours = ["Seeds grow in you", "Seeds pass through you", "Seeds are red", "Seeds kill"]
    theirs = ["Las semillas crecen en ti", "Las semillas te atraviesan", "Las semillas son rojas", "Las pepitas matan"]
    stem = ("What do seeds do?", "¿Qué hacen las semillas?")
    assert "mixed-terms" in names(stem, ours, theirs)
    assert "mixed-terms" not in names(stem, ours, [*theirs[:3], "Las semillas matan"])


def test_two_words_that_became_one_are_found() -> None:
    stem = ("Mass and weight differ", "El peso y el peso se distinguen")
    assert "terms-collapsed" in names(("Mass or weight?", "¿Peso o peso?"), ["1", "2"], ["1", "2"])
    assert "terms-collapsed" in names(stem, ["1", "2"], ["1", "2"])
    stem = ("Mass and mass differ", "El peso y el peso se distinguen")
    assert "terms-collapsed" not in names(stem, ["1", "2"], ["1", "2"])


@pytest.mark.parametrize("language", ["es", "ca", "gl", "eu", "pt"])
def test_a_choice_in_capitals_is_quietened(language: str) -> None:
    theirs = [IN[language][0], IN[language][1].upper(), *IN[language][2:]]
    (finding,) = [
        one for one in findings(("1", "1"), ANIMALS, theirs, language=language) if one.check == "case-changed"
    ]
    assert finding.field == "choices[1]"
    assert finding.suggestion[:1].isupper()
    assert not finding.suggestion.isupper()


junk = st.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip()))
tags = st.sampled_from(
    ["es", "es-AR", "es-419", "ca", "ca-valencia", "gl", "eu", "pt-BR", "pt-PT", "en", "gn", "qu", "nah"]
)


@settings(deadline=None, max_examples=60)
@given(junk, junk, st.lists(junk, min_size=2, max_size=5), tags, tags)
def test_no_text_is_too_strange(stem: str, other: str, choices: list[str], from_tag: str, to_tag: str) -> None:
    ours = item(stem, choices, language=from_tag)
    theirs = item(other, choices[::-1], language=to_tag)
    for finding in lint(ours, theirs):
        assert finding.field


@settings(deadline=None, max_examples=60)
@given(junk, st.lists(junk, min_size=2, max_size=5), st.sampled_from(["gn", "qu", "nah", "ay", "fi"]))
def test_an_item_is_a_good_translation_of_itself_in_a_language_without_rules(
    stem: str, choices: list[str], language: str
) -> None:
    one = item(stem, choices, language=language)
    assert [finding for finding in lint(one, one) if finding.severity == "error"] == []
