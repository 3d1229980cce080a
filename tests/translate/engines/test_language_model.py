from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.errors import EndpointError, MissingPart
from minga.llm import Endpoint
from minga.translate.engines import Failure, ModelTranslator, Translation, choose
from minga.translate.engines.language_model import translation_request
from minga.translate.glossary import Glossary, Term
from tests.llm.stand_in import Reply, completion, problem, standing_in
from tests.translate.engines.making import commission

ITEM = {"question": "What do bees make?", "choices[0]": "Honey", "choices[1]": "Milk"}
MIEL = {"question": "¿Qué hacen las abejas?", "choices[0]": "Miel", "choices[1]": "Leche"}


def translate(tmp_path: Path, reply: Reply, *items: dict[str, str]) -> list[Any]:
    with standing_in(lambda body: reply) as server:
        engine = ModelTranslator("en", "es-PE", Endpoint(url=server.url, model="m", retries=0), tmp_path)
        return list(engine.translate(items))


def test_question_and_choices_are_asked_together_in_the_targets_language() -> None:
    request = translation_request(ITEM, "en", "es-PE")
    system, example, answer, question = request.messages
    assert "inglés" in system.content
    assert "Perú" in system.content
    assert json.loads(question.content) == ITEM
    assert json.loads(answer.content).keys() == json.loads(example.content).keys()
    assert json.loads(request.schema)["required"] == list(ITEM)
    assert request.temperature == 0


def test_a_language_without_words_of_its_own_is_asked_for_in_english() -> None:
    system, question = translation_request(ITEM, "en", "gn").messages
    assert "Guarani" in system.content
    assert question.role == "user"


def test_an_answer_with_the_same_keys_is_the_translation(tmp_path: Path) -> None:
    (answer,) = translate(tmp_path, completion(json.dumps(MIEL)), ITEM)
    assert answer == {name: Translation(text) for name, text in MIEL.items()}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (completion("Claro, aquí tienes"), "unreadable-answer"),
        (completion('["Miel"]'), "unreadable-answer"),
        (completion('{"question": "¿Qué hacen?"}'), "unreadable-answer"),
        (completion('{"question": 1, "choices[0]": "a", "choices[1]": "b"}'), "unreadable-answer"),
        (completion('{"question": "¿Qué', finish="length"), "cut-short"),
        (problem(400, "context too long"), "refused"),
    ],
)
def test_an_item_that_fails_says_why_and_the_rest_goes_on(tmp_path: Path, reply: Reply, reason: str) -> None:
    answers = translate(tmp_path, reply, ITEM, ITEM | {"question": "Another?"})
    assert [answer.reason for answer in answers if isinstance(answer, Failure)] == [reason, reason]


def test_a_server_that_is_not_there_ends_the_run(tmp_path: Path) -> None:
    engine = ModelTranslator("en", "es", Endpoint(url="http://127.0.0.1:9/v1", model="m", retries=0), tmp_path)
    with pytest.raises(EndpointError):
        list(engine.translate([ITEM]))


def test_the_model_steps_in_for_a_pair_that_apertium_does_not_have(tmp_path: Path) -> None:
    endpoint = Endpoint(url="http://127.0.0.1:9/v1", model="m")
    choice = choose(commission(tmp_path, target="gn", endpoint=endpoint, engine="apertium"))
    assert choice.engine.name == "llm"
    assert "not installed for en to gn" in choice.fallback
    assert choose(commission(tmp_path, endpoint=endpoint, engine="llm")).fallback == ""


def test_without_apertium_and_without_a_model_both_ways_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingPart, match="apt-get install apertium") as caught:
        choose(commission(tmp_path, endpoint=Endpoint(model="no-such-package")))
    assert "no-such-package" in str(caught.value)


def test_where_several_engines_are_wanted_none_steps_in_for_another(tmp_path: Path) -> None:
    endpoint = Endpoint(url="http://127.0.0.1:9/v1", model="m")
    with pytest.raises(MissingPart, match="Apertium is not installed for en to gn"):
        choose(commission(tmp_path, target="gn", endpoint=endpoint, engines=["apertium", "llm"]))


def test_it_is_told_the_terms_that_stand_in_the_item_and_no_others() -> None:
    glossary = Glossary(
        (Term("honey", "miel de abeja", pos="noun"), Term("Hello World", "Hello World"), Term("wax", "cera"))
    )
    system = (
        translation_request(ITEM | {"choices[2]": "Hello World"}, "en", "es", glossary=glossary).messages[0].content
    )
    assert system.endswith(
        "Usa exactamente estos términos:\n- honey = miel de abeja (noun)\n- Hello World = Hello World"
    )
    assert translation_request(ITEM, "en", "es", glossary=Glossary((Term("wax", "cera"),))) == translation_request(
        ITEM, "en", "es"
    )
