from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from minga.community.models import Response
from minga.review import conclude


def said(*verdicts: str, adjudicating: bool = False) -> list[Response]:
    """One response a person; `edit:x` is an edit to the text `x`."""
    responses = []
    for number, word in enumerate(verdicts, 1):
        verdict, _, text = word.partition(":")
        responses.append(
            Response(
                id=number, person_id=number, version=1, verdict=verdict,
                edits={"question": text} if text else None, purpose="adjudication" if adjudicating else "work",
            )
        )  # fmt: skip
    return responses


def outcome(*verdicts: str, overlap: int = 2) -> str | None:
    conclusion = conclude(said(*verdicts), overlap)
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
    conclusion = conclude(said("accept", "accept", "reject", "reject", "reject"), 2)
    assert conclusion is not None
    assert (conclusion.outcome, conclusion.inputs) == ("accepted", (1, 2))


def test_the_adopted_edit_and_its_supporters_are_named() -> None:
    conclusion = conclude(said("edit:a", "accept", "edit:a"), 3)
    assert conclusion is not None
    assert (conclusion.edits, conclusion.supporters, conclusion.inputs) == ({"question": "a"}, (1, 3), (1, 2, 3))
    assert conclusion.rule == "majority-1(overlap=3)"


def test_an_adjudicators_word_ends_a_dispute() -> None:
    responses = said("accept", "reject")
    word = Response(id=9, person_id=7, version=1, verdict="edit", edits={"question": "b"}, purpose="adjudication")
    conclusion = conclude([*responses, word], 2)
    assert conclusion is not None
    assert (conclusion.rule, conclusion.outcome, conclusion.inputs) == ("adjudication-1", "edited", (9,))


def test_an_adjudicator_who_cannot_judge_leaves_it_disputed() -> None:
    word = Response(id=9, person_id=7, version=1, verdict="cannot-judge", edits=None, purpose="adjudication")
    conclusion = conclude([*said("accept", "reject"), word], 2)
    assert conclusion is not None
    assert conclusion.outcome == "disputed"


@given(
    verdicts=st.lists(st.sampled_from(["accept", "reject", "edit:a", "edit:b", "cannot-judge"]), max_size=7),
    overlap=st.integers(1, 4),
    data=st.data(),
)
def test_the_conclusion_does_not_depend_on_the_order_in_which_rows_are_read(
    verdicts: list[str], overlap: int, data: st.DataObject
) -> None:
    responses = said(*verdicts)
    assert conclude(data.draw(st.permutations(responses)), overlap) == conclude(responses, overlap)


@given(st.lists(st.sampled_from(["accept", "reject", "edit:a"]), min_size=2, max_size=2), st.booleans())
def test_only_the_newest_version_of_a_person_counts(verdicts: list[str], swapped: bool) -> None:
    responses = said(*verdicts)
    again = Response(id=5, person_id=1, version=2, verdict="accept", edits=None, purpose="work")
    conclusion = conclude([again, *responses] if swapped else [*responses, again], 2)
    assert conclusion is not None
    expected = conclude([again, responses[1]], 2)
    assert expected is not None
    assert replace(conclusion, inputs=(), supporters=()) == replace(expected, inputs=(), supporters=())
