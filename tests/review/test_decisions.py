"""Whatever people do, in whatever order: what is stored is what follows from their responses alone."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minga.community import Database
from minga.community.models import Assignment, Campaign, Decision, Item, Person, Response, Verdict
from minga.review import answer, answer_and_take, current_decisions, decide, recompute, replay, skip, take
from minga.review.withdrawing import come_back, withdraw
from tests.community.databases import MovableClock
from tests.review.making import accept_everything, campaign, item, key, person, table, workspace

EDITS = ("¿Cuántos días tiene la semana?", "¿Cuantos días tiene una semana?", "Nombre los días de la semana.")


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints every few responses, so that a short campaign has many."""
    monkeypatch.setattr("minga.review.overlap._FIRST", 6)


def snapshot(db: Database, work: Campaign) -> tuple[Any, ...]:
    with db.reading() as session:
        columns = (Item.id, Item.state, Item.judged, Item.wanted, Item.place)
        items = session.execute(sa.select(*columns).where(Item.campaign_id == work.id).order_by(Item.id)).all()
        decisions = session.scalar(sa.select(sa.func.count()).select_from(Decision))
    return [tuple(row) for row in items], decisions


def follows_from_the_responses(db: Database, work: Campaign) -> None:
    """Deciding everything anew finds what is stored, and stores nothing."""
    assert current_decisions(db, work, closed=False) == replay(db, work)
    before = snapshot(db, work)
    decide(db, work)
    assert snapshot(db, work) == before
    with db.reading() as session:
        positions = session.scalars(sa.select(Response.position).order_by(Response.id)).all()
        for row in session.scalars(sa.select(Item)):
            held = sa.select(sa.func.count()).where(Assignment.item_id == row.id, Assignment.state == "held")
            assert row.held == session.scalar(held)
    assert sorted(positions) == list(range(1, len(positions) + 1))


@dataclass
class Community:
    """People who do what they are told in a campaign."""

    db: Database
    work: Campaign
    people: list[Person]
    clock: MovableClock
    gone: set[int] = field(default_factory=set)

    def act(self, who: int, what: str, number: int) -> None:
        me = self.people[who]
        if what == "wait":
            self.clock.advance(minutes=20)
        elif what == "withdraw":
            self._withdraw(who)
        elif who in self.gone:
            return
        elif what == "correct":
            self._correct(me, number)
        else:
            self._answer(me, what, number)

    def _withdraw(self, who: int) -> None:
        if who in self.gone:
            come_back(self.db, self.people[who])
            self.gone.discard(who)
        else:
            withdraw(self.db, self.people[who])
            self.gone.add(who)

    def _answer(self, me: Person, what: str, number: int) -> None:
        taken = take(self.db, me, self.work)
        if not taken:
            return
        if what == "skip":
            skip(self.db, taken)
        elif what != "take":
            edits = {"question": EDITS[number % 3]} if what == "edit" else None
            give: Any = answer_and_take if number % 2 else answer
            give(self.db, taken, cast("Verdict", what), edits=edits, note="porque sí", client_key=key())

    def _correct(self, me: Person, number: int) -> None:
        with self.db.reading() as session:
            mine = sa.select(Assignment).where(Assignment.person_id == me.id, Assignment.state == "answered")
            leases = session.scalars(mine.order_by(Assignment.id)).unique().all()
        if leases:
            verdict = ("accept", "reject", "cannot-judge")[number % 3]
            answer(self.db, leases[number % len(leases)], verdict, note="mejor así", client_key=key())  # type: ignore[arg-type]


def community(db: Database, folder: Path, clock: MovableClock, *, people: int = 7, items: int = 9) -> Community:
    rows = table(workspace(folder), [item(number, risk=number % 10 / 10) for number in range(items)], "translated/mmlu")
    work = campaign(db, rows, overlap=2, overlap_max=4)
    known = [person(db, f"Person {number}") for number in range(people - 1)]
    return Community(db, work, [*known, person(db, "Dora", "adjudicator")], clock)


WHAT = ["accept", "accept", "accept", "reject", "edit", "edit", "cannot-judge", "skip", "take", "correct", "wait",
        "withdraw"]  # fmt: skip
