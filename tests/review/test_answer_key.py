from __future__ import annotations

from typing import Any

import pytest

from minga.review.answer_key import check_key, is_right
from minga.settings import CampaignSettings

LABELS = CampaignSettings.model_validate(
    {"name": "c", "kind": "label", "over": "texts", "questions": [
        {"name": "themes", "type": "labels", "title": "Temas", "options": ["food", "sport", "law"]},
        {"name": "order", "type": "ranking", "title": "Orden", "options": ["x", "y"]},
    ]}
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "given", "right"),
    [
        ({"verdict": "reject"}, {"verdict": "reject", "note": "x"}, True),
        ({"verdict": "reject"}, {"verdict": "accept"}, False),
        ({"verdict": ["edit", "reject"]}, {"verdict": "edit"}, True),
        ({"verdict": "accept", "tone": 4}, {"verdict": "accept"}, False),
        ({"tone": [4, 5]}, {"tone": 5}, True),
        ({"themes": ["food", "law"]}, {"themes": ["food", "law"]}, True),
        ({"themes": ["food", "law"]}, {"themes": ["food"]}, False),
        ({"themes": [["food"], ["law"]]}, {"themes": ["law"]}, True),
        ({"order": ["y", "x"]}, {"order": ["x", "y"]}, False),
    ],
)
def test_an_answer_is_right_when_the_key_takes_it_for_each_question(
    key: dict[str, Any], given: dict[str, Any], right: bool
) -> None:
    assert is_right(key, given) is right


def test_labels_are_a_set_and_rankings_are_not() -> None:
    key = check_key(LABELS, {"themes": [["law", "food"], ["sport"]], "order": ["y", "x"]}, "gold.jsonl:1")
    assert key == {"themes": [["food", "law"], ["sport"]], "order": ["y", "x"]}
