from __future__ import annotations

import statistics
import time

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.accounts import (
    Ways,
    change_password,
    check_current_password,
    claim_email,
    connect_identity,
    disconnect_identity,
    normal_email,
    person_of_identity,
    remove_email,
    sign_in_with_password,
    ways_of,
)
from minga.community.models import Account, Person
from minga.community.people import Profile, add_person
from minga.community.sessions import read_session, sign_in
from minga.community.throttling import Throttled
from minga.errors import CommunityError
from tests.community.databases import MovableClock

PASSWORD = "la papa se siembra en agosto"


def someone(db: Database, name: str = "Ada", email: str = "", password: str = "") -> Person:
    with db.writing() as session:
        person = add_person(session, db, Profile(name))
    if email:
        claim_email(db, person.id, email, verified=True)
    if password:
        change_password(db, person.id, password, least=15)
    return person


def enter(db: Database, email: str, password: str, network: str = "192.0.2.1") -> str | None:
    person = sign_in_with_password(db, email, password, network=network)
    return None if person is None else person.name


def test_an_address_and_its_password_lead_to_their_person(db: Database) -> None:
    someone(db, "Ada", "Ada@Example.org", PASSWORD)
    someone(db, "Berta", "berta@example.org", "el río baja crecido en enero")
    assert enter(db, " ADA@example.org ", PASSWORD) == "Ada"
    assert enter(db, "berta@example.org", PASSWORD) is None
    assert enter(db, "nobody@example.org", PASSWORD) is None
    assert enter(db, "no address", "") is None


def test_a_person_without_a_password_has_none_that_is_right(db: Database) -> None:
    someone(db, "Ada", "ada@example.org")
    assert enter(db, "ada@example.org", "") is None


def test_an_unknown_address_takes_as_long_as_a_wrong_password(sqlite_db: Database, clock: MovableClock) -> None:
    someone(sqlite_db, "Ada", "ada@example.org", PASSWORD)

    def seconds(email: str) -> float:
        clock.advance(hours=2)
        started = time.perf_counter()
        enter(sqlite_db, email, "wrong password here")
        return time.perf_counter() - started

    enter(sqlite_db, "warm@example.org", "up")
    known, unknown = zip(*((seconds("ada@example.org"), seconds("nobody@example.org")) for _ in range(15)), strict=True)
    assert 0.6 < statistics.median(unknown) / statistics.median(known) < 1.6


def test_guessing_is_slowed_down_for_an_account_whether_it_exists_or_not(db: Database, clock: MovableClock) -> None:
    someone(db, "Ada", "ada@example.org", PASSWORD)
    for email in ("ada@example.org", "nobody@example.org"):
        for number in range(5):
            assert enter(db, email, "wrong", f"198.51.100.{number}") is None
        with pytest.raises(Throttled) as refused:
            enter(db, email, PASSWORD, "203.0.113.1")
        assert refused.value.seconds == 2
    clock.advance(seconds=2)
    assert enter(db, "ada@example.org", PASSWORD) == "Ada"
    assert enter(db, "ada@example.org", "wrong") is None  # and the count began anew


def test_guessing_is_slowed_down_for_a_network_over_all_accounts(sqlite_db: Database) -> None:
    someone(sqlite_db, "Eve", "eve@example.org", PASSWORD)
    for number in range(40):
        assert enter(sqlite_db, f"person-{number}@example.org", "wrong") is None
    with pytest.raises(Throttled):
        enter(sqlite_db, "eve@example.org", PASSWORD)
    assert enter(sqlite_db, "eve@example.org", PASSWORD, "203.0.113.1") == "Eve"


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(sqlite_db: Database) -> None:
    from argon2 import PasswordHasher

    ada = someone(sqlite_db, "Ada", "ada@example.org", PASSWORD)
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with sqlite_db.writing() as session:
        session.execute(sa.update(Account).values(password_hash=old))
    assert enter(sqlite_db, "ada@example.org", PASSWORD) == "Ada"
    with sqlite_db.reading() as session:
        kept = session.get_one(Account, ada.id).password_hash
    assert kept is not None
    assert "m=19456" in kept
    assert enter(sqlite_db, "ada@example.org", PASSWORD) == "Ada"


