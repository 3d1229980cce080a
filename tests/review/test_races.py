"""What happens when things meet that should not: nothing is lost, nothing counts twice, nobody waits for ever."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Person, Response, Tally
from minga.errors import CommunityError
from minga.review import (
    Nothing,
    answer,
    answer_and_take,
    current_decisions,
    replay,
    skip,
    take,
)
from minga.review.guidelines import accept, change_guidelines
from minga.review.withdrawing import withdraw
from tests.community.databases import MovableClock
from tests.review.making import campaign, key, person, record, table, workspace


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, done in threads that start together; an exception is raised here."""
    start = threading.Barrier(len(acts))
    given: list[Any] = [None] * len(acts)
    faults: list[BaseException] = []

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            given[number] = act()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    if faults:
        raise faults[0]
    assert not any(thread.is_alive() for thread in threads)
    return given


def must_take(db: Database, who: Person, work: Campaign) -> Assignment:
    taken = take(db, who, work)
    assert taken
    return taken


def responses(db: Database) -> list[Response]:
    with db.reading() as session:
        return list(session.scalars(sa.select(Response).order_by(Response.position)))


def works(db: Database, folder: Path, rows: int = 1, **values: Any) -> Campaign:
    return campaign(db, table(workspace(folder), [record(number) for number in range(rows)]), **values)


@pytest.mark.parametrize("attempt", range(3))
def test_two_people_race_for_the_last_free_place(db: Database, tmp_path: Path, attempt: int) -> None:
    work = works(db, tmp_path, overlap=1)
    people = [person(db, f"Person {number}") for number in range(6)]
    taken = at_once(*(lambda who=who: take(db, who, work) for who in people))
    assert [bool(one) for one in taken].count(True) == 1
    assert {one.reason for one in taken if isinstance(one, Nothing)} == {"nothing-left"}


@pytest.mark.parametrize("overlap_max", [0, 5])
def test_thirty_people_at_once_never_exceed_what_an_item_wants(db: Database, tmp_path: Path, overlap_max: int) -> None:
    work = works(db, tmp_path, rows=20, overlap=2, overlap_max=overlap_max)
    people = [person(db, f"Person {number}") for number in range(30)]
    exceeded: list[int] = []

    def hammer(number: int) -> None:
        taken = take(db, people[number], work)
        while taken:
            assert isinstance(taken, Assignment)
            with db.reading() as session:
                row = session.get_one(Item, taken.item_id)
                if row.state == "open" and row.held + row.judged > row.wanted:
                    exceeded.append(row.id)
            if (taken.id + number) % 7 == 0:
                skip(db, taken)
                taken = take(db, people[number], work)
            else:
                verdict = "reject" if (taken.item_id * number) % 5 == 0 else "accept"
                _, taken = answer_and_take(db, taken, verdict, note="porque sí", client_key=key())  # type: ignore[arg-type]

    at_once(*(lambda number=number: hammer(number) for number in range(30)))
    assert exceeded == []
    given = responses(db)
    assert [one.position for one in given] == list(range(1, len(given) + 1))
    judged = Counter(one.item_id for one in given)
    assert max(judged.values()) <= max(2, overlap_max)
    with db.reading() as session:
        for row in session.scalars(sa.select(Item)):
            assert (row.held, row.judged) == (0, judged[row.id])
        tallied = session.scalar(sa.select(sa.func.sum(Tally.answers)))
    assert tallied == len(given)
    assert replay(db, work) == current_decisions(db, work)


