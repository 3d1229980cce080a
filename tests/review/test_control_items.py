from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from minga.community import Database
from minga.community.models import AuditEvent, Campaign, Item, Notice, Person, Purpose
from minga.review.control_items import next_control, pause, paused_people, probably_below, resume
from minga.review.gold_file import sync_gold
from minga.review.notices import mark_seen, unseen
from minga.review.qualification import start_attempt
from tests.community.databases import MovableClock
from tests.review.making import newcomer as person
from tests.review.taking_part import (
    answered,
    did,
    gold_file,
    gold_line,
    items_of,
    notices,
    records_campaign,
    standing,
)


def golden(db: Database, folder: Path, pool: int = 12, **values: Any) -> Campaign:
    work = records_campaign(db, folder, **{"gold_rate": 0.5, **values})
    sync_gold(db, work, gold_file(folder, [gold_line(number, purpose="gold") for number in range(pool)]))
    return work


def turns(db: Database, who: Person, work: Campaign, count: int) -> list[tuple[int, Purpose] | None]:
    """What her next turns are, when each of them is answered."""
    drawn: list[tuple[int, Purpose] | None] = []
    for _ in range(count):
        with db.reading() as session:
            found = next_control(session, db, who, work)
        drawn.append(None if found is None else (found[0].id, found[1]))
        did(db, who, work, 1)
    return drawn


def read_notices(db: Database, who: Person) -> None:
    for notice in unseen(db, who):
        assert mark_seen(db, who, notice.id)


@given(right=st.integers(0, 25), missed=st.integers(0, 25), bar=st.floats(0.05, 0.95))
def test_the_posterior_is_the_beta_distribution(right: int, missed: int, bar: float) -> None:
    assert probably_below(bar, right, missed) == pytest.approx(stats.beta.cdf(bar, 1 + right, 1 + missed))


def test_control_items_come_at_their_rate_and_can_be_replayed(db: Database, tmp_path: Path) -> None:
    work, ada = golden(db, tmp_path, gold_rate=0.2), person(db, "Ada")
    first = turns(db, ada, work, 150)
    assert 15 <= sum(turn is not None for turn in first) <= 45
    other = person(db, "Berta")
    assert [turn is None for turn in turns(db, other, work, 150)] != [turn is None for turn in first]
    did(db, ada, work, -150)
    assert turns(db, ada, work, 150) == first


def test_without_rates_there_are_none(db: Database, tmp_path: Path) -> None:
    work = golden(db, tmp_path, gold_rate=0)
    assert turns(db, person(db, "Ada"), work, 5) == [None] * 5


def test_each_gold_item_comes_once_and_only_in_her_variety(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, gold_rate=0.5)
    lines = [gold_line(number, purpose="gold") for number in range(3)]
    sync_gold(db, work, gold_file(tmp_path, [*lines, gold_line(8, purpose="gold", language="ca")]))
    ada = person(db, "Ada")
    met = []
    for _ in range(40):
        with db.reading() as session:
            found = next_control(session, db, ada, work)
        did(db, ada, work, 1)
        if found is not None:
            assert found[1] == "gold"
            met.append(found[0].id)
            answered(db, ada, work, found[0], "reject")
    assert len(met) == len(set(met)) == 3
    assert {item.language for item in items_of(db, work, "gold") if item.id in met} == {"es"}


def test_what_she_was_asked_in_the_entry_test_is_no_control_item(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, gold_rate=0.5, test_items=2)
    sync_gold(db, work, gold_file(tmp_path, [gold_line(0), gold_line(1)]))
    ada, berta = person(db, "Ada"), person(db, "Berta")
    start_attempt(db, ada, work, "es")
    assert set(turns(db, ada, work, 10)) == {None}
    assert set(turns(db, berta, work, 10)) != {None}


