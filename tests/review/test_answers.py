from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Person, Response
from minga.errors import CommunityError
from minga.review import answer, answers_of, campaign_progress, current_decisions, newest_answer, person_progress, take
from tests.community.databases import MovableClock
from tests.review.making import campaign, key, person, record, table, workspace


def start(db: Database, folder: Path, *, overlap: int = 2, rows: int = 1) -> tuple[Campaign, Person, Person]:
    work = campaign(db, table(workspace(folder), [record(number) for number in range(rows)]), overlap=overlap)
    return work, person(db, "Ada"), person(db, "Berta")


def must_take(db: Database, who: Person, work: Campaign) -> Assignment:
    taken = take(db, who, work)
    assert taken
    return taken


def test_the_same_answer_sent_twice_is_kept_once(db: Database, tmp_path: Path) -> None:
    work, ada, _ = start(db, tmp_path)
    taken = must_take(db, ada, work)
    first = answer(db, taken, "accept", client_key="k")
    second = answer(db, taken, "accept", client_key="k")
    assert first.id == second.id
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Response)) == 1


def test_the_same_key_with_other_words_is_a_correction(db: Database, tmp_path: Path) -> None:
    work, ada, _ = start(db, tmp_path)
    taken = must_take(db, ada, work)
    for verdict in ("accept", "cannot-judge", "cannot-judge"):
        last = answer(db, taken, verdict, client_key="k")
    assert (last.version, last.verdict) == (2, "cannot-judge")


def test_a_correction_is_a_new_row_beside_the_first(db: Database, tmp_path: Path) -> None:
    work, ada, _ = start(db, tmp_path)
    taken = must_take(db, ada, work)
    answer(db, taken, "accept", client_key=key())
    answer(db, taken, "reject", note="it is wrong", client_key=key())
    with db.reading() as session:
        verdicts = session.execute(sa.select(Response.version, Response.verdict).order_by(Response.id)).all()
    assert [tuple(row) for row in verdicts] == [(1, "accept"), (2, "reject")]
    newest = newest_answer(db, ada, taken.item_id)
    assert newest is not None
    assert newest.verdict == "reject"
    [(mine, _item, _campaign)] = answers_of(db, ada)
    assert mine.id == newest.id


def test_a_correction_changes_the_decision(db: Database, tmp_path: Path) -> None:
    work, ada, berta = start(db, tmp_path)
    taken = must_take(db, ada, work)
    answer(db, taken, "reject", note="no", client_key=key())
    answer(db, must_take(db, berta, work), "accept", client_key=key())
    assert campaign_progress(db, work).outcomes == {"disputed": 1}
    answer(db, taken, "accept", client_key=key())
    assert campaign_progress(db, work).outcomes == {"accepted": 1}


def test_a_correction_may_reopen_an_item(db: Database, tmp_path: Path) -> None:
    work, ada, berta = start(db, tmp_path)
    taken = must_take(db, ada, work)
    answer(db, taken, "accept", client_key=key())
    answer(db, must_take(db, berta, work), "accept", client_key=key())
    answer(db, taken, "cannot-judge", client_key=key())
    assert current_decisions(db, work) == {}
    assert take(db, person(db, "Carla"), work)


def test_a_late_answer_counts_where_the_item_still_wants_one(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work, ada, _ = start(db, tmp_path, overlap=1)
    taken = must_take(db, ada, work)
    clock.advance(hours=2)
    response = answer(db, taken, "accept", client_key=key())
    assert response.late
    assert campaign_progress(db, work).decided == 1


def test_a_late_answer_that_is_not_wanted_is_kept_and_changes_nothing(
    db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    work, ada, berta = start(db, tmp_path, overlap=1)
    taken = must_take(db, ada, work)
    clock.advance(hours=2)
    answer(db, must_take(db, berta, work), "accept", client_key=key())
    late = answer(db, taken, "reject", note="no", client_key=key())
    [decision] = current_decisions(db, work).values()
    assert decision.outcome == "accepted"
    assert late.id not in decision.inputs
    assert newest_answer(db, ada, taken.item_id) is not None


def test_an_edit_that_changes_nothing_is_an_acceptance(db: Database, tmp_path: Path) -> None:
    work, ada, _ = start(db, tmp_path)
    taken = must_take(db, ada, work)
    same = taken.item.payload["record"]["messages"][0]["content"]
    response = answer(db, taken, "edit", edits={"messages[0]": f"{same}\r\n"}, client_key=key())
    assert (response.verdict, response.edits) == ("accept", None)


def test_an_edit_keeps_only_what_was_changed(db: Database, tmp_path: Path) -> None:
    work, ada, _ = start(db, tmp_path)
    taken = must_take(db, ada, work)
    messages = taken.item.payload["record"]["messages"]
    edits = {"messages[0]": messages[0]["content"], "messages[1]": "Otra respuesta."}
    assert answer(db, taken, "edit", edits=edits, client_key=key()).edits == {"messages[1]": "Otra respuesta."}


@pytest.mark.parametrize(
    ("verdict", "values", "what"),
    [
        ("reject", {}, "needs a reason"),
        ("maybe", {}, "is not a verdict"),
        ("edit", {"edits": {"messages[0]": "  "}}, "may not be empty"),
        ("edit", {"edits": {"messages[9]": "x"}}, "no such text"),
        ("edit", {"edits": {"messages[0]": "x" * 20_001}}, "text is too long"),
        ("accept", {"note": "x" * 2001}, "note is too long"),
        ("accept", {"client_key": ""}, "client_key"),
    ],
)
def test_an_answer_that_cannot_stand_changes_nothing(
    db: Database, tmp_path: Path, verdict: str, values: dict[str, object], what: str
) -> None:
    work, ada, _ = start(db, tmp_path)
    taken = must_take(db, ada, work)
    with pytest.raises(CommunityError, match=what):
        answer(db, taken, verdict, **{"client_key": key(), **values})  # type: ignore[arg-type]
    assert must_take(db, ada, work).id == taken.id
    assert newest_answer(db, ada, taken.item_id) is None


def test_an_answer_to_a_closed_item_is_kept(db: Database, tmp_path: Path) -> None:
    work, ada, _ = start(db, tmp_path)
    taken = must_take(db, ada, work)
    campaign(db, table(workspace(tmp_path), [record(77)]))
    answer(db, taken, "accept", client_key=key())
    with db.reading() as session:
        assert session.get_one(Item, taken.item_id).state == "closed"
    assert newest_answer(db, ada, taken.item_id) is not None


def test_progress_counts_validated_work(db: Database, tmp_path: Path) -> None:
    work, ada, berta = start(db, tmp_path, rows=3)
    for _ in range(2):
        answer(db, must_take(db, ada, work), "accept", client_key=key())
    answer(db, must_take(db, berta, work), "accept", client_key=key())
    answer(db, must_take(db, berta, work), "reject", note="no", client_key=key())
    mine = person_progress(db, ada, work)
    assert (mine.answered, mine.decided, mine.agreed, mine.waiting) == (2, 1, 1, 1)
    whole = campaign_progress(db, work)
    assert (whole.items, whole.open, whole.decided, whole.disputed) == (3, 1, 1, 1)
    assert (whole.answers, whole.people) == (4, 2)
    assert whole.share == pytest.approx(1 / 3)
