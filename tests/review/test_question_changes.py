from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.community import Database
from minga.community.audit import recent
from minga.errors import CommunityError
from minga.review import change_campaign, find_campaign
from minga.review.question_changes import refused_changes
from minga.review.questions import value_of
from minga.settings import QuestionSettings
from tests.review.leading import QUESTIONS, people, questioned, said

LABEL = QuestionSettings(name="q", type="label", title="?", options=("yes", "no", "unsure"))
RATING = QuestionSettings(name="q", type="rating", title="?", low=1, high=5)
RANKING = QuestionSettings(name="q", type="ranking", title="?", options=("a", "b"))
TEXT = QuestionSettings(name="q", type="text", title="?")


def changed(question: QuestionSettings, **values: Any) -> list[QuestionSettings]:
    return [question.model_copy(update=values)]


@pytest.mark.parametrize(
    ("before", "after", "given"),
    [
        (LABEL, changed(LABEL, options=("yes", "no", "unsure", "other")), "yes"),
        (LABEL, changed(LABEL, title="!", labels={"yes": "Sí"}, required=False), "yes"),
        (LABEL, changed(LABEL, options=("yes", "no")), "yes"),
        (LABEL, [LABEL, TEXT.model_copy(update={"name": "more"})], "yes"),
        (RATING, changed(RATING, high=7), "5"),
        (RATING, changed(RATING, low=2), "3"),
        (RANKING, changed(RANKING, options=("b", "a")), "a"),
        (TEXT, changed(TEXT, help="?"), "hola"),
    ],
)
def test_what_keeps_every_answer_may_be_changed(
    before: QuestionSettings, after: list[QuestionSettings], given: str
) -> None:
    assert refused_changes([before], after, {"q": frozenset({given})}) == []


@pytest.mark.parametrize(
    ("before", "after", "given"),
    [
        (LABEL, [], "yes"),
        (LABEL, changed(LABEL, type="labels"), "yes"),
        (LABEL, changed(LABEL, options=("no", "unsure")), "yes"),
        (RATING, changed(RATING, high=4), "5"),
        (RATING, changed(RATING, low=2), "1"),
        (RANKING, changed(RANKING, options=("a", "b", "c")), "a"),
        (TEXT, [], "hola"),
    ],
)
def test_what_would_leave_an_answer_alone_is_refused(
    before: QuestionSettings, after: list[QuestionSettings], given: str
) -> None:
    [(name, why)] = refused_changes([before], after, {"q": frozenset({given})})
    assert name == "q"
    assert why
    assert refused_changes([before], after, {}) == [], "nobody answered it"


@given(st.sets(st.sampled_from("abcdef"), min_size=2), st.sets(st.sampled_from("abcdef"), min_size=1))
def test_an_answer_that_was_accepted_stays_one(after: set[str], given: set[str]) -> None:
    before = QuestionSettings(name="q", type="label", title="?", options=tuple("abcdef"))
    later = before.model_copy(update={"options": tuple(sorted(after))})
    if not refused_changes([before], [later], {"q": frozenset(given)}):
        assert all(value_of(later, one) == one for one in given)


def test_a_lead_may_add_an_option_and_not_take_away_an_answered_one(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    said(sqlite_db, work, *people(sqlite_db, "Ada"), 0, answers={"cultural": "no"})
    more = [{**QUESTIONS[0], "options": ["yes", "no", "unsure"]}, QUESTIONS[1]]
    assert change_campaign(sqlite_db, work, {"questions": more}, None).options.questions[0].options[-1] == "unsure"
    less = [{**QUESTIONS[0], "options": ["yes", "unsure"]}, QUESTIONS[1]]
    with pytest.raises(CommunityError, match="cultural: the answer no was given"):
        change_campaign(sqlite_db, work, {"questions": less}, None)
    assert find_campaign(sqlite_db, work.slug).options.questions[0].options == ("yes", "no", "unsure")


def test_the_log_says_what_held_before(sqlite_db: Database, tmp_path: Path) -> None:
    change_campaign(sqlite_db, questioned(sqlite_db, tmp_path), {"overlap": 3}, None)
    [act, *_] = recent(sqlite_db)
    assert (act.action, act.detail) == ("change-campaign", {"overlap": {"before": 2, "after": 3}})
