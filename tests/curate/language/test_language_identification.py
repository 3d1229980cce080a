from __future__ import annotations

from collections.abc import Callable

import pytest

from minga.curate.example import Example
from minga.curate.language import LanguageAnnotator, candidates, language_rules
from minga.settings import LanguageSettings

from ..examples import example, verdict

TEXTS = {
    "es-PE": "La pachamanca se cuece bajo tierra, sobre piedras calientes, y se comparte con quienes trabajaron.",
    "ca-valencia": "La paella es fa a foc de llenya, i cada casa té la seua manera d'entendre què hi ha de portar.",
    "gl": "O polbo á feira sérvese en pratos de madeira, con aceite, sal groso e pemento doce ou picante.",
    "eu": "Marmitakoa arrantzaleen janaria zen, eta itsasontzietan prestatzen zuten hegaluzearekin eta patatekin.",
    "pt-BR": "O mutirão é quando os vizinhos se juntam para levantar uma casa ou fazer uma colheita sem cobrar nada.",
    "en": "The neighbours come together on a Sunday morning and nobody leaves before the roof is finished.",
    "gn": "Ko ñemba'apo oñondive hérava minga, ha opavave oipytyvõ iñirũme ikokuépe.",
    "quy-PE": "Minkaqa ayllupi llamkayninchikmi, llapanchikmi huñunakuspa yanapanakunchik chakrapi llamkaspa.",
}
ANNOTATOR = LanguageAnnotator("py3langid", candidates(TEXTS), 8)


def _rule(*, mixed: str = "keep") -> Callable[[Example], tuple[str, str] | None]:
    rules = language_rules(LanguageSettings.model_validate({"mixed": mixed}))
    return lambda given: verdict([ANNOTATOR], rules, given)


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_its_own_language_stays(language: str) -> None:
    assert _rule()(example(TEXTS[language], language=language)) is None


@pytest.mark.parametrize(("declared", "written", "seen"), [
    ("es-PE", "en", "en"), ("es-PE", "eu", "eu"), ("es", "pt-BR", "pt"), ("ca", "es-PE", "es"), ("eu", "es-PE", "es"),
    ("gn", "es-PE", "es"), ("es-PY", "gn", "gn"), ("qu", "es-PE", "es"), ("gl", "en", "en"),
])  # fmt: skip
def test_a_text_in_another_language_leaves_and_is_told_which(declared: str, written: str, seen: str) -> None:
    drop = _rule()(example(TEXTS[written], language=declared))
    assert drop is not None
    assert drop[0] == "wrong-language"
    assert drop[1].startswith(f"looks like {seen} (")


def test_national_varieties_are_not_told_apart() -> None:
    assert _rule()(example(TEXTS["es-PE"], language="es-MX")) is None
    assert _rule()(example(TEXTS["ca-valencia"], language="ca")) is None


def test_prompt_and_answer_are_judged_each_for_itself() -> None:
    seen = ANNOTATOR(example(TEXTS["es-PE"], TEXTS["en"], language="es-PE"))
    assert (seen["language.declared"], seen["language.prompt"], seen["language.answer"]) == ("es", "en", "es")
    assert min(seen["language.prompt_confidence"], seen["language.answer_confidence"]) > 0.8
    assert seen["language.mixed"] is True


def test_a_prompt_in_another_language_is_a_finding_and_leaves_only_where_that_is_wanted() -> None:
    mixed = example(TEXTS["es-PE"], TEXTS["en"], language="es-PE")
    assert _rule()(mixed) is None
    assert _rule(mixed="drop")(mixed) == ("mixed-languages", "prompt like en, answer like es")
    assert _rule(mixed="drop")(example(TEXTS["es-PE"], TEXTS["es-PE"], language="es-PE")) is None


def test_short_texts_are_undetermined_and_not_a_guess() -> None:
    seen = ANNOTATOR(example("The old bridge", "Name it, please", language="es"))
    assert (seen["language.prompt"], seen["language.answer"]) == ("und", "und")
    assert seen["language.prompt_confidence"] is seen["language.answer_confidence"] is None
    assert seen["language.mixed"] is False


def test_an_answer_too_short_to_tell_is_judged_by_its_prompt() -> None:
    rule = _rule()
    assert rule(example("The old bridge", "Name it, please", language="es")) is None
    assert (
        rule(example("Puente viejo", "¿Cómo se llama el puente que cruza el río en tu pueblo?", language="es")) is None
    )
    drop = rule(example("Old bridge", "What is the name of the bridge across the river in town?", language="es"))
    assert drop is not None
    assert drop[1].startswith("its prompt looks like en (")


def test_languages_that_the_identifier_does_not_know_are_not_judged() -> None:
    aymara = "Janiw kunar sarataps yatkänti, ukatx yatiyañapanwa markarux kawki sari."
    assert _rule()(example(aymara, language="ay")) is None
    assert _rule()(example(TEXTS["es-PE"], language="nah")) is None
    assert ANNOTATOR(example(aymara, language="ay")) == {"language.declared": "ay"}


def test_translations_are_not_judged() -> None:
    assert _rule()(example(TEXTS["en"], language="es", task="translation")) is None


def test_code_and_addresses_are_of_no_language() -> None:
    code = "```python\nfor item in the_list_of_things: print(item, if_it_is_there, and_then_return)\n```"
    assert _rule()(example(f"Así se recorre una lista:\n{code}", "¿Cómo se recorre?", language="es")) is None
    links = " ".join(f"https://example.org/the-page-about-things/{number}" for number in range(20))
    assert _rule()(example(links, "Enlaces", language="es")) is None


def test_a_long_text_is_looked_at_from_its_middle_and_then_as_a_whole() -> None:
    quotation = f"{TEXTS['es-PE']} " * 4 + TEXTS["en"] * 2 + f" {TEXTS['es-PE']}" * 4
    assert _rule()(example(quotation, language="es")) is None
    assert _rule()(example(TEXTS["en"] * 20, language="es"))


def test_candidates_are_the_project_s_languages_and_their_neighbours() -> None:
    assert set(candidates(["quy-PE", "nhn", "es-PE"])) >= {"qu", "nah", "gn", "ast", "es", "en", "ca"}
    assert candidates(["de", "es"]) == candidates(["es-PE", "de-AT"])
    assert "de" not in candidates(["es"])
