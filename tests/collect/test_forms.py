from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.collect.forms import recognise
from minga.collect.rows import RowFault
from minga.errors import InputError, SettingError
from minga.settings import DonationSettings


def _donation(**settings: str) -> DonationSettings:
    values = {"name": "ofrenda", "path": "f.csv", "language": "es", "licence": "CC0-1.0", "contributor": "Rosa"}
    return DonationSettings.model_validate(values | settings)


def _messages(row: dict[str, object], **settings: str) -> list[tuple[str, str]]:
    form = recognise(_donation(**settings), list(row), "f.csv")
    return [(message["role"], message["content"]) for message in form.messages(row)]


def test_alpaca_joins_instruction_and_input() -> None:
    row = {"instruction": "Resume el texto.", "input": "Había una vez…", "output": "Un cuento."}
    assert _messages(row) == [("user", "Resume el texto.\n\nHabía una vez…"), ("assistant", "Un cuento.")]
    assert _messages(row | {"input": ""})[0] == ("user", "Resume el texto.")
    assert _messages({"instruction": "¿Cuántos son?", "output": 42}) == [("user", "¿Cuántos son?"), ("assistant", "42")]


def test_names_of_columns_may_have_capitals_and_spaces() -> None:
    assert _messages({" Instruction": "Saluda.", "Output ": "Hola."}) == [("user", "Saluda."), ("assistant", "Hola.")]


def test_a_system_column_comes_first() -> None:
    row = {"system": "Eres amable.", "instruction": "Saluda.", "output": "Hola."}
    assert _messages(row)[0] == ("system", "Eres amable.")
    assert _messages(row | {"system": " "})[0] == ("user", "Saluda.")


def test_sharegpt_roles_are_the_field_s_own() -> None:
    turns = [{"from": "human", "value": "Hola"}, {"from": "gpt", "value": "Buenas"}]
    assert _messages({"conversations": turns}) == [("user", "Hola"), ("assistant", "Buenas")]


def test_openai_messages_may_hold_parts_and_other_keys() -> None:
    turns = [
        {"role": "user", "content": [{"type": "text", "text": "Ho"}, {"type": "text", "text": "la"}], "name": "x"},
        {"role": "assistant", "content": "Buenas"},
    ]
    assert _messages({"messages": turns}) == [("user", "Hola"), ("assistant", "Buenas")]


def test_turns_may_be_json_in_a_cell() -> None:
    turns = json.dumps([{"role": "user", "content": "Hola"}, {"role": "assistant", "content": "Buenas"}])
    assert _messages({"messages": turns}) == [("user", "Hola"), ("assistant", "Buenas")]


@pytest.mark.parametrize(
    ("turns", "fault"),
    [
        ("no es json", "messages is not a JSON list"),
        (None, "messages is not a list of turns"),
        ([], "messages is not a list of turns"),
        (["hola"], "messages[0] is not an object"),
        ([{"role": "tool", "content": "4"}], "messages[0]: the role 'tool' is none of user, assistant, system"),
        ([{"role": "user", "content": 7}], "messages[0]: the content is not text"),
        ([{"role": "user", "content": [{"type": "image_url"}]}], "messages[0]: the content is not only text"),
    ],
)
def test_a_turn_that_is_none_is_a_fault_of_its_row(turns: object, fault: str) -> None:
    with pytest.raises(RowFault) as caught:
        _messages({"messages": turns})
    assert (caught.value.reason, caught.value.detail) == ("invalid-row", fault)


def test_a_template_fills_columns_in() -> None:
    row = {"Nombre": "tamales", "Los pasos": "1. Remojar."}
    said = _messages(row, user="¿Cómo se preparan los {Nombre}?", assistant="{{receta}}\n{Los pasos}")
    assert said == [("user", "¿Cómo se preparan los tamales?"), ("assistant", "{receta}\n1. Remojar.")]


def test_a_template_with_an_empty_column_drops_the_row() -> None:
    with pytest.raises(RowFault, match="the column Nombre is empty") as caught:
        _messages({"Nombre": "  "}, user="¿Qué es {Nombre}?", assistant="{Nombre}")
    assert caught.value.reason == "empty-message"


def test_a_template_names_the_nearest_column() -> None:
    with pytest.raises(
        SettingError,
        match=r"f.csv: user names a column 'Nombr' that is not there; did you mean Nombre\? The columns are Nom",
    ):
        _messages({"Nombre": "a", "Pasos": "b"}, user="{Nombr}", assistant="{Pasos}")


def test_a_template_cannot_reach_into_values() -> None:
    with pytest.raises(SettingError, match=r"names a column 'Nombre.__class__' that is not there"):
        _messages({"Nombre": "a"}, user="{Nombre.__class__}", assistant="x")


def test_a_template_with_a_lone_brace_or_without_a_side_is_a_setting_error() -> None:
    with pytest.raises(SettingError, match="assistant: a brace stands alone"):
        _messages({"Nombre": "a"}, user="{Nombre}", assistant="Nombre}")
    with pytest.raises(SettingError, match="needs assistant; add: assistant = "):
        _messages({"Nombre": "a"}, form="template", user="{Nombre}")


def test_an_unknown_form_lists_the_columns() -> None:
    with pytest.raises(
        InputError, match=r"f.csv: its form cannot be recognised: its columns are 'pregunta', 'respuesta'"
    ):
        _messages({"pregunta": "a", "respuesta": "b"})
    with pytest.raises(InputError, match="does not have the form sharegpt: its columns are 'instruction', 'output'"):
        _messages({"instruction": "a", "output": "b"}, form="sharegpt")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text"]), inner, max_size=2),
    max_leaves=4,
)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["role", "from", "content", "value", "x"]), _VALUES), max_size=3))
def test_whatever_a_conversation_holds_it_is_read_or_is_a_fault_of_its_row(turns: list[dict[str, object]]) -> None:
    try:
        said = _messages({"conversations": turns})
    except RowFault:
        return
    assert all(isinstance(content, str) for _, content in said)
