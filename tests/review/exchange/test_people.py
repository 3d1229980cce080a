from __future__ import annotations

from minga.community import Database
from minga.community.models import Campaign, Person
from minga.review.exchange.people import SMALLEST_GROUP, Voices, imported_from, variety_for
from minga.review.exchange.snapshot import snapshot
from minga.review.pseudonyms import Pseudonyms
from tests.review.rows import add_campaign, add_item, add_person, add_response


def voices(db: Database) -> Voices:
    with snapshot(db) as session:
        return Voices(session, Pseudonyms("secret"))


def crowd(db: Database, campaign: Campaign, count: int, country: str, varieties: list[str]) -> list[Person]:
    people = [add_person(db, f"{country} {number}", country=country, varieties=varieties) for number in range(count)]
    for person in people:
        add_response(db, add_item(db, campaign, f"{person.id}"), person)
    return people


def test_a_country_is_shown_only_where_ten_people_share_it(db: Database) -> None:
    campaign = add_campaign(db)
    many = crowd(db, campaign, SMALLEST_GROUP, "PE", ["es-PE"])
    few = crowd(db, campaign, SMALLEST_GROUP - 1, "BO", ["es-BO"])
    found = voices(db)
    assert {voice.country for person in many if (voice := found.get(person.id))} == {"PE"}
    assert {voice.country for person in few if (voice := found.get(person.id))} == {None}


def test_a_country_stays_hidden_where_the_variety_beside_it_would_single_somebody_out(db: Database) -> None:
    campaign = add_campaign(db)
    many = crowd(db, campaign, SMALLEST_GROUP, "PE", ["es-PE"])
    [one] = crowd(db, campaign, 1, "PE", ["es-MX"])
    found = voices(db)
    alone, among_others = found.get(one.id), found.get(many[0].id)
    assert alone is not None
    assert among_others is not None
    assert (alone.country, among_others.country) == (None, "PE")


def test_whoever_withdrew_has_no_voice(db: Database) -> None:
    campaign = add_campaign(db)
    gone = add_person(db, "Gone", withdrawn_at=db.now())
    add_response(db, add_item(db, campaign), gone)
    assert voices(db).get(gone.id) is None
    assert len(voices(db)) == 0


def test_the_variety_is_the_one_that_the_text_asks_for() -> None:
    assert variety_for(["es-PE", "qu-PE"], "qu") == "qu-PE"
    assert variety_for(["es", "ca"], "es-PE") == "es"
    assert variety_for(["eu"], "es") == ""


def test_people_whose_answers_came_with_a_file_are_known_as_such() -> None:
    assert imported_from(Person(contributor="imported:tone:0123456789abcdef")) == "tone"
    assert imported_from(Person(contributor="Radio Comunitaria")) is None
