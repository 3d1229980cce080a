from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.accounts import claim_email
from minga.community.models import (
    AccessKey,
    Assignment,
    AuditEvent,
    Campaign,
    Certificate,
    Invitation,
    Item,
    Person,
    Response,
    Role,
    SignInAttempt,
    Withdrawal,
)
from minga.community.people import Profile, update_profile
from minga.community.sessions import issue_key, key_owner, read_session, sign_in
from minga.community.throttling import Limit, attempt
from minga.community.withdrawal import (
    confirm_claim,
    list_claims,
    return_work,
    take_back,
    withdrawn_names,
    withdrawn_people,
)
from minga.credits import name_hash
from minga.errors import CommunityError
from tests.community.filled import NOW, fill_in, set_up
from tests.community.test_personal_data import texts


@pytest.fixture
def ada(db: Database) -> Person:
    set_up(db)
    with db.writing() as session:
        session.execute(sa.update(Campaign).values(synced="a mark"))
    return fill_in(db, "Ada")


def get(db: Database, person_id: int) -> Person:
    with db.reading() as session:
        return session.get_one(Person, person_id)


def hold(db: Database, person: Person) -> None:
    with db.writing() as session:
        session.add(Assignment(item_id=2, campaign_id=1, person_id=person.id, taken_at=NOW, expires_at=NOW))
        session.get_one(Item, 2).held = 1


def test_from_that_moment_she_has_no_role_and_counts_as_gone(db: Database, ada: Person) -> None:
    assert get(db, ada.id).has_role("lead", campaign_id=1)
    assert take_back(db, ada.id) == [1]
    assert not get(db, ada.id).has_role("lead", campaign_id=1)
    assert withdrawn_people(db) == 1
    with db.reading() as session:
        assert session.scalars(sa.select(Campaign.synced)).one() == ""  # the next run decides it anew
        actions = session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions[-1] == "withdraw"


def test_what_she_held_goes_back_to_the_pool(db: Database, ada: Person) -> None:
    hold(db, ada)
    take_back(db, ada.id)
    with db.reading() as session:
        assert session.get_one(Item, 2).held == 0
        assert session.scalars(sa.select(Assignment.state).order_by(Assignment.id)).all() == ["answered", "expired"]


def test_programs_invitations_and_certificates_end_and_her_way_in_stays(db: Database, ada: Person) -> None:
    link, program = issue_key(db, ada.id, "link"), issue_key(db, ada.id, "api")
    here, elsewhere = sign_in(db, ada.id), sign_in(db, ada.id)
    take_back(db, ada.id, keep_session=here)
    assert key_owner(db, program, "api") is None
    assert key_owner(db, link, "link") is not None
    assert read_session(db, here) is not None
    assert read_session(db, elsewhere) is None
    with db.reading() as session:
        assert session.scalars(sa.select(Invitation.revoked_at)).one() is not None
        assert session.scalars(sa.select(Certificate.revoked_at)).one() is not None


def test_texts_leave_under_the_name_that_a_lead_gave_and_others_wait_for_her_word(db: Database, ada: Person) -> None:
    take_back(db, ada.id)
    assert name_hash("ADA  donor") in withdrawn_names(db)
    assert name_hash("Ada") not in withdrawn_names(db)
    [claim] = list_claims(db)
    assert claim.names == ("Ada", "Ada other")
    confirm_claim(db, claim.withdrawal_id, granted=True)
    assert {name_hash("Ada"), name_hash("Ada other")} <= withdrawn_names(db)
    assert list_claims(db) == []
    with pytest.raises(CommunityError, match="no such claim"):
        confirm_claim(db, claim.withdrawal_id, granted=True)


def test_nobody_takes_back_somebody_elses_texts_by_calling_herself_so(db: Database, ada: Person) -> None:
    eve = fill_in(db, "Eve", item_id=2)
    update_profile(db, eve.id, Profile("Ada", other_names=("Ada donor",)))
    take_back(db, eve.id)
    assert name_hash("Ada donor") not in withdrawn_names(db)
    [claim] = list_claims(db)
    confirm_claim(db, claim.withdrawal_id, granted=False)
    assert withdrawn_names(db).isdisjoint({name_hash("Ada"), name_hash("Ada donor")})


