from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from minga.errors import RecordError
from minga.records import (
    BenchmarkItem,
    Finding,
    Generator,
    InstructionRecord,
    PreferenceRecord,
    content_id,
    normalise_text,
    parse_rows,
    rows_of,
    to_batch,
)

ROW = {
    "messages": [
        {"role": "user", "content": "¿Qué es el chuño?"},
        {"role": "assistant", "content": "Papa deshidratada."},
    ],
    "language": "es-PE",
    "origin": "human",
    "licence": "CC0-1.0",
    "source": "donation",
}
ITEM = {
    "benchmark": "mmlu", "question": "2 + 2?", "choices": ["3", "4"], "answer": 1,
    "language": "en", "origin": "exam", "licence": "MIT",
}  # fmt: skip


def record(**changes: object) -> InstructionRecord:
    return InstructionRecord.model_validate(ROW | changes)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_text(normalise_text(text)) == normalise_text(text)


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=20), max_size=5), st.randoms())
def test_an_id_does_not_depend_on_the_order_of_keys(content: dict[str, str], random) -> None:
    keys = list(content)
    random.shuffle(keys)
    assert content_id("x", content) == content_id("x", {key: content[key] for key in keys})


@given(st.text(alphabet="aeñüéíóú¿ \n", min_size=1).filter(str.strip))
def test_an_id_does_not_depend_on_unicode_form_or_line_ends(text: str) -> None:
    def with_answer(answer: str) -> str:
        return record(messages=[ROW["messages"][0], {"role": "assistant", "content": answer}]).id

    same = unicodedata.normalize("NFD", text).replace("\n", "\r\n")
    assert with_answer(text) == with_answer(same)


def test_an_id_changes_with_the_text_and_not_with_a_label() -> None:
    other = [ROW["messages"][0], {"role": "assistant", "content": "Otra cosa."}]
    assert record(messages=other).id != record().id
    assert record(domain="food", country="PE").id == record().id


def test_two_donors_of_one_text_have_two_records() -> None:
    assert record(contributor="Ana").id != record(contributor="Luis").id


def test_a_wrong_id_is_refused() -> None:
    with pytest.raises(ValidationError, match="does not belong"):
        record(id="0" * 32)


@pytest.mark.parametrize(
    "roles",
    [["user"], ["assistant", "user"], ["user", "user"], ["user", "system", "assistant"], ["system", "assistant"]],
)
def test_a_conversation_starts_with_a_user_and_ends_with_an_assistant(roles: list[str]) -> None:
    with pytest.raises(ValidationError):
        record(messages=[{"role": role, "content": "hola"} for role in roles])


def test_editing_keeps_the_old_id_as_parent() -> None:
    before = record()
    after = before.edited(messages=(before.messages[0], {"role": "assistant", "content": "Papa deshidratada al frío."}))
    assert after.parents == (before.id,)
    assert before.edited(domain="food").parents == ()


def test_a_row_error_names_the_file_the_row_and_the_field() -> None:
    rows = [ROW, ROW | {"licence": "no such licence"}, ROW | {"messages": []}]
    parsed = list(parse_rows(rows, InstructionRecord, "gift.jsonl"))
    assert isinstance(parsed[0], InstructionRecord)
    assert isinstance(parsed[1], RecordError)
    assert "gift.jsonl, row 2" in str(parsed[1])
    assert "licence" in str(parsed[1])
    assert "messages" in str(parsed[2])


def test_records_survive_arrow() -> None:
    full = record(
        register="formal",
        generator=Generator(model="m", prompt="p"),
        validated_by=("Ana",),
        parents=("a" * 32,),
        country="PE",
    )
    assert list(rows_of(to_batch([record(), full], InstructionRecord.schema), InstructionRecord)) == [record(), full]


def test_an_item_survives_arrow_with_its_findings() -> None:
    finding = Finding(check="lost-number", severity="error", field="choices[1]", text="cuatro", start=0)
    item = BenchmarkItem.model_validate(ITEM | {"findings": [finding], "risk": 0.5, "time_sensitive": False})
    assert list(rows_of(to_batch([item], BenchmarkItem.schema), BenchmarkItem)) == [item]


@pytest.mark.parametrize("changes", [{"answer": 2}, {"answer": None}, {"choices": [], "answer": None}, {"answer": -1}])
def test_an_item_must_be_answerable(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BenchmarkItem.model_validate(ITEM | changes)


def test_findings_and_labels_do_not_change_an_items_id() -> None:
    plain = BenchmarkItem.model_validate(ITEM)
    assert plain.edited(risk=0.9, cultural="agnostic").id == plain.id
    assert plain.edited(choices=("3", "cuatro")).id != plain.id


def test_a_preference_record_survives_arrow() -> None:
    preference = PreferenceRecord.model_validate(
        {"prompt": [{"role": "user", "content": "?"}], "answers": ["a", "b"], "preferred": "both",
         "language": "gl", "origin": "human", "licence": "CC-BY-4.0"}
    )  # fmt: skip
    assert list(rows_of(to_batch([preference], PreferenceRecord.schema), PreferenceRecord)) == [preference]


@pytest.mark.parametrize("model", [InstructionRecord, PreferenceRecord, BenchmarkItem])
def test_the_arrow_schema_has_the_fields_of_the_model(model) -> None:
    names = {field.alias or name for name, field in model.model_fields.items()}
    assert set(model.schema.names) == names


@pytest.mark.parametrize("answers", [(1,), (0, 1)])
def test_an_item_may_have_several_right_choices(answers: tuple[int, ...]) -> None:
    item = BenchmarkItem.model_validate(ITEM | {"answers": answers})
    assert list(rows_of(to_batch([item], BenchmarkItem.schema), BenchmarkItem)) == [item]
    assert item.id != BenchmarkItem.model_validate(ITEM).id


@pytest.mark.parametrize("answers", [(0,), (1, 0), (1, 1), (1, 2), (-1, 1)])
def test_several_right_choices_are_ascending_and_hold_the_answer(answers: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError, match="ascending indices"):
        BenchmarkItem.model_validate(ITEM | {"answers": answers})


def test_only_a_prompt_needs_no_answer() -> None:
    bare = {**ITEM, "choices": [], "answer": None}
    assert BenchmarkItem.model_validate(bare | {"task": "prompt"}).reference == ""
    with pytest.raises(ValidationError):
        BenchmarkItem.model_validate(bare | {"task": "problem"})


def test_where_an_item_stands_in_its_source_does_not_change_its_id() -> None:
    plain = BenchmarkItem.model_validate(ITEM)
    placed = {"number": "7", "split": "test", "task": "exam", "error_type": "ok"}
    assert BenchmarkItem.model_validate(ITEM | placed).id == plain.id
    assert plain.id == "2dd4eed96ab9939363c4adc8241f4bd5", "ids of projects that there are already stay as they are"


def test_a_table_from_before_items_had_a_number_is_still_read() -> None:
    item = BenchmarkItem.model_validate(ITEM)
    newer = ["split", "number", "task", "answers", "solution", "error_type"]
    older = to_batch([item], BenchmarkItem.schema).drop_columns(newer)
    assert list(rows_of(older, BenchmarkItem)) == [item]
