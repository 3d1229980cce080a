from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Attempt, Campaign, Item, Person
from minga.community.people import grant_role
from minga.review.control_items import pause, resume
from minga.review.eligibility import Admission, Refusal, admission, refusal
from minga.review.gold_file import sync_gold
from minga.review.guidelines import change_guidelines
from tests.community.databases import MovableClock
from tests.review.making import campaign, record, table, workspace
from tests.review.making import newcomer as person
from tests.review.taking_part import did, gold_file, gold_line, records_campaign, welcome

NO_CAPS = {"soft_day": 0, "hard_day": 0, "share": 1.0, "share_from": 0}


def asked(db: Database, who: Person, work: Campaign) -> Admission:
    with db.writing() as session:
        return admission(session, db, who, work)


def why(db: Database, who: Person, work: Campaign) -> str:
    with db.reading() as session:
        found = refusal(session, db, who, work)
    return "" if found is None else found.reason


def passed(db: Database, who: Person, work: Campaign, language: str, *, passed: bool = True, number: int = 1) -> None:
    with db.writing() as session:
        session.add(
            Attempt(campaign_id=work.id, person_id=who.id, language=language, number=number, items=[], answers={},
                    started_at=db.now(), ended_at=db.now(), score=float(passed), passed=passed)
        )  # fmt: skip


