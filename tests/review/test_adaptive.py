from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.review.adaptive import conclude_adaptively
from minga.review.belief import Belief, believe
from minga.review.ledger import Ledger
from minga.review.rules import Conclusion, Judged, Rules
from minga.review.said import Said
from minga.settings import CampaignSettings

KIND = {"name": "kind", "type": "label", "title": "Which?", "options": ["old", "new", "rude"]}
TAGS = {"name": "tags", "type": "labels", "title": "Which?", "options": ["old", "rude"]}
WHY = {"name": "why", "type": "label", "title": "Why?", "options": ["x", "y"], "when": {"kind": "rude"}}


def rules(*questions: dict[str, Any], kind: str = "label", overlap: int = 2, most: int = 4) -> Rules:
    settings = {"name": "c", "kind": kind, "over": "curated", "overlap": overlap, "overlap_max": most}
    return Rules(CampaignSettings.model_validate({**settings, "questions": questions}))


JUDGING = rules(kind="validate-translation")


def known(of: Rules, said: list[Said], checkpoint: int) -> Belief:
    before = [one for one in said if one.position <= checkpoint]
    return believe(of, Ledger.of(before, of.dimensions), checkpoint)


def verdicts(*words: str, item: int = 1, first: int = 1) -> list[Said]:
    said = []
    for number, word in enumerate(words, first):
        verdict, _, text = word.partition(":")
        edits = {"question": text} if text else None
        said.append(Said(number, number, item, number, "work", verdict, edits=edits))  # type: ignore[arg-type]
    return said


def answered(*answers: dict[str, Any]) -> list[Said]:
    return [Said(number, number, 1, number, "work", "answer", answers=one) for number, one in enumerate(answers, 1)]


def stands(
    said: list[Said], of: Rules = JUDGING, belief: Belief | None = None, originals: Mapping[str, str] | None = None
) -> Judged:
    def texts(item_id: int) -> Mapping[str, str]:
        return originals or {}

    return conclude_adaptively([said], of, belief or known(of, [], 0), texts)[0]


def decision(
    said: list[Said], of: Rules = JUDGING, belief: Belief | None = None, originals: Mapping[str, str] | None = None
) -> Conclusion:
    conclusion = stands(said, of, belief, originals).conclusion
    assert conclusion is not None
    return conclusion


def test_two_who_agree_are_enough() -> None:
    conclusion = decision(verdicts("accept", "accept"))
    assert (conclusion.rule, conclusion.outcome) == ("dawid-skene-1(overlap=2-4,confidence=0.9)", "accepted")
    assert conclusion.posterior is not None
    assert conclusion.posterior["verdict"]["accept"] > 0.9
    assert conclusion.supporters == (1, 2)


def test_where_two_differ_a_third_is_asked() -> None:
    assert stands(verdicts("accept", "reject")) == Judged(None, 2, 3, apart=True)


def test_most_of_them_may_decide_in_the_end() -> None:
    assert decision(verdicts("accept", "reject", "accept", "accept")).outcome == "accepted"


def test_nobody_is_asked_beyond_the_maximum() -> None:
    for said in (["accept", "reject", "accept", "reject"], ["accept", "reject", "edit:a", "accept", "reject"]):
        found = stands(verdicts(*said))
        assert found.conclusion is not None
        assert found.conclusion.outcome == "disputed"
        assert found.wanted == found.judged == len(said)


def people_who(right: Mapping[int, float], items: int = 300) -> list[Said]:
    """What people said about items of which every third is wrong; each of them is right on a share of the items."""
    random = Random(7)
    said: list[Said] = []
    for item in range(1, items + 1):
        truth, other = ("reject", "accept") if item % 3 == 0 else ("accept", "reject")
        for person, share in right.items():
            position = len(said) + 1
            verdict = truth if random.random() < share else other
            said.append(Said(position, position, item, person, "work", verdict))  # type: ignore[arg-type]
    return said


def test_reliable_people_are_believed_and_unreliable_ones_are_not() -> None:
    history = people_who({1: 0.98, 2: 0.98, 3: 0.5, 4: 0.98})
    belief = known(JUDGING, history, len(history))
    careful = [Said(1, 901, 999, 1, "work", "reject"), Said(2, 902, 999, 3, "work", "accept")]
    conclusion = decision(careful, belief=belief)
    assert conclusion.outcome == "rejected"
    assert conclusion.checkpoint == len(history)
    strangers = [Said(1, 901, 999, 77, "work", "reject"), Said(2, 902, 999, 78, "work", "accept")]
    assert stands(strangers, belief=belief).conclusion is None


def test_an_answer_that_weighs_nothing_changes_nothing() -> None:
    tired = Said(3, 3, 1, 3, "work", "reject", weight=0.0)
    without, with_ = decision(verdicts("accept", "accept")), decision([*verdicts("accept", "accept"), tired])
    assert with_.posterior == without.posterior
    assert with_.inputs == (1, 2, 3)


