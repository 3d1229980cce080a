from __future__ import annotations

import pytest

from minga.curate.duplicates.compared_texts import ANSWER, CONVERSATION, PROMPT, ComparedText
from minga.curate.example import Example


def example(*turns: str, system: str = "") -> Example:
    roles = ["user", "assistant"] * len(turns)
    messages = [{"role": "system", "content": system}] if system else []
    messages += [{"role": role, "content": text} for role, text in zip(roles, turns, strict=False)]
    return Example(messages, "es")


def test_a_prompt_is_all_that_is_said_before_the_last_answer() -> None:
    long = example("¿Qué es?", "Una ayuda.", "¡Sigue!", "Es trabajo.")
    assert PROMPT.words(long) == ["qué", "es", "una", "ayuda", "sigue"]
    assert ANSWER.words(long) == ["es", "trabajo"]
    assert CONVERSATION.words(long) == PROMPT.words(long) + ANSWER.words(long)
    assert PROMPT.written(long) == "¿Qué es?\nUna ayuda.\n¡Sigue!"


def test_the_same_question_after_another_conversation_is_another() -> None:
    assert PROMPT.digest(example("¡Sigue!", "a")) == PROMPT.digest(example("  ¡SIGUE!", "b"))
    assert PROMPT.digest(example("¡Sigue!", "a")) != PROMPT.digest(example("Hola", "Hola", "¡Sigue!", "a"))
    assert ANSWER.digest(example("¡Sigue!", "a")) == ANSWER.digest(example("Hola", "Hola", "¡Sigue!", "A"))


@pytest.mark.parametrize("text", [CONVERSATION, PROMPT, ANSWER])
def test_a_system_message_changes_nothing(text: ComparedText) -> None:
    assert text.digest(example("Hola", "Adiós")) == text.digest(example("Hola", "Adiós", system="Sé breve."))
    assert text.words(example("Hola", "Adiós")) == text.words(example("Hola", "Adiós", system="Sé breve."))


def test_texts_have_columns_of_their_own() -> None:
    texts = (CONVERSATION, PROMPT, ANSWER)
    assert [text.digest_column for text in texts] == [
        "duplicates.digest", "duplicates.prompt-digest", "duplicates.answer-digest",
    ]  # fmt: skip
    assert [text.band_column(3) for text in texts] == [
        "duplicates.band-03", "duplicates.prompt-band-03", "duplicates.answer-band-03",
    ]  # fmt: skip