def test_who_accepted_the_guidelines_that_hold_is_admitted(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    ada = person(db, "Ada")
    assert why(db, ada, work) == "guidelines"
    welcome(db, ada, work)
    assert asked(db, ada, work) == Admission(None, ("es",), ("es",))


def test_a_new_version_is_asked_for_before_anything_else_is_handed_out(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    ada = welcome(db, person(db, "Ada"), work)
    change_guidelines(db, work, "## Tono\nSé amable.", person(db, "Lea", "lead"))
    # The page's campaign is from before the change: what holds is read in the transaction.
    assert why(db, ada, work) == "guidelines"


@pytest.mark.parametrize(
    ("values", "reason", "until"),
    [
        ({"opens": date(2026, 11, 2)}, "not-yet-open", datetime(2026, 11, 2, tzinfo=UTC)),
        ({"opens": date(2026, 11, 1), "closes": date(2026, 11, 1)}, "", None),
        ({"closes": date(2026, 10, 31)}, "closed", None),
        ({"countries": ["PE"]}, "country", None),
        ({"varieties": ["es-PE"]}, "variety", None),
        ({"languages": ["ca"]}, "variety", None),
        ({"varieties": ["es"]}, "", None),
    ],
)
def test_what_the_campaign_asks_for(
    db: Database, tmp_path: Path, values: dict[str, Any], reason: str, until: datetime | None
) -> None:
    work = records_campaign(db, tmp_path, **values)
    ada = welcome(db, person(db, "Ada", varieties=["es-MX"]), work)
    found = asked(db, ada, work).refusal
    assert ("" if found is None else found.reason) == reason
    assert (None if found is None else found.until) == until


def test_a_refusal_names_what_is_asked_for(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, countries=["PE", "BO"])
    ada = welcome(db, person(db, "Ada"), work)
    assert asked(db, ada, work).refusal == Refusal("country", detail=("PE", "BO"))
    with db.writing() as session:
        session.get_one(Person, ada.id).country = "BO"
    with db.reading() as session:
        assert refusal(session, db, session.get_one(Person, ada.id), work) is None


def test_guests_and_people_who_withdrew_are_given_nothing(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    assert why(db, person(db, "Ada", "guest"), work) == "not-invited"
    berta = welcome(db, person(db, "Berta"), work)
    with db.writing() as session:
        gone = session.get_one(Person, berta.id)
        gone.withdrawn_at = db.now()
    assert why(db, gone, work) == "withdrawn"


def test_only_tags_that_fit_are_given_and_the_language_as_a_whole_where_it_was_widened(
    db: Database, tmp_path: Path
) -> None:
    rows = [
        record(0, language="es-PE"),
        record(1, language="es-MX"),
        record(2, language="ca"),
        record(3, language="es"),
    ]
    work = campaign(db, table(workspace(tmp_path), rows))
    ada = welcome(db, person(db, "Ada", varieties=["es-MX"]), work)
    assert asked(db, ada, work) == Admission(None, ("es", "es-MX"), ("es", "es-MX", "es-PE"))
    gala = welcome(db, person(db, "Gala", varieties=["gl"]), work)
    assert why(db, gala, work) == "variety"


def test_a_role_for_one_language_opens_no_other(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(0, language="es-PE"), record(1, language="ca")]))
    ada = welcome(db, person(db, "Ada", "guest", varieties=["es", "ca"]), work)
    with db.writing() as session:
        grant_role(session, db, session.get_one(Person, ada.id), "reviewer", language="ca")
    with db.reading() as session:
        assert admission(session, db, session.get_one(Person, ada.id), work).languages == ("ca",)


def test_a_paused_person_waits_until_a_lead_resumes_her(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    ada, lea = welcome(db, person(db, "Ada"), work), person(db, "Lea", "lead")
    pause(db, work, ada, lea, "hablemos")
    assert why(db, ada, work) == "paused"
    assert resume(db, work, ada, lea)
    assert why(db, ada, work) == ""


def test_the_entry_test_is_asked_for_by_language(db: Database, tmp_path: Path) -> None:
    rows = [record(0), record(1, language="ca"), record(2, language="gl")]
    work = campaign(db, table(workspace(tmp_path), rows), gold="gold.jsonl", test_items=1, test_attempts=2)
    sync_gold(db, work, gold_file(tmp_path, [gold_line(0), gold_line(1, language="ca")]))
    ada = welcome(db, person(db, "Ada", varieties=["es", "ca"]), work)
    assert asked(db, ada, work).refusal == Refusal("test", detail=("ca", "es"))
    passed(db, ada, work, "ca")
    assert asked(db, ada, work).languages == ("ca",)
    passed(db, ada, work, "es")
    assert asked(db, ada, work).languages == ("ca", "es")
    gala = welcome(db, person(db, "Gala", varieties=["gl"]), work)
    assert asked(db, gala, work).languages == ("gl",)  # nobody wrote a test in Galician


def test_who_used_all_attempts_is_told_so(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, test_items=1, test_attempts=2)
    sync_gold(db, work, gold_file(tmp_path, [gold_line(0)]))
    ada = welcome(db, person(db, "Ada"), work)
    passed(db, ada, work, "es", passed=False)
    assert why(db, ada, work) == "test"
    passed(db, ada, work, "es", passed=False, number=2)
    assert why(db, ada, work) == "test-failed"


def test_adjudicators_were_chosen_by_name_and_take_no_test(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, test_items=1)
    sync_gold(db, work, gold_file(tmp_path, [gold_line(0)]))
    assert why(db, welcome(db, person(db, "Dora", "adjudicator"), work), work) == ""


def test_a_day_has_an_end_and_the_next_one_begins(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = records_campaign(db, tmp_path, caps=NO_CAPS | {"soft_day": 3, "hard_day": 5})
    ada = welcome(db, person(db, "Ada"), work)
    did(db, ada, work, 2)
    assert not asked(db, ada, work).resting
    did(db, ada, work, 1)
    assert asked(db, ada, work).resting
    did(db, ada, work, 2)
    assert asked(db, ada, work).refusal == Refusal("rest", datetime(2026, 11, 2, tzinfo=UTC))
    clock.advance(hours=12)
    assert why(db, ada, work) == ""


def test_nobody_gives_more_than_her_share_while_others_are_there(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, caps=NO_CAPS | {"share": 0.5, "share_from": 10})
    ada, berta = (welcome(db, person(db, name), work) for name in ("Ada", "Berta"))
    did(db, ada, work, 30)
    did(db, berta, work, 9)
    assert why(db, ada, work) == "share"
    assert why(db, berta, work) == ""


def test_a_share_is_no_limit_when_nobody_else_is_there(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = records_campaign(db, tmp_path, caps=NO_CAPS | {"share": 0.5, "share_from": 10})
    ada, berta = (welcome(db, person(db, name), work) for name in ("Ada", "Berta"))
    did(db, ada, work, 30)
    assert why(db, ada, work) == ""
    did(db, berta, work, 9)
    clock.advance(days=4)  # Berta has not been seen lately
    assert why(db, ada, work) == ""


def test_a_share_is_lifted_when_the_others_would_not_finish_in_time(db: Database, tmp_path: Path) -> None:
    work = records_campaign(
        db, tmp_path, records=60, caps=NO_CAPS | {"share": 0.5, "share_from": 10}, closes=date(2026, 11, 3)
    )
    ada, berta = (welcome(db, person(db, name), work) for name in ("Ada", "Berta"))
    did(db, ada, work, 30)
    did(db, berta, work, 9)  # three a day, and two and a half days are left for 120 answers
    assert why(db, ada, work) == ""


def test_asking_costs_one_or_two_statements(make_db: Callable[[bool], Database], tmp_path: Path) -> None:
    db = make_db(True)
    work = records_campaign(db, tmp_path)
    tested = records_campaign(db, tmp_path, over="other", slug="tested", test_items=1)
    sync_gold(db, tested, gold_file(tmp_path, [gold_line(0)]))
    ada = person(db, "Ada")
    for one in (work, tested):
        welcome(db, ada, one)
        did(db, ada, one, 5)
    passed(db, ada, tested, "es")
    assert (statements(db, ada, work), statements(db, ada, tested)) == (1, 2)


def statements(db: Database, who: Person, work: Campaign) -> int:
    sent: list[str] = []
    with db.writing() as session:
        session.execute(sa.select(Item.id).limit(1))
        sa.event.listen(db.engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
        assert admission(session, db, who, work).refusal is None
    return sum(statement.startswith("SELECT") for statement in sent)