def test_withdrawing_twice_is_withdrawing_once(db: Database, ada: Person) -> None:
    take_back(db, ada.id)
    first = get(db, ada.id).withdrawn_at
    take_back(db, ada.id)
    with db.reading() as session:
        assert len(session.scalars(sa.select(Withdrawal.id).where(Withdrawal.at == first)).all()) == 1


def test_she_may_come_back_and_then_all_counts_again(db: Database, ada: Person) -> None:
    take_back(db, ada.id)
    assert return_work(db, ada.id) == [1]
    assert get(db, ada.id).has_role("lead", campaign_id=1)
    assert withdrawn_people(db) == 0
    assert withdrawn_names(db) == frozenset()
    with db.reading() as session:
        assert session.scalars(sa.select(Certificate.revoked_at)).one() is None
    with pytest.raises(CommunityError, match="nothing to come back to"):
        return_work(db, ada.id)


def test_erasing_leaves_rows_without_a_word_of_hers(db: Database, ada: Person) -> None:
    fill_in(db, "Berta", item_id=2)
    with db.writing() as session:
        item = session.get_one(Item, 1)
        item.contributor = "ada donor"
        item.payload = {"record": {"messages": [{"role": "user", "content": "Ada content"}]}}
    before = texts(db)
    take_back(db, ada.id, erase=True)
    [claim] = list_claims(db)
    confirm_claim(db, claim.withdrawal_id, granted=True)
    after = texts(db)
    # the project's own: guidelines, a model's scores, whom it invited; and what has to be shown afterwards
    stay = {"guideline", "submission", "invitation", "consent", "audit_event", "withdrawal"}
    assert {name for name, words in after.items() if re.search("Ada", words, re.IGNORECASE)} <= stay
    assert {name: words.count("Berta") for name, words in after.items()} == {
        name: words.count("Berta") for name, words in before.items()
    }


def test_erasing_keeps_positions_and_counts(db: Database, ada: Person) -> None:
    take_back(db, ada.id, erase=True)
    with db.reading() as session:
        response = session.scalars(sa.select(Response)).one()
        item = session.get_one(Item, 1)
        assert session.scalars(sa.select(Role)).all() == []
        assert session.scalars(sa.select(Withdrawal.erased)).all() == [True, True]  # the made-up row, and this one
    assert (response.person_id, response.verdict, response.answers, response.edits) == (
        ada.id,
        "cannot-judge",
        None,
        None,
    )
    assert item.payload["record"]["messages"][0]["content"] == "hola"
    gone = get(db, ada.id)
    assert (gone.name, gone.public_name, gone.varieties, gone.country) == ("", "anonymous", [], None)


def test_after_erasing_there_is_no_way_in(db: Database, ada: Person) -> None:
    link, session_token = issue_key(db, ada.id, "link"), sign_in(db, ada.id)
    claim_email(db, ada.id, "ada@example.org", verified=True)
    attempt(db, Limit("account", free=3).of("ada@example.org"), Limit("account", free=3).of("berta@example.org"))
    take_back(db, ada.id, erase=True, keep_session=session_token)
    assert key_owner(db, link, "link") is None
    assert read_session(db, session_token) is None
    with db.reading() as session:
        assert session.scalars(sa.select(AccessKey)).all() == []
        assert len(session.scalars(sa.select(SignInAttempt)).all()) == 1
    with pytest.raises(CommunityError, match="nothing to come back to"):
        return_work(db, ada.id)


def test_who_withdrew_may_still_erase(db: Database, ada: Person) -> None:
    take_back(db, ada.id)
    take_back(db, ada.id, erase=True)
    assert get(db, ada.id).name == ""
    assert withdrawn_people(db) == 1