def test_what_adjudicators_settled_is_gold_for_who_did_not_answer_it(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, records=1, gold_rate=0.5)
    [item] = items_of(db, work)
    ada, berta, dora, eva = (person(db, name, "adjudicator") for name in ("Ada", "Berta", "Dora", "Eva"))
    answered(db, ada, work, item, "accept", "work")
    answered(db, berta, work, item, "reject", "work")
    assert set(turns(db, eva, work, 10)) == {None}
    answered(db, dora, work, item, "reject", "adjudication")
    for one in (ada, berta, dora):
        assert set(turns(db, one, work, 10)) == {None}
    assert {turn for turn in turns(db, eva, work, 10) if turn} == {(item.id, "gold")}
    answered(db, eva, work, item, "accept")
    assert standing(db, eva, work).control_wrong == 1


def test_own_work_comes_again_after_a_day_or_twenty_answers(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work, ada = records_campaign(db, tmp_path, records=25, repeat_rate=0.5), person(db, "Ada")
    items = items_of(db, work)
    for number in range(3):
        answered(db, ada, work, items[number], "accept", "work")
        clock.advance(minutes=1)
    assert set(turns(db, ada, work, 10)) == {None}
    clock.advance(days=1)
    assert {turn[0] for turn in turns(db, ada, work, 20) if turn} <= {item.id for item in items[:3]}
    for number in range(3, 25):
        answered(db, ada, work, items[number], "accept", "work")
        clock.advance(minutes=1)
    again = {turn for turn in turns(db, ada, work, 40) if turn}
    assert again
    assert {item_id for item_id, _ in again} <= {item.id for item in items[:5]}


def test_no_repeat_follows_a_repeat_and_none_comes_twice(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work, ada = records_campaign(db, tmp_path, records=3, repeat_rate=0.5), person(db, "Ada")
    first, second, third = items_of(db, work)
    answered(db, ada, work, first, "accept", "work")
    clock.advance(days=2)
    answered(db, ada, work, first, "reject", "repeat")
    assert set(turns(db, ada, work, 10)) == {None}
    answered(db, ada, work, second, "accept", "work")
    assert set(turns(db, ada, work, 10)) == {None}  # the first came again already, the second is too fresh
    clock.advance(days=2)
    answered(db, ada, work, third, "accept", "work")
    assert {turn for turn in turns(db, ada, work, 10) if turn} == {(second.id, "repeat")}
    kept = standing(db, ada, work)
    assert (kept.repeat_same, kept.repeat_other) == (0, 1)


def test_one_slip_or_two_have_no_consequence(db: Database, tmp_path: Path) -> None:
    work, ada = golden(db, tmp_path), person(db, "Ada")
    for item, verdict in zip(items_of(db, work, "gold"), ["accept", "accept", "reject", "reject"], strict=False):
        answered(db, ada, work, item, verdict)  # type: ignore[arg-type]
    assert notices(db, ada) == []
    kept = standing(db, ada, work)
    assert (kept.control_right, kept.control_wrong, kept.paused_at) == (2, 2, None)


def test_a_person_is_told_with_examples_before_anything_else_happens(
    db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    work, ada = golden(db, tmp_path), person(db, "Ada")
    gold = items_of(db, work, "gold")
    missed = [answered(db, ada, work, item, "accept").id for item in gold[:3]]
    [notice] = unseen(db, ada, work)
    assert (notice.kind, notice.detail) == ("gold-missed", {"responses": missed, "asked": 3})
    # While she has not read it, nothing more happens, however many she misses.
    for item in gold[3:7]:
        answered(db, ada, work, item, "accept")
    assert notices(db, ada) == ["gold-missed"]
    assert standing(db, ada, work).paused_at is None
    clock.advance(minutes=1)
    read_notices(db, ada)
    clock.advance(minutes=1)
    answered(db, ada, work, gold[7], "accept")
    assert standing(db, ada, work).paused_at is None
    for item in gold[8:10]:
        answered(db, ada, work, item, "accept")
    assert notices(db, ada) == ["gold-missed", "paused"]
    assert standing(db, ada, work).paused_at == clock()


def test_who_does_better_after_a_word_is_not_paused(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work, ada = golden(db, tmp_path, pool=40), person(db, "Ada")
    gold = items_of(db, work, "gold")
    for item in gold[:3]:
        answered(db, ada, work, item, "accept")
    clock.advance(minutes=1)
    read_notices(db, ada)
    clock.advance(minutes=1)
    for number, item in enumerate(gold[3:24]):
        answered(db, ada, work, item, "accept" if number % 5 == 0 else "reject")
    assert notices(db, ada) == ["gold-missed"]
    # The word is done with: should she miss many again much later, she is told again first.
    for item in gold[24:34]:
        answered(db, ada, work, item, "accept")
    assert notices(db, ada) == ["gold-missed", "gold-missed"]
    assert standing(db, ada, work).paused_at is None


def test_a_lead_sees_who_is_paused_and_lifts_it_with_a_clean_slate(
    db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    work, ada, lea = golden(db, tmp_path), person(db, "Ada"), person(db, "Lea", "lead")
    gold = items_of(db, work, "gold")
    for item in gold[:3]:
        answered(db, ada, work, item, "accept")
    clock.advance(minutes=1)
    read_notices(db, ada)
    clock.advance(minutes=1)
    for item in gold[3:6]:
        answered(db, ada, work, item, "accept")
    assert [someone.id for someone, _ in paused_people(db, work)] == [ada.id]
    clock.advance(minutes=1)
    assert resume(db, work, ada, lea)
    assert not resume(db, work, ada, lea)
    assert paused_people(db, work) == []
    clock.advance(minutes=1)
    for item in gold[6:9]:
        answered(db, ada, work, item, "accept")
    assert notices(db, ada) == ["gold-missed", "paused", "resumed", "gold-missed"]
    with db.reading() as session:
        [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "resume"))
    assert (event.actor_id, event.subject, event.detail) == (lea.id, f"person {ada.id}", {"campaign": "c"})


def test_a_lead_may_pause_somebody_and_says_why(db: Database, tmp_path: Path) -> None:
    work, ada, lea = golden(db, tmp_path), person(db, "Ada"), person(db, "Lea", "lead")
    pause(db, work, ada, lea, "escríbeme, por favor")
    [notice] = unseen(db, ada)
    assert (notice.kind, notice.detail) == ("paused", {"reason": "escríbeme, por favor"})


def test_unsteady_answers_lead_to_a_word_and_never_to_a_pause(
    db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    work, ada = records_campaign(db, tmp_path, records=16, repeat_rate=0.1), person(db, "Ada")
    items = items_of(db, work)
    for item in items:
        answered(db, ada, work, item, "accept", "work")
    clock.advance(days=2)
    for item in items[:8]:
        answered(db, ada, work, item, "reject", "repeat")
    assert notices(db, ada) == ["unsteady"]
    clock.advance(minutes=1)
    read_notices(db, ada)
    clock.advance(minutes=1)
    for item in items[8:16]:
        answered(db, ada, work, item, "reject", "repeat")
    assert notices(db, ada) == ["unsteady", "unsteady"]
    assert standing(db, ada, work).paused_at is None


def test_a_gold_item_that_was_wrong_counts_against_nobody(db: Database, tmp_path: Path) -> None:
    work, ada = golden(db, tmp_path, pool=4), person(db, "Ada")
    gold = items_of(db, work, "gold")
    for item in gold[:2]:
        answered(db, ada, work, item, "accept")
    assert standing(db, ada, work).control_wrong == 2
    sync_gold(db, work, gold_file(tmp_path, [gold_line(number, purpose="gold") for number in (2, 3)]))
    answered(db, ada, work, gold[2], "accept")
    assert standing(db, ada, work).control_wrong == 1
    assert notices(db, ada) == []


def test_who_cannot_judge_a_control_item_missed_nothing(db: Database, tmp_path: Path) -> None:
    work, ada = golden(db, tmp_path), person(db, "Ada")
    for item in items_of(db, work, "gold")[:5]:
        answered(db, ada, work, item, "cannot-judge")
    kept = standing(db, ada, work)
    assert (kept.control_right, kept.control_wrong) == (0, 0)
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.count(Notice.id))) == 0
        assert session.scalar(sa.select(sa.func.count(Item.id)).where(Item.state == "decided")) == 0
