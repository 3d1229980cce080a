"""Each check on texts that have its fault, and on good translations that only look as if they had."""

from __future__ import annotations

import pytest

from tests.translate.lint.making import checks, found, in_choices

FAULTS = {
    "untranslated": [
        ("The moon is made of cheese", "The moon is made of cheese", "es"),
        ("The moon is made of cheese and dust", "La luna está is made of cheese and dust", "es"),
        ("Bees are in Germany", "Bees are in Germany", "ca"),
        ("dithering", "dithering", "es"),
        ("What is the name of the red planet?", "Which planet do we call the red one?", "es"),
    ],
    "lost-number": [
        ("It has 12 legs", "Tiene patas", "es"),
        ("It has 12 legs", "Tiene 21 patas", "es"),
        ("It is 3.5 m long", "Mide 35 m", "es"),
        ("In 1776", "El 1767", "ca"),
    ],
    "added-number": [("It has some legs", "Tiene 8 patas", "es")],
    "lost-unit": [("It costs 10 percent more", "Cuesta 10 más", "es"), ("It is 5 miles long", "Fa 5 de llarg", "ca")],
    "converted-unit": [("It is 5 miles long", "Mide 8 kilómetros", "es")],
    "lost-negation": [
        ("Which of these is NOT a mammal?", "¿Cuál de estos es un mamífero?", "es"),
        ("Bees don't make milk", "Las abejas hacen leche", "es"),
        ("No, bees make honey", "Les abelles fan mel", "ca"),
        ("No", "Ningún", "es"),
    ],
    "added-negation": [("Bees make honey", "Las abejas no hacen miel", "es"), ("It can fly", "Mai vola", "ca")],
    "lost-formula": [
        ("Find $x^2$ now", "Encuentra $x2$ ahora", "es"),
        ("Run `ls -l`", "Ejecuta `lista -l`", "es"),
        ("Dear {name}", "Querido {nombre}", "es"),
    ],
    "lost-blank": [("The ____ School", "La Escuela", "es"), ("A __ and B", "A __ __ y B", "es")],
    "broken-reference": [("Both A and B", "Ambos Un y B", "es"), ("I and II only", "Solo yo y II", "es")],
    "model-talk": [
        ("What is it?", "Aquí tienes la traducción: ¿Qué es?", "es"),
        ("What is it?", "Here is the translation: ¿Qué es?", "es"),
        ("What is it?", "Lo siento, pero no puedo traducir eso. ¿Sí?", "es"),
        ("What is it?", "¿Qué es?\n\nNota: he sido literal.", "es"),
    ],
    "repetition": [
        ("It is a long way home", "Es un camino muy largo a casa es un camino muy largo es un camino muy largo", "es")
    ],
    "unknown-word": [("A cyclic group", "Un grupo *cyclic", "es"), ("A cyclic group", "Un grupo #cíclico", "es")],
    "stray-markup": [
        ("Cats & dogs", "Gatos &amp; perros", "es"),
        ("A dog", "Un <b>perro</b>", "es"),
    ],
    "missing-opening-mark": [("What is it?", "Qué es?", "es"), ("Stop!", "Para!", "es")],
    "lost-question-mark": [("What is it?", "Qué es", "es")],
    "unbalanced-brackets": [("A dog (brown)", "Un perro (marrón", "es"), ("A set [3]", "Un conjunto 3]", "es")],
    "lost-quotes": [('Who said "Eureka"?', "¿Quién dijo Eureka?", "es")],
    "length": [("Bees fly from flower to flower in search of nectar all summer", "Las abejas", "es")],
    "language-bound": [
        ("Which word rhymes with orange?", "¿Qué palabra rima con naranja?", "es"),
        ("What does NASA stand for?", "¿Qué significa NASA?", "es"),
        ('How many letters in the word "house"?', "¿Cuántas letras tiene la palabra «casa»?", "es"),
    ],
}


@pytest.mark.parametrize(("check", "texts"), [(check, texts) for check, cases in FAULTS.items() for texts in cases])
def test_the_fault_is_found(check: str, texts: tuple[str, str, str]) -> None:
    assert check in checks(*texts)


