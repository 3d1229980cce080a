from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.consents import ConsentText, agree
from minga.community.models import Person, Session
from minga.community.people import Profile, add_person, grant_role, update_profile
from minga.community.sessions import (
    SESSION_DAYS,
    end_session,
    issue_key,
    key_owner,
    list_keys,
    list_sessions,
    program_token,
    read_session,
    revoke_key,
    sign_in,
    sign_out,
)
from minga.errors import CommunityError
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


def test_a_session_says_what_its_owner_agreed_to_last(db: Database) -> None:
    person = ada(db)
    token = sign_in(db, person.id)
    for version in (None, "1", "2"):
        if version:
            agree(db, person.id, ConsentText(version, "es", "0" * 64))
        signed_in = read_session(db, token)
        assert signed_in is not None
        assert signed_in.consented == version


def test_its_owner_sees_her_sessions_and_ends_one(db: Database, clock: MovableClock) -> None:
    person = ada(db)
    phone = sign_in(db, person.id, device="Firefox, Android")
    clock.advance(days=1)
    here = sign_in(db, person.id, device="Chromium, Linux")
    listed = list_sessions(db, person.id, token=here)
    assert [(one.device, one.here) for one in listed] == [("Chromium, Linux", True), ("Firefox, Android", False)]
    end_session(db, ada(db).id, listed[1].id)
    assert read_session(db, phone) is not None  # it is not another's to end
    end_session(db, person.id, listed[1].id)
    assert read_session(db, phone) is None
    assert [one.device for one in list_sessions(db, person.id)] == ["Chromium, Linux"]


def test_tokens_of_programs_have_names_scopes_and_an_end(db: Database, clock: MovableClock) -> None:
    person = ada(db)
    notebook = issue_key(db, person.id, "api", name="notebook", scopes=["read"], valid=timedelta(days=90))
    bot = issue_key(db, person.id, "api", name="bot", scopes=["read", "answer"])
    found = program_token(db, bot)
    assert found is not None
    assert (found.person.id, found.scopes) == (person.id, {"read", "answer"})
    again = issue_key(db, person.id, "api", name="bot", scopes=["read"])
    assert program_token(db, bot) is None
    assert [key.name for key in list_keys(db, person.id, "api")] == ["bot", "notebook"]
    revoke_key(db, person.id, list_keys(db, person.id, "api")[0].id)
    assert program_token(db, again) is None
    assert program_token(db, notebook) is not None
    clock.advance(days=90)
    assert program_token(db, notebook) is None


def test_when_a_token_was_used_last_is_known_to_the_hour(db: Database, clock: MovableClock) -> None:
    person = ada(db)
    token = issue_key(db, person.id, "api", name="bot")
    assert list_keys(db, person.id, "api")[0].last_used_at is None
    program_token(db, token)
    first = list_keys(db, person.id, "api")[0].last_used_at
    clock.advance(minutes=59)
    program_token(db, token)
    assert list_keys(db, person.id, "api")[0].last_used_at == first
    clock.advance(minutes=2)
    program_token(db, token)
    assert list_keys(db, person.id, "api")[0].last_used_at == clock()


def test_nobody_has_tokens_without_end(sqlite_db: Database) -> None:
    person = ada(sqlite_db)
    for number in range(20):
        issue_key(sqlite_db, person.id, "api", name=str(number))
    with pytest.raises(CommunityError, match="too many tokens"):
        issue_key(sqlite_db, person.id, "api", name="one more")
    issue_key(sqlite_db, person.id, "api", name="3")
