"""What an older minga wrote is read by this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from minga.community import Database
from minga.community.database import migration_config, newest_schema
from minga.community.models import Assignment, Campaign, Guideline, Item, Response, Tally
from minga.errors import StorageError
from minga.review import current_decisions, replay

AT = datetime(2026, 5, 1, 22, tzinfo=UTC)
PERSON = {
    "naming": "name", "locale": "es", "varieties": ["es"], "contributor": "", "simulated": False, "created_at": AT,
}  # fmt: skip
ITEM = {
    "campaign_id": 1, "language": "es", "payload": {"record": {}}, "place": 0.0, "table_content": "t",
    "contributor": "", "held": 0, "created_at": AT,
}  # fmt: skip
ANSWER = {"version": 1, "edits": None, "note": "", "late": False, "adjudicating": False, "guidelines_version": 3,
          "digest": "d", "created_at": AT}  # fmt: skip
LEASE = {"campaign_id": 1, "state": "answered", "adjudicating": False, "taken_at": AT, "expires_at": AT,
         "ended_at": AT, "reason": ""}  # fmt: skip


def at_schema(db: Database, revision: str) -> None:
    """Bring an empty database to an older schema, as an older minga did."""
    with db.writing() as session:
        command.upgrade(migration_config(session.connection()), revision)


def insert(db: Database, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    found = sa.MetaData()
    found.reflect(db.engine)
    with db.writing() as session:
        for table, values in rows.items():
            session.execute(sa.insert(found.tables[table]), values)


def test_reading_does_not_migrate_an_older_database_but_says_so(make_db: Callable[[bool], Database]) -> None:
    db = make_db(False)
    at_schema(db, "0001")
    with pytest.raises(StorageError, match=f"has schema 0001, and this minga reads {newest_schema()}; minga run"):
        Database.to_read(db.url.render_as_string(hide_password=False))
    with db.reading() as session:
        assert session.scalar(sa.text("SELECT version_num FROM alembic_version")) == "0001"


def test_a_campaign_of_the_second_schema_keeps_its_answers_and_decisions(make_db: Callable[[bool], Database]) -> None:
    db = make_db(False)
    at_schema(db, "0002")
    people = [{**PERSON, "id": number, "name": name} for number, name in enumerate(("Ada", "Berta", "Carla"), 1)]
    insert(
        db,
        {
            "person": people,
            "campaign": [
                {
                    "id": 1, "slug": "mmlu-es", "title": "MMLU", "kind": "validate-translation", "synced": "s",
                    "table_name": "translated/mmlu-es", "languages": ["es"], "overlap": 2, "lease_minutes": 45,
                    "guidelines": "# Pautas", "guidelines_version": 3, "open": True, "created_at": AT,
                }
            ],
            "item": [
                {**ITEM, "id": 1, "record_id": "a" * 32, "state": "decided", "judged": 2},
                {**ITEM, "id": 2, "record_id": "b" * 32, "state": "decided", "judged": 2},
                {**ITEM, "id": 3, "record_id": "c" * 32, "state": "open", "judged": 0},
            ],
            "assignment": [
                {**LEASE, "id": 1, "item_id": 1, "person_id": 1},
                {**LEASE, "id": 2, "item_id": 1, "person_id": 2},
                {**LEASE, "id": 3, "item_id": 2, "person_id": 1},
                {**LEASE, "id": 4, "item_id": 2, "person_id": 2},
                {**LEASE, "id": 5, "item_id": 2, "person_id": 3, "adjudicating": True},
                {**LEASE, "id": 6, "item_id": 3, "person_id": 1, "state": "held", "ended_at": None},
            ],
            "response": [
                {**ANSWER, "id": 1, "item_id": 1, "assignment_id": 1, "person_id": 1, "verdict": "accept",
                 "client_key": "1"},
                {**ANSWER, "id": 2, "item_id": 1, "assignment_id": 2, "person_id": 2, "verdict": "accept",
                 "client_key": "2"},
                {**ANSWER, "id": 3, "item_id": 2, "assignment_id": 3, "person_id": 1, "verdict": "accept",
                 "client_key": "3"},
                {**ANSWER, "id": 4, "item_id": 2, "assignment_id": 4, "person_id": 2, "verdict": "accept",
                 "client_key": "4"},
                {**ANSWER, "id": 5, "item_id": 2, "assignment_id": 4, "person_id": 2, "verdict": "reject",
                 "note": "no", "client_key": "5", "version": 2},
                {**ANSWER, "id": 6, "item_id": 2, "assignment_id": 5, "person_id": 3, "verdict": "edit",
                 "edits": {"question": "¿Qué?"}, "client_key": "6", "adjudicating": True},
            ],
            "decision": [
                {"id": 1, "item_id": 1, "rule": "majority-1(overlap=2)", "inputs": [1, 2], "outcome": "accepted",
                 "edits": None, "supporters": [1, 2], "decided_at": AT},
                {"id": 2, "item_id": 2, "rule": "adjudication-1", "inputs": [6], "outcome": "edited",
                 "edits": {"question": "¿Qué?"}, "supporters": [6], "decided_at": AT},
            ],
        },
    )  # fmt: skip
    db.migrate()
    with db.reading() as session:
        campaign = session.scalars(sa.select(Campaign)).one()
        responses = session.scalars(sa.select(Response).order_by(Response.position)).all()
        adjudicated = session.scalars(sa.select(Assignment.id).where(Assignment.purpose == "adjudication")).all()
        tallies = session.execute(sa.select(Tally.person_id, Tally.day, Tally.answers).order_by(Tally.person_id)).all()
        guideline = session.scalars(sa.select(Guideline)).one()
        items = session.execute(sa.select(Item.state, Item.judged, Item.wanted, Item.purpose).order_by(Item.id)).all()
    assert (campaign.options.overlap, campaign.options.most, campaign.options.lease_minutes) == (2, 2, 45)
    assert (campaign.responses, campaign.synced) == (6, "")
    assert [(one.id, one.position, one.campaign_id) for one in responses] == [(n, n, 1) for n in range(1, 7)]
    assert [one.adjudicating for one in responses] == [False] * 5 + [True]
    assert adjudicated == [5]
    assert [tuple(row) for row in tallies] == [(1, AT.date(), 2), (2, AT.date(), 2), (3, AT.date(), 1)]
    assert (guideline.version, guideline.text, guideline.author_id) == (3, "# Pautas", None)
    assert [tuple(row) for row in items] == [
        ("decided", 2, 2, "work"), ("decided", 2, 2, "work"), ("open", 0, 2, "work"),
    ]  # fmt: skip
    assert current_decisions(db, campaign) == replay(db, campaign)
    assert [one.outcome for one in current_decisions(db, campaign).values()] == ["accepted", "edited"]
