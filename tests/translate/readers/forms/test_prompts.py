from __future__ import annotations

from pathlib import Path

from tests.translate.readers.making import items_in, lines, table_of


def test_a_prompt_needs_no_answer(tmp_path: Path) -> None:
    row = {"prompt": "Write a poem about the Andes.", "source": "human", "kind": "human", "topic": "Poetry"}
    table = table_of(tmp_path, "dibt.jsonl", lines(row))
    [item] = items_in(table)
    assert (item.question, item.task, item.subject) == ("Write a poem about the Andes.", "prompt", "Poetry")
    assert (item.choices, item.reference) == ((), "")
    assert table.manifest.notes["form"] == "prompts"


def test_a_text_file_has_one_prompt_a_line_where_the_settings_say_so(tmp_path: Path) -> None:
    table = table_of(tmp_path, "prompts.txt", "Tell me a joke.\n\nExplain tides.\n", form="prompts")
    assert [item.question for item in items_in(table)] == ["Tell me a joke.", "Explain tides."]
