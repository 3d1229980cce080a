from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.review.rules import EVERYBODY, Conclusion, Judged, Rules, conclude
from minga.review.said import Said
from minga.settings import CampaignSettings

KIND = {"name": "kind", "type": "label", "title": "Which?", "options": ["old", "new", "rude"]}
TAGS = {"name": "tags", "type": "labels", "title": "Which?", "options": ["old", "rude"]}
WHY = {"name": "why", "type": "label", "title": "Why?", "options": ["x", "y"], "when": {"kind": "rude"}}


def rules(overlap: int = 2, kind: str = "review-instruction", *questions: dict[str, Any], **values: Any) -> Rules:
    settings = {"name": "c", "kind": kind, "over": "curated", "overlap": overlap, "overlap_max": 0}
    return Rules(CampaignSettings.model_validate({**settings, "questions": questions, **values}))


def said(*verdicts: str) -> list[Said]:
    """One response a person; `edit:x` is an edit to the text `x`."""
    responses = []
    for number, word in enumerate(verdicts, 1):
        verdict, _, text = word.partition(":")
        edits = {"question": text} if text else None
        responses.append(Said(number, number, 1, number, "work", verdict, edits=edits))  # type: ignore[arg-type]
    return responses


def answered(*answers: dict[str, Any]) -> list[Said]:
    return [
        Said(number, number, 1, number, "work", "answer", answers=given_) for number, given_ in enumerate(answers, 1)
    ]


def concluded(responses: list[Said], of: Rules) -> Conclusion | None:
    found = conclude(responses, of)
    assert isinstance(found, Judged)
    return found.conclusion


def outcome(*verdicts: str, overlap: int = 2) -> str | None:
    conclusion = concluded(said(*verdicts), rules(overlap))
    return conclusion.outcome if conclusion else None


def test_two_who_agree_decide() -> None:
    assert outcome("accept", "accept") == "accepted"
    assert outcome("reject", "reject") == "rejected"
    assert outcome("edit:a", "edit:a") == "edited"


def test_two_who_differ_dispute() -> None:
    assert outcome("accept", "reject") == "disputed"
    assert outcome("edit:a", "edit:b") == "disputed"
    assert outcome("accept", "edit:a") == "disputed"


def test_most_of_three_decide() -> None:
    assert outcome("accept", "reject", "accept", overlap=3) == "accepted"
    assert outcome("edit:a", "edit:b", "edit:a", overlap=3) == "edited"
    assert outcome("edit:a", "edit:b", "accept", overlap=3) == "disputed"


def test_fewer_than_the_overlap_decide_nothing() -> None:
    assert outcome("accept") is None
    assert outcome("accept", "cannot-judge", overlap=2) is None


def test_what_nobody_can_judge_goes_to_an_adjudicator() -> None:
    assert outcome("cannot-judge", "cannot-judge", "cannot-judge") == "disputed"


def test_answers_beyond_the_overlap_change_nothing() -> None:
    conclusion = concluded(said("accept", "accept", "reject", "reject", "reject"), rules())
    assert conclusion is not None
    assert (conclusion.outcome, conclusion.inputs) == ("accepted", (1, 2))


def test_the_adopted_edit_and_its_supporters_are_named() -> None:
    conclusion = concluded(said("edit:a", "accept", "edit:a"), rules(3))
    assert conclusion is not None
    assert (conclusion.edits, conclusion.supporters, conclusion.inputs) == ({"question": "a"}, (1, 3), (1, 2, 3))
    assert conclusion.rule == "majority-1(overlap=3)"


def test_an_adjudicators_word_ends_a_dispute() -> None:
    word = Said(9, 9, 1, 7, "adjudication", "edit", edits={"question": "b"})
    conclusion = concluded([*said("accept", "reject"), word], rules())
    assert conclusion is not None
    assert (conclusion.rule, conclusion.outcome, conclusion.inputs) == ("adjudication-1", "edited", (9,))


def test_of_two_adjudicators_the_newest_word_holds() -> None:
    words = [Said(9, 9, 1, 7, "adjudication", "accept"), Said(10, 10, 1, 8, "adjudication", "reject")]
    conclusion = concluded([*said("accept", "reject"), *words], rules())
    assert conclusion is not None
    assert (conclusion.outcome, conclusion.inputs) == ("rejected", (10,))


def test_an_adjudicator_who_cannot_judge_leaves_it_disputed() -> None:
    word = Said(9, 9, 1, 7, "adjudication", "cannot-judge")
    conclusion = concluded([*said("accept", "reject"), word], rules())
    assert conclusion is not None
    assert conclusion.outcome == "disputed"