def test_a_new_password_ends_all_other_sessions(sqlite_db: Database) -> None:
    ada = someone(sqlite_db, "Ada", "ada@example.org", PASSWORD)
    here, elsewhere = sign_in(sqlite_db, ada.id), sign_in(sqlite_db, ada.id)
    change_password(sqlite_db, ada.id, "el río baja crecido en enero", least=15, keep=here)
    assert read_session(sqlite_db, here) is not None
    assert read_session(sqlite_db, elsewhere) is None
    assert enter(sqlite_db, "ada@example.org", PASSWORD) is None


def test_a_password_that_follows_from_its_owner_is_refused(sqlite_db: Database) -> None:
    ada = someone(sqlite_db, "Ada Lovelace", "countess@example.org")
    with pytest.raises(CommunityError, match="too easy"):
        change_password(sqlite_db, ada.id, "countess lovelace", least=15)
    with pytest.raises(CommunityError, match="needs an e-mail address"):
        change_password(sqlite_db, someone(sqlite_db).id, PASSWORD, least=15)


def test_the_current_password_is_asked_where_there_is_one_and_guesses_are_counted(sqlite_db: Database) -> None:
    ada = someone(sqlite_db, "Ada", "ada@example.org")
    check_current_password(sqlite_db, ada.id, "")
    change_password(sqlite_db, ada.id, PASSWORD, least=15)
    check_current_password(sqlite_db, ada.id, PASSWORD)
    for _ in range(5):
        with pytest.raises(CommunityError, match="not your password"):
            check_current_password(sqlite_db, ada.id, "wrong")
    with pytest.raises(Throttled):
        check_current_password(sqlite_db, ada.id, PASSWORD)


@pytest.mark.parametrize("text", ["", "ada", "ada@", "@example.org", "ada@example", "a b@example.org", "a@b@c.org",
                                  "ada@example.org\nBcc: x@y.org", "x" * 250 + "@example.org"])  # fmt: skip
def test_what_cannot_be_an_address_is_refused(text: str) -> None:
    with pytest.raises(CommunityError, match="no e-mail address"):
        normal_email(text)


def test_an_address_without_proof_can_be_taken_back_by_its_owner(sqlite_db: Database) -> None:
    squatter, owner = someone(sqlite_db, "Eve"), someone(sqlite_db, "Ada")
    claim_email(sqlite_db, squatter.id, "ada@example.org", verified=False)
    change_password(sqlite_db, squatter.id, PASSWORD, least=15)
    with pytest.raises(CommunityError, match="cannot be used"):
        claim_email(sqlite_db, owner.id, "ada@example.org", verified=False)
    claim_email(sqlite_db, owner.id, "ada@example.org", verified=True)
    assert enter(sqlite_db, "ada@example.org", PASSWORD) is None
    assert ways_of(sqlite_db, squatter.id) == Ways()
    with pytest.raises(CommunityError, match="cannot be used"):
        claim_email(sqlite_db, squatter.id, "ada@example.org", verified=True)


def test_without_its_address_a_password_is_forgotten(sqlite_db: Database) -> None:
    ada = someone(sqlite_db, "Ada", "ada@example.org", PASSWORD)
    assert ways_of(sqlite_db, ada.id) == Ways("ada@example.org", True, True)
    remove_email(sqlite_db, ada.id)
    assert ways_of(sqlite_db, ada.id) == Ways()


def test_an_account_elsewhere_leads_to_one_person(db: Database) -> None:
    ada, berta = someone(db, "Ada"), someone(db, "Berta")
    connect_identity(db, ada.id, "https://id.example.org", "4711")
    connect_identity(db, ada.id, "https://id.example.org", "4711")
    with pytest.raises(CommunityError, match="somebody else"):
        connect_identity(db, berta.id, "https://id.example.org", "4711")
    found = person_of_identity(db, "https://id.example.org", "4711")
    assert found is not None
    assert found.id == ada.id
    assert person_of_identity(db, "https://other.example.org", "4711") is None
    disconnect_identity(db, ada.id)
    assert person_of_identity(db, "https://id.example.org", "4711") is None