def test_a_lease_runs_out_while_somebody_types(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = works(db, tmp_path, overlap=1)
    ada, berta = person(db, "Ada"), person(db, "Berta")
    slow = must_take(db, ada, work)
    clock.advance(minutes=31)
    quick = must_take(db, berta, work)
    at_once(
        lambda: answer(db, slow, "reject", note="no", client_key=key()),
        lambda: answer(db, quick, "accept", client_key=key()),
    )
    given = responses(db)
    assert {(one.person_id, one.late) for one in given} == {(ada.id, True), (berta.id, False)}
    [decision] = current_decisions(db, work).values()
    assert decision.inputs == (given[0].id,)
    with db.reading() as session:
        row = session.scalars(sa.select(Item)).one()
    assert (row.held, row.judged) == (0, 2)


def test_guidelines_change_while_somebody_works(db: Database, tmp_path: Path) -> None:
    work = works(db, tmp_path, rows=3)
    ada, lea = person(db, "Ada"), person(db, "Lea", "lead")
    taken = must_take(db, ada, work)
    change_guidelines(db, work, "# Otra guía", lea)
    response, following = answer_and_take(db, taken, "accept", client_key=key())
    assert response.guidelines_version == 1
    assert following == Nothing("guidelines")
    with db.reading() as session:
        work = session.get_one(Campaign, work.id)
    accept(db, ada, work, 2)
    taken = must_take(db, ada, work)
    assert answer(db, taken, "accept", client_key=key()).guidelines_version == 2


def test_what_one_holds_may_be_finished_under_the_old_guidelines(db: Database, tmp_path: Path) -> None:
    work = works(db, tmp_path, rows=2)
    ada, lea = person(db, "Ada"), person(db, "Lea", "lead")
    taken = must_take(db, ada, work)
    change_guidelines(db, work, "# Otra guía", lea)
    assert must_take(db, ada, work).id == taken.id


def test_a_person_withdraws_while_she_holds_an_item(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = works(db, tmp_path, rows=1, overlap=1)
    ada, berta = person(db, "Ada"), person(db, "Berta")
    taken = must_take(db, ada, work)
    withdraw(db, ada)
    with pytest.raises(CommunityError, match="you have taken your work back"):
        answer(db, taken, "accept", client_key=key())
    assert responses(db) == []
    clock.advance(minutes=31)
    assert must_take(db, berta, work).item_id == taken.item_id


def test_withdrawing_and_answering_meet(db: Database, tmp_path: Path) -> None:
    work = works(db, tmp_path, rows=8, overlap=2)
    people = [person(db, f"Person {number}") for number in range(4)]

    def answers(who: Person) -> None:
        taken = take(db, who, work)
        while isinstance(taken, Assignment):
            try:
                _, taken = answer_and_take(db, taken, "accept", client_key=key())
            except CommunityError:
                return

    at_once(*(lambda who=who: answers(who) for who in people), lambda: withdraw(db, people[0]))
    gone = {one.id for one in responses(db) if one.person_id == people[0].id}
    holding = current_decisions(db, work)
    assert not any(gone & {*one.inputs, *one.supporters} for one in holding.values())
    assert replay(db, work) == holding


def test_the_clock_jumps_back(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = works(db, tmp_path, rows=3, overlap=1)
    ada = person(db, "Ada")
    taken = must_take(db, ada, work)
    clock.advance(hours=-5)
    first, following = answer_and_take(db, taken, "accept", client_key=key())
    assert (first.late, first.seconds) == (False, 0.0)
    assert isinstance(following, Assignment)
    clock.advance(minutes=10)
    second = answer(db, following, "accept", client_key=key())
    assert (second.position, second.seconds) == (2, 600.0)


def test_the_clock_jumps_forward(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = works(db, tmp_path, rows=1, overlap=1)
    ada, berta = person(db, "Ada"), person(db, "Berta")
    taken = must_take(db, ada, work)
    clock.advance(days=400)
    assert must_take(db, berta, work).item_id == taken.item_id
    clock.time -= timedelta(days=400)
    response = answer(db, taken, "accept", client_key=key())
    assert not response.late
    assert current_decisions(db, work)


def test_the_same_answer_arrives_many_times_at_once(db: Database, tmp_path: Path) -> None:
    work = works(db, tmp_path, rows=2)
    ada = person(db, "Ada")
    taken = must_take(db, ada, work)
    given = at_once(*(lambda: answer_and_take(db, taken, "accept", client_key="k") for _ in range(8)))
    assert len({response.id for response, _ in given}) == 1
    assert len({following.id for _, following in given}) == 1
    assert len(responses(db)) == 1
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.sum(Tally.answers))) == 1


def test_corrections_from_two_tabs_become_two_versions(db: Database, tmp_path: Path) -> None:
    work = works(db, tmp_path)
    taken = must_take(db, person(db, "Ada"), work)
    at_once(*(lambda n=n: answer(db, taken, "reject", note=f"razón {n}", client_key=key()) for n in range(6)))
    assert [one.version for one in responses(db)] == [1, 2, 3, 4, 5, 6]


def disputed(db: Database, folder: Path) -> Campaign:
    work = works(db, folder)
    for name, verdict in (("Ada", "accept"), ("Berta", "reject")):
        answer(db, must_take(db, person(db, name), work), verdict, note="porque sí", client_key=key())  # type: ignore[arg-type]
    return work


@pytest.mark.parametrize("attempt", range(2))
def test_two_adjudicators_settle_a_dispute_at_the_same_time(
    db: Database, tmp_path: Path, clock: MovableClock, attempt: int
) -> None:
    work = disputed(db, tmp_path)
    dora, eva = (person(db, name, "adjudicator") for name in ("Dora", "Eva"))
    first = must_take(db, dora, work)
    assert not take(db, eva, work)
    clock.advance(minutes=31)
    second = must_take(db, eva, work)
    at_once(
        lambda: answer(db, first, "accept", client_key=key()),
        lambda: answer(db, second, "edit", edits={"messages[1]": "Un plato de papa."}, client_key=key()),
    )
    words = [one for one in responses(db) if one.adjudicating]
    assert len(words) == 2
    [decision] = current_decisions(db, work).values()
    newest = words[-1]
    assert (decision.rule, decision.inputs) == ("adjudication-1", (newest.id,))
    assert decision.edits == newest.edits
    with db.reading() as session:
        assert session.scalars(sa.select(Item.held)).one() == 0


def test_an_item_is_taken_in_anew_while_people_answer(db: Database, tmp_path: Path) -> None:
    work = works(db, tmp_path, rows=12, overlap=2)
    people = [person(db, f"Person {number}") for number in range(4)]

    def answers(who: Person) -> None:
        taken = take(db, who, work)
        while isinstance(taken, Assignment):
            _, taken = answer_and_take(db, taken, "accept", client_key=key())

    def other_rows() -> None:
        rows = table(workspace(tmp_path), [record(number) for number in range(4, 16)])
        campaign(db, rows, overlap=2, accepted=False)

    at_once(*(lambda who=who: answers(who) for who in people), other_rows)
    with db.reading() as session:
        closed = session.scalars(sa.select(Item.record_id).where(Item.state == "closed")).all()
    assert set(closed) == {record(number).id for number in range(4)}
    assert replay(db, work) == current_decisions(db, work, closed=False)
