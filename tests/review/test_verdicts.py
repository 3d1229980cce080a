from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Campaign, Item, Response
from minga.errors import CommunityError, InputError
from minga.records import BenchmarkItem, rows_of
from minga.review import answer, current_decisions, decide, replay, review_items, take
from minga.review.answer_key import check_key
from minga.review.decided_translations import decided_translations
from minga.review.questions import questions_of
from minga.review.simulated import play_demo_reviewers
from minga.review.verdicts import translation_verdict, verdict_counts
from minga.settings import CampaignSettings, QuestionSettings, ReviewSettings
from minga.tables import Table
from tests.review.making import campaign, item, key, person, table, workspace

NAME = "translated/mmlu-es"
SETTINGS = ReviewSettings(overlap=1)
WHOLE = {"question": "¿Cuántos días hay en una semana?"}
SAID: dict[int, tuple[str, dict[str, Any]]] = {
    1: ("accept", {}),
    2: ("edit", {"edits": WHOLE}),
    3: ("edit", {"edits": {"question": "¿Cuántos días dura?"}, "answers": {"edited_as": "adaptation"}}),
    4: ("reject", {"answers": {"rejected_as": "untranslatable"}}),
    5: ("reject", {"answers": {"rejected_as": "source-wrong"}, "note": "Son siete"}),
    6: ("reject", {"note": "No se entiende"}),
}


def settings(**values: Any) -> CampaignSettings:
    return CampaignSettings.model_validate({"name": "x", "kind": "validate-translation", "over": NAME} | values)


def judge(db: Database, work: Campaign, name: str, said: dict[int, tuple[str, dict[str, Any]]]) -> None:
    who, numbers = person(db, name), {item(number).id: number for number in range(10)}
    while taken := take(db, who, work):
        verdict, more = said.get(numbers[taken.item.record_id], ("cannot-judge", {}))
        answer(db, taken, verdict, client_key=key(), **more)  # type: ignore[arg-type]


@pytest.fixture
def translated(tmp_path: Path) -> Table:
    return table(workspace(tmp_path), [item(number) for number in SAID], NAME)


def validated(db: Database, rows: Table, folder: Path) -> tuple[Table, list[BenchmarkItem]]:
    made = review_items(rows, SETTINGS, workspace(folder), db)
    return made, [one for batch in made.batches() for one in rows_of(batch, BenchmarkItem)]


def test_a_decision_carries_one_of_five_verdicts(sqlite_db: Database, translated: Table, tmp_path: Path) -> None:
    work = campaign(sqlite_db, translated, overlap=1)
    judge(sqlite_db, work, "Ada", SAID)
    made, kept = validated(sqlite_db, translated, tmp_path)
    assert sorted(one.verdict for one in kept) == ["adapted", "edited", "literal"]
    assert made.manifest.counts.dropped == {"rejected": 1, "source-wrong": 1, "untranslatable": 1}
    counts = {"literal": 1, "edited": 1, "adapted": 1, "untranslatable": 1, "source-wrong": 1, "rejected": 1}
    assert verdict_counts(sqlite_db, work) == counts
    assert made.manifest.notes["verdicts"] == dict(sorted(counts.items()))


@pytest.mark.parametrize(
    ("outcome", "answers", "verdict"),
    [
        ("accepted", None, "literal"),
        ("accepted", {"edited_as": "adaptation"}, "literal"),
        ("edited", {"edited_as": "translation"}, "edited"),
        ("edited", {"rejected_as": "untranslatable"}, "edited"),
        ("rejected", {"rejected_as": "translation"}, None),
        ("disputed", None, None),
    ],
)
def test_a_kind_counts_only_with_the_verdict_that_it_belongs_to(outcome: str, answers: Any, verdict: Any) -> None:
    assert translation_verdict(outcome, answers) == verdict


def test_a_rejection_of_a_kind_needs_no_note_and_any_other_does(sqlite_db: Database, translated: Table) -> None:
    work = campaign(sqlite_db, translated, overlap=1)
    taken = take(sqlite_db, person(sqlite_db, "Ada"), work)
    assert taken
    with pytest.raises(CommunityError, match="a rejection needs a reason"):
        answer(sqlite_db, taken, "reject", client_key=key())
    kept = answer(sqlite_db, taken, "reject", answers={"rejected_as": "untranslatable"}, client_key=key())
    assert (kept.note, kept.answers) == ("", {"rejected_as": "untranslatable"})


def test_an_adaptation_that_changes_nothing_is_an_acceptance(sqlite_db: Database, translated: Table) -> None:
    work = campaign(sqlite_db, translated, overlap=1)
    taken = take(sqlite_db, person(sqlite_db, "Ada"), work)
    assert taken
    kept = answer(sqlite_db, taken, "edit", edits={}, answers={"edited_as": "adaptation"}, client_key=key())
    assert (kept.verdict, kept.answers) == ("accept", None)


@pytest.mark.parametrize("most", [0, 4])
def test_people_who_differ_about_the_kind_still_agree_on_the_rejection(
    sqlite_db: Database, translated: Table, most: int
) -> None:
    work = campaign(sqlite_db, translated, overlap=2, overlap_max=most)
    untranslatable, wrong = ({"answers": {"rejected_as": kind}} for kind in ("untranslatable", "source-wrong"))
    judge(sqlite_db, work, "Ada", {1: ("reject", untranslatable), 2: ("reject", untranslatable)})
    judge(sqlite_db, work, "Berta", {1: ("reject", untranslatable), 2: ("reject", wrong)})
    drawn = current_decisions(sqlite_db, work)
    verdicts = [
        translation_verdict(drawn[item(number).id].outcome, drawn[item(number).id].answers) for number in (1, 2)
    ]
    assert verdicts == ["untranslatable", None]
    assert drawn[item(2).id].outcome == "rejected"
    assert replay(sqlite_db, work) == current_decisions(sqlite_db, work, closed=False)


