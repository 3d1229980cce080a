from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.community import Database
from minga.community.models import Assignment, Item
from minga.errors import CommunityError
from minga.review import Nothing, answer, available, fits, held_assignment, my_assignment, release_expired, skip, take
from minga.review.assignment import take_disputed
from tests.community.databases import MovableClock
from tests.review.making import campaign, item, key, person, record, table, workspace


def test_an_item_goes_to_as_many_people_as_its_overlap_and_no_more(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record()]))
    taken = [take(db, person(db, name), work) for name in ("Ada", "Berta", "Carla")]
    assert [bool(assignment) for assignment in taken] == [True, True, False]


def test_taking_again_gives_the_item_that_one_holds(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(number) for number in range(3)]))
    ada = person(db, "Ada")
    first, again = take(db, ada, work), take(db, ada, work)
    assert first
    assert again
    assert first.id == again.id
    held = held_assignment(db, ada, work)
    assert held is not None
    assert held.id == first.id


def test_a_reviewer_never_sees_their_own_item(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(contributor="Ada Lopes"), record(contributor="ADA")]))
    ada = person(db, "Ada", contributor="ada lopes")
    assert not take(db, ada, work)
    assert available(db, ada, work) == 0
    assert take(db, person(db, "Berta"), work)


@pytest.mark.parametrize(
    ("declared", "language", "fitting"),
    [
        (["es"], "es", True),
        (["es"], "es-PE", True),
        (["es-PE"], "es", True),
        (["es-PE"], "es-PE", True),
        (["es-MX"], "es-PE", False),
        (["ca", "es-MX"], "es-PE", False),
        ([], "es", False),
    ],
)
def test_only_texts_in_a_declared_language_fit(declared: list[str], language: str, fitting: bool) -> None:
    assert fits(declared, language) is fitting


def test_nobody_is_given_a_language_that_they_did_not_declare(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(language="ca"), record(language="es-PE")]))
    taken = take(db, person(db, "Ada", varieties=["es-PE"]), work)
    assert taken
    assert taken.item.language == "es-PE"
    assert not take(db, person(db, "Berta", varieties=["gl"]), work)


def test_what_is_likely_broken_comes_first(db: Database, tmp_path: Path) -> None:
    rows = [item(1, risk=0.1), item(2, risk=0.9), item(3, risk=0.5)]
    work = campaign(db, table(workspace(tmp_path), rows, "translated/mmlu"))
    taken = take(db, person(db, "Ada"), work)
    assert taken
    assert taken.item.place == -0.9


def test_a_lease_that_runs_out_returns_to_the_pool(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = campaign(db, table(workspace(tmp_path), [record()]), overlap=1)
    ada, berta = person(db, "Ada"), person(db, "Berta")
    assert take(db, ada, work)
    assert not take(db, berta, work)
    clock.advance(minutes=30)
    assert take(db, berta, work)
    assert not take(db, ada, work)


def test_releasing_counts_what_was_returned(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(1), record(2)]))
    take(db, person(db, "Ada"), work)
    assert release_expired(db, work) == 0
    clock.advance(minutes=31)
    assert release_expired(db, work) == 1
    assert release_expired(db, work) == 0


def test_a_skipped_item_does_not_come_back_to_who_skipped_it(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record()]), overlap=1)
    ada = person(db, "Ada")
    taken = take(db, ada, work)
    assert taken
    skip(db, taken, "not my field")
    skip(db, taken)
    assert not take(db, ada, work)
    assert take(db, person(db, "Berta"), work)
    assert my_assignment(db, ada, taken.id).reason == "not my field"


def test_the_assignment_of_somebody_else_is_not_found(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record()]))
    taken = take(db, person(db, "Ada"), work)
    assert taken
    with pytest.raises(CommunityError, match="was not given to you"):
        my_assignment(db, person(db, "Berta"), taken.id)


def test_a_guest_may_not_take_items(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record()]))
    assert take(db, person(db, "Ada", "guest"), work) == Nothing("not-invited")


def test_an_adjudicator_gets_disputed_items(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record()]))
    for name, verdict in (("Ada", "accept"), ("Berta", "reject")):
        taken = take(db, person(db, name), work)
        assert taken
        answer(db, taken, verdict, note="because", client_key=key())  # type: ignore[arg-type]
    assert not take(db, person(db, "Carla"), work)
    taken = take(db, person(db, "Dora", "adjudicator"), work)
    assert taken
    assert taken.adjudicating


def test_an_adjudicator_may_choose_among_disputed_items(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(number) for number in range(2)]))
    ada, berta, dora = (
        person(db, "Ada", "reviewer", "adjudicator"),
        person(db, "Berta"),
        person(db, "Dora", "adjudicator"),
    )
    for someone, verdict in ((ada, "accept"), (berta, "reject")) * 2:
        taken = take(db, someone, work)
        assert taken
        answer(db, taken, verdict, note="because", client_key=key())  # type: ignore[arg-type]
    with db.reading() as session:
        first, second = session.scalars(sa.select(Item).order_by(Item.place, Item.id))
    with pytest.raises(CommunityError, match="cannot be given to you now"):
        take_disputed(db, ada, work, second.record_id)
    taken = take_disputed(db, dora, work, second.record_id)
    assert (taken.item_id, taken.adjudicating) == (second.id, True)
    assert take_disputed(db, dora, work, first.record_id).id == taken.id, "what she holds comes first"
    with pytest.raises(CommunityError, match="cannot be given to you now"):
        take_disputed(db, person(db, "Eva", "adjudicator"), work, second.record_id)


def test_no_item_is_handed_out_beyond_its_overlap_under_a_rush(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(number) for number in range(12)]), overlap=2)
    people = [person(db, f"Person {number}") for number in range(8)]
    taken: list[int] = []
    faults: list[Exception] = []

    def rush(number: int) -> None:
        try:
            while assignment := take(db, people[number], work):
                taken.append(assignment.item_id)
                answer(db, assignment, "accept", client_key=key())
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=rush, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(taken) == sorted(list(set(taken)) * 2)
    assert len(taken) == 24
    counted(db)


def test_two_tabs_of_one_person_hold_one_item(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(number) for number in range(6)]))
    ada = person(db, "Ada")
    held: set[int] = set()

    def open_tab() -> None:
        taken = take(db, ada, work)
        assert taken
        held.add(taken.id)

    threads = [threading.Thread(target=open_tab) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(held) == 1


def counted(db: Database) -> None:
    """Every item's counters are what the assignments and answers say."""
    with db.reading() as session:
        for row in session.scalars(sa.select(Item)):
            held = sa.select(sa.func.count()).where(Assignment.item_id == row.id, Assignment.state == "held")
            assert row.held == session.scalar(held)


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["take", "accept", "cannot-judge", "skip", "wait"])))
)
def test_counters_hold_whatever_people_do(
    steps: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    clock = MovableClock()
    (folder / "minga.db").write_bytes(migrated_sqlite.read_bytes())
    with Database.at(folder / "minga.db", clock=clock) as db:
        work = campaign(db, table(workspace(folder), [record(number) for number in range(3)]), overlap=2)
        people = [person(db, f"Person {number}") for number in range(4)]
        for who, what in steps:
            taken = Nothing() if what == "wait" else take(db, people[who], work)
            if what == "wait":
                clock.advance(minutes=20)
            elif taken and what == "skip":
                skip(db, taken)
            elif taken and what != "take":
                answer(db, taken, what, client_key=key())  # type: ignore[arg-type]
            counted(db)
            with db.reading() as session:
                assert all(row.held + row.judged <= 2 for row in session.scalars(sa.select(Item)))
