from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Acceptance, AuditEvent, Campaign
from minga.errors import CommunityError
from minga.review.guidelines import (
    Edited,
    accept,
    accepted_version,
    change_guidelines,
    changes,
    current,
    history,
    needs_acceptance,
)
from tests.review.making import newcomer as person
from tests.review.making import record, table, workspace
from tests.review.taking_part import records_campaign

FIRST = """\
Lee todo.

## Tono
- Sé **amable**.
- Sé breve.

## Datos
Comprueba los números.
"""


def fresh(db: Database, work: Campaign) -> Campaign:
    with db.reading() as session:
        return session.get_one(Campaign, work.id)


def test_the_text_that_comes_with_minga_is_the_first_version(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path)
    assert (current(db, work).version, current(db, work).text) == (1, "")


def test_a_person_accepts_a_version_once(db: Database, tmp_path: Path) -> None:
    work, ada = records_campaign(db, tmp_path, guidelines=FIRST), person(db, "Ada")
    assert needs_acceptance(db, ada, work)
    accept(db, ada, work, 1)
    accept(db, ada, work, 1)
    assert not needs_acceptance(db, ada, work)
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.count(Acceptance.id))) == 1


def test_two_tabs_accept_once(db: Database, tmp_path: Path) -> None:
    work, ada = records_campaign(db, tmp_path), person(db, "Ada")
    faults: list[Exception] = []

    def press() -> None:
        try:
            accept(db, ada, work, 1)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert accepted_version(db, ada, work) == 1


def test_a_change_by_a_lead_is_a_new_version_in_the_audit_log(db: Database, tmp_path: Path) -> None:
    work, ada, lea = records_campaign(db, tmp_path, guidelines=FIRST), person(db, "Ada"), person(db, "Lea", "lead")
    accept(db, ada, work, 1)
    made = change_guidelines(db, work, FIRST + "Y las fechas.", lea)
    assert (made.version, made.author_id) == (2, lea.id)
    assert needs_acceptance(db, ada, fresh(db, work))
    assert [version.version for version in history(db, work)] == [1, 2]
    with db.reading() as session:
        [event] = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "change-guidelines"))
    assert (event.actor_id, event.subject, event.detail) == (lea.id, "c", {"version": 2})


def test_a_change_that_changes_nothing_asks_nobody_anew(db: Database, tmp_path: Path) -> None:
    work, lea = records_campaign(db, tmp_path), person(db, "Lea", "lead")
    change_guidelines(db, work, FIRST, lea)
    change_guidelines(db, work, FIRST.strip() + "\r\n", lea)
    assert len(history(db, work)) == 2


def test_a_version_that_changed_while_it_was_read_is_not_accepted(db: Database, tmp_path: Path) -> None:
    work, ada = records_campaign(db, tmp_path), person(db, "Ada")
    change_guidelines(db, work, FIRST, person(db, "Lea", "lead"))
    with pytest.raises(CommunityError, match="have changed meanwhile"):
        accept(db, ada, work, 1)


def test_what_a_lead_wrote_stays_until_the_file_changes(db: Database, tmp_path: Path) -> None:
    work, lea = records_campaign(db, tmp_path, guidelines=FIRST), person(db, "Lea", "lead")
    change_guidelines(db, work, "Lo que dice la coordinadora.", lea)
    again = records_campaign(db, tmp_path, guidelines=FIRST, overlap=3)
    assert again.guidelines == "Lo que dice la coordinadora."
    changed = records_campaign(db, tmp_path, guidelines=FIRST + "Más.", overlap=3)
    assert (changed.guidelines, changed.guidelines_version) == (FIRST + "Más.", 3)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 50_001])
def test_guidelines_are_neither_empty_nor_endless(db: Database, tmp_path: Path, text: str) -> None:
    with pytest.raises(CommunityError):
        change_guidelines(db, records_campaign(db, tmp_path), text, person(db, "Lea", "lead"))


def test_only_what_changed_is_shown_with_its_section() -> None:
    later = FIRST.replace("Sé breve.", "Sé breve y clara.").replace("Comprueba los números.\n", "") + "Y las fechas."
    assert changes(FIRST, later) == [
        Edited("Tono", "Sé breve.", "Sé breve y clara."),
        Edited("Datos", "Comprueba los números.", "Y las fechas."),
    ]


def test_a_section_that_was_added_is_shown_whole() -> None:
    assert changes(FIRST, FIRST + "## Nombres\nDéjalos.") == [Edited("Nombres", "", "Nombres\nDéjalos.")]


def test_signs_of_markdown_and_empty_lines_are_no_change() -> None:
    assert changes(FIRST, FIRST.replace("**amable**", "__amable__").replace("\n", "\n\n")) == []


def test_a_table_row_in_the_middle_does_not_move_the_others() -> None:
    before = "| a |\n| b |\n| c |"
    assert changes(before, before.replace("| b |", "| B |")) == [Edited("", "| b |", "| B |")]


def test_opening_a_campaign_again_makes_no_version(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, guidelines=FIRST)
    table(workspace(tmp_path), [record(9)])
    records_campaign(db, tmp_path, records=5, guidelines=FIRST)
    assert len(history(db, work)) == 1
