"""The checks that rules make possible, in each language: a fault and a good translation of the same source."""

from __future__ import annotations

import pytest

from tests.translate.lint.making import checks, found

CASES = [
    # check, source, language, faulty, good
    ("lost-negation", "Bees do not make milk", "es", "Las abejas hacen leche", "Las abejas no hacen leche"),
    ("lost-negation", "Bees do not make milk", "ca", "Les abelles fan llet", "Les abelles no fan llet"),
    ("lost-negation", "Bees do not make milk", "gl", "As abellas fan leite", "As abellas non fan leite"),
    ("lost-negation", "Bees do not make milk", "eu", "Erleek esnea egiten dute", "Erleek ez dute esnerik egiten"),
    ("lost-negation", "Bees do not make milk", "pt", "As abelhas fazem leite", "As abelhas não fazem leite"),
    ("lost-negation", "No, bees do not sleep", "es", "No, las abejas duermen", "No, las abejas no duermen"),
    ("lost-negation", "It rains. It is not cold.", "ca", "Plou. Fa fred.", "Plou. No fa fred."),
    ("added-negation", "The sky is blue", "gl", "O ceo non é azul", "O ceo é azul"),
    ("added-negation", "The sky is blue", "eu", "Zerua ez da urdina", "Zerua urdina da"),
    ("added-negation", "The sky is blue", "pt", "O céu não é azul", "O céu é azul"),
    ("lost-number-word", "It has seven legs", "es", "Tiene nueve patas", "Tiene siete patas"),
    ("lost-number-word", "It has seven legs", "ca", "Té nou potes", "Té set potes"),
    ("lost-number-word", "It has seven legs", "gl", "Ten nove patas", "Ten sete patas"),
    ("lost-number-word", "It has seven legs", "eu", "Bederatzi hanka ditu", "Zazpi hanka ditu"),
    ("lost-number-word", "It has seven legs", "pt", "Tem nove patas", "Tem 7 patas"),
    (
        "lost-date", "She was born on a Tuesday in May 1920", "es",
        "Nació un martes de junio de 1920",
        "Nació un martes de mayo de 1920",
    ),
    ("lost-date", "It began in July", "ca", "Va començar al juny", "Va començar al juliol"),
    ("lost-date", "It began in July", "gl", "Comezou en xuño", "Comezou en xullo"),
    ("lost-date", "It began in July", "eu", "Ekainean hasi zen", "Uztailean hasi zen"),
    ("lost-date", "They met on Monday", "pt", "Encontraram-se na terça-feira", "Encontraram-se na segunda-feira"),
    ("swapped-unit", "It is 5 miles long", "es", "Mide 5 kilómetros", "Mide 5 millas"),
    ("swapped-unit", "It costs 20 dollars", "ca", "Costa 20 euros", "Costa 20 dòlars"),
    ("swapped-unit", "It weighs 3 pounds", "gl", "Pesa 3 quilos", "Pesa 3 libras"),
    ("swapped-unit", "It is 5 miles long", "eu", "5 kilometroko luzera du", "5 miliako luzera du"),
    ("swapped-unit", "It costs $20", "pt", "Custa € 20", "Custa US$ 20"),
    (
        "lost-name", "The theory of Einstein changed physics", "es",
        "La teoría de Newton cambió la física",
        "La teoría de Einstein cambió la física",
    ),
    (
        "lost-name", "The theory of Einstein changed physics", "ca",
        "La teoria va canviar la física",
        "La teoria d’Einstein va canviar la física",
    ),
    ("lost-name", "They live in Germany now", "gl", "Agora viven en Francia", "Agora viven en Alemaña"),
    ("lost-name", "They live in Germany now", "eu", "Orain Frantzian bizi dira", "Orain Alemanian bizi dira"),
    ("lost-name", "They live in London now", "pt", "Agora moram em Paris", "Agora moram em Londres"),
    (
        "wrong-language", "The house is on the hill and it is very big", "gl",
        "A casa está no outeiro e não é muito grande com uma porta",
        "A casa está no outeiro e é moi grande",
    ),
    (
        "wrong-language", "The house is on the hill and it is very big", "ca",
        "La casa está en la colina y es muy grande",
        "La casa és al turó i és molt gran",
    ),
    (
        "wrong-language", "The house is on the hill and it is very big", "pt",
        "La casa está en la colina y es muy grande",
        "A casa fica na colina e é muito grande",
    ),
    (
        "wrong-language", "The house is on the hill and it is very big", "es",
        "A casa fica na colina e é muito grande",
        "La casa está en la colina y es muy grande",
    ),
    (
        "wrong-language", "The house is on the hill and it is very big", "eu",
        "La casa está en la colina y es muy grande",
        "Etxea muinoan dago eta oso handia da",
    ),
    ("wrong-question", "When did it happen?", "es", "¿Dónde ocurrió?", "¿Cuándo ocurrió?"),
    ("wrong-question", "Where did it happen?", "ca", "Quan va passar?", "On va passar?"),
    ("wrong-question", "When did it happen?", "gl", "Quen o fixo?", "Cando ocorreu?"),
    ("wrong-question", "Where did it happen?", "eu", "Noiz gertatu zen?", "Non gertatu zen?"),
    ("wrong-question", "How many are there?", "pt", "Onde estão?", "Quantos há?"),
    ("broken-reference", "None of the above", "es", "Todas las anteriores", "Ninguna de las anteriores"),
    ("broken-reference", "All of the above", "ca", "Cap de les anteriors", "Totes les anteriors"),
    ("broken-reference", "All of the above", "gl", "Ningunha das anteriores", "Todas as anteriores"),
    ("broken-reference", "None of these", "eu", "Guztiak", "Hauetako bat ere ez"),
    ("broken-reference", "None of the above", "pt", "Todas as anteriores", "Nenhuma das anteriores"),
    ("broken-reference", "Only B", "es", "Solo A", "Solo B"),
    ("false-friend", "It is actually a fish", "es", "Actualmente es un pez", "En realidad es un pez"),
    ("false-friend", "It is actually a fish", "ca", "Actualment és un peix", "En realitat és un peix"),
    ("false-friend", "It is actually a fish", "gl", "Actualmente é un peixe", "En realidade é un peixe"),
    ("false-friend", "It is actually a fish", "pt", "Atualmente é um peixe", "Na verdade é um peixe"),
    ("false-friend", "A billion years", "eu", "Bilioi bat urte", "Mila milioi urte"),
    ("article-clash", "The dog sleeps", "es", "La perro duerme", "El perro duerme"),
    ("article-clash", "The roads are long", "gl", "As camiños son longos", "Os camiños son longos"),
    ("article-clash", "A road", "pt", "Uma caminho", "Um caminho"),
    ("article-clash", "The house is small", "ca", "El casa és petita", "La casa és petita"),
    ("doubled-word", "The name of the dog", "es", "El nombre del del perro", "El nombre del perro"),
    ("doubled-word", "The name of the dog", "eu", "Txakurraren izena izena", "Txakurraren izena"),
    ("cut-short", "The king of France is old", "es", "El rey de Francia es un", "El rey de Francia es viejo"),
    ("cut-short", "The king of France is old", "pt", "O rei da França é velho e", "O rei da França é velho"),
    ("odd-characters", "The house", "es", "La ca\u200bsa", "La casa"),
    ("odd-characters", "The house", "pt", "A cаsa", "A casa"),
    ("odd-characters", "The moon", "ca", "L´òrbita", "L’òrbita"),
    ("wrong-spelling", "The collection", "ca", "La col.lecció", "La col·lecció"),
    ("unbalanced-quotes", "He said «no» to her", "es", "Le dijo «no a ella", "Le dijo «no» a ella"),
    ("model-talk", "What is it?", "es", "¿Qué es? (Nota: literal)", "¿Qué es?"),
    ("model-talk", "What is it?", "ca", "La traducció: Què és?", "Què és?"),
    ("model-talk", "What is it?", "gl", "Como modelo de lingua, non podo axudar", "Que é?"),
    ("model-talk", "What is it?", "eu", "Hona hemen itzulpena: Zer da?", "Zer da?"),
    ("model-talk", "What is it?", "pt", "Aqui está a tradução: O que é?", "O que é?"),
    ("choice-letter", "A red dog", "es", "B) Un perro rojo", "Un perro rojo"),
    ("language-bound", "How do you spell it?", "eu", "Nola idazten da?", None),
    ("idiom", "It is a piece of cake", "pt", "É um pedaço de bolo", None),
    ("culture-bound", "It is 30 miles from the DMV", "gl", "Está a 30 millas da DMV", None),
]  # fmt: skip


@pytest.mark.parametrize(("check", "source", "language", "faulty", "good"), CASES)
def test_a_fault_is_found_and_a_good_translation_is_not(
    check: str, source: str, language: str, faulty: str, good: str | None
) -> None:
    assert check in checks(source, faulty, language)
    if good is not None:
        assert [one for one in found(source, good, language) if one.severity != "note"] == []


@pytest.mark.parametrize(
    ("language", "word", "check"),
    [
        ("es-AR", "Quiere coger un taxi", "offending-word"),
        ("es-CL", "El pico del pájaro", "offending-word"),
        ("es-PE", "Vosotros coméis", "foreign-word"),
        ("es-ES", "Una computadora nueva", "foreign-word"),
        ("pt-BR", "O autocarro chegou", "foreign-word"),
        ("pt-PT", "O ônibus está chegando", "foreign-word"),
        ("ca-valencia", "El nen dorm", "foreign-word"),
    ],
)
def test_a_word_of_another_country_is_found_only_where_it_is_another(language: str, word: str, check: str) -> None:
    assert check in checks("A text", word, language)
    assert check not in checks("A text", word, language.split("-")[0])
