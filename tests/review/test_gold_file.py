from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minga.community import Database
from minga.errors import InputError
from minga.review import available, campaign_progress
from minga.review.gold_file import read_gold, sync_gold
from minga.settings import CampaignSettings
from tests.review.making import person
from tests.review.taking_part import EXPLANATION, gold_file, gold_line, items_of, records_campaign

COMPARE = {"name": "c", "kind": "compare", "over": "pairs", "gold": "gold.jsonl"}
LABEL = {
    "name": "c", "kind": "label", "over": "texts", "gold": "gold.jsonl",
    "questions": [
        {"name": "rude", "type": "label", "title": "¿Ofende?", "options": ["yes", "no"]},
        {"name": "tone", "type": "rating", "title": "Tono", "high": 5},
        {"name": "themes", "type": "labels", "title": "Temas", "options": ["food", "sport", "law"]},
        {"name": "order", "type": "ranking", "title": "Orden", "options": ["x", "y"]},
        {"name": "why", "type": "text", "title": "¿Por qué?"},
    ],
}  # fmt: skip


def settings(**values: Any) -> CampaignSettings:
    return CampaignSettings.model_validate({"name": "c", "kind": "review-instruction", "over": "curated", **values})


def test_a_line_for_both_purposes_is_two_items(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    synced = sync_gold(db, work, gold_file(tmp_path, [gold_line(1), gold_line(2, purpose="gold")]))
    assert (synced.added, synced.closed, synced.tests, synced.golds) == (3, 0, {"es": 1}, {"es": 2})
    [test] = items_of(db, work, "test")
    assert test.gold is not None
    assert test.gold["answers"] == {"verdict": "reject"}
    assert test.gold["explanation"] == EXPLANATION


def test_gold_items_are_no_part_of_the_work(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, records=4)
    sync_gold(db, work, gold_file(tmp_path, [gold_line(1)]))
    assert campaign_progress(db, work).items == 4
    assert available(db, person(db, "Ada"), work) == 4


def test_reading_the_same_file_again_changes_nothing(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    path = gold_file(tmp_path, [gold_line(1), gold_line(2)])
    sync_gold(db, work, path)
    before = [item.id for item in items_of(db, work, "gold")]
    again = sync_gold(db, work, path)
    assert (again.added, again.closed) == (0, 0)
    assert [item.id for item in items_of(db, work, "gold")] == before


def test_another_right_answer_is_another_item_and_a_better_explanation_the_same(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    sync_gold(db, work, gold_file(tmp_path, [gold_line(1, purpose="gold"), gold_line(2, purpose="gold")]))
    lines = [gold_line(1, "edit", purpose="gold"), gold_line(2, purpose="gold", explanation={"es": "Mejor dicho."})]
    synced = sync_gold(db, work, gold_file(tmp_path, lines))
    assert (synced.added, synced.closed) == (1, 1)
    live = [item for item in items_of(db, work, "gold") if item.table_content]
    assert [(item.gold or {})["explanation"] for item in live] == [{"es": "Mejor dicho."}, EXPLANATION]


def test_a_line_that_comes_back_is_the_item_from_before(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    path = gold_file(tmp_path, [gold_line(1, purpose="gold")])
    sync_gold(db, work, path)
    assert sync_gold(db, work, None).closed == 1
    assert sync_gold(db, work, path).added == 1
    assert len(items_of(db, work, "gold")) == 1


def test_lines_of_every_kind_are_read(tmp_path: Path) -> None:
    pair = {"language": "es", "prompt": "¿Qué es un tequio?", "a": "Trabajo común.", "b": "Una fruta."}
    known = {"answers": {"preference": ["a", "both-good"]}, "explanation": EXPLANATION}
    [line] = read_gold(settings(**COMPARE), gold_file(tmp_path, [{**pair, **known}]))
    assert line.payload == {"a": "Trabajo común.", "b": "Una fruta.", "prompt": "¿Qué es un tequio?"}
    text = {"language": "es", "text": "¡Vaya partido!", "explanation": EXPLANATION}
    answers = {"rude": "no", "tone": [4, 5], "themes": ["sport", "food"], "order": ["y", "x"]}
    [line] = read_gold(settings(**LABEL), gold_file(tmp_path, [{**text, "answers": answers}]))
    assert line.answers == {"rude": "no", "tone": [4, 5], "themes": ["food", "sport"], "order": ["y", "x"]}


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"language": "es-XQ-bad-tag"}, "gold.jsonl:2: language"),
        ({"purpose": "exam"}, "gold.jsonl:2: purpose"),
        ({"answers": {}}, "gold.jsonl:2: an item of the gold file has no answers"),
        ({"answers": {"verdict": "maybe"}}, "gold.jsonl:2: 'maybe' is no answer to verdict"),
        ({"answers": {"preference": "a"}}, "gold.jsonl:2: the campaign does not ask 'preference'"),
        ({"explanation": {}}, "gold.jsonl:2: a question of the entry test has no explanation"),
        ({"record": None}, "gold.jsonl:2: the texts of a review-instruction item are missing"),
        ({"record": {"messages": []}}, "gold.jsonl:2: origin"),
        ({"weight": 3}, "gold.jsonl:2: weight"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, values: dict[str, Any], fault: str) -> None:
    path = gold_file(tmp_path, [gold_line(1), {**gold_line(2), **values}])
    with pytest.raises(InputError) as error:
        read_gold(settings(), path)
    assert str(error.value).startswith(fault)


@pytest.mark.parametrize(
    "answers", [{"rude": "perhaps"}, {"tone": 7}, {"tone": True}, {"themes": "art"}, {"order": ["x"]},
                {"why": "porque"}, {"rude": []}],
)  # fmt: skip
def test_a_value_that_the_question_has_not_is_no_right_answer(tmp_path: Path, answers: dict[str, Any]) -> None:
    text = {"language": "es", "text": "¡Vaya partido!", "explanation": EXPLANATION, "answers": answers}
    with pytest.raises(InputError, match=r"gold\.jsonl:1: .*no answer to"):
        read_gold(settings(**LABEL), gold_file(tmp_path, [text]))


def test_what_is_not_json_or_stands_twice_is_named(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("\n{nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: is not JSON"):
        read_gold(settings(), tmp_path / "gold.jsonl")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: the same item stands in line 1"):
        read_gold(settings(), gold_file(tmp_path, [gold_line(1), gold_line(1, "accept")]))
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(settings(), tmp_path / "absent.jsonl")


def test_a_test_has_enough_questions_in_each_language_that_has_one(tmp_path: Path) -> None:
    asking = settings(gold="gold.jsonl", test_items=2)
    with pytest.raises(InputError, match="has 1 questions for the entry test in es"):
        read_gold(asking, gold_file(tmp_path, [gold_line(1)]))
    with pytest.raises(InputError, match="has no question for the entry test"):
        read_gold(asking, gold_file(tmp_path, [gold_line(1, purpose="gold")]))


def test_a_survey_or_a_text_to_write_has_no_right_answer(tmp_path: Path) -> None:
    writing = settings(kind="write-instruction", gold="gold.jsonl")
    with pytest.raises(InputError, match="a write-instruction campaign has no right answers"):
        read_gold(writing, gold_file(tmp_path, [gold_line(1)]))


def test_the_line_in_the_how_to_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "qualification.md").read_text(encoding="utf-8")
    path = tmp_path / "gold.jsonl"
    path.write_text(page.partition("```json\n")[2].partition("\n```")[0], encoding="utf-8")
    translating = settings(kind="validate-translation", over="translated/arc-ca", gold="gold-ca.jsonl", test_items=1)
    assert [line.purposes for line in read_gold(translating, path)] == [("test", "gold")]
