from __future__ import annotations

import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Person, Session
from minga.community.people import Profile, add_person, grant_role, update_profile
from minga.community.sessions import SESSION_DAYS, issue_key, key_owner, read_session, sign_in, sign_out
from tests.community.databases import MovableClock


def ada(db: Database) -> Person:
    with db.writing() as session:
        return add_person(session, db, Profile("Ada"))


def test_a_session_leads_to_its_person_and_a_secret_for_forms(db: Database) -> None:
    person = ada(db)
    signed_in = read_session(db, sign_in(db, person.id))
    assert signed_in is not None
    assert signed_in.person.id == person.id
    assert len(signed_in.csrf_secret) >= 32


def test_signing_in_ends_the_browsers_former_session(db: Database) -> None:
    person = ada(db)
    first = sign_in(db, person.id)
    second = sign_in(db, person.id, previous=first)
    assert read_session(db, first) is None
    assert read_session(db, second) is not None


def test_a_session_runs_out_and_is_swept_away(db: Database, clock: MovableClock) -> None:
    person = ada(db)
    token = sign_in(db, person.id)
    clock.advance(days=SESSION_DAYS)
    assert read_session(db, token) is None
    sign_in(db, person.id)
    with db.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Session)) == 1


def test_signing_out_ends_the_session(db: Database) -> None:
    token = sign_in(db, ada(db).id)
    sign_out(db, token)
    assert read_session(db, token) is None


def test_a_new_personal_link_replaces_the_former(db: Database) -> None:
    person = ada(db)
    first = issue_key(db, person.id, "link")
    second = issue_key(db, person.id, "link")
    assert key_owner(db, first, "link") is None
    owner = key_owner(db, second, "link")
    assert owner is not None
    assert owner.id == person.id


def test_a_personal_link_is_no_program_token(db: Database) -> None:
    link = issue_key(db, ada(db).id, "link")
    assert key_owner(db, link, "api") is None


def test_a_role_may_hold_for_one_campaign_only(db: Database) -> None:
    with db.writing() as session:
        person = add_person(session, db, Profile("Ada"))
        grant_role(session, db, person, "reviewer")
        grant_role(session, db, person, "reviewer")
    assert len(person.roles) == 1
    assert person.has_role("reviewer", campaign_id=7)
    assert not person.has_role("lead")


def test_a_profile_can_be_changed(db: Database) -> None:
    person = ada(db)
    after = update_profile(db, person.id, Profile("Colibrí", naming="pseudonym", locale="ca", varieties=("ca",)))
    assert (after.public_name, after.locale, after.varieties) == ("Colibrí", "ca", ["ca"])