STEPS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(WHAT), st.integers(0, 5)), min_size=20, max_size=90)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_stored_decisions_follow_from_the_responses_whatever_people_do(
    often: None, steps: list[tuple[int, str, int]], tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    clock = MovableClock()
    (folder / "minga.db").write_bytes(migrated_sqlite.read_bytes())
    with Database.at(folder / "minga.db", clock=clock) as db:
        here = community(db, folder, clock)
        for number, step in enumerate(steps):
            here.act(*step)
            if number % 12 == 11:
                follows_from_the_responses(db, here.work)
        follows_from_the_responses(db, here.work)
        with db.reading() as session:
            for row in session.scalars(sa.select(Item)):
                assert row.state != "open" or row.judged < row.wanted <= 4 or row.judged >= 4


@pytest.mark.parametrize("seed", [1, 2])
def test_they_do_on_both_databases_and_across_real_checkpoints(
    db: Database, tmp_path: Path, clock: MovableClock, seed: int
) -> None:
    here = community(db, tmp_path, clock, people=8, items=40)
    turns = 0
    while turns < 170:
        turns += 1
        draw = (turns * 7919 * seed) % 1000
        here.act(draw % 8, WHAT[draw % 8] if draw % 8 < 6 or turns % 5 else "correct", draw)
    with db.reading() as session:
        assert session.get_one(Campaign, here.work.id).responses > 100
    assert len(current_decisions(db, here.work)) > 10
    follows_from_the_responses(db, here.work)


def test_another_process_decides_the_same(often: None, db: Database, tmp_path: Path, clock: MovableClock) -> None:
    here = community(db, tmp_path, clock)
    with Database(db.url.render_as_string(hide_password=False), clock=clock) as other:
        for turn in range(60):
            here.db = other if turn % 3 == 0 else db
            here.act(turn % 7, WHAT[(turn * 5) % 7], turn)
    follows_from_the_responses(db, here.work)


def test_what_was_rolled_back_at_a_checkpoint_is_forgotten(
    often: None, db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    here = community(db, tmp_path, clock, items=6)
    for turn in range(5):
        here.act(turn, "accept", 0)
    taken = take(db, here.people[5], here.work)
    assert taken

    for moment in range(9):
        db.clock = BreakingClock(clock, moment)
        with contextlib.suppress(PullThePlug):
            answer_and_take(db, taken, "reject", note="no", client_key=f"try {moment}")
        db.clock = clock
    here.act(6, "accept", 0)
    follows_from_the_responses(db, here.work)
    with db.reading() as session:
        mine = session.scalars(sa.select(Response.version).where(Response.person_id == here.people[5].id)).all()
    assert 0 < len(mine) < 9


def test_a_checkpoint_that_was_interrupted_comes_later(
    often: None, db: Database, tmp_path: Path, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = community(db, tmp_path, clock)

    def interrupted(*_: object) -> None:
        raise PullThePlug

    with monkeypatch.context() as broken:
        broken.setattr("minga.review.answers.revise", interrupted)
        for turn in range(8):
            with contextlib.suppress(PullThePlug):
                here.act(turn % 7, "accept", turn)
    with db.reading() as session:
        stuck = session.get_one(Campaign, here.work.id)
    assert stuck.checkpoint < 6 <= stuck.responses
    assert current_decisions(db, here.work) == replay(db, here.work)
    for turn in range(8, 30):
        here.act(turn % 7, "accept", turn)
    with db.reading() as session:
        assert session.get_one(Campaign, here.work.id).checkpoint >= 18
    follows_from_the_responses(db, here.work)


class PullThePlug(Exception):
    pass


class BreakingClock:
    """A clock at whose n-th reading the power fails."""

    def __init__(self, clock: MovableClock, moment: int) -> None:
        self.clock, self.left = clock, moment

    def __call__(self) -> datetime:
        self.left -= 1
        if self.left < 0:
            raise PullThePlug
        return self.clock()


def test_many_people_at_once_leave_decisions_that_follow_from_their_responses(
    often: None, db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    here = community(db, tmp_path, clock, people=8, items=15)
    faults: list[BaseException] = []

    def work_on(who: int) -> None:
        try:
            for turn in range(15):
                here.act(who, WHAT[(turn * 7 + who * 3) % 10], turn)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work_on, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    follows_from_the_responses(db, here.work)


def test_a_decision_keeps_its_rule_with_checkpoint_its_inputs_and_its_probabilities(
    often: None, db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    here = community(db, tmp_path, clock)
    for turn in range(24):
        here.act(turn % 4, "accept", 0)
    with db.reading() as session:
        last = session.scalars(sa.select(Decision).order_by(Decision.id.desc())).first()
        assert last is not None
        inputs = session.scalars(sa.select(Response.item_id).where(Response.id.in_(last.inputs))).all()
    assert last.rule.startswith("dawid-skene-1(overlap=2-4,confidence=0.9)@")
    assert int(last.rule.partition("@")[2]) % 6 == 0
    assert set(inputs) == {last.item_id}
    assert last.posterior is not None
    assert sum(last.posterior["verdict"].values()) == pytest.approx(1, abs=1e-5)


def test_an_early_decision_is_reopened_when_it_turns_out_who_is_reliable(
    often: None, db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    here = community(db, tmp_path, clock, people=6, items=30)
    for turn in range(20):  # these two agree on everything, whatever it is
        here.act(turn % 2, "accept", 0)
    early = {record for record, one in current_decisions(db, here.work).items() if one.outcome == "accepted"}
    assert early
    for turn in range(160):
        here.act(2 + turn % 3, "reject", 0)
        here.act(turn % 2, "accept", 0)
    follows_from_the_responses(db, here.work)


def test_nothing_that_holds_was_computed_from_the_answers_of_who_withdrew(
    often: None, db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    here = community(db, tmp_path, clock)
    for turn in range(30):
        here.act(turn % 5, WHAT[turn % 5], turn)
    withdraw(db, here.people[1])
    with db.reading() as session:
        hers = set(session.scalars(sa.select(Response.id).where(Response.person_id == here.people[1].id)))
        newest = sa.select(sa.func.max(Decision.id)).group_by(Decision.item_id)
        holding = session.scalars(sa.select(Decision).where(Decision.id.in_(newest))).all()
    assert hers
    assert not any(hers & {*one.inputs, *one.supporters} for one in holding)
    follows_from_the_responses(db, here.work)
    before = snapshot(db, here.work)
    recompute(db, here.work)
    assert snapshot(db, here.work) == before


def test_who_joined_after_withdrawing_people_left_goes_on(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    here = community(db, tmp_path, clock)
    here.act(0, "accept", 0)
    withdraw(db, here.people[0])
    late = person(db, "Late")
    accept_everything(db)
    assert take(db, late, here.work)
