from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.consents import ConsentText
from minga.community.joining import is_open_to_anyone, join_as_newcomer, join_campaign
from minga.community.models import AuditEvent, Campaign, Consent, Person
from minga.community.people import Profile
from minga.errors import CommunityError
from tests.review.making import person
from tests.review.taking_part import records_campaign

CONSENT = ConsentText("1", "es", "0" * 64)


def test_anyone_joins_an_open_campaign_and_no_other(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, anyone=True)
    other = records_campaign(db, tmp_path, over="other", slug="other")
    eva = join_as_newcomer(db, work, Profile("Eva", varieties=("es",)), CONSENT)
    assert eva.has_role("reviewer", campaign_id=work.id)
    assert not eva.has_role("reviewer", campaign_id=other.id)
    with db.reading() as session:
        assert session.scalars(sa.select(Consent.person_id)).all() == [eva.id]
        assert "join" in session.scalars(sa.select(AuditEvent.action)).all()


def test_somebody_who_is_here_already_joins_once(db: Database, tmp_path: Path) -> None:
    work, ada = records_campaign(db, tmp_path, anyone=True), person(db, "Ada", "guest")
    join_campaign(db, work, ada)
    join_campaign(db, work, ada)
    with db.reading() as session:
        roles = session.get_one(Person, ada.id).roles
    assert [(role.name, role.campaign_id) for role in roles] == [("guest", None), ("reviewer", work.id)]


@pytest.mark.parametrize("values", [{}, {"anyone": True, "closes": date(2026, 10, 31)}])
def test_other_campaigns_need_an_invitation(db: Database, tmp_path: Path, values: dict[str, Any]) -> None:
    work = records_campaign(db, tmp_path, **values)
    refused(db, work, person(db, "Ada", "guest"))


def test_a_closed_campaign_takes_nobody_in(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, anyone=True)
    work.open = False
    refused(db, work, person(db, "Ada", "guest"))


def test_who_withdrew_comes_back_first(db: Database, tmp_path: Path) -> None:
    work, ada = records_campaign(db, tmp_path, anyone=True), person(db, "Ada", "guest")
    with db.writing() as session:
        session.get_one(Person, ada.id).withdrawn_at = db.now()
    with pytest.raises(CommunityError, match="taken your work back"):
        join_campaign(db, work, ada)


def refused(db: Database, work: Campaign, someone: Person) -> None:
    assert not is_open_to_anyone(db, work)
    with pytest.raises(CommunityError, match="not open to everybody"):
        join_campaign(db, work, someone)
    with pytest.raises(CommunityError, match="not open to everybody"):
        join_as_newcomer(db, work, Profile("Eva", varieties=("es",)), CONSENT)
