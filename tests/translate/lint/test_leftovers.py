"""What machines leave or lose: misread letters, leftovers of engines, markup, marks, a text that stands twice."""

from __future__ import annotations

import pytest

from tests.translate.lint.making import checks, found

FAULTS = [
    # check, source, language, faulty
    ("odd-characters", "The country", "es", "El paÃ\xads"),
    ("odd-characters", "The café is open", "ca", "El cafÃ¨ és obert"),
    ("odd-characters", "The dog’s tail", "gl", "Esâ€™ o rabo"),
    ("odd-characters", "It is in Spain", "es", "Es espa?ola"),
    ("odd-characters", "The explanation", "pt", "A explicação � boa"),
    ("odd-characters", "The square", "eu", "Plaza ba\\u00f1o"),
    ("odd-characters", "Tomorrow", "es", "Ma&ntilde;ana"),
    ("stray-markup", "A well-known man", "es", "Un hombre bien @-@ conocido"),
    ("stray-markup", "A dog", "ca", "Un ⁇ gos"),
    ("stray-markup", "A dog", "gl", ">>glg<< un can"),
    ("stray-markup", "A dog", "eu", "__eus_Latn__ txakur bat"),
    ("stray-markup", "A dog", "pt", "<2pt> um cão"),
    ("stray-markup", "A dog", "es", "Un __PH0__"),
    ("stray-markup", "A dog sleeps", "es", "Un perro\\nduerme"),
    ("repetition", "The dog is big.", "es", "El perro es grande. El perro es grande."),
    ("repetition", "The dog", "ca", "El gos el gos"),
    ("repetition", "The dog", "eu", "Txakur handia txakur handia"),
    ("lost-exclamation-mark", "What a story! What is it?", "es", "Qué historia. ¿Qué es?"),
    ("lost-exclamation-mark", "What a story! What is it?", "pt", "Que história. O que é?"),
    ("lost-quotes", 'Is "cat" longer than "dog"?', "ca", "És més llarg «gat» que gos?"),
    ("lost-formula", "Press <b>ABC</b> now", "es", "Pulsa < b > ABC < / b > ahora"),
    ("lost-formula", "It is <i>big</i> now", "ca", "Ara és <i>gran<i>"),
    ("lost-formula", "Press **ABC** now", "gl", "Preme ABC agora"),
    ("lost-formula", "See [ABC](#abc) now", "pt", "Veja [ABC](#) agora"),
    ("lost-formula", "See %d files", "es", "Ver % d archivos"),
    ("lost-formula", "Dear {{name}}", "eu", "{name} maitea"),
    ("terms-collapsed", "Compare mass with weight", "es", "Compara masa con masa"),
    ("terms-collapsed", "between rats and mice", "ca", "entre rates i rates"),
    ("terms-collapsed", "between the rat and the mouse", "gl", "entre o rato e o rato"),
    ("terms-collapsed", "Is it mass or weight?", "eu", "Masa edo masak da?"),
    ("terms-collapsed", "The chapter speaks of rats, and its pictures show mice", "es",
     "El capítulo habla de ratas, y sus imágenes muestran ratas"),
    ("article-clash", "The builder is old", "es", "La constructor es viejo"),
    ("article-clash", "The information is old", "ca", "El informació és vella"),
    ("article-clash", "The information is old", "gl", "Un información vella"),
    ("article-clash", "The information is old", "pt", "Um informação velha"),
    ("terms-collapsed", "The mass and the weight", "pt", "A massa e a massa"),
]  # fmt: skip

GOOD = [
    # source, language, translation
    ("NO SISTERS", "pt", "SEM IRMÃS"),
    ("A MARRIED WOMAN", "pt", "MULHER CASADA É IRMÃ…"),
    ("Open http://x.org/a?b=1 now", "es", "Abre http://x.org/a?b=1 ahora"),
    ("What is 5! today?", "es", "¿Qué es 5! hoy?"),
    ("Is it a != b?", "ca", "És a != b?"),
    ("%s has %d files", "es", "Hay %2$d archivos en %1$s"),
    ("Press **ABC** now", "ca", "Ara prem **ABC**"),
    ("See [the page](#abc)", "es", "Ver [la página](#abc)"),
    ("Is a dog always a dog?", "es", "¿Es un perro siempre un perro?"),
    ("The best friend had the biggest part", "es", "La mejor amiga tuvo la mayor parte"),
    ("The best friend had the biggest part", "pt", "A melhor amiga teve a maior parte"),
    ("The plane is old", "es", "El avión es viejo"),
    ("Little by little", "es", "Poco a poco"),
    ("Face to face", "ca", "Cara a cara"),
    ("A dog and another dog", "es", "Un perro y otro perro"),
    ("Bye bye, bye bye", "es", "Adiós, adiós, adiós, adiós"),
    ('Is "cat" longer than "dog"?', "ca", "És més llarg «gat» que «gos»?"),
    ("Is it 'cat' or 'dog'?", "es", "¿Es «gato» o «perro»?"),
    ("Run `ls -l` now", "pt", "Execute 'ls -l' agora"),
    ("The ‘=’ is missing", "gl", "Falta «=»"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "source", "language", "faulty"), FAULTS)
def test_what_a_machine_left_or_lost_is_found(check: str, source: str, language: str, faulty: str) -> None:
    assert check in checks(source, faulty, language)


@pytest.mark.parametrize(("source", "language", "good"), GOOD)
def test_what_only_looks_so_is_left_alone(source: str, language: str, good: str) -> None:
    looked = {check for check, *_ in FAULTS} | {"added-number", "doubled-word"}
    assert looked.isdisjoint(checks(source, good, language))


@pytest.mark.parametrize("address", ["https://example.org", "https://www.example.org/the/page/index"])
def test_an_address_that_stays_as_it_is_is_not_left_untranslated(address: str) -> None:
    assert checks(f"See {address} for more.", f"Véase {address} para saber más.") == []


def test_misread_letters_are_read_again() -> None:
    (finding,) = [
        one for one in found("The country’s dog", "El paÃ\xads â€œMÃ©xicoâ€\x9d") if one.check == "odd-characters"
    ]
    assert finding.suggestion == "El país “México”"


def test_of_a_text_that_stands_twice_one_is_left() -> None:
    (finding,) = [
        one for one in found("The dog is big.", "El perro es grande. El perro es grande.") if one.check == "repetition"
    ]
    assert finding.suggestion == "El perro es grande."
