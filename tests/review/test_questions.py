from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from minga.errors import CommunityError
from minga.review.questions import asked, clean_answers, questions_of, verdicts_of
from minga.settings import CampaignSettings, QuestionSettings

CULTURAL = QuestionSettings(name="cultural", type="label", title="Cultural?", options=("sensitive", "agnostic"))
WHY = QuestionSettings(
    name="why", type="labels", title="Why?", options=("food", "law", "names"), when={"cultural": "sensitive"}
)
FOOD = QuestionSettings(name="dish", type="text", title="Which dish?", required=False, when={"why": "food"})
MARK = QuestionSettings(name="clarity", type="rating", title="How clear?")
ORDER = QuestionSettings(name="order", type="ranking", title="Best first", options=("a", "b", "c"), required=False)
ALL = (CULTURAL, WHY, FOOD, MARK, ORDER)


def settings(kind: str, *questions: QuestionSettings) -> CampaignSettings:
    return CampaignSettings.model_validate({"name": "x", "kind": kind, "over": "curated", "questions": questions})


def test_a_verdict_and_a_preference_are_built_in_questions() -> None:
    assert [one.name for one in questions_of(settings("review-instruction", MARK))] == ["verdict", "clarity"]
    assert [one.name for one in questions_of(settings("compare"))] == ["preference"]
    assert questions_of(settings("label", CULTURAL)) == (CULTURAL,)


def test_one_may_always_say_that_one_cannot_judge() -> None:
    assert verdicts_of("validate-translation") == ("accept", "edit", "reject", "cannot-judge")
    assert verdicts_of("label") == ("cannot-judge", "answer")


def test_a_question_is_asked_where_its_condition_holds() -> None:
    assert [one.name for one in asked(ALL, {"cultural": "agnostic"})] == ["cultural", "clarity", "order"]
    assert WHY in asked(ALL, {"cultural": "sensitive"})
    assert FOOD in asked(ALL, {"cultural": "sensitive", "why": ["food", "law"]})
    assert FOOD not in asked(ALL, {"cultural": "agnostic", "why": ["food"]})


def test_what_is_asked_may_depend_on_the_verdict() -> None:
    why = QuestionSettings(name="fault", type="label", title="?", options=("false", "rude"), when={"verdict": "reject"})
    questions = questions_of(settings("review-instruction", why))
    assert clean_answers(questions, {"verdict": "accept", "fault": "rude"}) == {}
    assert clean_answers(questions, {"verdict": "reject", "fault": "rude"}) == {"fault": "rude"}
    with pytest.raises(CommunityError, match="fault: this question needs an answer"):
        clean_answers(questions, {"verdict": "reject"})


def test_answers_are_kept_in_one_form() -> None:
    given = {"cultural": "sensitive", "why": ["names", "food", "food"], "dish": " cafe\u0301\r\n ", "clarity": "4"}
    assert clean_answers(ALL, {**given, "order": ["c", "a", "b"]}) == {
        "cultural": "sensitive", "why": ["food", "names"], "dish": "café", "clarity": 4, "order": ["c", "a", "b"],
    }  # fmt: skip


def test_an_answer_to_what_is_not_asked_is_not_kept() -> None:
    assert clean_answers(ALL, {"cultural": "agnostic", "why": ["food"], "clarity": 1}) == {
        "cultural": "agnostic", "clarity": 1,
    }  # fmt: skip


def test_who_cannot_judge_need_not_answer() -> None:
    assert clean_answers(ALL, {"verdict": "cannot-judge"}) == {}


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"cultural": "maybe"}, "cultural: that is not an answer"),
        ({"cultural": ["sensitive"]}, "cultural: that is not an answer"),
        ({"cultural": "sensitive", "clarity": 1}, "why: this question needs an answer"),
        ({"cultural": "sensitive", "why": ["food", "taste"]}, "it takes food, law, names"),
        ({"cultural": "agnostic"}, "clarity: this question needs an answer; How clear"),
        ({"cultural": "agnostic", "clarity": "6"}, "a whole number from 1 to 5"),
        ({"cultural": "agnostic", "clarity": True}, "a whole number"),
        ({"cultural": "agnostic", "clarity": "fünf"}, "a whole number"),
        ({"cultural": "agnostic", "clarity": 3, "order": ["a", "b"]}, "all of them in order"),
        ({"cultural": "agnostic", "clarity": 3, "order": ["a", "b", "b"]}, "all of them in order"),
        ({"cultural": "sensitive", "why": "food", "dish": "x" * 5001}, "dish: the text is too long"),
        ({"cultural": "sensitive", "why": "food", "dish": 5}, "it takes a text"),
        ({"colour": "red"}, "colour: the campaign does not ask that; it asks cultural"),
    ],
)
def test_a_wrong_answer_is_refused_by_the_name_of_its_question(given: dict[str, Any], what: str) -> None:
    with pytest.raises(CommunityError, match=what):
        clean_answers(ALL, given)


@pytest.mark.parametrize("empty", ["", "  ", None, [], ()])
def test_an_empty_answer_is_none(empty: object) -> None:
    assert clean_answers((FOOD.model_copy(update={"when": {}}),), {"dish": empty}) == {}


def test_a_comparison_may_ask_further_by_preference() -> None:
    why = QuestionSettings(name="why", type="text", title="Why?", when={"preference": "both-bad"})
    questions = questions_of(settings("compare", why))
    assert clean_answers(questions, {"preference": "a"}) == {"preference": "a"}
    with pytest.raises(ValidationError, match="when names preference"):
        settings("label", why)


some = (st.none(), st.text(max_size=5), st.integers(), st.booleans(), st.lists(st.text(max_size=3), max_size=3))
values = st.one_of(*some, st.sampled_from(["sensitive", "agnostic", "food", ["food"], ["a", "b", "c"]]))


@given(st.dictionaries(st.sampled_from([one.name for one in ALL]), values))
def test_what_was_kept_is_kept_as_it_is(given_: dict[str, Any]) -> None:
    try:
        kept = clean_answers(ALL, given_)
    except CommunityError:
        return
    assert clean_answers(ALL, kept) == kept
    assert {one.name for one in asked(ALL, kept)} >= kept.keys()