def test_control_items_and_repeats_decide_nothing() -> None:
    others = [Said(9, 9, 1, 7, "gold", "reject"), Said(10, 10, 1, 1, "repeat", "reject")]
    assert conclude([*said("accept", "accept"), *others], rules()) == conclude(said("accept", "accept"), rules())


def test_each_question_that_decides_has_its_majority() -> None:
    labelling = rules(3, "label", KIND, TAGS)
    answers = [{"kind": "old", "tags": ["old"]}, {"kind": "old", "tags": ["old", "rude"]}, {"kind": "new", "tags": []}]
    conclusion = concluded(answered(*answers), labelling)
    assert conclusion is not None
    assert (conclusion.outcome, conclusion.answers) == ("answered", {"kind": "old", "tags": ["old"]})
    assert conclusion.supporters == (1,)


def test_without_a_majority_on_one_question_the_item_is_disputed() -> None:
    conclusion = concluded(answered({"kind": "old"}, {"kind": "new"}), rules(2, "label", KIND))
    assert conclusion is not None
    assert conclusion.outcome == "disputed"


def test_a_question_is_concluded_only_where_it_is_asked() -> None:
    conclusion = concluded(answered({"kind": "old"}, {"kind": "old"}), rules(2, "label", KIND, WHY))
    assert conclusion is not None
    assert conclusion.answers == {"kind": "old"}
    rude = answered({"kind": "rude", "why": "x"}, {"kind": "rude", "why": "y"})
    conclusion = concluded(rude, rules(2, "label", KIND, WHY))
    assert conclusion is not None
    assert conclusion.outcome == "disputed"


def test_a_question_that_need_not_be_answered_holds_nothing_up() -> None:
    optional = {**KIND, "required": False}
    conclusion = concluded(answered({"kind": "old"}, {"kind": "new"}), rules(2, "label", optional))
    assert conclusion is not None
    assert (conclusion.outcome, conclusion.answers) == ("answered", None)


def test_a_comparison_is_decided_by_its_preference() -> None:
    conclusion = concluded(answered({"preference": "b"}, {"preference": "b"}), rules(2, "compare", over="", items="x"))
    assert conclusion is not None
    assert (conclusion.outcome, conclusion.answers) == ("answered", {"preference": "b"})


def test_a_text_is_written_by_as_many_as_the_overlap() -> None:
    writing = rules(2, "write-instruction")
    assert conclude(answered({}), writing) == Judged(None, 1, 2)
    conclusion = concluded(answered({}, {}), writing)
    assert conclusion is not None
    assert (conclusion.rule, conclusion.outcome, conclusion.supporters) == ("written-1(overlap=2)", "answered", (1, 2))


def test_a_survey_asks_everybody_and_concludes_nothing() -> None:
    survey = rules(2, "survey", KIND)
    assert conclude(answered({"kind": "old"}, {"kind": "old"}), survey) == Judged(None, 2, EVERYBODY)


def test_where_more_people_may_be_asked_the_responses_alone_do_not_decide() -> None:
    assert conclude(said("accept", "accept"), rules(2, overlap_max=4)) is None
    assert conclude(said("accept"), rules(2, overlap_max=4)) == Judged(None, 1, 2)


@given(
    verdicts=st.lists(st.sampled_from(["accept", "reject", "edit:a", "edit:b", "cannot-judge"]), max_size=7),
    overlap=st.integers(1, 4),
    data=st.data(),
)
def test_the_conclusion_does_not_depend_on_the_order_in_which_rows_are_read(
    verdicts: list[str], overlap: int, data: st.DataObject
) -> None:
    responses = said(*verdicts)
    assert conclude(data.draw(st.permutations(responses)), rules(overlap)) == conclude(responses, rules(overlap))


@given(st.lists(st.sampled_from(["accept", "reject", "edit:a"]), min_size=2, max_size=2), st.booleans())
def test_only_the_newest_version_of_a_person_counts(verdicts: list[str], swapped: bool) -> None:
    responses = said(*verdicts)
    again = Said(5, 5, 1, 1, "work", "accept")
    conclusion = concluded([again, *responses] if swapped else [*responses, again], rules())
    expected = concluded([again, responses[1]], rules())
    assert conclusion is not None
    assert expected is not None
    assert replace(conclusion, inputs=(), supporters=()) == replace(expected, inputs=(), supporters=())


@pytest.mark.parametrize("purpose", ["gold", "repeat"])
def test_who_answered_only_control_items_has_not_judged(purpose: str) -> None:
    assert conclude([Said(1, 1, 1, 1, purpose, "accept")], rules()) == Judged(None, 0, 2)  # type: ignore[arg-type]