@pytest.mark.parametrize("most", [0, 4])
def test_answers_from_before_these_questions_decide_as_they_did(
    sqlite_db: Database, translated: Table, most: int
) -> None:
    work = campaign(sqlite_db, translated, overlap=2, overlap_max=most)
    old = {1: SAID[1], 2: SAID[2], 6: SAID[6], 4: ("reject", {"note": "Es un juego de palabras"})}
    for name in ("Ada", "Berta"):
        judge(sqlite_db, work, name, old)
    drawn = current_decisions(sqlite_db, work)
    assert {number: drawn[item(number).id].outcome for number in old} == {
        1: "accepted", 2: "edited", 4: "rejected", 6: "rejected",
    }  # fmt: skip
    assert all(drawn[item(number).id].answers is None for number in old)
    decide(sqlite_db, work)
    assert current_decisions(sqlite_db, work) == drawn


def test_a_campaigns_own_question_goes_before_a_built_in_one_of_its_name() -> None:
    own = QuestionSettings(name="cultural", type="rating", title="¿Cuánto?")
    asked = questions_of(settings(questions=[own], sensitivity=True))
    assert [one.name for one in asked] == [
        "verdict", "edited_as", "rejected_as", "cultural_knowledge", "time_sensitive", "cultural",
    ]  # fmt: skip
    assert asked[-1] == own


def test_other_campaigns_over_texts_have_three_verdicts() -> None:
    review = settings(kind="review-instruction", over="curated", sensitivity=True)
    assert [one.name for one in questions_of(review)] == ["verdict"]


def test_no_control_item_asks_for_a_kind() -> None:
    with pytest.raises(InputError, match="does not ask 'rejected_as'"):
        check_key(settings(), {"verdict": "reject", "rejected_as": "untranslatable"}, "gold.jsonl:1")


def test_simulated_people_say_nothing_of_kinds_and_teach_no_risk(sqlite_db: Database, translated: Table) -> None:
    work = campaign(sqlite_db, translated, overlap=1)
    assert play_demo_reviewers(sqlite_db, work)
    with sqlite_db.reading() as session:
        assert set(session.scalars(sa.select(Response.answers))) == {None}
    assert decided_translations(sqlite_db, [NAME]) == []


def test_what_people_decided_is_listed_in_the_order_in_which_they_did(sqlite_db: Database, translated: Table) -> None:
    work = campaign(sqlite_db, translated, overlap=1)
    judge(sqlite_db, work, "Ada", {1: SAID[1], 3: SAID[3], 5: SAID[5]})
    answered = sa.select(Item.record_id).join(Response, Response.item_id == Item.id).order_by(Response.id)
    with sqlite_db.reading() as session:
        order = list(session.scalars(answered.where(Response.verdict != "cannot-judge")))
    changed = {item(1).id: False, item(3).id: True, item(5).id: True}
    assert decided_translations(sqlite_db, [NAME]) == [(record, changed[record]) for record in order]
    assert decided_translations(sqlite_db, ["translated/other"]) == []


class TestSensitivity:
    SENSITIVE: ClassVar[dict[str, Any]] = {
        "answers": {"cultural": "sensitive", "cultural_knowledge": ["geographic", "dialect"], "time_sensitive": "yes"}
    }

    def test_labels_given_while_validating_reach_the_validated_items(
        self, sqlite_db: Database, translated: Table, tmp_path: Path
    ) -> None:
        work = campaign(sqlite_db, translated, overlap=1, sensitivity=True)
        agnostic = {"answers": {"cultural": "agnostic", "cultural_knowledge": ["dialect"], "time_sensitive": "no"}}
        judge(sqlite_db, work, "Ada", {1: ("accept", self.SENSITIVE), 2: ("edit", {"edits": WHOLE, **agnostic})})
        _, kept = validated(sqlite_db, translated, tmp_path)
        assert {(one.verdict, one.cultural, one.cultural_knowledge, one.time_sensitive) for one in kept} == {
            ("literal", "sensitive", ("dialect", "geographic"), True),
            ("edited", "agnostic", (), False),
        }

    def test_nobody_has_to_answer(self, sqlite_db: Database, translated: Table, tmp_path: Path) -> None:
        work = campaign(sqlite_db, translated, overlap=1, sensitivity=True)
        judge(sqlite_db, work, "Ada", {1: ("accept", {})})
        _, [kept] = validated(sqlite_db, translated, tmp_path)
        assert (kept.cultural, kept.cultural_knowledge, kept.time_sensitive) == ("", (), None)

    def test_where_people_differ_there_is_no_label_and_the_item_is_decided(
        self, sqlite_db: Database, translated: Table, tmp_path: Path
    ) -> None:
        work = campaign(sqlite_db, translated, overlap=2, sensitivity=True)
        judge(sqlite_db, work, "Ada", {1: ("accept", self.SENSITIVE)})
        judge(sqlite_db, work, "Berta", {1: ("accept", {"answers": {"cultural": "agnostic", "time_sensitive": "yes"}})})
        _, [kept] = validated(sqlite_db, translated, tmp_path)
        assert (kept.verdict, kept.cultural, kept.time_sensitive) == ("literal", "", True)
