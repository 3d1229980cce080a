from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.invitations import (
    ConsentText,
    accept_by_code,
    accept_invitation,
    find_by_code,
    find_invitation,
    invite,
    list_invitations,
    make_invitation,
    revoke_invitation,
)
from minga.community.models import AuditEvent, Campaign, Consent, Invitation, Person, RoleName
from minga.community.people import Profile, add_person, change_roles, grant_role
from minga.community.throttling import Throttled
from minga.community.tokens import new_code, shown_code
from minga.errors import CommunityError
from tests.community.databases import MovableClock

CONSENT = ConsentText("1", "es", "0" * 64)
ADA = Profile("Ada", varieties=("es-PE",))


def test_an_invitation_lets_a_person_in_with_its_role_and_her_consent(db: Database) -> None:
    token = invite(db, role="adjudicator", contributor="Ada Donante")
    person = accept_invitation(db, token, ADA, CONSENT)
    assert person.has_role("adjudicator")
    assert person.credit_names == {"ada", "ada donante"}
    with db.reading() as session:
        assert session.scalars(sa.select(Consent.text_sha256)).all() == ["0" * 64]


def test_the_token_itself_is_not_kept(db: Database) -> None:
    token = invite(db)
    with db.reading() as session:
        assert token not in session.scalars(sa.select(Invitation.token_hash)).all()


def test_an_invitation_serves_as_often_as_it_says(db: Database) -> None:
    token = invite(db, uses=2)
    accept_invitation(db, token, ADA, CONSENT)
    accept_invitation(db, token, Profile("Berta"), CONSENT)
    with pytest.raises(CommunityError, match="has been used"):
        accept_invitation(db, token, Profile("Carla"), CONSENT)
    with db.reading() as session:
        assert session.scalars(sa.select(Person.name).order_by(Person.id)).all() == ["Ada", "Berta"]


def test_an_invitation_expires(db: Database, clock: MovableClock) -> None:
    token = invite(db, valid=timedelta(days=1))
    clock.advance(days=1)
    with pytest.raises(CommunityError, match="has expired"):
        find_invitation(db, token)


def test_a_guessed_token_is_not_known(db: Database) -> None:
    with pytest.raises(CommunityError, match="is not known"):
        find_invitation(db, "guess")


def test_inviting_and_granting_are_in_the_audit_log(db: Database) -> None:
    accept_invitation(db, invite(db), ADA, CONSENT)
    with db.reading() as session:
        assert session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)).all() == ["invite", "grant-role"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "evil\u202ename", "bell\x07"])
def test_a_name_that_cannot_be_printed_is_refused(name: str) -> None:
    with pytest.raises(CommunityError):
        Profile(name)


def test_who_wants_no_name_keeps_none(db: Database) -> None:
    person = accept_invitation(db, invite(db), Profile("Secret Name", naming="none"), CONSENT)
    assert (person.name, person.public_name) == ("", "anonymous")


def test_a_language_that_is_no_tag_is_refused() -> None:
    with pytest.raises(CommunityError, match="BCP-47"):
        Profile("Ada", varieties=("español de Perú",))


def lead(db: Database, *roles: RoleName) -> Person:
    with db.writing() as session:
        person = add_person(session, db, Profile("Lea"))
        for role in roles:
            grant_role(session, db, person, role)
        return person


HERE = "192.0.2.1"


def test_a_code_lets_in_whom_the_link_would(db: Database) -> None:
    made = make_invitation(db, role="adjudicator")
    assert find_by_code(db, f" {shown_code(made.code).lower()} ", network=HERE).id == made.id
    person = accept_by_code(db, made.code, ADA, CONSENT, network=HERE)
    assert person.has_role("adjudicator")
    with pytest.raises(CommunityError, match="has been used"):
        find_invitation(db, made.token)


def test_a_code_is_no_link_and_a_link_no_code(db: Database) -> None:
    made = make_invitation(db)
    for guess in (made.code, f"code {made.code}", shown_code(made.code)):
        with pytest.raises(CommunityError, match="is not known"):
            find_invitation(db, guess)
    with pytest.raises(CommunityError, match="is no code"):
        find_by_code(db, made.token, network=HERE)


