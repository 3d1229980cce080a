from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from minga.community import Database
from minga.community.models import AuditEvent, Campaign, Person
from minga.errors import CommunityError
from minga.review.certificates import certificates_of, clean_code, issue, revoke, verify
from tests.community.databases import MovableClock
from tests.review.rows import add_campaign, add_decision, add_item, add_person, add_response


def validated(db: Database, name: str = "Ada", **values: object) -> tuple[Person, Campaign]:
    campaign, person = add_campaign(db), add_person(db, name, **values)
    work(db, campaign, person, "1")
    return person, campaign


def work(db: Database, campaign: Campaign, person: Person, name: str) -> None:
    item = add_item(db, campaign, name)
    add_decision(db, item, "accepted", [add_response(db, item, person)])


def test_anybody_can_check_what_a_certificate_says(db: Database) -> None:
    person, campaign = validated(db)
    certificate = issue(db, person, campaign, "  Ada   Quispe ")
    found = verify(db, certificate.code)
    assert found.state == "valid"
    assert found.certificate is not None
    assert found.campaign is not None
    assert (found.certificate.name, found.campaign.slug) == ("Ada Quispe", "c")
    detail = found.certificate.detail
    assert (detail["points"], detail["validated"], detail["roles"]) == (1.0, 1, ["validation"])


def test_a_code_has_a_hundred_bits_in_signs_that_nobody_confuses(db: Database) -> None:
    person, campaign = validated(db)
    code = issue(db, person, campaign, "Ada").code
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}", code)
    typed = code.lower().replace("0", "o").replace("1", "l").replace("-", " – ")
    assert verify(db, typed).state == "valid"


@given(st.text(max_size=60))
def test_whatever_is_typed_as_a_code_is_a_code_or_nothing(text: str) -> None:
    cleaned = clean_code(text)
    assert cleaned == "" or clean_code(cleaned) == cleaned


def test_an_unknown_code_says_nothing(db: Database) -> None:
    assert verify(db, "AAAAA-AAAAA-AAAAA-AAAAA").state == "unknown"
    assert verify(db, "' OR 1=1 --").state == "unknown"


def test_nobody_gets_one_for_work_that_nothing_confirms(db: Database) -> None:
    campaign, person = add_campaign(db), add_person(db, "Ada")
    add_response(db, add_item(db, campaign), person)
    with pytest.raises(CommunityError, match="validated"):
        issue(db, person, campaign, "Ada")


def test_issued_again_it_keeps_its_code_and_says_what_holds_by_then(db: Database, clock: MovableClock) -> None:
    person, campaign = validated(db)
    first = issue(db, person, campaign, "Ada")
    clock.advance(days=3)
    work(db, campaign, person, "2")
    second = issue(db, person, campaign, "Ada Quispe")
    assert (second.code, second.id) == (first.code, first.id)
    assert (second.name, second.detail["validated"], second.issued_at) == ("Ada Quispe", 2, clock())


def test_one_for_a_campaign_and_one_for_the_project_are_two(db: Database) -> None:
    person, campaign = validated(db)
    here, whole = issue(db, person, campaign, "Ada"), issue(db, person, None, "Ada")
    assert here.code != whole.code
    assert issue(db, person, None, "Ada").id == whole.id
    assert set(certificates_of(db, person)) == {campaign.id, None}


def test_a_lead_revokes_one_and_its_owner_cannot_bring_it_back(db: Database) -> None:
    person, campaign = validated(db)
    lead = add_person(db, "Lea", "lead")
    code = issue(db, person, campaign, "Ada").code
    revoke(db, code, actor=lead)
    found = verify(db, code)
    assert (found.state, found.certificate) == ("revoked", None)
    with pytest.raises(CommunityError, match="revoked"):
        issue(db, person, campaign, "Ada")
    with db.reading() as session:
        assert session.scalars(select(AuditEvent.action)).all() == ["revoke-certificate"]


def test_its_owner_takes_hers_back_and_may_ask_for_it_again(db: Database) -> None:
    person, campaign = validated(db)
    code = issue(db, person, campaign, "Ada").code
    revoke(db, code, actor=person)
    assert verify(db, code).state == "revoked"
    assert issue(db, person, campaign, "Ada").code == code
    assert verify(db, code).state == "valid"


def test_nobody_else_revokes_it(db: Database) -> None:
    person, campaign = validated(db)
    code = issue(db, person, campaign, "Ada").code
    with pytest.raises(CommunityError, match="lead"):
        revoke(db, code, actor=add_person(db, "Eva", "reviewer"))
    assert verify(db, code).state == "valid"


def test_the_certificate_of_somebody_who_withdrew_names_her_no_more(db: Database) -> None:
    person, campaign = validated(db)
    code = issue(db, person, campaign, "Ada").code
    with db.writing() as session:
        session.get_one(Person, person.id).withdrawn_at = db.now()
    assert (verify(db, code).state, verify(db, code).certificate) == ("revoked", None)


@pytest.mark.parametrize("name", ["", "   ", "---", "x" * 121, "Ada\u202eevil", "A\x00b"])
def test_a_name_that_cannot_be_printed_is_refused(db: Database, name: str) -> None:
    person, campaign = validated(db)
    with pytest.raises(CommunityError):
        issue(db, person, campaign, name)


def test_simulated_people_get_none(db: Database) -> None:
    person, campaign = validated(db, "Persona de prueba (simulada)", simulated=True)
    with pytest.raises(CommunityError):
        issue(db, person, campaign, "Persona")
