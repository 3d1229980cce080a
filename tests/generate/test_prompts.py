from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from minga.curate.example import Example
from minga.curate.language import LanguageAnnotator, candidates
from minga.errors import InputError, LanguageError
from minga.generate.prompts import load_prompts

LANGUAGES = ["ca", "en", "es", "eu", "gl", "pt"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_minga_has_prompts_in_its_languages_and_each_is_in_that_language(language: str) -> None:
    prompts = load_prompts(language)
    examples = " ".join(f"{example.sentence} {example.question}" for example in prompts.question.examples)
    said = f"{prompts.question.record} {prompts.summary.ask} {prompts.explanation.ask} {examples}"
    conversation = [{"role": "user", "content": "?"}, {"role": "assistant", "content": said}]
    seen = LanguageAnnotator("py3langid", candidates(LANGUAGES), 8)(Example(conversation, language))
    assert seen["language.answer"] == seen["language.declared"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_are_questions(language: str) -> None:
    prompts = load_prompts(language)
    for example in prompts.question.examples:
        assert example.question.startswith(prompts.question_opening)
        assert example.question.endswith("?")
        assert example.question.count("?") == 1


def test_a_variety_takes_its_languages_prompts() -> None:
    assert load_prompts("es-PE") == load_prompts("es")
    assert load_prompts("ca-valencia").file == "ca.toml"


def test_a_project_brings_prompts_of_its_own_for_a_variety(tmp_path: Path) -> None:
    own = files("minga.generate").joinpath("prompts/es.toml").read_text(encoding="utf-8")
    (tmp_path / "es-AR.toml").write_text(own.replace("Resume el texto", "Resumí el texto"), encoding="utf-8")
    ours, minga = load_prompts("es-AR", tmp_path), load_prompts("es-PE", tmp_path)
    assert ours.summary.instruction("…").startswith("Resumí el texto")
    assert minga.summary.instruction("…").startswith("Resume el texto")
    assert ours.identifier("summary") != minga.identifier("summary")
    assert ours.identifier("question").removeprefix("es-AR/") == minga.identifier("question").removeprefix("es/")


def test_a_language_without_prompts_says_how_to_bring_them() -> None:
    with pytest.raises(LanguageError) as caught:
        load_prompts("gn-PY")
    assert "no prompts in Guarani (Paraguay)" in str(caught.value)
    assert "write gn.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("[summary]", "[summary"), "not valid TOML"),
        (("[summary]", "[sumary]"), "summary: Field required"),
        (("en una frase:\\n\\n{passage}", "en una frase:"), "summary.ask: does not say where {passage} goes"),
    ],
)
def test_a_mistake_in_a_prompt_file_is_named(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    path = tmp_path / "es.toml"
    with files("minga.generate").joinpath("prompts/es.toml").open("rb") as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_prompts("es", tmp_path)
    assert fault in str(caught.value)
    assert str(path) in str(caught.value)


def test_braces_in_a_document_are_only_braces() -> None:
    prompts = load_prompts("es")
    assert "{passage} {0} {question}" in prompts.question.instruction("{passage} {0} {question}", "¿Qué es {x}?")


def test_the_examples_come_before_the_question_as_turns() -> None:
    messages = load_prompts("ca").question.opening("El mate és amarg.")
    assert [message.role for message in messages] == ["user", "assistant"] * 3 + ["user"]
    assert "«El mate és amarg.»" in messages[-1].content