GOOD = [
    ("What is it?", "¿Qué es?", "es"),
    ("What is it?", "Què és?", "ca"),
    ("If you go, what do you see?", "Si vas, ¿qué ves?", "es"),
    ("What was shown by J. B. Rhine?", "¿Qué demostró J. B. Rhine?", "es"),
    ("Isaac Newton", "Isaac Newton", "es"),
    ("The Lord of the Rings", "The Lord of the Rings", "es"),
    ('Who wrote "The Lord of the Rings"?', "¿Quién escribió «The Lord of the Rings»?", "es"),
    ("hospital animal", "hospital animal", "es"),
    (r"\frac{1}{2}", r"\frac{1}{2}", "es"),
    ("About 1,000 people", "Unas 1.000 personas", "es"),
    ("About 1000 people", "Unas 1 000 personas", "es"),
    ("It is 3.5 long", "Mide 3,5", "es"),
    ("In the 1960s", "Als anys seixanta", "ca"),
    ("In the 1960s", "En los años 60", "es"),
    ("In the 18th century", "En el siglo XVIII", "es"),
    ("After 8pm", "Después de las 20:00", "es"),
    ("It has four legs", "Tiene 4 patas", "es"),
    ("It has 25 legs", "Tiene veinticinco patas", "es"),
    ("About 205 people", "Doscientas cinco personas", "es"),
    ("2 million people", "2.000.000 de personas", "es"),
    ("5 billion", "5000 millones", "es"),
    ("It is 25 miles away", "Está a 40 km", "es"),
    ("A goldfish forgets after three seconds", "Els carpins obliden al cap de tres segons", "ca"),
    ("It is impossible", "No es posible", "es"),
    ("It can't be done", "Es imposible hacerlo", "es"),
    ("Gluten-free bread is better", "El pan sin gluten es mejor", "es"),
    ("More than anyone ever did", "Más de lo que jamás hizo nadie", "es"),
    ("No one knows", "Nadie lo sabe", "es"),
    ("None of the above", "Ninguna de las anteriores", "es"),
    ("Whether or not it rains", "Tanto si llueve como si hace sol", "es"),
    ("Both A and B", "Tanto A como B", "es"),
    ("Neither A nor B.", "Ni A ni B.", "ca"),
    ("I and II only", "Solo I y II", "es"),
    ("Who caused 9/11?", "¿Quién causó el 11/9?", "es"),
    ("I'm sorry, I cannot help", "Lo siento, no puedo ayudar", "es"),
    ("Find all c in Z_3 such that x^2 = 4.5", "Encuentra todos los c en Z_3 tales que x^2 = 4,5", "es"),
    ('He said "no"', "Dijo «no»", "es"),
    ("It's John's dog", "Es el perro de John", "es"),
    ("English is spoken in Australia", "En Australia se habla inglés", "es"),
    ("Yes", "Sí", "es"),
]


@pytest.mark.parametrize("texts", GOOD)
def test_a_good_translation_is_left_alone(texts: tuple[str, str, str]) -> None:
    assert [check for check in checks(*texts) if check not in {"converted-unit", "culture-bound"}] == []


@pytest.mark.parametrize(
    ("target", "mended"),
    [
        ("Qué es?", "¿Qué es?"),
        ("Es rojo. Qué es?", "Es rojo. ¿Qué es?"),
        ("Si vas a Lima, qué ves?", "Si vas a Lima, ¿qué ves?"),
        ("Su nombre es Elon, de qué trabaja?", "Su nombre es Elon, ¿de qué trabaja?"),
        ("Para! Quién va?", "¡Para! ¿Quién va?"),
        ("¿Qué es? Y por qué?", "¿Qué es? ¿Y por qué?"),
        ("Quién es J. B. Rhine?", "¿Quién es J. B. Rhine?"),
        ("Qué?!", "¿Qué?!"),
    ],
)
def test_spanish_questions_are_opened_where_they_begin(target: str, mended: str) -> None:
    (finding,) = [one for one in found("What?", target) if one.check == "missing-opening-mark"]
    assert finding.suggestion == mended
    assert "missing-opening-mark" not in checks("What?", mended)


def test_a_number_that_became_another_is_mended() -> None:
    (finding,) = found("It has 12 legs", "Tiene 21 patas")
    assert (finding.text, finding.start, finding.source_text, finding.source_start) == ("21", 6, "12", 7)
    assert finding.suggestion == "Tiene 12 patas"


def test_choices_that_became_the_same_are_an_error_where_one_is_right() -> None:
    source, target = ["blaze", "fire", "water", "sea"], ["fuego", "Fuego.", "agua", "mar"]
    finding = in_choices(source, target, answer=0)[0]
    assert (finding.check, finding.severity, finding.field) == ("choices-collapsed", "error", "choices[1]")
    finding = in_choices(source, target, answer=3)[0]
    assert (finding.check, finding.severity) == ("choices-collapsed", "warning")
    ours, theirs = ["rain is likely", "rain is probable", "snow"], ["es probable que llueva"] * 2 + ["nieve"]
    assert in_choices(ours, theirs, answer=2)[0].severity == "note"
    assert in_choices(["a dog", "A dog"], ["un perro", "Un perro"]) == []


def test_a_key_that_grew_by_far_the_longest_is_noted() -> None:
    source = ["it falls down", "it flies high up", "it stays there"]
    target = ["cae hacia abajo porque la Tierra la atrae", "vuela muy alto", "se queda ahí"]
    assert "key-length" in [finding.check for finding in in_choices(source, target, answer=0)]
    assert "key-length" not in [finding.check for finding in in_choices(source, target, answer=1)]


def test_choices_that_came_or_went_are_an_error() -> None:
    (finding,) = in_choices(["one dog", "two cats"], ["un perro", "dos gatos", "tres"])
    assert (finding.check, finding.severity) == ("structure-changed", "error")
