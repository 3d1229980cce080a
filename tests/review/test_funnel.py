from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from minga.community import Database
from minga.community.invitations import invite
from minga.community.models import Person
from minga.review.funnel import funnel
from minga.review.gold_file import sync_gold
from minga.review.qualification import answer_question, start_attempt
from tests.community.databases import MovableClock
from tests.review.making import campaign, record, table, workspace
from tests.review.making import newcomer as person
from tests.review.taking_part import answered, did, gold_file, gold_line, items_of, records_campaign, welcome


def test_people_are_counted_by_how_far_they_came(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = records_campaign(db, tmp_path, test_items=1, test_pass=1.0)
    sync_gold(db, work, gold_file(tmp_path, [gold_line(0)]))
    invite(db, uses=5)
    invite(db, uses=7, valid=timedelta(seconds=1))
    clock.advance(seconds=2)
    names = ("registered", "accepted", "started", "passed", "answered", "active")
    people = [person(db, name) for name in names]
    for one in people[1:]:
        welcome(db, one, work)
    for number, one in enumerate(people[2:]):
        attempt = start_attempt(db, one, work, "es")
        answer_question(db, one, attempt.id, attempt.items[0], {"verdict": "reject" if number else "accept"})
    for one in people[4:]:
        answered(db, one, work, items_of(db, work)[0], "accept", "work")
    clock.advance(days=8)
    did(db, people[5], work, 1)
    person(db, "guest", "guest")
    gone = person(db, "gone")
    with db.writing() as session:
        session.get_one(Person, gone.id).withdrawn_at = clock()
    every, spanish = funnel(db, work)
    expected = {"invited": 11, "registered": 6, "accepted": 5, "started": 4, "passed": 3, "answered": 2, "active": 1}
    assert (spanish.language, spanish.tested, spanish.steps) == ("es", True, expected)
    assert (every.language, every.steps) == ("*", expected)


def test_each_language_has_its_funnel_and_everybody_counts_once_in_all(db: Database, tmp_path: Path) -> None:
    rows = [record(0, language="es-PE"), record(1, language="ca")]
    work = campaign(db, table(workspace(tmp_path), rows))
    for name, varieties in (("Ada", ["es", "ca"]), ("Berta", ["es-MX"]), ("Carla", ["gl"])):
        welcome(db, person(db, name, varieties=varieties), work)
    invite(db, uses=2, languages=("ca",))
    rows_of = {row.language: row for row in funnel(db, work)}
    assert {tag: (row.invited, row.registered, row.accepted) for tag, row in rows_of.items()} == {
        "*": (5, 3, 2),
        "ca": (3, 1, 1),
        "es": (2, 2, 2),
    }
    assert rows_of["ca"].passed == 1  # there is no test that she could not pass