def test_guessing_codes_is_slowed_down_for_the_network_that_guesses(db: Database, clock: MovableClock) -> None:
    made = make_invitation(db, uses=3)
    for number in range(20):
        find_by_code(db, made.code, network=HERE)
        with pytest.raises(CommunityError, match="not known"):
            find_by_code(db, new_code(lambda number=number: str(number)), network=HERE)
    with pytest.raises(Throttled):
        find_by_code(db, made.code, network=HERE)
    assert find_by_code(db, made.code, network="203.0.113.9").id == made.id
    clock.advance(seconds=2)
    assert accept_by_code(db, made.code, ADA, CONSENT, network=HERE).name == "Ada"


def test_codes_have_no_signs_that_are_mistaken_for_others() -> None:
    codes = "".join(new_code() for _ in range(300))
    assert set(codes).isdisjoint("AEIOU01L")
    assert len(set(codes)) == 28


def test_a_role_holds_in_the_languages_of_the_invitation(db: Database) -> None:
    person = accept_invitation(db, invite(db, role="adjudicator", languages=("es-PE", "qu")), ADA, CONSENT)
    assert person.has_role("adjudicator", language="es-PE")
    assert person.has_role("adjudicator", language="qu-PE")
    assert not person.has_role("adjudicator", language="ca")


def test_an_invitation_can_be_taken_back(db: Database) -> None:
    made = make_invitation(db)
    revoke_invitation(db, made.id)
    revoke_invitation(db, made.id)
    with pytest.raises(CommunityError, match="was taken back"):
        find_invitation(db, made.token)
    with pytest.raises(CommunityError, match="was taken back"):
        find_by_code(db, made.code, network=HERE)
    with pytest.raises(CommunityError, match="no such invitation"):
        revoke_invitation(db, 99)


def test_a_lead_sees_who_made_which_invitation(db: Database, clock: MovableClock) -> None:
    lea = lead(db, "lead")
    make_invitation(db, uses=2, actor=lea)
    accept_invitation(db, invite(db), ADA, CONSENT)
    revoke_invitation(db, make_invitation(db).id)
    clock.advance(days=3)
    invite(db, valid=timedelta(days=1))
    clock.advance(days=2)
    listed = [(one.state, one.maker) for one in list_invitations(db)]
    assert listed == [("expired", ""), ("revoked", ""), ("used", ""), ("open", "Lea")]


@pytest.mark.parametrize(
    ("giver", "role", "allowed"),
    [
        ("lead", "lead", True), ("lead", "guest", True), ("steward", "adjudicator", True), ("steward", "lead", False),
        ("steward", "steward", False), ("adjudicator", "reviewer", False), ("reviewer", "guest", False),
    ],
)  # fmt: skip
def test_nobody_gives_a_role_that_is_not_hers_to_give(
    sqlite_db: Database, giver: RoleName, role: RoleName, allowed: bool
) -> None:
    actor = lead(sqlite_db, giver)
    with contextlib.nullcontext() if allowed else pytest.raises(CommunityError, match="may not give"):
        invite(sqlite_db, role=role, actor=actor)
    someone = lead(sqlite_db)
    with contextlib.nullcontext() if allowed else pytest.raises(CommunityError, match="may not give"):
        change_roles(sqlite_db, someone.id, role, give=True, actor=actor)


def test_a_lead_of_one_campaign_gives_roles_there_only(sqlite_db: Database) -> None:
    with sqlite_db.writing() as session:
        session.add(Campaign(id=7, slug="c", title="C", kind="survey", table_name="items/c", languages=[],
                             created_at=sqlite_db.now()))  # fmt: skip
    someone, lea = lead(sqlite_db), lead(sqlite_db)
    lea = change_roles(sqlite_db, lea.id, "lead", give=True, campaign_id=7)
    assert change_roles(sqlite_db, someone.id, "reviewer", give=True, campaign_id=7, actor=lea).has_role(
        "reviewer", campaign_id=7
    )
    with pytest.raises(CommunityError, match="may not give"):
        change_roles(sqlite_db, someone.id, "reviewer", give=True, actor=lea)


def test_the_last_lead_stays(sqlite_db: Database) -> None:
    lea = lead(sqlite_db, "lead")
    with pytest.raises(CommunityError, match="needs a lead"):
        change_roles(sqlite_db, lea.id, "lead", give=False, actor=lea)
    other = lead(sqlite_db, "lead")
    assert not change_roles(sqlite_db, lea.id, "lead", give=False, actor=other).has_role("lead")
