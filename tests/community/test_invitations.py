from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.invitations import ConsentText, accept_invitation, find_invitation, invite
from minga.community.models import AuditEvent, Consent, Invitation, Person
from minga.community.people import Profile
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
