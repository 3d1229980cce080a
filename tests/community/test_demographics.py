from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from minga.community import Database
from minga.community.demographics import (
    LEAST,
    QUESTIONS,
    clean_answers,
    my_demographics,
    save_demographics,
    summarise,
    summary,
)
from minga.community.models import Demographics, Person
from minga.community.people import Profile, add_person
from minga.errors import CommunityError


def someone(db: Database, name: str = "Ada", **values: object) -> Person:
    with db.writing() as session:
        person = add_person(session, db, Profile(name))
        for key, value in values.items():
            setattr(person, key, value)
        return person


def test_what_is_left_out_is_not_kept() -> None:
    given = {"age": "25-34", "gender": "", "education": "wizard", "first_languages": "es, qu-PE", "shoe": "41"}
    assert clean_answers(given) == {"age": "25-34", "first_languages": ["es", "qu-PE"]}


def test_gender_may_be_told_in_ones_own_words() -> None:
    told = {"gender": "self-described", "gender_words": "  muxe "}
    assert clean_answers(told) == {"gender": "muxe"}
    assert clean_answers({"gender": "self-described"}) == {"gender": "self-described"}
    with pytest.raises(CommunityError, match="cannot be kept"):
        clean_answers({"gender": "self-described", "gender_words": "x" * 81})


def test_a_language_that_is_no_tag_is_refused() -> None:
    with pytest.raises(CommunityError, match="BCP-47"):
        clean_answers({"first_languages": "castellano del valle"})


def test_telling_nothing_any_more_deletes_the_row(db: Database) -> None:
    ada = someone(db)
    save_demographics(db, ada.id, {"age": "25-34"})
    save_demographics(db, ada.id, {"age": "35-44", "gender": "woman"})
    assert my_demographics(db, ada.id) == {"age": "35-44", "gender": "woman"}
    save_demographics(db, ada.id, {"age": ""})
    with db.reading() as session:
        assert session.scalars(sa.select(Demographics)).all() == []


def test_groups_of_ten_are_shown_and_smaller_ones_are_not(sqlite_db: Database) -> None:
    for number in range(31):
        save_demographics(sqlite_db, someone(sqlite_db).id, {"age": "25-34" if number < 20 else "35-44"})
    found = summary(sqlite_db, "age")
    assert (found.groups, found.people, found.hidden) == ({"25-34": 20, "35-44": 11}, 31, False)
    save_demographics(sqlite_db, someone(sqlite_db).id, {"age": "65-or-more"})
    found = summary(sqlite_db, "age")
    assert (found.groups, found.hidden) == ({"25-34": 20}, True)  # or 32 - 20 - 11 would be one person


def test_who_withdrew_or_is_simulated_is_not_counted(sqlite_db: Database) -> None:
    for number in range(12):
        gone = {"simulated": True} if number == 0 else {"withdrawn_at": sqlite_db.now()} if number == 1 else {}
        save_demographics(sqlite_db, someone(sqlite_db, **gone).id, {"education": "university"})
    assert summary(sqlite_db, "education").groups == {"university": 10}
    with pytest.raises(CommunityError, match="no question"):
        summary(sqlite_db, "religion")


def test_words_of_ones_own_are_shown_only_where_ten_people_share_them() -> None:
    told = ["Muxe"] * 10 + ["muxe"] * 2 + ["woman"] * 14 + ["man"] * 12
    assert summarise("gender", told).groups == {"woman": 14, "man": 12, "muxe": 12}
    assert "muxe" not in summarise("gender", [*told[12:], "muxe"]).groups


ANSWERS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30), max_size=8).map(
    lambda groups: [group for group, people in groups.items() for _ in range(people)]
)


@given(ANSWERS)
def test_no_hidden_group_follows_from_what_is_shown_by_subtraction(told: list[str]) -> None:
    found = summarise("age", told)
    assert all(people >= LEAST for people in found.groups.values())
    hidden = {answer for answer in told if answer not in found.groups}
    rest = found.people - sum(found.groups.values())
    if found.people and hidden:
        # what is left over is ten people or more, and in two groups or more: no group's size follows
        assert rest >= LEAST
        assert len(hidden) >= 2
    assert found.people in {0, len(told)}
    assert found.hidden == bool(hidden)


LANGUAGES = st.lists(st.sets(st.sampled_from(["es", "ca", "qu", "gn"]), min_size=1).map(sorted), max_size=60)


@given(LANGUAGES)
def test_of_several_languages_neither_speakers_nor_the_others_are_few(told: list[list[str]]) -> None:
    found = summarise("first_languages", told)
    for people in found.groups.values():
        assert people >= LEAST
        assert found.people - people == 0 or found.people - people >= LEAST


@pytest.mark.parametrize("question", list(QUESTIONS))
def test_nobody_is_nobody(sqlite_db: Database, question: str) -> None:
    found = summary(sqlite_db, question)
    assert (found.groups, found.people, found.hidden) == ({}, 0, False)
