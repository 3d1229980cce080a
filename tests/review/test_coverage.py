from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import AuditEvent
from minga.errors import CommunityError
from minga.review import answer, coverage, take, widen
from minga.review.withdrawing import withdraw
from tests.community.databases import MovableClock
from tests.review.making import campaign, key, person, record, table, workspace


def test_a_lead_sees_the_varieties_that_have_too_few_people(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    rows = [record(number, language="es-PE") for number in range(3)] + [record(9, language="gn")]
    work = campaign(db, table(workspace(tmp_path), rows), overlap=2)
    person(db, "Ada", varieties=["es-PE"])
    person(db, "Berta", varieties=["es"])
    person(db, "Carla", varieties=["es-MX"])
    person(db, "Dora", "guest", varieties=["gn"])
    withdraw(db, person(db, "Eva", varieties=["gn"]))
    guarani, spanish = coverage(db, work)
    assert (guarani.language, guarani.waiting, guarani.people, guarani.active) == ("gn", 1, 0, 0)
    assert guarani.short
    assert (spanish.waiting, spanish.opinions, spanish.people, spanish.active) == (3, 6, 2, 2)
    assert (spanish.neighbours, spanish.needed, spanish.short) == (1, 2, False)
    clock.advance(days=15)
    assert [one.active for one in coverage(db, work)] == [0, 0]
    taken = take(db, person(db, "Fe", varieties=["es-PE"]), work)
    assert taken
    answer(db, taken, "accept", client_key=key())
    assert {one.language: one.active for one in coverage(db, work)} == {"gn": 0, "es-PE": 1}


def test_a_widened_variety_goes_to_speakers_of_other_ones(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(1, language="es-PE"), record(2, language="es-AR")]))
    carla, lea = person(db, "Carla", varieties=["es-MX"]), person(db, "Lea", "lead")
    assert not take(db, carla, work)
    assert widen(db, work, "es-PE", lea) == 1
    taken = take(db, carla, work)
    assert taken
    assert taken.item.language == "es-PE"
    assert not take(db, person(db, "Catalina", varieties=["ca"]), work)
    with db.reading() as session:
        act = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "widen")).one()
    assert (act.actor_id, act.detail) == (lea.id, {"language": "es-PE", "items": 1})
    assert {one.language: one.widened for one in coverage(db, work)} == {"es-AR": 0, "es-PE": 1}


def test_widening_may_be_taken_back(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(1, language="es-PE")]))
    assert widen(db, work, "es-PE", None) == 1
    assert widen(db, work, "es-PE", None) == 0
    assert widen(db, work, "es-PE", None, widened=False) == 1
    assert not take(db, person(db, "Carla", varieties=["es-MX"]), work)


def test_a_variety_without_items_is_told(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(1, language="es-PE")]))
    with pytest.raises(CommunityError, match="has no items in gn; it has es-PE"):
        widen(db, work, "gn", None)
