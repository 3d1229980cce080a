from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.errors import InputError, UsageError
from minga.review.campaign_items import Draft
from minga.review.item_files import file_as_items, survey_item
from minga.settings import CampaignSettings
from tests.review.making import SOURCE, item, record

QUESTION = {"name": "kind", "type": "label", "title": "Which?", "options": ["old", "new"]}


def settings(kind: str, **values: Any) -> CampaignSettings:
    plain = {"name": "c", "kind": kind, "items": "items.jsonl", "questions": [QUESTION], "languages": ["es"]}
    return CampaignSettings.model_validate({**plain, **values})


def read(folder: Path, kind: str, *lines: dict[str, Any] | str, **values: Any) -> list[Draft]:
    path = folder / "items.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return list(file_as_items(path, settings(kind, **values)).read())


@pytest.mark.parametrize(
    ("kind", "line", "payload"),
    [
        ("write-instruction", {"prompt": "¿Qué es el mate?"}, {"prompt": "¿Qué es el mate?"}),
        ("write-instruction", {"document": "El mate es…", "source": "libro", "country": "PY"},
         {"document": "El mate es…", "source": "libro", "country": "PY"}),
        ("label", {"text": "Un texto."}, {"text": "Un texto."}),
        ("compare", {"prompt": "¿Qué?", "a": "Uno", "b": "Dos", "a_by": "m1"},
         {"prompt": "¿Qué?", "a": "Uno", "b": "Dos", "a_by": "m1"}),
        ("survey", {"text": "Sobre el curso"}, {"text": "Sobre el curso"}),
    ],
)  # fmt: skip
def test_each_kind_has_its_texts(tmp_path: Path, kind: str, line: dict[str, Any], payload: dict[str, Any]) -> None:
    [draft] = read(tmp_path, kind, line)
    assert (draft.language, draft.payload) == ("es", payload)
    assert len(draft.record_id) == 32


def test_records_and_benchmark_items_are_checked_and_keep_their_ids(tmp_path: Path) -> None:
    row = record().model_dump(mode="json", by_alias=True)
    assert read(tmp_path, "review-instruction", {"record": row})[0].record_id == record().id
    assert read(tmp_path, "label", {"record": row})[0].payload == {"record": row}
    translation = {"record": item(risk=0.4).model_dump(mode="json"), "source": SOURCE.model_dump(mode="json")}
    [draft] = read(tmp_path, "validate-translation", translation)
    assert (draft.record_id, draft.risk) == (item(risk=0.4).id, 0.4)
    assert draft.payload["source"]["question"] == SOURCE.question


def test_an_item_is_the_same_as_long_as_its_texts_are(tmp_path: Path) -> None:
    [first] = read(tmp_path, "label", {"text": "Uno", "language": "es-PE"})
    [again] = read(tmp_path, "label", '{"language": "es-PE",   "text": "Uno", "contributor": "Ada"}')
    [other] = read(tmp_path, "label", {"text": "Uno", "language": "es-MX"})
    assert first.record_id == again.record_id != other.record_id
    assert again.contributor == "Ada"


def test_a_line_without_language_takes_the_campaigns_only_one(tmp_path: Path) -> None:
    assert read(tmp_path, "label", {"text": "Uno"})[0].language == "es"
    with pytest.raises(InputError, match=r"items.jsonl:1: has no language"):
        read(tmp_path, "label", {"text": "Uno"}, languages=["es", "ca"])


@pytest.mark.parametrize(
    ("kind", "line", "what"),
    [
        ("label", "{", "items.jsonl:2: is not JSON"),
        ("label", {"text": "  "}, "items.jsonl:2: has not the texts of a label item; give text or record"),
        ("label", {"text": "x", "colour": "red"}, "items.jsonl:2: colour"),
        ("label", {"text": "x", "language": "?"}, "items.jsonl:2: language"),
        ("label", {"text": "Uno"}, "items.jsonl:2: the same item stands in line 1"),
        ("label", '"text"', "items.jsonl:2: "),
        ("label", "x" * 1_000_001, "items.jsonl:2: is too long"),
        ("compare", {"prompt": "¿Qué?", "a": "Uno"}, "give prompt, a and b"),
        ("write-instruction", {"prompt": "a", "document": "b"}, "either prompt or document"),
        ("review-instruction", {"record": {"messages": []}}, "items.jsonl:2: "),
        ("validate-translation", {"text": "x"}, "put a benchmark item under record"),
    ],
)
def test_what_is_no_item_is_told_with_its_line(tmp_path: Path, kind: str, line: Any, what: str) -> None:
    first = {"label": {"text": "Uno"}, "compare": {"prompt": "p", "a": "a", "b": "b"}}
    good = first.get(kind, {"prompt": "x"} if kind == "write-instruction" else {"record": _good(kind)})
    with pytest.raises(InputError, match=what):
        read(tmp_path, kind, good, line)


def _good(kind: str) -> dict[str, Any]:
    return (item() if kind == "validate-translation" else record()).model_dump(mode="json", by_alias=True)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing.jsonl: cannot be read; it is named as items of the campaign c"):
        file_as_items(tmp_path / "nothing.jsonl", settings("label"))


def test_text_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_bytes('{"text": "Uno"}\n{"text": "ñ"}'.encode("latin-1"))
    with pytest.raises(InputError, match=r"items.jsonl:2: is not UTF-8"):
        list(file_as_items(tmp_path / "items.jsonl", settings("label")).read())


def test_a_survey_about_nothing_has_one_item() -> None:
    source = survey_item(settings("survey", items=""))
    [draft] = source.read()
    assert (source.name, draft.language, draft.payload) == ("items/c", "es", {})
    with pytest.raises(UsageError, match="has no languages"):
        survey_item(settings("survey", items="", languages=[]))
