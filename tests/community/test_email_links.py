from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from minga.community import Database
from minga.community.accounts import claim_email
from minga.community.email_links import Mailer, ask_for_confirmation, ask_for_link, peek_link, use_link
from minga.community.models import Person
from minga.community.people import Profile, add_person
from minga.errors import CommunityError, EndpointError, SettingError
from minga.settings import MailSettings
from tests.community.databases import MovableClock
from tests.community.mail_server import MailServer, mail_server

HERE = "192.0.2.1"


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def settings(server: MailServer, **values: object) -> MailSettings:
    about = {"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "minga@example.org"}
    return MailSettings.model_validate({**about, **values})


def ada(db: Database, *, verified: bool = True) -> Person:
    with db.writing() as session:
        person = add_person(session, db, Profile("Ada"))
    claim_email(db, person.id, "ada@example.org", verified=verified)
    return person


def asked(db: Database, email: str = "ada@example.org") -> str:
    found = ask_for_link(db, email, network=HERE)
    assert found is not None
    return found[2]


def test_a_message_arrives_as_it_was_written(server: MailServer) -> None:
    Mailer(settings(server)).send(
        "ada@example.org", "Tu enlace: «minga»", "Ábrelo aquí:\nhttps://x.org/e", name="Señas"
    )
    message = server.wait_for(1)[-1]
    assert (message["To"], message["Subject"]) == ("ada@example.org", "Tu enlace: «minga»")
    assert str(message["From"]) == "Señas <minga@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().splitlines() == ["Ábrelo aquí:", "https://x.org/e"]


def test_the_password_comes_from_the_environment(server: MailServer) -> None:
    known = settings(server, user="minga")
    Mailer(known, {"MINGA_SMTP_PASSWORD": server.password}).send("ada@example.org", "x", "y")
    with pytest.raises(SettingError, match="MINGA_SMTP_PASSWORD is not set"):
        Mailer(known, {}).send("ada@example.org", "x", "y")
    with pytest.raises(EndpointError, match="the mail server refused"):
        Mailer(known, {"MINGA_SMTP_PASSWORD": "wrong"}).send("ada@example.org", "x", "y")


def test_a_server_that_refuses_or_is_away_is_one_line(server: MailServer) -> None:
    with pytest.raises(EndpointError, match="no such mailbox"):
        Mailer(settings(server)).send("nowhere@example.org", "x", "y")
    with mail_server() as gone:
        away = settings(gone)
    with pytest.raises(EndpointError, match="refused"):
        Mailer(away).send("ada@example.org", "x", "y")


def test_a_header_cannot_be_smuggled_in(server: MailServer) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        Mailer(settings(server)).send("ada@example.org", "x\nBcc: eve@example.org", "y")


def test_a_link_signs_in_once(db: Database) -> None:
    person = ada(db)
    token = asked(db)
    for _ in range(2):
        peeked = peek_link(db, token)
        assert peeked is not None
        assert (peeked.person.id, peeked.confirms) == (person.id, "")
    used = use_link(db, token)
    assert used is not None
    assert used.person.id == person.id
    assert use_link(db, token) is None
    assert peek_link(db, token) is None


def test_of_two_that_use_it_at_once_one_comes_in(db: Database) -> None:
    ada(db)
    token = asked(db)
    used: list[object] = []
    threads = [threading.Thread(target=lambda: used.append(use_link(db, token))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in used if one is not None]) == 1


def test_a_link_runs_out_after_fifteen_minutes(sqlite_db: Database, clock: MovableClock) -> None:
    ada(sqlite_db)
    token = asked(sqlite_db)
    clock.advance(minutes=14, seconds=59)
    assert peek_link(sqlite_db, token) is not None
    clock.advance(seconds=1)
    assert peek_link(sqlite_db, token) is None
    assert use_link(sqlite_db, token) is None


def test_a_new_link_takes_the_place_of_the_one_before(sqlite_db: Database) -> None:
    ada(sqlite_db)
    first, second = asked(sqlite_db), asked(sqlite_db)
    assert use_link(sqlite_db, first) is None
    assert use_link(sqlite_db, second) is not None


def test_nobody_gets_a_link_for_an_address_that_is_unknown_or_unproved(sqlite_db: Database) -> None:
    ada(sqlite_db, verified=False)
    assert ask_for_link(sqlite_db, "ada@example.org", network=HERE) is None
    assert ask_for_link(sqlite_db, "nobody@example.org", network=HERE) is None
    assert ask_for_link(sqlite_db, "not an address", network=HERE) is None


def test_an_inbox_is_not_filled(sqlite_db: Database, clock: MovableClock) -> None:
    ada(sqlite_db)
    for _ in range(3):
        asked(sqlite_db)
    assert ask_for_link(sqlite_db, "ada@example.org", network=HERE) is None
    clock.advance(minutes=1)
    asked(sqlite_db)
    clock.advance(minutes=1)
    assert ask_for_link(sqlite_db, "ada@example.org", network=HERE) is None


def test_a_confirmation_names_the_address_and_is_no_way_in(sqlite_db: Database) -> None:
    person = ada(sqlite_db)
    found = ask_for_confirmation(sqlite_db, person.id, "Countess@Example.org")
    assert found is not None
    address, token = found
    assert address == "countess@example.org"
    link = use_link(sqlite_db, token)
    assert link is not None
    assert (link.person.id, link.confirms) == (person.id, "countess@example.org")
    with pytest.raises(CommunityError, match="no e-mail address"):
        ask_for_confirmation(sqlite_db, person.id, "countess")