def test_the_edit_that_the_others_are_most_like_is_adopted() -> None:
    texts = ("edit:¿Cuántos días tiene la semana?", "edit:¿Cuantos días tiene la semana?",
             "edit:¿Cuántos días tiene la semana?")  # fmt: skip
    conclusion = decision(verdicts(*texts))
    assert conclusion.outcome == "edited"
    assert conclusion.edits == {"question": "¿Cuántos días tiene la semana?"}
    assert conclusion.supporters == (1, 2, 3)


def test_edits_that_differ_too_much_are_disputed() -> None:
    conclusion = decision(verdicts("edit:¿Cuántos días tiene la semana?", "edit:Nombre las estaciones del año."))
    assert conclusion.outcome == "disputed"
    assert conclusion.posterior is not None
    assert conclusion.posterior["verdict"]["edit"] > 0.9


def test_what_only_one_edit_touches_is_compared_with_the_text_as_it_was() -> None:
    question, choice = "¿Cuántos días tiene una semana?", "Siete días, de lunes a domingo"
    both = [
        Said(1, 1, 1, 1, "work", "edit", edits={"question": question}),
        Said(2, 2, 1, 2, "work", "edit", edits={"question": question, "choices[1]": "Siete dias, de lunes a domingo"}),
    ]
    assert decision(both, originals={"choices[1]": choice}).outcome == "edited"
    assert decision(both, originals={"choices[1]": "Nine"}).outcome == "disputed"


def test_every_question_must_reach_the_confidence() -> None:
    of = rules(KIND, TAGS)
    same = [{"kind": "old", "tags": ["old"]}, {"kind": "old", "tags": ["old"]}]
    assert decision(answered(*same), of).answers == {"kind": "old", "tags": ["old"]}
    apart = [{"kind": "old", "tags": ["old"]}, {"kind": "old", "tags": ["old", "rude"]}]
    assert stands(answered(*apart), of) == Judged(None, 2, 3, apart=True)


def test_the_posterior_of_labels_is_that_of_each() -> None:
    conclusion = decision(answered({"tags": ["old"]}, {"tags": ["old"]}), rules(TAGS))
    assert conclusion.posterior is not None
    assert conclusion.posterior["tags"]["old"] > 0.9
    assert conclusion.posterior["tags"]["rude"] < 0.1


def test_a_question_is_concluded_only_where_it_is_asked() -> None:
    of = rules(KIND, WHY)
    assert decision(answered({"kind": "old"}, {"kind": "old"}), of).answers == {"kind": "old"}
    rude = {"kind": "rude", "why": "x"}
    assert decision(answered(rude, rude), of).answers == rude


def test_what_need_not_be_answered_holds_nothing_up() -> None:
    optional = {**TAGS, "required": False}
    assert decision(answered({"kind": "old"}, {"kind": "old"}), rules(KIND, optional)).answers == {"kind": "old"}


def test_marks_come_out_as_numbers() -> None:
    mark = {"name": "mark", "type": "rating", "title": "How good?", "low": 0, "high": 2}
    assert decision(answered({"mark": 2}, {"mark": 2}), rules(mark)).answers == {"mark": 2}


words = st.sampled_from(["accept", "reject", "edit:a", "edit:b", "edit:a longer text"])


@given(st.lists(st.lists(words, min_size=2, max_size=5), min_size=1, max_size=6))
def test_an_item_stands_the_same_alone_and_among_others(all_words: list[list[str]]) -> None:
    items = [verdicts(*said, item=number, first=10 * number) for number, said in enumerate(all_words, 1)]
    belief = known(JUDGING, [one for said in items for one in said], 1000)
    together = conclude_adaptively(items, JUDGING, belief, lambda item: {})
    alone = [conclude_adaptively([said], JUDGING, belief, lambda item: {})[0] for said in items]
    assert together == alone
    posteriors = [(one.conclusion.posterior if one.conclusion else None) for one in together]
    assert posteriors == [(one.conclusion.posterior if one.conclusion else None) for one in alone]


@given(st.lists(words, min_size=2, max_size=4), st.randoms())
def test_the_outcome_does_not_depend_on_who_came_first(said: list[str], random: Any) -> None:
    one = stands(verdicts(*said))
    mixed = verdicts(*said)
    random.shuffle(mixed)
    other = stands(mixed)
    assert (one.wanted, one.conclusion and one.conclusion.outcome) == (
        other.wanted, other.conclusion and other.conclusion.outcome,
    )  # fmt: skip


@pytest.mark.parametrize("checkpoint", [0, 5, 10])
def test_what_came_after_a_checkpoint_is_not_known_there(checkpoint: int) -> None:
    history = people_who({1: 0.9, 2: 0.6}, items=20)
    belief, same = known(JUDGING, history, checkpoint), known(JUDGING, history[:checkpoint], checkpoint)
    assert belief.people == same.people
    assert (belief.reliabilities["verdict"].confusion == same.reliabilities["verdict"].confusion).all()
